#!/bin/sh
# What a lease does to a NIC. eth0 gets the default route; a further NIC gets a table of its own for packets from its address,
# so that they leave through it, and the main table stays as it is.
[ -n "$interface" ] || exit 1
lease=/run/lease/$interface
table=$((1000 + ${interface#eth}))

drop() {
  read -r old 2>/dev/null <"$lease" || return 0
  ip address del "$old" dev "$interface" 2>/dev/null
  [ "$interface" = eth0 ] || ip rule del pref "$table" 2>/dev/null
  rm -f "$lease"
}

case $1 in
  deconfig | nak)
    drop
    ;;
  bound | renew)
    gateway=${router%% *}
    read -r old 2>/dev/null <"$lease"
    if [ "$old" != "$ip/$mask" ]; then
      drop
      ip address replace "$ip/$mask" dev "$interface"
    fi
    if [ "$interface" = eth0 ]; then
      ip route replace default via "$gateway" dev eth0 onlink metric 100
      for server in $dns; do echo "nameserver $server"; done >/etc/resolv.conf
    else
      ip route show dev "$interface" proto kernel | while read -r prefix rest; do
        ip route replace "$prefix" dev "$interface" table "$table"
      done
      ip route replace default via "$gateway" dev "$interface" onlink table "$table"
      [ "$old" = "$ip/$mask" ] || ip rule add from "$ip" lookup "$table" pref "$table"
    fi
    echo "$ip/$mask" >"$lease"
    # The scripts of this boot want a network: the first lease of eth0 starts them.
    [ "$interface" = eth0 ] && mkdir /run/booted 2>/dev/null && setsid sh /.openeip/boot.sh &
    ;;
esac
