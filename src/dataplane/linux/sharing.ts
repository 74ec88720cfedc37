/**
 * Bandwidth that the EIPs of a package share, in whichever VPCs they are: their packets take a loop of their own through the edge, a pair of
 * devices with both ends in it. What a member sends leaves by `share-out` and comes in by `share-in`; what a member gets goes the other way
 * round. Each end holds back what leaves by it to the rates of the packages, one class for each, of which its members have parts; then the
 * packet is routed as if it had just come, a hop later.
 *
 * A mark says where on its way a packet is. Without packages there is no loop, and no packet is asked for.
 */
import type { Shape } from '../../network/objects.js';
import type { Item, Placed } from './items.js';
import { octets } from './address.js';
import { EDGE, SHARE_RULE } from './topology.js';

/** What leaves by it was sent by members; what comes in by it was sent to members. */
const OUT = { device: 'share-out', mac: 'ee:00:00:00:02:01' };
const IN = { device: 'share-in', mac: 'ee:00:00:00:02:02' };
/** Of either end, as the other sees it. */
const OTHER_END = '169.254.100.2';

/** On its way to the one end or the other; `done`: it has come back from where members are sent to. Counted while the mark is even. */
const MARK = { out: 1, in: 2, done: 3 } as const;
/** What an EIP sent is counted once, behind its package's limit. */
export const COUNTED = 'meta mark & 1 == 0';

/** The members' parts by their addresses: of what they send and of what they get. */
const SETS: readonly Item[] = ['package_out', 'package_in'].map((name) => ({ kind: 'set', name, type: 'ipv4_addr : classid' }));

/** Number of the qdisc that the classes of packages hang under, as tc spells `2:`. */
export const SHARED = 0x2_0000;

/**
 * A package's class is made of parts, each sure of its share of the rate and free to use what the others leave: so no member can keep the
 * others from passing, as it could in one queue by sending at the very rate of the package. Members whose addresses are a multiple of this
 * apart have the same part, so that it need not be handed out.
 */
export const PARTS = 8;
/** Of one package: its class and the parts, in this order. */
const CLASSES = 1 + PARTS;
/** Numbers of rows go beyond what the kernel's 16 bits can number: two packages that are a multiple of this apart share their classes. */
const PACKAGES = Math.floor(0xffff / CLASSES);

const classOf = (n: number): number => SHARED + 1 + CLASSES * (n % PACKAGES);
/** Numbers of the parts of the class with that number; none where it is no package's. */
export const partsOf = (number: number): readonly number[] =>
  number >>> 16 === SHARED >>> 16 && (number - SHARED) % CLASSES === 1 ? Array.from({ length: PARTS }, (_, part) => number + 1 + part) : [];

const partOf = (address: string, n: number): number => classOf(n) + 1 + (octets(address)[3] ?? 0) % PARTS;
/** As nft and tc spell it. */
const spelled = (number: number): string => `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;

/** A map that does not have the address ends the rule: setting the priority is how it is asked. */
const LOOP: readonly Item[] = [
  ...SETS,
  { kind: 'link', name: OUT.device, mac: OUT.mac, peer: { place: EDGE, name: IN.device, mac: IN.mac } },
  { kind: 'end', name: IN.device },
  ...([[OUT, IN, MARK.out], [IN, OUT, MARK.in]] as const).flatMap(([{ device }, { mac }, mark]): Item[] => [
    // The way back to a member's address is not by here, which a strict check would mind. Where a packet came from at first has been checked.
    { kind: 'sysctl', path: `ipv4/conf/${device}/rp_filter`, value: '0' },
    { kind: 'neighbour', device, address: OTHER_END, mac },
    { kind: 'rule', priority: SHARE_RULE, mark, table: mark },
    { kind: 'route', table: mark, prefix: '0.0.0.0/0', device, via: OTHER_END },
    { kind: 'shaper', device, by: 'priority' },
  ]),
  { kind: 'chain', name: 'ways_of_packages', hook: 'type filter hook prerouting priority -150; policy accept;', rules: [
    `iifname ${OUT.device} meta mark set ${String(MARK.done)} accept`,
    `iifname != ${IN.device} meta priority set ip saddr map @package_out meta mark set ${String(MARK.out)} accept`,
    'meta mark set 0',
    `meta priority set ip daddr map @package_in meta mark set ${String(MARK.in)}`,
  ] },
  // Forwarding has forgotten the priority.
  { kind: 'chain', name: 'classes_of_packages', hook: 'type filter hook forward priority 20; policy accept;', rules: [
    `meta mark ${String(MARK.out)} meta priority set ip saddr map @package_out`,
    `meta mark ${String(MARK.in)} meta priority set ip daddr map @package_in`,
  ] },
];

/** The loop, and the package's class at each end of it. */
export function packageItems({ n, ingress, egress }: Shape): Placed[] {
  const held = ([[OUT, egress], [IN, ingress]] as const).flatMap(([{ device }, rate]): Item[] =>
    rate === null ? [] : [{ kind: 'class', device, id: spelled(classOf(n)), rate }]);
  return [...held.length === 0 ? [] : LOOP, ...held].map((item) => ({ namespace: EDGE, item }));
}

/** What sends an address through the loop, into its parts of the classes of package `n`. */
export function memberItems(address: string, n: number): Placed[] {
  const items: Item[] = [...SETS, ...['package_out', 'package_in'].map((set): Item => ({ kind: 'element', set, element: address, data: spelled(partOf(address, n)) }))];
  return items.map((item) => ({ namespace: EDGE, item }));
}
