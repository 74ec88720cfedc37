#!/bin/sh
# The first program of an instance: brings up its ENIs, then stays. SIGWINCH says that its NICs changed or that its DHCP server is
# there now, SIGTERM ends it.
image=$1
trap 'exit 0' TERM INT
# To DHCP clients USR1 means "ask now". One that has only just been started would die of it, if it did not inherit this.
trap '' USR1

# eth0 is everybody's; further NICs configure themselves in the image `auto` and wait for their user in `manual`.
ours() {
  [ "$image" = auto ] || [ "$1" = eth0 ]
}

# /run/nic/ethN holds the interface index and the DHCP client's process, /run/lease/ethN the index and the address (dhcp.sh).
# A NIC that came back has another index. What is of a NIC that went is ended before anything of another begins.
plug() {
  nics=$(ip -o link | sed -n 's/^\([0-9]*\): \(eth[0-9]*\)[@:].*/\2 \1/p')
  for record in /run/nic/*; do
    read -r index client 2>/dev/null <"$record" || continue
    is_there "${record##*/}" "$index" || unplug "${record##*/}" "$client"
  done
  for record in /run/lease/*; do
    read -r index address 2>/dev/null <"$record" || continue
    is_there "${record##*/}" "$index" || interface=${record##*/} sh /.openeip/dhcp.sh deconfig
  done
  while read -r name index; do
    [ -n "$name" ] && ours "$name" && configure "$name" "$index"
  done <<END
$nics
END
}

is_there() {
  case "
$nics
" in *"
$1 $2
"*) ;; *) return 1 ;; esac
}

# One client a NIC, for as long as both live. While it has no address it is told to ask: its question may have come before
# anyone listened.
configure() {
  if read -r _ client 2>/dev/null <"/run/nic/$1" && lives "$client"; then
    [ -e "/run/lease/$1" ] || kill -USR1 "$client"
    return
  fi
  image=$image busybox udhcpc -f -i "$1" -s /.openeip/dhcp.sh -T 1 -t 5 -A 1 &
  echo "$2 $!" >"/run/nic/$1"
}

# The client is gone when this returns, and with it the script that it may have been running.
unplug() {
  lives "$2" && kill "$2"
  while lives "$2"; do wait "$2"; done
  rm -f "/run/nic/$1"
}

# False also when another process has the number by now.
lives() {
  read -r _ _ state parent _ 2>/dev/null <"/proc/$1/stat" && [ "$state" != Z ] && [ "$parent" = $$ ]
}

# A signal in the middle of a look at the NICs means one more look after it.
again=1 busy=
look() {
  while [ -n "$again" ]; do
    busy=1 again=
    plug
    busy=
  done
}

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
mkdir /run/nic /run/lease /run/asked /run/lock
trap 'again=1; [ -n "$busy" ] || look' WINCH
look
# Something to wait for when no NIC is there yet.
sleep 2147483647 &
while :; do wait; done
