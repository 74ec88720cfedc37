#!/bin/sh
# Keeps the instance's NICs as its image has them. Every line on descriptor 3 calls for a look.
image=$1
# To DHCP clients USR1 means "ask now". One that has only just been started would die of it, if it did not inherit this.
trap '' USR1

# eth0 is everybody's; further NICs configure themselves in the image `auto` and wait for their user in `manual`.
ours() {
  [ "$image" = auto ] || [ "$1" = eth0 ]
}

# A NIC is called `eth1.7` here, after its interface index: one that came back has another. The client of each that the image
# configures is in client_eth1; /run/lease/eth1.7 is there while it has an address (dhcp.sh). What is of a NIC that went is ended
# before anything of another begins.
known=
plug() {
  present=$(ip -o link | sed -n 's/^\([0-9]*\): \(eth[0-9]*\)[@:].*/\2.\1/p')
  for nic in $known; do
    is_there "$nic" || unplug "$nic"
  done
  for lease in /run/lease/*; do
    nic=${lease##*/}
    [ -e "$lease" ] && ! is_there "$nic" && interface=${nic%.*} sh /.openeip/dhcp.sh gone
  done
  for nic in $present; do
    ours "${nic%.*}" && configure "$nic"
  done
}

is_there() {
  for other in $present; do
    [ "$other" = "$1" ] && return
  done
  return 1
}

# One client a NIC, for as long as both live. While it has no address it is told to ask: its question may have come before
# anyone listened.
configure() {
  name=${1%.*}
  eval "client=\$client_$name"
  if lives "$client"; then
    [ -e "/run/lease/$1" ] || kill -USR1 "$client"
    return
  fi
  image=$image busybox udhcpc -f -i "$name" -s /.openeip/dhcp.sh -T 1 -t 5 -A 1 3>&- &
  eval "client_$name=$!"
  known="$known $1"
}

# The client is gone when this returns, and with it the script that it may have been running.
unplug() {
  name=${1%.*}
  eval "client=\$client_$name"
  lives "$client" && kill "$client"
  lives "$client" && wait "$client"
  eval "client_$name="
  left=
  for other in $known; do
    [ "$other" = "$1" ] || left="$left $other"
  done
  known=$left
}

# False also when another process has the number by now.
lives() {
  case $(cat "/proc/${1:-0}/stat" 2>/dev/null) in
    *') Z '* | '') return 1 ;;
    *') '?" $$ "*) ;;
    *) return 1 ;;
  esac
}

# What came while it looked is taken as one.
while :; do
  plug
  busybox dd <&3 of=/dev/null bs=64k count=1 2>/dev/null
done
