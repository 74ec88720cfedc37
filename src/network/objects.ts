/**
 * The desired network: small immutable objects at the level of intent, compiled from the cloud's rows and made real by a data plane.
 *
 * Every object is `{kind, key, …}` with a key of the form `kind/number` (or `kind/number/number`), where the number is the one
 * that the owning row got from the store and that is never reused. Interface names, marks and chain names derive from it.
 * Addresses are dotted IPv4 text, prefixes are `a.b.c.d/len`, MAC addresses are lower-case colon text, times are seconds.
 */

export type Ipv4 = string;
export type Prefix = string;
export type Mac = string;

/** `kind/n` or `kind/n/m`; see `key()`. */
export type Key = string;

/** A VPC: its ranges and what stays inside it. */
export interface Space {
  readonly kind: 'space';
  readonly key: Key;
  readonly n: number;
  /** CIDR blocks of the VPC, primary first: only these stay inside. */
  readonly ranges: readonly Prefix[];
  /** Destinations that never leave through the Internet edge (RFC 1918, 100.64/10, the VPC's blocks, user CIDRs). */
  readonly private: readonly Prefix[];
  /** The table that packets from the edge follow: the IPv4 gateway's route table if it has one, else the system table. */
  readonly arrival: Key;
}

/** One address of a port as the guest's NIC should see it. */
export interface PortAddress {
  readonly address: Ipv4;
  readonly primary: boolean;
}

/** An attached ENI's end. A detached ENI has no port: nothing reaches it. */
export interface Port {
  readonly kind: 'port';
  readonly key: Key;
  readonly n: number;
  readonly space: Key;
  readonly mac: Mac;
  /** Primary private address first, then the secondary ones in order of assignment; empty where private networking is dead (S-29, S-31). */
  readonly addresses: readonly PortAddress[];
  /** Prefix length of the vSwitch. */
  readonly length: number;
  /** The vSwitch's gateway, third-last address of its CIDR. */
  readonly gateway: Ipv4;
  readonly guest: Key;
  /** Device index in the guest: 0 is `eth0`, the primary ENI. */
  readonly slot: number;
  readonly policy: Key;
  readonly table: Key;
  /** False at a next hop whose check is off: only there a foreign source or destination passes (§2.3). */
  readonly sourceCheck: boolean;
}

export type RouteTarget =
  | { readonly to: 'local' }
  | { readonly to: 'transit' }
  | { readonly to: 'unreachable' }
  | { readonly to: 'port'; readonly port: Key };

export type Route = { readonly prefix: Prefix } & RouteTarget;

/**
 * An effective FIB: longest prefix wins. `local` is delivery inside the space, to the port that has the address or to nobody; `transit`
 * leads to the edge; `port` to a next hop, and to nobody while that is not plugged. What no route covers is unreachable.
 */
export interface Table {
  readonly kind: 'table';
  readonly key: Key;
  readonly n: number;
  readonly space: Key;
  /** Sorted by prefix text; one route per prefix. */
  readonly routes: readonly Route[];
}

export type Protocol = 'tcp' | 'udp' | 'icmp' | 'gre' | 'all';
export type Verdict = 'accept' | 'drop';

export type Peer =
  | { readonly cidr: Prefix }
  | { readonly set: Key };

/** The id of rules that the platform puts before those of every group. */
export const PLATFORM = 'platform';

/** One merged security-group rule. `peer` is the source on ingress and the destination on egress. */
export interface PolicyRule {
  /** `sgr-…` of the rule that decided, `sg-…` for a group's inner access policy, or PLATFORM. */
  readonly id: string;
  readonly verdict: Verdict;
  readonly protocol: Protocol;
  /** Destination ports, inclusive; null for any. */
  readonly ports: readonly [number, number] | null;
  /** Source ports, inclusive; null for any. */
  readonly sourcePorts: readonly [number, number] | null;
  readonly peer: Peer;
  /** Narrows the port's own end (destination on ingress, source on egress); absent for all of its addresses. */
  readonly own?: Prefix;
}

export interface PolicyDirection {
  /** In order of evaluation: first match decides. */
  readonly rules: readonly PolicyRule[];
  readonly otherwise: Verdict;
}

/** The merged rules of one distinct set of security groups: `policy/1-4-9`. */
export interface Policy {
  readonly kind: 'policy';
  readonly key: Key;
  /** Numbers of the groups, ascending. */
  readonly groups: readonly number[];
  readonly ingress: PolicyDirection;
  readonly egress: PolicyDirection;
}

/** Private addresses of a security group's ENIs. */
export interface AddressSet {
  readonly kind: 'set';
  readonly key: Key;
  readonly n: number;
  readonly space: Key;
  /** Sorted as numbers. */
  readonly members: readonly Ipv4[];
}

/** NAT mode and `IpAddress`: a 1:1 mapping outside the guest. Only `protocols` pass. */
export interface Translation {
  readonly kind: 'translation';
  readonly key: Key;
  readonly n: number;
  readonly space: Key;
  readonly public: Ipv4;
  readonly private: Ipv4;
  /** The ENI that owns the private address, whether attached or not; absent for `IpAddress`. */
  readonly port?: Key;
  readonly protocols: readonly ('icmp' | 'tcp' | 'udp')[];
}

/** Cut-through and multi-EIP: a public address of the port, nothing rewritten. */
export interface Direct {
  readonly kind: 'direct';
  readonly key: Key;
  readonly n: number;
  readonly space: Key;
  readonly public: Ipv4;
  readonly port: Key;
  /** `lease`: waits for a DHCP lease on the port since its last attach and carries nothing until then (S-37). */
  readonly gate: 'open' | 'lease';
  /** The gateway and prefix length of the public address's block, as the guest is told them. */
  readonly gateway: Ipv4;
  readonly length: number;
}

/**
 * Bandwidth of one or several public addresses, both directions, in bit/s; null for no limit. What passes is counted per shape.
 *
 * The shared bandwidth of a package is a shape of its own, `package/n`, without addresses: its members name it as their parent, and what
 * passes them is held to its rates together and to each one's own.
 */
export interface Shape {
  readonly kind: 'shape';
  readonly key: Key;
  readonly n: number;
  /** Where the addresses are bound; null for a package, whose members may be in several spaces. */
  readonly space: Key | null;
  readonly publics: readonly Ipv4[];
  /** Internet → EIP. */
  readonly ingress: number | null;
  /** EIP → Internet. */
  readonly egress: number | null;
  /** The package that the addresses share the bandwidth of, or null. */
  readonly parent: Key | null;
}

/** What DHCP answers on a port. */
export interface Lease {
  readonly kind: 'lease';
  readonly key: Key;
  readonly n: number;
  readonly port: Key;
  readonly mac: Mac;
  readonly address: Ipv4;
  readonly length: number;
  readonly gateway: Ipv4;
  /** Whether the answer names the gateway as the router: only a NIC that gets a default route by itself (primary, cut-through) is told. */
  readonly router: boolean;
  readonly dns: readonly Ipv4[];
  readonly hostname: string;
  /** Lease time, s. */
  readonly seconds: number;
}

/** What the metadata service answers to requests from `sources` in a space. */
export interface Document {
  readonly kind: 'document';
  readonly key: Key;
  readonly n: number;
  readonly space: Key;
  readonly sources: readonly Ipv4[];
  /** Path below `/latest/` → text, e.g. `meta-data/instance-id`. */
  readonly entries: Readonly<Record<string, string>>;
}

export type Image = 'auto' | 'manual';

/** An instance as a sandbox. */
export interface Guest {
  readonly kind: 'guest';
  readonly key: Key;
  readonly n: number;
  /** `i-…`, for people: names of files, `openeip exec`. */
  readonly name: string;
  readonly image: Image;
  readonly hostname: string;
  /** Raised by every start and reboot: a guest of another boot is restarted. */
  readonly boot: number;
  readonly running: boolean;
  /** User data, decoded; run at the first start only. */
  readonly script: string;
}

export type NetworkObject =
  | Space | Port | Table | Policy | AddressSet | Translation | Direct | Shape | Lease | Document | Guest;
/** What a key begins with: the kind of its object, but for the shape of a package. */
export type Kind = NetworkObject['kind'] | 'package';

/** Kinds in the order in which a data plane creates them; it deletes in the reverse order. */
export const KINDS = [
  'space', 'table', 'set', 'policy', 'guest', 'port', 'lease', 'document', 'translation', 'direct', 'package', 'shape',
] as const satisfies readonly Kind[];

export function key(kind: Kind, ...numbers: readonly (number | string)[]): Key {
  return `${kind}/${numbers.join('/')}`;
}

export function kindOf(key: Key): Kind {
  return key.slice(0, key.indexOf('/')) as Kind;
}

/** The number in `kind/n`. */
export function numberOf(key: Key): number {
  return Number(key.slice(key.indexOf('/') + 1));
}

/** Changes to a desired network. */
export interface Changes {
  readonly upserts: readonly NetworkObject[];
  readonly deletes: readonly Key[];
}
