#!/bin/sh
# The first program of an instance: sets it up, then stays. SIGWINCH says that its NICs changed or that its DHCP server is there now,
# SIGTERM ends it.
if [ ! -d /var/lib/openeip ]; then
  mkdir -p /etc /root /tmp /home /mnt /opt /srv /var/log /var/tmp /var/lib/dhcp
  chmod 700 /root
  chmod 1777 /tmp /var/tmp
  cp -R -P /.openeip/etc/. /etc/
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$(hostname)" >/etc/hosts
  printf 'nameserver 100.100.2.136\nnameserver 100.100.2.138\n' >/etc/resolv.conf
  mkdir -p /var/lib/openeip
fi
hostname >/etc/hostname
exec >/var/log/console.log 2>&1
mkdir /run/lease /run/asked /run/lock
# A trap that another signal interrupts finds the exit status of a command that is not its own: so it only passes the news on.
mkfifo /run/news
exec 3<>/run/news
rm /run/news
trap 'echo >&3' WINCH
sh /.openeip/nics.sh "$1" &
while kill -0 $! 2>/dev/null; do wait $!; done
