#!/bin/sh
# The same as quickstart.ts in `openeip call` lines:
#   npm start                       # in another terminal
#   sh examples/quickstart/quickstart.sh
set -eu
cd "$(dirname "$0")/../.."
openeip() { node bin/openeip.js "$@"; }
field() { sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p" | sed -n "${2:-1}p"; }
# is PRODUCT ACTION VALUE ARGS…: waits until the answer has the Status VALUE, as every client of this API does.
is() {
  product=$1 action=$2 value=$3
  shift 3
  for _ in $(seq 100); do
    [ "$(openeip call "$product" "$action" "$@" | field Status)" = "$value" ] && return
  done
  echo "$action $* did not become $value" >&2
  exit 1
}

vpc=$(openeip call vpc CreateVpc --CidrBlock 10.0.0.0/8 | field VpcId)
is vpc DescribeVpcAttribute Available --VpcId "$vpc"
vsw=$(openeip call vpc CreateVSwitch --VpcId "$vpc" --ZoneId cn-hangzhou-h --CidrBlock 10.0.0.0/24 | field VSwitchId)
is vpc DescribeVSwitchAttributes Available --VSwitchId "$vsw"
sg=$(openeip call ecs CreateSecurityGroup --VpcId "$vpc" | field SecurityGroupId)
openeip call ecs AuthorizeSecurityGroup --SecurityGroupId "$sg" \
  --Permissions.1.IpProtocol TCP --Permissions.1.PortRange 80/80 --Permissions.1.SourceCidrIp 0.0.0.0/0 >/dev/null

server=$(printf '#!/bin/sh\nmkdir -p /tmp/www && hostname > /tmp/www/index.html\nbusybox httpd -p 80 -h /tmp/www\n' | base64 -w0)
run() {
  id=$(openeip call ecs RunInstances --InstanceType ecs.g6.xlarge --ImageId openeip_auto --VSwitchId "$vsw" \
    --SecurityGroupId "$sg" --HostName "$1" --UserData "$server" | grep -o '"i-[a-z0-9]*"' | tr -d '"')
  is ecs DescribeInstanceStatus Running --InstanceId.1 "$id"
  echo "$id"
}
tokyo=$(run tokyo)
osaka=$(run osaka)

eni=$(openeip call ecs CreateNetworkInterface --VSwitchId "$vsw" --SecurityGroupId "$sg" --SecondaryPrivateIpAddressCount 1)
addresses=$(echo "$eni" | grep -o '"10\.[0-9.]*"' | tr -d '"' | sort -u)
eni=$(echo "$eni" | field NetworkInterfaceId)
# A secondary address is never handed out by DHCP: it is added by hand wherever the ENI goes.
attach() {
  openeip call ecs AttachNetworkInterface --NetworkInterfaceId "$eni" --InstanceId "$1" >/dev/null
  is ecs DescribeNetworkInterfaces InUse --NetworkInterfaceId.1 "$eni"
  for address in $addresses; do openeip exec "$1" -- ip address replace "$address/24" dev eth1; done
}
attach "$tokyo"

eips=
for address in $addresses; do
  eip=$(openeip call vpc AllocateEipAddress)
  id=$(echo "$eip" | field AllocationId)
  openeip call vpc AssociateEipAddress --AllocationId "$id" --InstanceId "$eni" --InstanceType NetworkInterface \
    --Mode NAT --PrivateIpAddress "$address" >/dev/null
  is vpc DescribeEipAddresses InUse --AllocationId "$id"
  eips="$eips $(echo "$eip" | field EipAddress)"
done
for eip in $eips; do echo "http://$eip/ → $(openeip exec internet -- curl -s -m 5 --retry 3 --retry-all-errors "http://$eip/")"; done

openeip call ecs DetachNetworkInterface --NetworkInterfaceId "$eni" --InstanceId "$tokyo" >/dev/null
is ecs DescribeNetworkInterfaces Available --NetworkInterfaceId.1 "$eni"
attach "$osaka"
for eip in $eips; do echo "http://$eip/ → $(openeip exec internet -- curl -s -m 5 --retry 3 --retry-all-errors "http://$eip/")"; done
