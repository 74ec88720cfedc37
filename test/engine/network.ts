/** A desired network in few words. */
import type { AddressSet, Direct, Guest, NetworkObject, Policy, PolicyRule, Port, Shape, Space, Table, Translation } from '../../src/network/objects.js';

export const space = (n: number, range = '10.0.0.0/16'): Space => ({
  kind: 'space', key: `space/${String(n)}`, n, ranges: [range], private: ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'],
  arrival: `table/${String(n)}`,
});

/** What a VPC without an IPv4 gateway has: public destinations leave, private ones stay. */
export const table = (n: number, spaceNumber: number, range = '10.0.0.0/16'): Table => ({
  kind: 'table', key: `table/${String(n)}`, n, space: `space/${String(spaceNumber)}`,
  routes: [
    { prefix: '0.0.0.0/0', to: 'transit' }, { prefix: range, to: 'local' },
    ...['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'].map((prefix) => ({ prefix, to: 'unreachable' as const })),
  ],
});

export const guest = (n: number, boot = 1): Guest => ({
  kind: 'guest', key: `guest/${String(n)}`, n, name: `i-${String(n)}`, image: 'manual', hostname: `i-${String(n)}`, boot, running: true, script: '',
});

export const mac = (n: number): string => `00:16:3e:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`;

export interface PortShape {
  readonly guest: number;
  readonly slot: number;
  readonly addresses: readonly string[];
  readonly space?: number;
  readonly policy?: string;
  readonly table?: number;
}

export const port = (n: number, shape: PortShape): Port => {
  const inSpace = shape.space ?? 1;
  return {
    kind: 'port', key: `port/${String(n)}`, n, space: `space/${String(inSpace)}`, mac: mac(n), length: 24, gateway: '10.0.0.253',
    addresses: shape.addresses.map((address, index) => ({ address, primary: index === 0 })),
    guest: `guest/${String(shape.guest)}`, slot: shape.slot, policy: `policy/${shape.policy ?? '1'}`, table: `table/${String(shape.table ?? inSpace)}`,
    sourceCheck: true,
  };
};

/** Of an address that an ENI has; `ipAddress` makes one of an address that none has. */
export const translation = (n: number, outer: string, inner: string, spaceNumber = 1): Translation => ({
  kind: 'translation', key: `translation/${String(n)}`, n, space: `space/${String(spaceNumber)}`, public: outer, private: inner, port: 'port/1',
  protocols: ['icmp', 'tcp', 'udp'],
});

export const ipAddress = (n: number, outer: string, inner: string, spaceNumber = 1): Translation => ({
  kind: 'translation', key: `translation/${String(n)}`, n, space: `space/${String(spaceNumber)}`, public: outer, private: inner,
  protocols: ['icmp', 'tcp', 'udp'],
});

export const direct = (n: number, outer: string, port: number, more: Partial<Direct> = {}): Direct => ({
  kind: 'direct', key: `direct/${String(n)}`, n, space: 'space/1', public: outer, port: `port/${String(port)}`, gate: 'open', gateway: '198.18.0.1',
  length: 24, ...more,
});

export const shape = (n: number, address: string, limits: { readonly ingress?: number; readonly egress?: number } = {}, spaceNumber = 1): Shape => ({
  kind: 'shape', key: `shape/${String(n)}`, n, space: `space/${String(spaceNumber)}`, publics: [address],
  ingress: limits.ingress ?? null, egress: limits.egress ?? null, parent: null,
});

/** The bandwidth of a package in both directions, bit/s. */
export const sharedBandwidth = (n: number, rate: number): Shape => ({
  kind: 'shape', key: `package/${String(n)}`, n, space: null, publics: [], ingress: rate, egress: rate, parent: null,
});

export const rule = (more: Partial<PolicyRule> = {}): PolicyRule => ({
  id: 'sgr-1', verdict: 'accept', protocol: 'all', ports: null, sourcePorts: null, peer: { cidr: '0.0.0.0/0' }, ...more,
});

/** Egress is open, as in a basic group without rules. */
export const policy = (groups: string, ...ingress: PolicyRule[]): Policy => ({
  kind: 'policy', key: `policy/${groups}`, groups: groups.split('-').map(Number),
  ingress: { rules: ingress, otherwise: 'drop' }, egress: { rules: [], otherwise: 'accept' },
});

export const addressSet = (n: number, members: readonly string[], spaceNumber = 1): AddressSet => ({
  kind: 'set', key: `set/${String(n)}`, n, space: `space/${String(spaceNumber)}`, members,
});

export const upsert = (...upserts: NetworkObject[]): { upserts: NetworkObject[]; deletes: string[] } => ({ upserts, deletes: [] });
export const remove = (...objects: NetworkObject[]): { upserts: NetworkObject[]; deletes: string[] } => ({ upserts: [], deletes: objects.map(({ key }) => key) });
