import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLATFORM, type Changes, type NetworkObject } from '../objects.js';
import { packetText, PROTOCOL_NUMBERS, type Packet } from '../packet.js';
import { CAUSES, causeText, type CauseCode } from './causes.js';
import { differences } from './compare.js';
import { DECISIONS, hopText, type Decision } from './hops.js';
import { noteText, NOTES, type NoteCode } from './notes.js';
import { a, CLIENT, network, NETWORK, OUTSIDE, SYSTEM } from './testing.js';
import { NetworkView } from './view.js';
import { walk, type Walk } from './walk.js';

const plain = (key: string) => key;
const seen = { causes: new Set<string>(), decisions: new Set<string>(), notes: new Set<string>() };

/** `tcp 203.0.113.10 > 198.18.0.2`: ports are 4000 and, unless said otherwise, 80; others by number. */
function parse(text: string, port = 80): Packet {
  const [name = '', source = '', , destination = ''] = text.split(' ');
  const protocol = Object.entries(PROTOCOL_NUMBERS).find(([known]) => known === name)?.[1] ?? Number(name);
  const ports = name === 'tcp' || name === 'udp';
  return { source, destination, protocol, sourcePort: ports ? 4_000 : null, destinationPort: ports ? port : null };
}

function go(objects: readonly NetworkObject[], from: string, text: string, more: { readonly port?: number; readonly answerBy?: string; readonly sourcePort?: number } = {}): Walk {
  const packet = parse(text, more.port);
  const made = walk(new NetworkView(objects), OUTSIDE, {
    from, packet: more.sourcePort === undefined ? packet : { ...packet, sourcePort: more.sourcePort },
    ...(more.answerBy === undefined ? {} : { answerBy: more.answerBy }),
  });
  for (const { hops, cause } of [made.forward, ...(made.back === null ? [] : [made.back])]) {
    for (const hop of hops) {
      seen.decisions.add(hop.decision);
      expect(hopText(hop, plain)).not.toMatch(/[{}]/);
    }
    if (cause !== null) {
      seen.causes.add(cause.code);
      expect(Object.values(causeText(cause, plain)).join()).not.toMatch(/[{}]/);
    }
  }
  for (const note of made.notes) {
    seen.notes.add(note.code);
    expect(Object.values(noteText(note, plain)).join()).not.toMatch(/[{}]/);
  }
  return made;
}

/** `port/7 tcp …, answered` · `port/7 …, unanswered: Cause` · `Cause by key`. */
function outcome({ forward, back, answered }: Walk): string {
  if (forward.cause !== null) return `${forward.cause.code} by ${forward.hops.at(-1)?.by ?? ''}`;
  const arrived = `${String(forward.arrived)} ${packetText(forward.packet)}`;
  return answered ? `${arrived}, answered` : `${arrived}, unanswered: ${back?.cause?.code ?? `${String(back?.arrived)} ${packetText(back?.packet ?? forward.packet)}`}`;
}

const closed = a.policy(3);
const withoutGateway = a.table(2, 1, '10.0.1.0/24 local', '100.64.0.0/10 unreachable');
const firewall = a.port(14, 13, 0, ['10.0.1.14'], { sourceCheck: false });

/** Everything between 10.0.1.9 and the Internet passes port/14. */
const middlebox = network([
  a.space(1, { arrival: 'table/4' }), a.table(4, 1, '10.0.1.0/24 port/14', '0.0.0.0/0 transit'), a.table(2, 1, '10.0.1.0/24 local', '0.0.0.0/0 port/14'),
  a.table(5, 1, '10.0.1.0/24 local', '0.0.0.0/0 transit'), a.port(14, 13, 0, ['10.0.1.14'], { sourceCheck: false, table: 'table/5' }),
]);

interface Case {
  readonly name: string;
  readonly objects?: readonly NetworkObject[];
  readonly from: string;
  readonly packet: string;
  readonly more?: Parameters<typeof go>[3];
  readonly is: string;
}

const cases: readonly Case[] = [
  { name: 'P1: from the Internet to an EIP in NAT mode', from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`,
    is: 'port/7 tcp 203.0.113.10:4000 > 10.0.1.7:80, answered' },
  { name: 'P1, S-41: answered over eth0', from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, more: { answerBy: 'port/6' },
    is: 'port/7 tcp 203.0.113.10:4000 > 10.0.1.7:80, answered' },
  { name: 'P1: not over another instance\'s NIC', from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, more: { answerBy: 'port/9' },
    is: 'port/7 tcp 203.0.113.10:4000 > 10.0.1.7:80, unanswered: AnswerNotHeld' },
  { name: 'P1: a secondary private address', from: 'internet', packet: `udp ${CLIENT} > 198.18.0.12`,
    is: 'port/7 udp 203.0.113.10:4000 > 10.0.1.17:80, answered' },
  { name: 'P2: no rule', objects: network([closed]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, is: 'SecurityGroupIngress.NoRule by policy/3' },
  { name: 'P3: from an address without EIP', from: 'port/6', packet: `tcp 10.0.1.6 > ${CLIENT}`, is: 'SourceWithoutEip by space/1' },
  { name: 'P4: from a mapped address', from: 'port/7', packet: `icmp 10.0.1.7 > ${CLIENT}`, is: 'internet icmp 198.18.0.2 > 203.0.113.10, answered' },
  { name: 'P5: out, no route to the gateway', objects: network([withoutGateway]), from: 'port/7', packet: `tcp 10.0.1.7 > ${CLIENT}`, is: 'NoInternetRoute by table/2' },
  { name: 'P5: in, nothing is delivered one way', objects: network([withoutGateway]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, is: 'NoWayBack by table/2' },
  { name: 'P5: the vSwitch\'s table counts, not the arrival table', objects: network([a.table(4, 1, ...SYSTEM), a.space(1, { arrival: 'table/4' }), withoutGateway]),
    from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, is: 'NoWayBack by table/2' },
  { name: 'P6: a route to it, however narrow', objects: network([a.table(2, 1, '10.0.1.0/24 local', '203.0.113.0/28 transit')]),
    from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, is: 'port/7 tcp 203.0.113.10:4000 > 10.0.1.7:80, answered' },
  { name: 'P8: private only, direct EIPs included', objects: network([withoutGateway]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.4`, is: 'NoWayBack by table/2' },
  { name: 'P8: out of a cut-through ENI', objects: network([withoutGateway]), from: 'port/10', packet: `tcp 198.18.0.4 > ${CLIENT}`, is: 'NoInternetRoute by table/2' },
  { name: 'P9: any protocol to cut-through', from: 'internet', packet: `gre ${CLIENT} > 198.18.0.4`, is: 'port/10 gre 203.0.113.10 > 198.18.0.4, answered' },
  { name: 'P9: any protocol from cut-through', from: 'port/10', packet: `132 198.18.0.4 > ${CLIENT}`, is: 'internet protocol 132 198.18.0.4 > 203.0.113.10, answered' },
  { name: 'P10: a peer to the private address that cut-through replaced', from: 'port/9', packet: 'tcp 10.0.1.9 > 10.0.1.10', is: 'AddressUnused by space/1' },
  { name: 'P10: cut-through to a peer', from: 'port/10', packet: 'tcp 198.18.0.4 > 10.0.1.9', is: 'DirectEipToPrivate by direct/34' },
  { name: 'P11: cut-through to the metadata service', from: 'port/10', packet: 'tcp 198.18.0.4 > 100.100.100.200', is: 'DirectEipToPrivate by direct/34' },
  { name: 'P11: over eth0', from: 'port/6', packet: 'tcp 10.0.1.6 > 100.100.100.200', is: 'service tcp 10.0.1.6:4000 > 100.100.100.200:80, answered' },
  { name: 'P12: cut-through, detached', objects: network([], ['port/10']), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.4`, is: 'EniNotAttached by direct/34' },
  { name: 'P13: multi-EIP', from: 'internet', packet: `47 ${CLIENT} > 198.18.0.5`, is: 'port/11 gre 203.0.113.10 > 198.18.0.5, answered' },
  { name: 'P14: multi-EIP without a lease', from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.6`, is: 'LeaseMissing by direct/36' },
  { name: 'P14: from there', from: 'port/11', packet: `tcp 198.18.0.6 > ${CLIENT}`, is: 'LeaseMissing by direct/36' },
  { name: 'P15: a peer to the private address of a multi-EIP ENI', from: 'port/6', packet: 'tcp 10.0.1.6 > 10.0.1.11', is: 'port/11 tcp 10.0.1.6:4000 > 10.0.1.11:80, answered' },
  { name: 'P16: GRE in NAT mode', from: 'internet', packet: `gre ${CLIENT} > 198.18.0.2`, is: 'ProtocolNotTranslated by translation/31' },
  { name: 'P16: SCTP out in NAT mode', from: 'port/7', packet: `132 10.0.1.7 > ${CLIENT}`, is: 'ProtocolNotTranslated by translation/31' },
  { name: 'P17, P21: NAT mode, detached', objects: network([], ['port/7']), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, is: 'EniNotAttached by translation/31' },
  { name: 'P21: stopped', objects: network([a.guest(5, { running: false })]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, is: 'InstanceStopped by guest/5' },
  { name: 'P21: cut-through, stopped', objects: network([a.guest(5, { running: false })]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.4`, is: 'InstanceStopped by guest/5' },
  { name: 'a stopped instance sends nothing', objects: network([a.guest(5, { running: false })]), from: 'port/6', packet: 'tcp 10.0.1.6 > 10.0.1.9', is: 'InstanceStopped by guest/5' },
  { name: 'a stopped instance gets nothing', objects: network([a.guest(8, { running: false })]), from: 'port/6', packet: 'tcp 10.0.1.6 > 10.0.1.9', is: 'InstanceStopped by guest/8' },
  { name: 'P22: the private address beside it', from: 'port/9', packet: 'tcp 10.0.1.9 > 10.0.1.7', is: 'port/7 tcp 10.0.1.9:4000 > 10.0.1.7:80, answered' },
  { name: 'P23: cut-through, answered over eth0', from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.4`, more: { answerBy: 'port/6' },
    is: 'port/10 tcp 203.0.113.10:4000 > 198.18.0.4:80, answered' },
  { name: 'P24: to a peer\'s EIP', from: 'port/7', packet: 'tcp 10.0.1.7 > 198.18.0.3', is: 'port/9 tcp 198.18.0.2:4000 > 10.0.1.9:80, answered' },
  { name: 'P24: to its own EIP', from: 'port/7', packet: 'tcp 10.0.1.7 > 198.18.0.2', is: 'port/7 tcp 198.18.0.2:4000 > 10.0.1.7:80, answered' },
  { name: 'P24: into another VPC', from: 'port/7', packet: 'udp 10.0.1.7 > 198.18.0.7', is: 'port/26 udp 198.18.0.2:4000 > 10.0.1.6:80, answered' },
  { name: 'P25: from an address without EIP', from: 'port/14', packet: 'tcp 10.0.1.14 > 198.18.0.3', is: 'SourceWithoutEip by space/1' },
  { name: 'P26: a peer with an EIP to a direct one', from: 'port/9', packet: 'tcp 10.0.1.9 > 198.18.0.4', is: 'port/10 tcp 198.18.0.3:4000 > 198.18.0.4:80, answered' },
  { name: 'P26: a peer without one', from: 'port/14', packet: 'tcp 10.0.1.14 > 198.18.0.5', is: 'SourceWithoutEip by space/1' },
  { name: 'P26: direct to direct', from: 'port/10', packet: 'gre 198.18.0.4 > 198.18.0.5', is: 'port/11 gre 198.18.0.4 > 198.18.0.5, answered' },
  { name: 'a direct EIP to itself: its own answer needs no rule', objects: network([closed]), from: 'port/10', packet: 'gre 198.18.0.4 > 198.18.0.4',
    is: 'port/10 gre 198.18.0.4 > 198.18.0.4, answered' },
  { name: 'but a ping does', objects: network([closed]), from: 'port/10', packet: 'icmp 198.18.0.4 > 198.18.0.4', is: 'SecurityGroupIngress.NoRule by policy/3' },
  { name: 'P27, P28: security groups judge direct EIPs', objects: network([closed]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.4`, is: 'SecurityGroupIngress.NoRule by policy/3' },
  {
    name: 'P18: a secondary block with the EIP stays inside',
    objects: network([
      a.space(1, { ranges: ['10.0.0.0/16', '198.18.9.0/24'] }), a.table(2, 1, ...SYSTEM, '198.18.9.0/24 local'),
      a.port(9, 8, 0, ['198.18.9.9']), a.nat(33, '198.18.9.9', '198.18.9.9', { port: 'port/9' }),
    ]),
    from: 'port/14', packet: 'tcp 10.0.1.14 > 198.18.9.9', is: 'port/9 tcp 10.0.1.14:4000 > 198.18.9.9:80, answered',
  },
  {
    name: 'P18: and from the Internet it is itself',
    objects: network([
      a.space(1, { ranges: ['10.0.0.0/16', '198.18.9.0/24'] }), a.table(2, 1, ...SYSTEM, '198.18.9.0/24 local'),
      a.port(9, 8, 0, ['198.18.9.9']), a.nat(33, '198.18.9.9', '198.18.9.9', { port: 'port/9' }),
    ]),
    from: 'internet', packet: `tcp ${CLIENT} > 198.18.9.9`, is: 'port/9 tcp 203.0.113.10:4000 > 198.18.9.9:80, answered',
  },
  { name: 'S-31: a NAT bind on an ENI whose private network is dead', objects: network([a.port(7, 5, 1, [])]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`,
    is: 'PrivateNetworkDead by port/7' },
  { name: 'a neighbour\'s address as source', from: 'port/6', packet: 'tcp 10.0.1.9 > 10.0.1.14', is: 'SourceNotOwn by port/6' },
  { name: 'an EIP in NAT mode as source', from: 'port/7', packet: `tcp 198.18.0.2 > ${CLIENT}`, is: 'SourceNotOwn by port/7' },
  { name: 'another NIC\'s address as source of a new session', from: 'port/6', packet: `tcp 10.0.1.7 > ${CLIENT}`, is: 'SourceNotOwn by port/6' },
  { name: 'an ENI that is not there', from: 'port/99', packet: `tcp 10.0.1.7 > ${CLIENT}`, is: 'EniNotAttached by port/99' },
  { name: 'an address of the VPC that nobody has', from: 'port/6', packet: 'tcp 10.0.1.6 > 10.0.1.77', is: 'AddressUnused by space/1' },
  { name: 'a private address without a route', from: 'port/6', packet: 'tcp 10.0.1.6 > 192.168.1.1', is: 'NoRoute by table/2' },
  { name: 'an EIP that is bound to nothing', from: 'internet', packet: `tcp ${CLIENT} > 198.18.77.7`, is: 'EipUnbound by ' },
  { name: 'the real Internet', from: 'port/7', packet: 'tcp 10.0.1.7 > 192.0.2.1', is: 'NobodyThere by ' },
  { name: 'a private address from the Internet', from: 'internet', packet: `tcp ${CLIENT} > 10.0.1.7`, is: 'NobodyThere by ' },
  { name: 'an EIP as source on the Internet side', from: 'internet', packet: 'tcp 198.18.0.3 > 198.18.0.2', is: 'SourceNotThere by ' },
  { name: 'a host of the Internet side to another', from: 'internet', packet: `tcp ${CLIENT} > 203.0.113.11`, is: 'internet tcp 203.0.113.10:4000 > 203.0.113.11:80, answered' },

  { name: 'a ping to the gateway', from: 'port/6', packet: 'icmp 10.0.1.6 > 10.0.1.253', is: 'service icmp 10.0.1.6 > 10.0.1.253, answered' },
  { name: 'a ping to the gateway of an EIP', from: 'port/10', packet: 'icmp 198.18.0.4 > 198.18.0.1', is: 'service icmp 198.18.0.4 > 198.18.0.1, answered' },
  { name: 'the gateway of another vSwitch', objects: network([a.port(9, 8, 0, ['10.0.2.9'], { gateway: '10.0.2.253' })]), from: 'port/6', packet: 'icmp 10.0.1.6 > 10.0.2.253',
    is: 'service icmp 10.0.1.6 > 10.0.2.253, answered' },
  { name: 'and where nobody runs there', objects: network([a.port(9, 8, 0, ['10.0.2.9'], { gateway: '10.0.2.253' }), a.guest(8, { running: false })]), from: 'port/6',
    packet: 'icmp 10.0.1.6 > 10.0.2.253', is: 'NoRoute by table/2' },
  { name: 'a name', from: 'port/6', packet: 'udp 10.0.1.6 > 100.100.2.136', more: { port: 53 }, is: 'service udp 10.0.1.6:4000 > 100.100.2.136:53, answered' },
  { name: 'DHCP', from: 'port/6', packet: 'udp 0.0.0.0 > 255.255.255.255', more: { port: 67, sourcePort: 68 }, is: 'service udp 0.0.0.0:68 > 255.255.255.255:67, answered' },
  { name: 'what no service serves', from: 'port/6', packet: 'tcp 10.0.1.6 > 100.100.2.136', is: 'ServiceRefuses by space/1' },
  { name: 'what the metadata service does not serve', from: 'port/6', packet: 'tcp 10.0.1.6 > 100.100.100.200', more: { port: 22 }, is: 'ServiceRefuses by space/1' },
  { name: 'what a gateway does not serve', from: 'port/6', packet: 'tcp 10.0.1.6 > 10.0.1.253', is: 'ServiceRefuses by space/1' },

  { name: 'a next hop gets what is not its own', objects: network([a.table(2, 1, ...SYSTEM, '10.9.0.0/16 port/14'), firewall]), from: 'port/6', packet: 'tcp 10.0.1.6 > 10.9.1.1',
    is: 'port/14 tcp 10.0.1.6:4000 > 10.9.1.1:80, answered' },
  { name: 'a next hop that checks does not', objects: network([a.table(2, 1, ...SYSTEM, '10.9.0.0/16 port/14')]), from: 'port/6', packet: 'tcp 10.0.1.6 > 10.9.1.1',
    is: 'NextHopChecks by port/14' },
  { name: 'the longest prefix wins', objects: network([a.table(2, 1, ...SYSTEM, '10.9.0.0/16 port/14', '10.9.1.0/24 unreachable'), firewall]), from: 'port/6', packet: 'tcp 10.0.1.6 > 10.9.1.1',
    is: 'NoRoute by table/2' },
  { name: 'a next hop that is detached', objects: network([a.table(2, 1, ...SYSTEM, '10.9.0.0/16 port/99')]), from: 'port/6', packet: 'tcp 10.0.1.6 > 10.9.1.1', is: 'NextHopGone by table/2' },
  { name: 'a next hop that is stopped', objects: network([a.table(2, 1, ...SYSTEM, '10.9.0.0/16 port/14'), firewall, a.guest(13, { running: false })]), from: 'port/6',
    packet: 'tcp 10.0.1.6 > 10.9.1.1', is: 'NextHopGone by table/2' },
  { name: 'S-31: a next hop whose private network is dead', objects: network([a.table(2, 1, ...SYSTEM, '10.9.0.0/16 port/14'), a.port(14, 13, 0, [], { sourceCheck: false })]),
    from: 'port/6', packet: 'tcp 10.0.1.6 > 10.9.1.1', is: 'NextHopDead by port/14' },
  { name: 'S-31, P5: nor does anybody answer through it', objects: network([a.table(2, 1, '10.0.1.0/24 local', '0.0.0.0/0 port/14'), a.port(14, 13, 0, [], { sourceCheck: false })]),
    from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, is: 'NoWayBack by table/2' },
  { name: 'a next hop passes on a foreign source inside', objects: network([firewall]), from: 'port/14', packet: `tcp ${CLIENT} > 10.0.1.9`,
    is: 'port/9 tcp 203.0.113.10:4000 > 10.0.1.9:80, unanswered: AnswerUnknown' },
  { name: 'whose answer is nobody\'s, so that it starts a session of its own', objects: network([firewall]), from: 'port/14', packet: `udp ${CLIENT} > 10.0.1.9`,
    is: 'port/9 udp 203.0.113.10:4000 > 10.0.1.9:80, unanswered: internet udp 198.18.0.3:80 > 203.0.113.10:4000' },
  { name: 'a middlebox on both ways: the client\'s packet', objects: middlebox, from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.3`,
    is: 'port/14 tcp 203.0.113.10:4000 > 10.0.1.9:80, answered' },
  { name: 'a middlebox on both ways: as it passes it on', objects: middlebox, from: 'port/14', packet: `tcp ${CLIENT} > 10.0.1.9`,
    is: 'port/9 tcp 203.0.113.10:4000 > 10.0.1.9:80, answered' },
  { name: 'a middlebox on the way out only', objects: network([...middlebox.filter((object) => object.kind !== 'space')]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.3`,
    is: 'port/9 tcp 203.0.113.10:4000 > 10.0.1.9:80, unanswered: port/14 tcp 10.0.1.9:80 > 203.0.113.10:4000' },
  { name: 'a service answers who has the address, not who took it', objects: network([firewall]), from: 'port/14', packet: 'icmp 10.0.1.9 > 10.0.1.253',
    is: 'service icmp 10.0.1.9 > 10.0.1.253, unanswered: port/9 icmp 10.0.1.253 > 10.0.1.9' },
  { name: 'and nobody where nobody has it', objects: network([firewall]), from: 'port/14', packet: 'tcp 10.0.1.88 > 100.100.100.200',
    is: 'service tcp 10.0.1.88:4000 > 100.100.100.200:80, unanswered: AddressUnused' },
  { name: 'a foreign source takes no EIP along', objects: network([firewall]), from: 'port/14', packet: `tcp 10.0.1.9 > ${CLIENT}`, is: 'ForeignSource by translation/33' },
  { name: 'IpAddress: but one of an address does', objects: network([firewall, a.nat(38, '198.18.0.8', '10.0.1.88')]), from: 'port/14', packet: `tcp 10.0.1.88 > ${CLIENT}`,
    is: 'internet tcp 198.18.0.8:4000 > 203.0.113.10:80, unanswered: AddressUnused' },
  { name: 'IpAddress: to a next hop by the arrival table', objects: network([firewall, a.nat(38, '198.18.0.8', '10.0.7.7'), a.table(2, 1, ...SYSTEM, '10.0.7.0/24 port/14')]),
    from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.8`, is: 'port/14 tcp 203.0.113.10:4000 > 10.0.7.7:80, answered' },
  { name: 'IpAddress: the address out through its next hop and back', objects: network([firewall, a.nat(38, '198.18.0.8', '10.0.7.7'), a.table(2, 1, ...SYSTEM, '10.0.7.0/24 port/14')]),
    from: 'port/14', packet: `udp 10.0.7.7 > ${CLIENT}`, is: 'internet udp 198.18.0.8:4000 > 203.0.113.10:80, answered' },
  { name: 'IpAddress: of an address that an ENI has, the way back is that ENI\'s', objects: network([
    a.nat(38, '198.18.0.8', '10.0.1.14'), a.table(4, 1, '10.0.1.0/24 local'), a.space(1, { arrival: 'table/4' })]),
    from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.8`, is: 'port/14 tcp 203.0.113.10:4000 > 10.0.1.14:80, answered' },
  { name: 'IpAddress: an address that nobody has', objects: network([a.nat(38, '198.18.0.8', '10.0.1.88')]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.8`, is: 'AddressUnused by space/1' },
  { name: 'IpAddress: an address to which no route leads', objects: network([a.nat(38, '198.18.0.8', '10.0.7.7')]), from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.8`, is: 'NoRoute by table/2' },
  { name: 'a gateway table diverts what comes from the edge', objects: network([firewall, a.space(1, { arrival: 'table/4' }), a.table(4, 1, '10.0.1.0/24 port/14', '0.0.0.0/0 transit')]),
    from: 'internet', packet: `tcp ${CLIENT} > 198.18.0.2`, is: 'port/14 tcp 203.0.113.10:4000 > 10.0.1.7:80, answered' },
  { name: 'and what comes back', objects: network([firewall, a.space(1, { arrival: 'table/4' }), a.table(4, 1, '10.0.1.0/24 port/14', '0.0.0.0/0 transit')]),
    from: 'port/7', packet: `tcp 10.0.1.7 > ${CLIENT}`, is: 'internet tcp 198.18.0.2:4000 > 203.0.113.10:80, unanswered: port/14 tcp 203.0.113.10:80 > 10.0.1.7:4000' },
];

describe('a packet', () => {
  it.each(cases)('$name', ({ objects = NETWORK, from, packet, more, is }) => {
    expect(outcome(go(objects, from, packet, more))).toBe(is);
  });
});

describe('security groups', () => {
  const ruled = (...rules: readonly NetworkObject[]) => network(rules);
  const ingress = (...rules: Parameters<typeof a.rule>[]) =>
    ruled(a.set(4, ['10.0.1.6', '10.0.1.9', '10.0.1.14']), a.policy(3, { ingress: { rules: rules.map((one) => a.rule(...one)), otherwise: 'drop' } }));
  const inside = (objects: readonly NetworkObject[], more?: Parameters<typeof go>[3], packet = 'tcp 10.0.1.6 > 10.0.1.7') => {
    const { forward } = go(objects, 'port/6', packet, more);
    return forward.cause?.code ?? forward.hops.find((hop) => hop.decision === 'ingress-accepted')?.by;
  };

  it('the first rule that matches decides, by its id', () => {
    expect(inside(ingress(['sgr-a', { protocol: 'udp' }], ['sgr-b', { verdict: 'drop' }], ['sgr-c']))).toBe('SecurityGroupIngress.Denied');
    expect(inside(ingress(['sgr-a', { protocol: 'udp' }], ['sgr-b'], ['sgr-c', { verdict: 'drop' }]))).toBe('sgr-b');
  });

  it.each<[string, Parameters<typeof a.rule>[1], boolean]>([
    ['a port in the range', { protocol: 'tcp', ports: [80, 90] }, true],
    ['a port out of it', { protocol: 'tcp', ports: [81, 90] }, false],
    ['a source port', { protocol: 'tcp', sourcePorts: [4_000, 4_000] }, true],
    ['another source port', { protocol: 'tcp', sourcePorts: [1, 3_999] }, false],
    ['a member of a group', { peer: { set: 'set/4' } }, true],
    ['a group that is gone', { peer: { set: 'set/5' } }, false],
    ['a block', { peer: { cidr: '10.0.1.0/29' } }, true],
    ['another block', { peer: { cidr: '10.0.1.8/29' } }, false],
    ['its own end', { own: '10.0.1.7/32' }, true],
    ['another end of its own', { own: '10.0.1.17/32' }, false],
    ['another protocol', { protocol: 'icmp' }, false],
  ])('%s', (_, rule, passes) => {
    expect(inside(ingress(['sgr-a', rule]))).toBe(passes ? 'sgr-a' : 'SecurityGroupIngress.NoRule');
  });

  it('see the real source behind NAT, and the private destination', () => {
    const rules = ingress(['sgr-a', { peer: { cidr: '203.0.113.10/32' }, own: '10.0.1.7/32' }]);
    expect(outcome(go(rules, 'internet', `tcp ${CLIENT} > 198.18.0.2`))).toContain('answered');
    expect(outcome(go(rules, 'internet', 'tcp 203.0.113.11 > 198.18.0.2'))).toBe('SecurityGroupIngress.NoRule by policy/3');
  });

  it('judge what is sent, by the private source and the destination asked', () => {
    const egress = (rule: Parameters<typeof a.rule>[1]) =>
      ruled(a.policy(3, { ingress: { rules: [a.rule('sgr-in')], otherwise: 'drop' }, egress: { rules: [a.rule('sgr-out', rule)], otherwise: 'drop' } }));
    expect(outcome(go(egress({ peer: { cidr: '198.18.0.3/32' }, own: '10.0.1.7/32' }), 'port/7', 'tcp 10.0.1.7 > 198.18.0.3'))).toContain('answered');
    expect(outcome(go(egress({ verdict: 'drop' }), 'port/7', 'tcp 10.0.1.7 > 198.18.0.3'))).toBe('SecurityGroupEgress.Denied by sgr-out');
    expect(outcome(go(egress({ protocol: 'gre' }), 'port/7', 'tcp 10.0.1.7 > 198.18.0.3'))).toBe('SecurityGroupEgress.NoRule by policy/3');
  });

  it('come after what the platform denies (U-35)', () => {
    const denied = a.policy(3, { egress: { rules: [a.rule(PLATFORM, { verdict: 'drop', protocol: 'tcp', ports: [25, 25] }), a.rule('sgr-out')], otherwise: 'accept' } });
    expect(outcome(go(ruled(denied), 'port/7', 'tcp 10.0.1.7 > 198.18.0.3', { port: 25 }))).toBe('PlatformDenied by platform');
    expect(outcome(go(ruled(denied), 'port/7', 'tcp 10.0.1.7 > 198.18.0.3', { port: 26 }))).not.toContain('PlatformDenied');
  });

  it('let the answers of a session pass', () => {
    const silent = network([closed, a.policy(9, { ingress: { rules: [a.rule('sgr-b')], otherwise: 'drop' }, egress: { rules: [], otherwise: 'drop' } }),
      a.port(9, 8, 0, ['10.0.1.9'], { policy: 'policy/9' })]);
    expect(outcome(go(silent, 'port/6', 'tcp 10.0.1.6 > 10.0.1.9'))).toBe('port/9 tcp 10.0.1.6:4000 > 10.0.1.9:80, answered');
  });
});

describe('notes', () => {
  const notes = (objects: readonly NetworkObject[], from: string, packet: string) => go(objects, from, packet).notes.map(({ code }) => code);
  const manual = network([a.guest(5, { image: 'manual' }), a.guest(8, { image: 'manual' })]);

  it.each<[string, readonly NetworkObject[], string, string, readonly NoteCode[]]>([
    ['eth0 needs nothing', manual, 'port/6', 'tcp 10.0.1.6 > 10.0.1.9', []],
    ['a further NIC configures itself', NETWORK, 'port/9', 'tcp 10.0.1.9 > 10.0.1.7', []],
    ['or not', manual, 'port/9', 'tcp 10.0.1.9 > 10.0.1.7', ['PrimaryByHand']],
    ['a secondary private address never does', NETWORK, 'port/9', 'tcp 10.0.1.9 > 10.0.1.17', ['SecondaryByHand']],
    ['cut-through does by DHCP', NETWORK, 'internet', `tcp ${CLIENT} > 198.18.0.4`, []],
    ['multi-EIP does not', NETWORK, 'internet', `tcp ${CLIENT} > 198.18.0.5`, ['EipByHand']],
    ['what is sent from it needs a route as well', NETWORK, 'port/7', `tcp 10.0.1.17 > ${CLIENT}`, ['SecondaryByHand', 'RouteByHand']],
    ['a host of the Internet side that is not the one there', NETWORK, 'port/7', 'tcp 10.0.1.7 > 203.0.113.77', ['HostByHand']],
    ['a next hop decides for itself', network([a.table(2, 1, ...SYSTEM, '10.9.0.0/16 port/14'), firewall]), 'port/6', 'tcp 10.0.1.6 > 10.9.1.1', ['NextHopForwards']],
  ])('%s', (_, objects, from, packet, codes) => {
    expect(notes(objects, from, packet)).toEqual(codes);
  });
});

describe('the hops', () => {
  it('of a packet to an EIP and its answer', () => {
    const { forward, back } = go(NETWORK, 'internet', `tcp ${CLIENT} > 198.18.0.2`);
    const lines = (trip: typeof forward | null) => trip?.hops.map((hop) => `${hop.at}: ${hopText(hop, plain)}`);
    expect(lines(forward)).toEqual([
      'internet: tcp 203.0.113.10:4000 > 198.18.0.2:80',
      'edge: translation/31 is in space/1',
      'space/1: the destination becomes 10.0.1.7, by translation/31: tcp 203.0.113.10:4000 > 10.0.1.7:80',
      'space/1: an answer finds its way: 0.0.0.0/0 of table/2 leads to the Internet edge',
      'space/1: 10.0.1.0/24 of table/2 leads to its ENI',
      'space/1: rule sgr-open lets it reach port/7',
      'port/7: port/7 has 10.0.1.7',
    ]);
    expect(lines(back)).toEqual([
      'port/7: tcp 10.0.1.7:80 > 203.0.113.10:4000',
      'port/7: 10.0.1.7 is an address of port/7',
      'space/1: 0.0.0.0/0 of table/2 leads to the Internet edge',
      'space/1: an answer of a session that was let in: no rule is asked',
      'space/1: the source becomes 198.18.0.2, by translation/31: tcp 198.18.0.2:80 > 203.0.113.10:4000',
      'edge: 203.0.113.10 is a host of the Internet side',
      'internet: 203.0.113.10 gets it',
    ]);
  });
});

describe('a probe', () => {
  const walked = go(NETWORK, 'internet', `tcp ${CLIENT} > 198.18.0.2`);
  const arrived = { at: 'port/7', packet: walked.forward.packet };
  const answered = { at: 'internet', packet: parse(`tcp 198.18.0.2 > ${CLIENT}`) };
  const back = { ...answered, packet: { ...answered.packet, sourcePort: 80, destinationPort: 4_000 } };

  it('agrees on place and packet, there and back', () => {
    expect(differences(walked, { arrived, answered: back })).toEqual([]);
    expect(differences(go(NETWORK, 'internet', `tcp ${CLIENT} > 198.18.77.7`), { arrived: null, answered: null })).toEqual([]);
  });

  it.each<[string, Parameters<typeof differences>[1], string]>([
    ['nobody got it', { arrived: null, answered: null }, 'the packet: by the walk port/7 gets tcp 203.0.113.10:4000 > 10.0.1.7:80, in fact nobody gets it'],
    ['another port got it', { arrived: { ...arrived, at: 'port/6' }, answered: back }, 'in fact port/6 gets tcp 203.0.113.10:4000 > 10.0.1.7:80'],
    ['it was rewritten', { arrived, answered }, 'the answer: by the walk internet gets tcp 198.18.0.2:80 > 203.0.113.10:4000, in fact internet gets tcp 198.18.0.2:4000 > 203.0.113.10:80'],
  ])('disagrees where %s', (_, result, said) => {
    expect(differences(walked, result).join()).toContain(said);
  });

  it('asks no more of a service than its answer to a ping', () => {
    const unseen = { arrived: null, answered: null };
    expect(differences(go(NETWORK, 'port/6', 'tcp 10.0.1.6 > 100.100.100.200'), unseen)).toEqual([]);
    expect(differences(go(NETWORK, 'port/6', 'icmp 10.0.1.6 > 100.100.100.200'), unseen)).toHaveLength(1);
  });
});

describe('the view', () => {
  it('kept up to date by changes equals one built anew', () => {
    const view = new NetworkView(NETWORK);
    let objects = NETWORK;
    const change = (changes: Changes) => {
      view.apply(changes);
      const gone = new Set([...changes.deletes, ...changes.upserts.map((object) => object.key)]);
      objects = [...objects.filter((object) => !gone.has(object.key)), ...changes.upserts];
      expect(view).toEqual(new NetworkView(objects));
    };
    // An address moves, in whatever order the batch names its holders.
    change({ upserts: [a.port(14, 13, 0, ['10.0.1.14', '10.0.1.17']), a.port(7, 5, 1, ['10.0.1.7'])], deletes: [] });
    change({ upserts: [a.port(7, 5, 1, ['10.0.1.7', '10.0.1.17']), a.port(14, 13, 0, ['10.0.1.14'])], deletes: [] });
    change({ upserts: [a.direct(31, '198.18.0.2', 7)], deletes: ['translation/31'] });
    change({ upserts: [a.port(7, 8, 2, ['10.0.1.7'])], deletes: ['guest/5', 'port/6', 'port/10'] });
    change({ upserts: [], deletes: objects.map((object) => object.key) });
    expect(view).toEqual(new NetworkView([]));
  });
});

describe('always', () => {
  const address = fc.constantFrom(
    CLIENT, '203.0.113.11', '192.0.2.1', '198.18.0.2', '198.18.0.3', '198.18.0.4', '198.18.0.5', '198.18.0.6', '198.18.0.7', '198.18.0.8', '198.18.0.99', '10.0.1.6',
    '10.0.1.7', '10.0.1.17', '10.0.1.9', '10.0.1.10', '10.0.1.11', '10.0.1.14', '10.0.1.88', '10.0.1.253', '10.9.1.1', '100.100.100.200', '100.100.2.136', '0.0.0.0',
    '255.255.255.255',
  );
  const port = fc.constantFrom('port/6', 'port/7', 'port/9', 'port/10', 'port/11', 'port/14', 'port/26', 'port/99');
  const target = fc.oneof(fc.constantFrom('local', 'transit', 'unreachable'), port);
  const prefix = fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '10.0.1.0/24', '10.9.0.0/16', '198.18.0.0/15', '203.0.113.0/24', '100.64.0.0/10');
  const table = (n: number, space: number) =>
    fc.uniqueArray(prefix).chain((prefixes) => fc.tuple(...prefixes.map((each) => target.map((to) => `${each} ${to}`)))).map((routes) => a.table(n, space, ...routes));
  const world = fc.record({
    tables: fc.tuple(table(2, 1), table(4, 1), table(22, 21)), arrival: fc.constantFrom('table/2', 'table/4'), checked: fc.boolean(), running: fc.boolean(),
    table: fc.constantFrom('table/2', 'table/4'), without: fc.subarray(['port/7', 'port/10', 'port/11', 'translation/31', 'direct/34', 'guest/13']),
  }).map(({ tables, arrival, checked, running, table: own, without }) => network([
    ...tables, a.space(1, { arrival }), a.port(14, 13, 0, ['10.0.1.14'], { sourceCheck: checked }), a.guest(8, { running }),
    a.port(9, 8, 0, ['10.0.1.9'], { table: own }), a.nat(38, '198.18.0.8', '10.0.1.88'),
  ], without));
  const probe = fc.record({
    from: fc.oneof(fc.constant('internet'), port), source: address, destination: address, protocol: fc.constantFrom('tcp', 'udp', 'icmp', 'gre', '132'),
    answerBy: fc.option(port, { nil: undefined }),
  });

  it('ends within 20 hops, says why a packet dies, and what is answered ends where it began as it was asked', () => {
    fc.assert(
      fc.property(world, probe, (objects, { from, source, destination, protocol, answerBy }) => {
        const made = go(objects, from, `${protocol} ${source} > ${destination}`, answerBy === undefined ? {} : { answerBy });
        for (const trip of [made.forward, made.back]) {
          if (trip === null) continue;
          expect(trip.hops.length).toBeLessThan(20);
          expect(trip.cause === null).toBe(trip.arrived !== null);
          expect(trip.hops.filter((hop) => hop.after === null)).toHaveLength(trip.cause === null ? 0 : 1);
          trip.hops.forEach((hop, index) => {
            if (index > 0) expect(hop.before).toEqual(trip.hops[index - 1]?.after);
          });
        }
        expect(made.back === null).toBe(made.forward.arrived === null);
        if (!made.answered) return;
        expect(made.back?.arrived).toBe(from);
        expect(made.back?.packet).toMatchObject({ source: destination, destination: source });
        // Without it nobody learns of an EIP that is not its own.
        if (from === 'internet') expect(made.forward.hops.some((hop) => hop.at === 'edge')).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('this suite', () => {
  it('has met every cause, decision and note', () => {
    const missing = (table: object, met: ReadonlySet<string>) => Object.keys(table).filter((one) => !met.has(one));
    expect({ causes: missing(CAUSES, seen.causes), decisions: missing(DECISIONS, seen.decisions), notes: missing(NOTES, seen.notes) }).toEqual({
      causes: [] satisfies CauseCode[], decisions: [] satisfies Decision[], notes: [] satisfies NoteCode[],
    });
  });
});
