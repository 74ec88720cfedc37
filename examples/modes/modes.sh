#!/bin/sh
# One ENI, one EIP, three modes: what the instance and the Internet side see of each. Multi-EIP mode is closed to new accounts, here as in
# the cloud; the second line opens it:
#   npm start                                     # in another terminal
#   node bin/openeip.js account multi-eip on
#   sh examples/modes/modes.sh
set -eu
cd "$(dirname "$0")/../.."
openeip() { node bin/openeip.js "$@"; }
# A region of all three modes.
call() { openeip call "$@" --RegionId cn-shanghai; }
field() { sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p" | sed -n "${2:-1}p"; }
# is PRODUCT ACTION VALUE ARGS…: waits until the answer has the Status VALUE, as every client of this API does.
is() {
  product=$1 action=$2 value=$3
  shift 3
  for _ in $(seq 100); do
    [ "$(call "$product" "$action" "$@" | field Status)" = "$value" ] && return
  done
  echo "$action $* did not become $value" >&2
  exit 1
}

vpc=$(call vpc CreateVpc --CidrBlock 10.0.0.0/8 | field VpcId)
is vpc DescribeVpcAttribute Available --VpcId "$vpc"
vsw=$(call vpc CreateVSwitch --VpcId "$vpc" --ZoneId cn-shanghai-g --CidrBlock 10.0.0.0/24 | field VSwitchId)
is vpc DescribeVSwitchAttributes Available --VSwitchId "$vsw"
sg=$(call ecs CreateSecurityGroup --VpcId "$vpc" | field SecurityGroupId)
call ecs AuthorizeSecurityGroup --SecurityGroupId "$sg" \
  --Permissions.1.IpProtocol ALL --Permissions.1.PortRange -1/-1 --Permissions.1.SourceCidrIp 0.0.0.0/0 >/dev/null

server=$(printf '#!/bin/sh\nmkdir -p /tmp/www && hostname > /tmp/www/index.html\nbusybox httpd -p 80 -h /tmp/www\n' | base64 -w0)
# Of a family that takes ENIs in every mode.
run() {
  id=$(call ecs RunInstances --InstanceType ecs.g5.xlarge --ImageId openeip_auto --VSwitchId "$vsw" \
    --SecurityGroupId "$sg" --HostName "$1" --UserData "$server" | grep -o '"i-[a-z0-9]*"' | tr -d '"')
  is ecs DescribeInstanceStatus Running --InstanceId.1 "$id"
  echo "$id"
}
tokyo=$(run tokyo)
peer=$(run peer)

eni=$(call ecs CreateNetworkInterface --VSwitchId "$vsw" --SecurityGroupId "$sg")
private=$(echo "$eni" | grep -o '"10\.[0-9.]*"' | tr -d '"' | sed -n 1p)
eni=$(echo "$eni" | field NetworkInterfaceId)
eip=$(call vpc AllocateEipAddress)
id=$(echo "$eip" | field AllocationId)
public=$(echo "$eip" | field EipAddress)
echo "ENI $private, EIP $public"

for mode in NAT BINDED MULTI_BINDED; do
  call vpc AssociateEipAddress --AllocationId "$id" --InstanceId "$eni" --InstanceType NetworkInterface --Mode "$mode" >/dev/null
  is vpc DescribeEipAddresses InUse --AllocationId "$id"
  call ecs AttachNetworkInterface --NetworkInterfaceId "$eni" --InstanceId "$tokyo" >/dev/null
  is ecs DescribeNetworkInterfaces InUse --NetworkInterfaceId.1 "$eni"
  openeip exec "$tokyo" -- sh -c 'until ip -4 address show dev eth1 2>/dev/null | grep -q inet; do sleep 0.1; done'
  # The gateway and the mask of DescribeEipGatewayInfo; in the other modes there is nothing to configure.
  [ "$mode" != MULTI_BINDED ] || openeip exec "$tokyo" -- ip address add "$public/24" dev eth1
  echo
  echo "$mode"
  echo "  eth1 has         $(openeip exec "$tokyo" -- ip -4 -br address show dev eth1 | cut -d' ' -f2- | sed 's/^ *[A-Z]* *//; s/ *$//')"
  echo "  http://$public/ → $(openeip exec internet -- curl -s -m 5 --retry 3 --retry-all-errors "http://$public/")"
  echo "  a peer in the VPC → $private: $(openeip exec "$peer" -- curl -s -m 2 "http://$private/" || echo nothing)"
  call ecs DetachNetworkInterface --NetworkInterfaceId "$eni" --InstanceId "$tokyo" >/dev/null
  is ecs DescribeNetworkInterfaces Available --NetworkInterfaceId.1 "$eni"
  call vpc UnassociateEipAddress --AllocationId "$id" >/dev/null
  is vpc DescribeEipAddresses Available --AllocationId "$id"
done
