/**
 * Why a packet dies. Codes are stable: programs may compare them. `what` says what happened to this packet, `mend` which call or command
 * lets the next one live, a command on a line of its own; what stands in angle brackets is the reader's to choose.
 */
import { fill, type Facts, type Namer } from './words.js';

interface CauseRow {
  readonly what: string;
  readonly mend: string;
}

export const CAUSES = {
  InstanceStopped: {
    what: '{instance}, which {eni} is attached to, does not run.',
    mend: 'openeip call ecs StartInstance --InstanceId {instance}',
  },
  EniNotAttached: {
    what: '{eni}, which {address} belongs to, is attached to no instance.',
    mend: 'openeip call ecs AttachNetworkInterface --NetworkInterfaceId {eni} --InstanceId <i-…>',
  },
  SourceNotOwn: {
    what: '{source} is no address of {eni}: an ENI sends from its own addresses only.',
    mend:
      'Send from an address of {eni}. To pass on other hosts\' packets it must be a next hop of its VPC\'s routes and unchecked:\n' +
      'openeip call ecs ModifyNetworkInterfaceAttribute --NetworkInterfaceId {eni} --SourceDestCheck false',
  },
  AnswerNotHeld: {
    what: '{instance} did not get the session at {source}: only the instance that holds the address may answer for it.',
    mend: 'Answer from {eni} with one of the addresses of its instance.',
  },
  AnswerUnknown: {
    what: 'The answer takes another way than the packet came: here nobody knows of a session that it belongs to.',
    mend: 'Let the routes of both ends lead over the same next hop: openeip call vpc DescribeRouteEntryList --RouteTableId {table}',
  },
  LeaseMissing: {
    what: '{eip} works only after DHCP gave {eni} a lease, and since its last attach none was asked for.',
    mend: 'openeip exec {instance} -- busybox udhcpc -q -i {nic}',
  },
  PrivateNetworkDead: {
    what: 'The private network of {eni}, which {address} belongs to, is dead: a cut-through EIP replaces it, or did until it was released.',
    mend:
      'While the EIP is bound, reach {eni} by it. Once it is gone, detach and attach the ENI:\n' +
      'openeip call ecs DetachNetworkInterface --NetworkInterfaceId {eni} --InstanceId {instance}',
  },
  DirectEipToPrivate: {
    what: '{source} is a public address: from it {destination}, a private one, is out of reach.',
    mend: 'Send from a private address, with cut-through from another ENI of {instance}:\nopeneip exec {instance} -- ip route replace {destination}/32 dev eth0',
  },
  NoInternetRoute: {
    what: '{table} does not lead {destination} to the Internet: the IPv4 gateway of {vpc} is asked only where a route says so.',
    mend:
      'openeip call vpc CreateRouteEntry --RouteTableId {table} --DestinationCidrBlock 0.0.0.0/0 --NextHopType Ipv4Gateway --NextHopId {gateway}\n' +
      'Where one was deleted in private mode: create one again, and delete it with --InternetMode public.',
  },
  NoRoute: {
    what: '{table} has no way to {destination}.',
    mend: 'openeip call vpc CreateRouteEntry --RouteTableId {table} --DestinationCidrBlock {destination}/32 --NextHopType NetworkInterface --NextHopId <eni-…>',
  },
  AddressUnused: {
    what: 'No ENI in {vpc} has {destination}.',
    mend: 'openeip call ecs AssignPrivateIpAddresses --NetworkInterfaceId <eni-…> --PrivateIpAddress.1 {destination}',
  },
  NextHopGone: {
    what: '{prefix} of {table} leads to {eni}, which is attached to no running instance.',
    mend: 'openeip call ecs AttachNetworkInterface --NetworkInterfaceId {eni} --InstanceId <i-…>',
  },
  NextHopDead: {
    what: '{prefix} of {table} leads to {eni}, whose private network is dead: a cut-through EIP replaces it, or did until it was released.',
    mend:
      'Detach the ENI, unbind its EIP where it has one, and attach it again:\n' +
      'openeip call ecs DetachNetworkInterface --NetworkInterfaceId {eni} --InstanceId {instance}',
  },
  NextHopChecks: {
    what: '{prefix} of {table} leads to {eni}, which takes only packets to its own addresses.',
    mend: 'openeip call ecs ModifyNetworkInterfaceAttribute --NetworkInterfaceId {eni} --SourceDestCheck false',
  },
  PlatformDenied: {
    what: 'The platform keeps {eni} from sending it: from instances, nothing goes to port {ports} of the Internet side.',
    mend: 'Start OpenEIP without the setting that says so: openeip up --block-outbound-tcp25 false',
  },
  'SecurityGroupEgress.Denied': {
    what: 'Rule {rule} keeps {eni} from sending it.',
    mend: 'openeip call ecs RevokeSecurityGroupEgress --SecurityGroupId {group} --SecurityGroupRuleId.1 {rule}',
  },
  'SecurityGroupEgress.NoRule': {
    what: 'No rule of {groups} lets {eni} send it.',
    mend: 'openeip call ecs AuthorizeSecurityGroupEgress --SecurityGroupId {group} --IpProtocol {protocol} --PortRange {ports} --DestCidrIp {destination}/32',
  },
  'SecurityGroupIngress.Denied': {
    what: 'Rule {rule} keeps it from {eni}.',
    mend: 'openeip call ecs RevokeSecurityGroup --SecurityGroupId {group} --SecurityGroupRuleId.1 {rule}',
  },
  'SecurityGroupIngress.NoRule': {
    what: 'No rule of {groups} lets it reach {eni}.',
    mend: 'openeip call ecs AuthorizeSecurityGroup --SecurityGroupId {group} --IpProtocol {protocol} --PortRange {ports} --SourceCidrIp {source}/32',
  },
  SourceWithoutEip: {
    what: '{source} has no EIP, and no private address leaves the VPC.',
    mend: 'openeip call vpc AssociateEipAddress --AllocationId <eip-…> --InstanceType NetworkInterface --InstanceId {eni} --PrivateIpAddress {source}',
  },
  ForeignSource: {
    what: '{source} is not an address of {eni}: its EIP counts for its own ENI only.',
    mend: 'Bind an EIP to the address itself (IpAddress):\nopeneip call vpc AssociateEipAddress --AllocationId <eip-…> --InstanceType IpAddress --InstanceId {source} --VpcId {vpc}',
  },
  ProtocolNotTranslated: {
    what: '{eip} is bound by address translation, which carries ICMP, TCP and UDP, not {protocol}.',
    mend:
      'A mode without translation carries it. Unbind the EIP, and bind it to a secondary ENI that is detached meanwhile:\n' +
      'openeip call vpc UnassociateEipAddress --AllocationId {eip}\n' +
      'openeip call vpc AssociateEipAddress --AllocationId {eip} --InstanceType NetworkInterface --Mode BINDED --InstanceId <eni-…>',
  },
  EipUnbound: {
    what: '{destination} belongs to the EIPs, but is bound to nothing.',
    mend: 'openeip call vpc AssociateEipAddress --AllocationId {eip} --InstanceType NetworkInterface --InstanceId <eni-…>',
  },
  NobodyThere: {
    what: 'Nobody has {destination}: the Internet side is {internet}, EIPs are {pool}, and there is no way to the real Internet.',
    mend: 'Send to a host there; openeip exec internet lets you be one.',
  },
  SourceNotThere: {
    what: '{source} is no address of the Internet side, {internet}: whoever sends from there is not believed to have it.',
    mend: 'openeip trace --from internet --to {destination}',
  },
  NoWayBack: {
    what: 'The answer would find no way: by {table}, {source} is not reached through the Internet edge. So nothing is delivered either.',
    mend:
      'openeip call vpc CreateRouteEntry --RouteTableId {table} --DestinationCidrBlock 0.0.0.0/0 --NextHopType Ipv4Gateway --NextHopId {gateway}\n' +
      'Where one was deleted in private mode: create one again, and delete it with --InternetMode public.\n' +
      'Where {source} is in a block of {vpc} itself, it stays private there: use an address of another block.',
  },
  ServiceRefuses: {
    what: '{destination} answers pings{services}, nothing else.',
    mend: 'Metadata: tcp 80 of 100.100.100.200. Names: udp or tcp 53 of 100.100.2.136 and 100.100.2.138. DHCP: udp 67.',
  },
} as const satisfies Readonly<Record<string, CauseRow>>;

export type CauseCode = keyof typeof CAUSES;

export interface Cause {
  readonly code: CauseCode;
  readonly facts: Facts;
}

/** What only the cloud's rows tell: who has them puts ids in their places. */
export const UNKNOWN = { gateway: '<ipv4gw-…>', eip: '<eip-…>', group: '<sg-…>' } as const;

/** The cause in words. */
export function causeText({ code, facts }: Cause, name: Namer): CauseRow {
  return { what: fill(CAUSES[code].what, facts, name), mend: fill(CAUSES[code].mend, facts, name) };
}
