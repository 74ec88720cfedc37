# Runs on the Internet side until it is ended: a host at $1 behind it, over a link of $2 bytes. Prints the process whose network it has.
set -e
unshare --net sleep 2147483647 &
host=$!
until [ "$(readlink /proc/$host/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
ip link add far0 mtu "$2" type veth peer name far1 mtu "$2" netns "$host"
ip link set far0 up
ip route add "$1/32" dev far0
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/ipv4/conf/eth0/proxy_arp
echo 1 >/proc/sys/net/ipv4/conf/far0/proxy_arp
nsenter --target "$host" --net sh -c "
  ip link set lo up && ip link set far1 up && ip address add $1/32 dev far1 && ip route add default dev far1 src $1"
echo "far $host"
wait
