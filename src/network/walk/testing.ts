/** A small network for tests of the walk: two VPCs with the same range, and every way in which an EIP can be bound. */
import type { AddressSet, Direct, Guest, Ipv4, NetworkObject, Policy, PolicyRule, Port, Route, Space, Table, Translation } from '../objects.js';

export const CLIENT = '203.0.113.10';
export const OUTSIDE = { internet: '203.0.113.0/24', pool: '198.18.0.0/15' };
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

export const a = {
  space: (n: number, more: Partial<Space> = {}): Space => ({
    kind: 'space', key: `space/${n}`, n, ranges: ['10.0.0.0/16'], private: PRIVATE, arrival: `table/${n + 1}`, ...more,
  }),
  /** `routes` as `'10.9.0.0/16 port/7'`, `'0.0.0.0/0 transit'`. */
  table: (n: number, space: number, ...routes: readonly string[]): Table => ({
    kind: 'table', key: `table/${n}`, n, space: `space/${space}`,
    routes: routes.map((text): Route => {
      const [prefix = '', to = ''] = text.split(' ');
      return to === 'local' || to === 'transit' || to === 'unreachable' ? { prefix, to } : { prefix, to: 'port', port: to };
    }),
  }),
  guest: (n: number, more: Partial<Guest> = {}): Guest => ({
    kind: 'guest', key: `guest/${n}`, n, name: `i-${n}`, image: 'auto', hostname: 'h', boot: 1, running: true, script: '', ...more,
  }),
  port: (n: number, guest: number, slot: number, addresses: readonly Ipv4[], more: Partial<Port> = {}): Port => ({
    kind: 'port', key: `port/${n}`, n, space: 'space/1', mac: '00:16:3e:00:00:01', length: 24, gateway: '10.0.1.253',
    addresses: addresses.map((address, index) => ({ address, primary: index === 0 })), guest: `guest/${guest}`, slot, policy: 'policy/3',
    table: 'table/2', sourceCheck: true, ...more,
  }),
  policy: (n: number, more: Partial<Policy> = {}): Policy => ({
    kind: 'policy', key: `policy/${n}`, groups: [n], ingress: { rules: [], otherwise: 'drop' }, egress: { rules: [], otherwise: 'accept' }, ...more,
  }),
  rule: (id: string, more: Partial<PolicyRule> = {}): PolicyRule => ({
    id, verdict: 'accept', protocol: 'all', ports: null, sourcePorts: null, peer: { cidr: '0.0.0.0/0' }, ...more,
  }),
  set: (n: number, members: readonly Ipv4[]): AddressSet => ({ kind: 'set', key: `set/${n}`, n, space: 'space/1', members }),
  nat: (n: number, outer: Ipv4, inner: Ipv4, more: Partial<Translation> = {}): Translation => ({
    kind: 'translation', key: `translation/${n}`, n, space: 'space/1', public: outer, private: inner, protocols: ['icmp', 'tcp', 'udp'], ...more,
  }),
  direct: (n: number, outer: Ipv4, port: number, gate: Direct['gate'] = 'open'): Direct => ({
    kind: 'direct', key: `direct/${n}`, n, space: 'space/1', public: outer, port: `port/${port}`, gate, gateway: '198.18.0.1', length: 24,
  }),
} as const;

export const SYSTEM = ['10.0.1.0/24 local', ...PRIVATE.map((prefix) => `${prefix} unreachable`), '0.0.0.0/0 transit'];

/**
 * | guest | NICs |
 * |---|---|
 * | 5 | port/6 10.0.1.6; port/7 10.0.1.7 and .17, EIPs 198.18.0.2 and .12 by NAT; port/10 cut-through 198.18.0.4 |
 * | 8 | port/9 10.0.1.9, EIP 198.18.0.3 by NAT; port/11 10.0.1.11, multi-EIP 198.18.0.5 and, without a lease, 198.18.0.6 |
 * | 13 | port/14 10.0.1.14, no EIP |
 * | 25, in space 21 | port/26 10.0.1.6, EIP 198.18.0.7 by NAT |
 */
export const NETWORK: readonly NetworkObject[] = [
  a.space(1), a.table(2, 1, ...SYSTEM), a.policy(3, { ingress: { rules: [a.rule('sgr-open')], otherwise: 'drop' } }),
  a.guest(5), a.port(6, 5, 0, ['10.0.1.6']), a.port(7, 5, 1, ['10.0.1.7', '10.0.1.17']), a.port(10, 5, 2, []),
  a.guest(8), a.port(9, 8, 0, ['10.0.1.9']), a.port(11, 8, 1, ['10.0.1.11']),
  a.guest(13), a.port(14, 13, 0, ['10.0.1.14']),
  a.nat(31, '198.18.0.2', '10.0.1.7', { port: 'port/7' }), a.nat(32, '198.18.0.12', '10.0.1.17', { port: 'port/7' }),
  a.nat(33, '198.18.0.3', '10.0.1.9', { port: 'port/9' }),
  a.direct(34, '198.18.0.4', 10), a.direct(35, '198.18.0.5', 11), a.direct(36, '198.18.0.6', 11, 'lease'),
  a.space(21), a.table(22, 21, ...SYSTEM), a.guest(25), a.port(26, 25, 0, ['10.0.1.6'], { space: 'space/21', table: 'table/22' }),
  a.nat(37, '198.18.0.7', '10.0.1.6', { space: 'space/21', port: 'port/26' }),
];

/** The network with some objects replaced or added, and without others. */
export function network(put: readonly NetworkObject[], without: readonly string[] = []): readonly NetworkObject[] {
  const gone = new Set([...put.map((object) => object.key), ...without]);
  return [...NETWORK.filter((object) => !gone.has(object.key)), ...put];
}
