/**
 * Bandwidth and counters of EIPs on the two ends of a VPC's transit link: what goes to an EIP is held back where it leaves the edge,
 * what comes from it where it leaves the VPC, and each is counted behind that place.
 *
 * Every EIP with a limit has an htb class of its own. An nft map from its address to the class id chooses it (`meta priority`), so no tc
 * filter grows with the number of EIPs. A class id is a function of the address: there is nothing to hand out and nothing to find again
 * after a crash.
 */
import type { Shape } from '../../network/objects.js';
import { numberOf } from '../../network/objects.js';
import { canonical, octets } from './address.js';
import type { ClassItem, Item, Placed } from './items.js';
import { COUNTED, memberItems, packageItems } from './sharing.js';
import { EDGE, TRANSIT, spaceName, transitName } from './topology.js';

/**
 * The kernel takes longer to make a class the more classes its qdisc has (1.4 ms at 10,000), so that classes come in bundles by the third
 * byte of the address, each under a qdisc of its own: no VPC has more than 65,536 of them with 256 bundles.
 */
const FIRST_BUNDLE = 0x100;

/** Where the source and the destination of a packet have their third byte. */
export const THIRD_BYTE = { source: 14, destination: 18 } as const;

/** `a.b.c.d` is class b·256+d of bundle c. Of a pool of /8 or smaller no two EIPs share one; d is never 0 (§4.1), as class 0 is the qdisc. */
export function classOf(address: string): { readonly bundle: number; readonly id: string } {
  const [, second = 0, bundle = 0, last = 0] = octets(address);
  return { bundle, id: `${(FIRST_BUNDLE + bundle).toString(16)}:${(second * 256 + last).toString(16)}` };
}

/** Of a bundle's packets that have no class of their own. Its last byte is no address's. */
export const MAKESHIFT = 0xff00;

/** The class of those in a bundle that wait for their own. */
export const makeshiftOf = (bundle: number): string => `${(FIRST_BUNDLE + bundle).toString(16)}:${MAKESHIFT.toString(16)}`;

/** `112:1205`, as nft and tc spell it, as the kernel's number. */
export function classNumber(id: string): number {
  const [major = '', minor = ''] = id.split(':');
  return Number.parseInt(major, 16) * 0x1_0000 + Number.parseInt(minor, 16);
}

/** The bundle that a class id is of. */
export const bundleOf = (id: string): number => (classNumber(id) >>> 16) - FIRST_BUNDLE;

export const classText = (number: number): string => `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;

/** A bundle's place under the shaper, and the qdisc that hangs there. */
export const bundleNumbers = (bundle: number): { readonly place: number; readonly qdisc: number } =>
  ({ place: 0x1_0000 + bundle + 1, qdisc: (FIRST_BUNDLE + bundle) * 0x1_0000 });

/** Longest packet of a guest that segments late (GSO). */
const SUPER_PACKET = 65_536;

/** How a class keeps to a rate (bit/s). */
export interface ClassParameters {
  /** byte/s */
  readonly rate: number;
  /** Bytes that may follow each other at once: what passes in 10 ms, so that a late timer costs nothing, and two packets at least. */
  readonly burst: number;
  /**
   * Bytes that may wait: what passes in 50 ms, and one super-packet and a half at least, since a smaller queue would never take one; but
   * no more than what passes in a second.
   */
  readonly queue: number;
  /** What waits for a second at the least would be in the way of all that comes: it goes when the rate comes down to this. */
  readonly trickle: boolean;
}

const TWO_PACKETS = 3_000;
const ENOUGH = 1.5 * SUPER_PACKET;

export function classParameters(rate: number): ClassParameters {
  const bytes = Math.max(1, Math.round(rate / 8));
  return {
    rate: bytes,
    burst: Math.max(TWO_PACKETS, Math.ceil(bytes / 100)),
    queue: Math.max(Math.ceil(bytes / 20), Math.min(ENOUGH, Math.max(TWO_PACKETS, bytes))),
    trickle: bytes < ENOUGH,
  };
}

function limit(device: string, by: 'source' | 'destination', map: string, address: string, rate: number): Item[] {
  const { bundle, id } = classOf(address);
  const rated: ClassItem = { kind: 'class', device, id, rate };
  return [
    { kind: 'shaper', device, by },
    { kind: 'bundle', device, bundle },
    rated,
    { kind: 'element', set: map, element: address, data: id },
  ];
}

/** Class and counter of each address, for both directions; of a package what its members share. */
export function shapeItems(shape: Shape): Placed[] {
  const { parent } = shape;
  if (shape.space === null) return packageItems(shape);
  const space = numberOf(shape.space);
  return shape.publics.map(canonical).flatMap((address): Placed[] => {
    const counter = (set: string): Item => ({ kind: 'element', set, element: address, counts: shape.n });
    const inside = [counter('received'), ...shape.egress === null ? [] : limit(TRANSIT, 'source', 'class_out', address, shape.egress)];
    const outside = [counter('sent'), ...shape.ingress === null ? [] : limit(transitName(space), 'destination', 'class_in', address, shape.ingress)];
    return [
      ...inside.map((item) => ({ namespace: spaceName(space), item })),
      ...outside.map((item) => ({ namespace: EDGE, item })),
      ...parent === null ? [] : memberItems(address, numberOf(parent)),
    ];
  });
}

/** Counted before conntrack puts fragments together, and before DNAT; classed after SNAT. */
export const SPACE_METERS: readonly Item[] = [
  { kind: 'set', name: 'received', type: 'ipv4_addr', counter: true },
  { kind: 'set', name: 'class_out', type: 'ipv4_addr : classid' },
  { kind: 'chain', name: 'count_received', hook: 'type filter hook prerouting priority -450; policy accept;', rules: [
    `iifname ${TRANSIT} ip daddr @received`,
  ] },
  { kind: 'chain', name: 'shape_out', rules: [
    'meta priority set ip saddr map @class_out',
  ] },
];

/** The edge forgets a packet's priority until it forwards it. */
export const EDGE_METERS: readonly Item[] = [
  { kind: 'set', name: 'sent', type: 'ipv4_addr', counter: true },
  { kind: 'set', name: 'class_in', type: 'ipv4_addr : classid' },
  { kind: 'chain', name: 'count_and_class', hook: 'type filter hook forward priority 10; policy accept;', rules: [
    `${COUNTED} ip saddr @sent`,
    'meta priority set ip daddr map @class_in',
  ] },
];
