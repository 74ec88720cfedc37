#!/bin/sh
# What a lease does to a NIC, whoever asked for it: the image itself, or its user with `udhcpc -i ethN` or `dhclient ethN`.
#   eth0               the default route, the name servers
#   a router is told   (cut-through) a default route that eth0's goes before
#   none is            a table of its own for packets from its address, so that they leave through it; the main table stays as it is
# The routes are of protocol `dhcp`: all others are their user's.
case $interface in eth[0-9]*) ;; *) exit 1 ;; esac
number=${interface#eth}
table=$((1000 + number))

# Several clients of one NIC take turns.
exec 9>"/run/lock/$interface"
flock 9

# /run/lease/eth1.7 holds the address that the NIC of that interface index has.
drop() {
  for held in /run/lease/"$interface".*; do
    [ -e "$held" ] || continue
    ip address del "$(cat "$held")" dev "$interface" 2>/dev/null
    rm "$held"
  done
  ip route flush table all dev "$interface" proto dhcp 2>/dev/null
  ip rule del pref "$table" lookup "$table" 2>/dev/null
}

take() {
  index=$(ip -o link show dev "$interface") || exit 1
  lease=/run/lease/$interface.${index%%:*}
  [ "$(cat "$lease" 2>/dev/null)" = "$ip/$mask" ] || drop
  # Written before what it stands for, so that nothing is left of a NIC that goes away meanwhile.
  echo "$ip/$mask" >"$lease"
  ip address replace "$ip/$mask" broadcast + dev "$interface"
  if [ "$interface" = eth0 ]; then
    default "${router%% *}" metric 100
    for server in $dns; do echo "nameserver $server"; done >/etc/resolv.conf
  elif [ -n "$router" ]; then
    default "${router%% *}" metric $((200 + number))
  else
    ip route show dev "$interface" proto kernel | while read -r prefix rest; do
      ip route replace "$prefix" dev "$interface" table "$table" proto dhcp
    done
    # The metric leaves room for a route that the user adds here. The server is the vSwitch's gateway.
    default "$serverid" metric "$table" table "$table"
    ip rule add from "$ip" lookup "$table" pref "$table" 2>/dev/null
  fi
}

default() {
  gateway=$1
  shift
  ip route replace default via "$gateway" dev "$interface" onlink proto dhcp "$@"
}

# The scripts of a boot want the network: they start once each NIC that the image configures has its address, or has asked in vain.
boot() {
  : >"/run/asked/$interface"
  [ -e /run/asked/eth0 ] || return
  if [ "$image" = auto ]; then
    for name in $(ip -o link | sed -n 's/^[0-9]*: \(eth[0-9]*\)[@:].*/\1/p'); do
      [ -e "/run/asked/$name" ] || return
    done
  fi
  mkdir /run/booted 2>/dev/null && setsid sh /.openeip/boot.sh 9>&- &
}

case $1 in
  deconfig)
    drop
    ip link set "$interface" up 2>/dev/null
    ;;
  nak | gone) drop ;;
  bound | renew)
    take
    boot
    ;;
  leasefail) [ "$interface" = eth0 ] || boot ;;
esac
