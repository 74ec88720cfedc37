/**
 * Kernel items: the smallest things that this engine puts into the kernel, as plain values with a canonical text.
 *
 * Every desired object maps to items by a pure function; reading the kernel back gives items of the same shape; what has to be
 * done is the difference. An item is found by its name and is right when its value is the same.
 */

import { createHash } from 'node:crypto';

/** The end of a veth pair that was made from here. The other end belongs to it. */
export interface LinkItem {
  readonly kind: 'link';
  readonly name: string;
  readonly mac: string;
  readonly peer: {
    /** One of our namespaces, or that of a guest by its process and the inode that makes sure it is the right one. */
    readonly place: string | { readonly pid: number; readonly inode: number };
    readonly name: string;
    readonly mac: string;
  };
}

/** A link that was made from another namespace (or `lo`), which must be up. */
export interface EndItem {
  readonly kind: 'end';
  readonly name: string;
}

export interface AddressItem {
  readonly kind: 'address';
  readonly device: string;
  readonly address: string;
  readonly length: number;
}

/** A permanent neighbour. */
export interface NeighbourItem {
  readonly kind: 'neighbour';
  readonly device: string;
  readonly address: string;
  readonly mac: string;
}

export interface RouteItem {
  readonly kind: 'route';
  readonly table: number;
  readonly prefix: string;
  /** Absent for a silent blackhole, and for `throw`. */
  readonly device?: string;
  readonly via?: string;
  /** The rules go on to the next table. */
  readonly throw?: true;
}

/** A routing rule: packets with this mark and from this device (all, when absent) use this table (go into a silent blackhole, when absent). */
export interface RuleItem {
  readonly kind: 'rule';
  readonly priority: number;
  readonly mark?: number;
  /** `lo` for what comes from the namespace itself. */
  readonly input?: string;
  readonly table?: number;
}

export interface SysctlItem {
  readonly kind: 'sysctl';
  /** Below /proc/sys/net. */
  readonly path: string;
  readonly value: string;
}

/** A named set or map; `type` is nft's, e.g. `ifname . ipv4_addr` or `ipv4_addr : mark`. */
export interface SetItem {
  readonly kind: 'set';
  readonly name: string;
  readonly type: string;
  /** Each element counts the packets that matched it. */
  readonly counter?: true;
}

/** An element of a set, or of a map when it has data. Parts of a key are joined by ` . `. */
export interface ElementItem {
  readonly kind: 'element';
  readonly set: string;
  readonly element: string;
  readonly data?: string;
  /** Number of the shape that a counting element counts for: it is read once more before it goes. */
  readonly counts?: number;
}

export interface CounterItem {
  readonly kind: 'counter';
  readonly name: string;
}

export interface ChainItem {
  readonly kind: 'chain';
  readonly name: string;
  /** nft's words for a base chain, e.g. `type filter hook forward priority 0; policy drop;`. */
  readonly hook?: string;
  readonly rules: readonly string[];
}

/**
 * The root of a device's queues: a packet goes to the bundle of the third byte of its source or destination, or, without bundles, to the
 * class that is its priority; or on at once.
 */
export interface ShaperItem {
  readonly kind: 'shaper';
  readonly device: string;
  readonly by: 'source' | 'destination' | 'priority';
}

/** Room for the classes of the addresses with this third byte. */
export interface BundleItem {
  readonly kind: 'bundle';
  readonly device: string;
  readonly bundle: number;
}

/** What is held back to a rate, with its queue. */
export interface ClassItem {
  readonly kind: 'class';
  readonly device: string;
  /** Hexadecimal `major:minor`. */
  readonly id: string;
  /** bit/s */
  readonly rate: number;
}

export type Item =
  | LinkItem | EndItem | AddressItem | NeighbourItem | RouteItem | RuleItem | SysctlItem
  | SetItem | ElementItem | CounterItem | ChainItem | ShaperItem | BundleItem | ClassItem;

/** An item in a namespace. */
export interface Placed {
  readonly namespace: string;
  readonly item: Item;
}

/**
 * Comments for the rules of a chain, by which it is known again: nft spells rules differently when it lists them.
 * A rule that was added, taken away or changed by anybody else shows.
 */
export function fingerprints(chain: ChainItem): string[] {
  const hash = createHash('sha1').update([chain.hook ?? '', ...chain.rules].join('\n')).digest('base64url').slice(0, 12);
  return chain.rules.map((_, index) => `${hash}.${String(index)}`);
}

/** What the item is called among all items of its namespace. */
export function nameOf(item: Item): string {
  switch (item.kind) {
    case 'link': case 'end': case 'set': case 'counter': case 'chain': return `${item.kind} ${item.name}`;
    case 'address': return `address ${item.device} ${item.address}/${String(item.length)}`;
    case 'neighbour': return `neighbour ${item.device} ${item.address}`;
    case 'route': return `route ${String(item.table)} ${item.prefix}`;
    case 'rule': return `rule ${String(item.priority)} ${String(item.mark ?? 'any')}${item.input === undefined ? '' : ` from ${item.input}`}`;
    case 'sysctl': return `sysctl ${item.path}`;
    case 'element': return `element ${item.set} ${item.element}`;
    case 'shaper': return `shaper ${item.device}`;
    case 'bundle': return `bundle ${item.device} ${String(item.bundle)}`;
    case 'class': return `class ${item.device} ${item.id}`;
  }
}

/** What the item says; two items of one name are alike when this is. */
export function valueOf(item: Item): string {
  switch (item.kind) {
    case 'link': {
      const { place, name, mac } = item.peer;
      return `${item.mac} peer ${typeof place === 'string' ? place : String(place.inode)} ${name} ${mac}`;
    }
    case 'end': return 'up';
    case 'address': case 'counter': return '';
    case 'neighbour': return item.mac;
    case 'route':
      if (item.device === undefined) return item.throw === true ? 'throw' : 'blackhole';
      return `${item.via === undefined ? '' : `via ${item.via} `}dev ${item.device}`;
    case 'rule': return item.table === undefined ? 'blackhole' : `table ${String(item.table)}`;
    case 'sysctl': return item.value;
    // The type follows from the name.
    case 'set': return '';
    case 'element': return item.data ?? (item.counts === undefined ? '' : `counts for ${String(item.counts)}`);
    case 'chain': return fingerprints(item).join(' ');
    case 'shaper': return `by ${item.by}`;
    case 'bundle': return '';
    case 'class': return `${String(item.rate)} bit/s`;
  }
}

/** What was read back: enough of an item to remove it, and its value. */
export interface Observed {
  readonly item: Item;
  readonly value: string;
}

export const observe = (item: Item): Observed => ({ item, value: valueOf(item) });

/** One line of text, for tests and messages. */
export function render({ namespace, item }: Placed): string {
  const value = valueOf(item);
  const text = item.kind === 'chain' ? ` {${item.rules.map((rule) => ` ${rule};`).join('')} }`
    : item.kind === 'set' ? ` ${item.type}${item.counter === true ? ' counter' : ''}`
      : value === '' ? '' : item.kind === 'element' && item.data !== undefined ? ` : ${value}` : ` ${value}`;
  return `${namespace} ${nameOf(item)}${text}`;
}
