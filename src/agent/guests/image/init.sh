#!/bin/sh
# The first program of an instance: brings up its ENIs, then stays. SIGWINCH says that its NICs changed, SIGTERM ends it.
image=$1
trap 'exit 0' TERM INT

# eth0 is everybody's; further NICs configure themselves in the image `auto` and wait for their user in `manual`.
ours() {
  case $1 in
    eth0) return 0 ;;
    eth[1-9]*) [ "$image" = auto ] ;;
    *) return 1 ;;
  esac
}

# /run/nic/ethN holds the interface index and the DHCP client's process; a NIC that came back has another index.
plug() {
  links=$(ip -o link)
  present=' '
  while IFS=': ' read -r index name rest; do
    name=${name%@*}
    ours "$name" || continue
    present="$present$name "
    if read -r known client 2>/dev/null <"/run/nic/$name"; then
      if [ "$known" = "$index" ]; then
        [ -e "/run/lease/$name" ] && continue
        # Still without an address: its first question may have come before anyone listened. Asking anew takes a new client:
        # the signal for it would end one that has only just been started.
      fi
      unplug "$name" "$client"
    fi
    ip link set "$name" up
    busybox udhcpc -f -i "$name" -s /.openeip/dhcp.sh -T 1 -t 5 -A 1 &
    echo "$index $!" >"/run/nic/$name"
  done <<END
$links
END
  for record in /run/nic/*; do
    name=${record#/run/nic/}
    case $present in *" $name "*) continue ;; esac
    [ -e "$record" ] && read -r known client <"$record" && unplug "$name" "$client"
  done
}

unplug() {
  kill "$2" 2>/dev/null
  rm -f "/run/nic/$1" "/run/lease/$1"
  table=$((1000 + ${1#eth}))
  while ip rule del pref "$table" 2>/dev/null; do :; done
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
  mkdir -p /etc /root /tmp /home /mnt /opt /srv /var/log /var/tmp
  chmod 700 /root
  chmod 1777 /tmp /var/tmp
  cp -R -P /.openeip/etc/. /etc/
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$(hostname)" >/etc/hosts
  printf 'nameserver 100.100.2.136\nnameserver 100.100.2.138\n' >/etc/resolv.conf
  mkdir -p /var/lib/openeip
fi
hostname >/etc/hostname
exec >/var/log/console.log 2>&1
mkdir /run/nic /run/lease /run/lock
trap 'again=1; [ -n "$busy" ] || look' WINCH
look
# Something to wait for when no NIC is there yet.
sleep 2147483647 &
while :; do wait; done
