/**
 * What is there before any port: the Internet side, the edge, and the frame of a VPC's namespace, its ruleset above all.
 *
 * A packet's way in:  internet → edge (one /32 route per EIP) → tr0: DNAT, `live` → arrival table → forward (way back, ingress policy) → eni<n>.
 * A packet's way out: eni<n>: anti-spoofing, mark of the table → its table → forward (egress policy) → tr0: SNAT, `live` → edge (strict rp_filter).
 */
import type { Space } from '../../network/objects.js';
import { numberOf } from '../../network/objects.js';
import { addressAt, canonicalPrefix, parsePrefix } from './address.js';
import type { Item, Placed } from './items.js';

export const INTERNET = 'internet';
export const EDGE = 'edge';
export const spaceName = (n: number): string => `vpc${String(n)}`;
/** The edge's end of a VPC's transit link. */
export const transitName = (n: number): string => `t${String(n)}`;
/** The space that the edge reaches by the device; none by its other devices. */
export function spacesOfTransit(device: string): string[] {
  const n = /^t(\d+)$/.exec(device)?.[1];
  return n === undefined ? [] : [spaceName(Number(n))];
}
export const TRANSIT = 'tr0';

/** Both ends of every transit link have the same addresses: a link has no third party. */
const EDGE_END = { address: '169.254.100.1', mac: 'ee:00:00:00:00:01' };
const VPC_END = { address: '169.254.100.2', mac: 'ee:00:00:00:00:02' };

export const MAIN_TABLE = 254;
/** Kernel table of `table/n`; the mark is n itself. */
export const kernelTable = (n: number): number => 1_000 + n;

/** Where the direct EIPs of a space are. Only packets from the edge and from the space itself ask it first: others have to go through the edge (P26). */
export const DIRECT_TABLE = 998;
/** What else a guest takes for its neighbours: hosts within the mask of its direct EIP. Asked with mark 0, which is ARP: proxy ARP answers for them. */
export const NEIGHBOUR_TABLE = 999;

/**
 * Order of the rules. The kernel's own come at 0 (addresses of the namespace itself) and 32766 (the main table, with a /32 route per
 * private address). A table's `local` is a throw: it hands the packet on to the main table. What nobody has goes nowhere.
 */
export const RULES = { direct: 1_000, arrival: 2_000, table: 3_000, directInside: 33_000, neighbour: 34_000, last: 40_000 } as const;

/** Order of the only rules in the edge: packets on their way through the loop of packages. */
export const SHARE_RULE = 1_000;

export const METADATA = '100.100.100.200';
export const NAMESERVERS = ['100.100.2.136', '100.100.2.138'] as const;

/** Why packets are dropped; each cause has a counter in every VPC. */
export const CAUSES = [
  /** A source that is not the sender's, or a reply to a session that the instance did not get. */
  'spoofed',
  /** To or from an address that no EIP has (any more), from one whose EIP counts for another ENI, or a protocol that NAT mode does not carry. */
  'no_translation',
  /** To a private address whose ENI is not attached to a running instance. */
  'no_port',
  /** From the edge, when the receiver's table does not lead back to the source (P5, P8). */
  'no_way_back',
  /** From a direct EIP to what is private: peers, metadata, name servers (P10, P11). */
  'private_dead',
  'invalid',
  'security_group',
  /** To this namespace itself, other than the services of a VPC. */
  'input',
] as const;
export type Cause = (typeof CAUSES)[number];

const sysctl = (path: string, value: number): Item => ({ kind: 'sysctl', path, value: String(value) });

function router(reversePath: 0 | 1): Item[] {
  return [
    sysctl('ipv6/conf/all/disable_ipv6', 1),
    sysctl('ipv6/conf/default/disable_ipv6', 1),
    sysctl('ipv4/ip_forward', 1),
    // Of "all" and the device's own value the greater counts; the device's own comes from "default".
    sysctl('ipv4/conf/all/send_redirects', 0),
    sysctl('ipv4/conf/default/send_redirects', 0),
    sysctl('ipv4/conf/default/accept_redirects', 0),
    sysctl('ipv4/conf/all/rp_filter', 0),
    sysctl('ipv4/conf/default/rp_filter', reversePath),
    { kind: 'end', name: 'lo' },
  ];
}

/** The NIC of the Internet side, and the edge's at its other end. */
export const INTERNET_LINK = {
  kind: 'link', name: 'eth0', mac: 'ee:00:00:00:01:0a', peer: { place: EDGE, name: 'inet0', mac: 'ee:00:00:00:01:01' },
} as const satisfies Item;

/** Where hosts of the Internet side find the edge. */
export const edgeAddress = (range: string): string => addressAt(range, 1);

/** Items of the Internet side and the edge: hosts live in `range`; the edge is its .1, the first host its .10. */
export function outside(range: string): Placed[] {
  const { length } = parsePrefix(range);
  const gateway = edgeAddress(range);
  const internet: Item[] = [
    sysctl('ipv6/conf/all/disable_ipv6', 1),
    sysctl('ipv6/conf/default/disable_ipv6', 1),
    { kind: 'end', name: 'lo' },
    INTERNET_LINK,
    { kind: 'address', device: 'eth0', address: addressAt(range, 10), length },
    { kind: 'route', table: MAIN_TABLE, prefix: '0.0.0.0/0', device: 'eth0', via: gateway },
  ];
  const edge: Item[] = [
    // Strict on every device but those that say otherwise: what comes from a VPC has an EIP of that VPC as its source, or goes no further.
    ...router(1),
    { kind: 'end', name: 'inet0' },
    { kind: 'address', device: 'inet0', address: gateway, length },
    // An EIP without a route of its own, and everything else, is dropped without a word.
    { kind: 'route', table: MAIN_TABLE, prefix: '0.0.0.0/0' },
  ];
  return [
    ...internet.map((item) => ({ namespace: INTERNET, item })),
    ...edge.map((item) => ({ namespace: EDGE, item })),
  ];
}

/** The way from the edge to an EIP of a space. */
export function edgeRoute(space: number, address: string): Placed {
  return { namespace: EDGE, item: { kind: 'route', table: MAIN_TABLE, prefix: `${address}/32`, device: transitName(space), via: VPC_END.address } };
}

/** The way from a space's table to the edge. */
export function transitRoute(table: number, prefix: string): Item {
  return { kind: 'route', table, prefix, device: TRANSIT, via: EDGE_END.address };
}

const SETS: readonly (readonly [string, string])[] = [
  // Translations: EIP → private, private → EIP, and the pairs that are true now.
  ['dn', 'ipv4_addr : ipv4_addr'],
  ['sn', 'ipv4_addr : ipv4_addr'],
  ['live', 'ipv4_addr . ipv4_addr'],
  // Private addresses of translations that no port has: they are behind a next hop.
  ['mapped', 'ipv4_addr'],
  // Direct EIPs, which are `live` as pairs of twice the same; gateways that their guests are told.
  ['direct', 'ipv4_addr'],
  ['pool_gateway', 'ipv4_addr'],
  // Anti-spoofing: an interface's own addresses, with their table; the guest behind an interface; a guest's addresses over all its interfaces.
  ['table_of_source', 'ifname . ipv4_addr : mark'],
  ['guest', 'ifname : mark'],
  ['held', 'mark . ipv4_addr'],
  // Interfaces of next hops, where foreign sources and destinations pass.
  ['unchecked', 'ifname'],
  // Tables: of the interface that a packet comes from; of the private address of a session's receiver.
  ['table_of_interface', 'ifname : mark'],
  ['table_of_address', 'ipv4_addr : mark'],
  // Security groups.
  ['egress_of', 'ifname : verdict'],
  ['ingress_of', 'ifname : verdict'],
];

const drop = (cause: Cause): string => `counter name ${cause} drop`;

/**
 * The pair (EIP . private) at this end of the packet's session is true now: asked of every packet from and to the edge. Sessions from
 * outside have it at their destination, those from inside at their source. Asking for the pair, and not for "translated", also serves
 * a pair of twice the same.
 */
const LIVE_DESTINATION = 'ct original ip daddr . ct reply ip saddr @live';
const LIVE_SOURCE = 'ct reply ip daddr . ct original ip saddr @live';

const NAT_PROTOCOLS = '{ icmp, tcp, udp }';

/**
 * Conntrack zones. One session may pass a namespace twice, and must not meet itself:
 *
 * 1, behind a middlebox. A client's session to an EIP is translated on its way to the middlebox; the middlebox sends it on to the same
 * private address, and both would expect the same reply. So what a next hop passes on from a public source, and what a table sends to
 * a next hop although it is for a public destination, is in a zone of its own: the leg between the middlebox and the server. What the
 * middlebox passes on from a private source is the first session's reply, or a new session of an `IpAddress` EIP. Two middleboxes in a
 * row would need one zone more for each.
 *
 * 2, direct EIPs. A peer's session to one in the same VPC leaves through the edge and comes back (P26), untranslated at this end. This
 * is asked first, since the first zone that a packet is given counts.
 *
 * A base chain exists only where an object asks for it: in other spaces no packet pays.
 */
export const LEGS: Item = { kind: 'chain', name: 'legs', hook: 'type filter hook prerouting priority -300; policy accept;', rules: [
  `iifname != ${TRANSIT} goto second_leg`,
] };
export const DIRECT_SESSIONS: Item = { kind: 'chain', name: 'direct_sessions', hook: 'type filter hook prerouting priority -301; policy accept;', rules: [
  `iifname ${TRANSIT} ip daddr @direct ct zone set 2`,
  `iifname != ${TRANSIT} ip saddr @direct ct zone set 2`,
] };

/** Devices of ports, as `linkName` spells them. */
const ANY_PORT = '"eni*"';

const chains = (space: Space): readonly Item[] => [
  { kind: 'chain', name: 'translate_in', hook: 'type nat hook prerouting priority -100; policy accept;', rules: [
    `iifname ${TRANSIT} dnat to ip daddr map @dn`,
  ] },
  { kind: 'chain', name: 'arrival', hook: 'type filter hook prerouting priority -90; policy accept;', rules: [
    `iifname ${TRANSIT} goto from_edge`,
    'goto from_guest',
  ] },
  { kind: 'chain', name: 'from_edge', rules: [
    `ct direction original ${LIVE_DESTINATION} goto to_guest`,
    `ct direction reply ${LIVE_SOURCE} goto to_guest`,
    drop('no_translation'),
  ] },
  { kind: 'chain', name: 'to_guest', rules: [
    // The mark comes back on ICMP errors about this packet (fwmark_reflect): they take the receiver's table.
    'meta mark set ip daddr map @table_of_address accept',
    `ip daddr @mapped meta mark set ${String(numberOf(space.arrival))} accept`,
    // The routes would drop it as well; here it is counted.
    drop('no_port'),
  ] },
  { kind: 'chain', name: 'from_guest', rules: [
    // U-06: with the table of the ENI whose address it bears, also as a reply.
    'meta mark set iifname . ip saddr map @table_of_source accept',
    // S-41: a session that came to one ENI may be answered over any other ENI of the same instance, and by nobody else.
    // The address must be the instance's still, so that an ENI that moved takes its sessions with it.
    'ct direction reply meta mark set iifname map @guest meta mark . ip saddr @held goto of_address',
    'iifname @unchecked goto foreign',
    // DHCP before there is an address.
    'ip saddr 0.0.0.0 udp sport 68 udp dport 67 accept',
    'iifname lo accept',
    drop('spoofed'),
  ] },
  { kind: 'chain', name: 'foreign', rules: [
    'meta mark set iifname map @table_of_interface',
    // Who got the session knows nothing of the middlebox that its answers pass.
    'ct direction reply accept',
    'ip saddr @mapped accept',
    // An EIP counts for its own ENI only.
    `ip daddr @direct ${drop('no_translation')}`,
    `fib daddr . mark oifname ${TRANSIT} ${drop('no_translation')}`,
  ] },
  { kind: 'chain', name: 'second_leg', rules: [
    'meta mark set iifname . ip saddr map @table_of_source goto own_leg',
    'iifname @unchecked goto passed_on',
    'meta mark set ip saddr map @table_of_address goto own_leg',
  ] },
  { kind: 'chain', name: 'own_leg', rules: [
    `ip daddr ${privates(space)} accept`,
    // `fib` asks as the space itself, which reaches direct EIPs without the edge.
    'ip daddr @direct accept',
    `fib daddr . mark oifname ${ANY_PORT} ct zone set 1`,
  ] },
  { kind: 'chain', name: 'passed_on', rules: [
    `ip saddr != ${privates(space)} ct zone set 1`,
  ] },
  { kind: 'chain', name: 'of_address', rules: [
    'meta mark set ip saddr map @table_of_address',
  ] },
  { kind: 'chain', name: 'input', hook: 'type filter hook input priority 0; policy drop;', rules: [
    'iifname lo accept',
    `iifname ${TRANSIT} ${drop('input')}`,
    'udp dport 67 accept',
    `ip saddr @direct ip daddr != @pool_gateway ${drop('private_dead')}`,
    `ip daddr ${METADATA} tcp dport 80 accept`,
    `ip daddr { ${NAMESERVERS.join(', ')} } meta l4proto { tcp, udp } th dport 53 accept`,
    'icmp type echo-request accept',
    'ct state related accept',
    drop('input'),
  ] },
  { kind: 'chain', name: 'forward', hook: 'type filter hook forward priority 0; policy drop;', rules: [
    'ct state invalid jump unknown',
    // P5: as a packet of the receiver to this source, would it leave by where this one came from?
    `iifname ${TRANSIT} fib saddr . mark . iif oif missing jump no_transit`,
    'ct state established,related accept',
    // P16: no other protocol ever gets a translated session with the outside.
    `iifname ${TRANSIT} ip protocol != ${NAT_PROTOCOLS} ip daddr != @direct ${drop('no_translation')}`,
    `oifname ${TRANSIT} ip protocol != ${NAT_PROTOCOLS} ip saddr != @direct ${drop('no_translation')}`,
    // No port has it, and the arrival table would have it leave again.
    `iifname ${TRANSIT} oifname ${TRANSIT} ${drop('no_port')}`,
    `iifname != ${TRANSIT} jump egress`,
    `oifname != ${TRANSIT} jump ingress`,
    'accept',
  ] },
  { kind: 'chain', name: 'unknown', rules: [
    // A middlebox may see one direction of a session only; then each packet is judged by itself.
    'iifname @unchecked return',
    'oifname @unchecked return',
    drop('invalid'),
  ] },
  { kind: 'chain', name: 'no_transit', rules: [
    `ip saddr @direct ${drop('no_way_back')}`,
    // A neighbour whose EIP is its private address: it would be answered inside, past the edge, and half the session seen is none.
    `ip saddr ${privates(space)} ${drop('no_way_back')}`,
    // A middlebox that the receiver answers through knows the way.
    `fib saddr . mark oifname ${ANY_PORT} return`,
    drop('no_way_back'),
  ] },
  { kind: 'chain', name: 'egress', rules: [
    `oifname != ${TRANSIT} ip saddr @direct ${drop('private_dead')}`,
    'iifname vmap @egress_of',
    drop('no_port'),
  ] },
  { kind: 'chain', name: 'ingress', rules: ['oifname vmap @ingress_of', drop('no_port')] },
  { kind: 'chain', name: 'translate_out', hook: 'type nat hook postrouting priority 100; policy accept;', rules: [
    `oifname ${TRANSIT} snat to ip saddr map @sn`,
  ] },
  { kind: 'chain', name: 'departure', hook: 'type filter hook postrouting priority 110; policy accept;', rules: [
    `oifname != ${TRANSIT} accept`,
    'ct state related fib saddr type local jump own_errors',
    // The edge would drop any other source as well; here it is counted.
    `ct direction reply ${LIVE_DESTINATION} goto shape_out`,
    `ct direction original ${LIVE_SOURCE} goto shape_out`,
    drop('no_translation'),
  ] },
  { kind: 'chain', name: 'own_errors', rules: [
    // An ICMP error of this router itself about an untranslated packet speaks for the EIP that the packet was for, as it does in NAT mode.
    'ct direction reply ip saddr set ct original ip daddr',
    'ct direction original ip saddr set ct reply ip daddr',
  ] },
];

const privates = (space: Space): string => `{ ${[...new Set(space.private.map(canonicalPrefix))].join(', ')} }`;

/** The frame of a VPC's namespace. */
export function frame(space: Space): Placed[] {
  const namespace = spaceName(space.n);
  const end = transitName(space.n);
  const inside: Item[] = [
    ...router(0),
    // A guest asks for its neighbours' addresses on its own link; the host end answers for those that are there.
    sysctl('ipv4/conf/default/proxy_arp', 1),
    sysctl('ipv4/fwmark_reflect', 1),
    // §2.8
    sysctl('netfilter/nf_conntrack_tcp_timeout_established', 910),
    sysctl('netfilter/nf_conntrack_tcp_timeout_time_wait', 3),
    sysctl('netfilter/nf_conntrack_udp_timeout', 30),
    sysctl('netfilter/nf_conntrack_udp_timeout_stream', 30),
    // A session starts at its start: the middle of a stream whose mapping is gone makes no new entry.
    sysctl('netfilter/nf_conntrack_tcp_loose', 0),
    sysctl('netfilter/nf_conntrack_tcp_be_liberal', 1),
    ...[METADATA, ...NAMESERVERS].map((address): Item => ({ kind: 'address', device: 'lo', address, length: 32 })),
    { kind: 'link', name: TRANSIT, mac: VPC_END.mac, peer: { place: EDGE, name: end, mac: EDGE_END.mac } },
    { kind: 'neighbour', device: TRANSIT, address: EDGE_END.address, mac: EDGE_END.mac },
    { kind: 'rule', priority: RULES.arrival, input: TRANSIT, table: kernelTable(numberOf(space.arrival)) },
    { kind: 'rule', priority: RULES.last },
    ...CAUSES.map((name): Item => ({ kind: 'counter', name })),
    ...SETS.map(([name, type]): Item => ({ kind: 'set', name, type })),
    ...chains(space),
  ];
  return [
    ...inside.map((item) => ({ namespace, item })),
    { namespace: EDGE, item: { kind: 'end', name: end } },
    { namespace: EDGE, item: { kind: 'neighbour', device: end, address: VPC_END.address, mac: VPC_END.mac } },
  ];
}
