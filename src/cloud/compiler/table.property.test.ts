/** Effective tables against a model that asks, address by address, what the rules say of a destination. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { key, type RouteTarget } from '../../network/objects.js';
import { contains, formatAddress, formatPrefix, parseAddress, storedNetwork, type Cidr } from '../cidr.js';
import type { Row } from '../resources.js';
import { readsOf } from '../testing-reads.js';
import { sample } from '../testing.js';
import { build } from './compile.js';

interface Cloud {
  readonly access: 'direct' | 'private only' | 'controlled';
  readonly userCidrs: readonly string[];
  readonly secondaryCidrs: readonly string[];
  readonly vswitches: readonly string[];
  /** Destination → next hop. */
  readonly entries: Readonly<Record<string, 'eni-a' | 'eni-b' | 'ipv4gw-a'>>;
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];
const SERVICES = '100.64.0.0/10';

/** Blocks that meet: cut from a few addresses at every length. */
const block = fc.tuple(fc.constantFrom('10.1.2.3', '10.200.0.1', '172.16.9.9', '192.168.7.1', '100.100.0.9', '198.18.5.77', '8.8.8.8'), fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => formatPrefix(cut(address, length)));
const clouds: fc.Arbitrary<Cloud> = fc.record({
  access: fc.constantFrom('direct', 'private only', 'controlled'),
  userCidrs: fc.uniqueArray(fc.constantFrom('192.0.0.0/8', '198.18.0.0/15', '172.20.0.0/16', '8.8.8.0/24'), { maxLength: 3 }),
  secondaryCidrs: fc.uniqueArray(fc.constantFrom('198.18.5.0/24', '172.16.0.0/16', '192.168.0.0/20'), { maxLength: 2 }),
  vswitches: fc.uniqueArray(fc.constantFrom('10.1.2.0/24', '10.1.0.0/20', '198.18.5.64/26', '172.16.9.0/24'), { maxLength: 3 }),
  entries: fc.dictionary(block, fc.constantFrom('eni-a', 'eni-b', 'ipv4gw-a'), { maxKeys: 8, noNullPrototype: true }),
});

function cut(address: string, length: number): Cidr {
  const number = parseAddress(address) ?? 0;
  return { first: number - (number % 2 ** (32 - length)), length };
}

function rowsOf({ access, userCidrs, secondaryCidrs, vswitches, entries }: Cloud): readonly Row[] {
  return [
    sample.vpc({ id: 'vpc-a', n: 1, cidr: '10.1.0.0/16', routeTableId: 'vtb-a', privateOnly: access === 'private only', userCidrs, secondaryCidrs }),
    sample.routeTable({ id: 'vtb-a', n: 2, vpcId: 'vpc-a' }),
    sample.eni({ id: 'eni-a', n: 3, vpcId: 'vpc-a' }),
    sample.eni({ id: 'eni-b', n: 4, vpcId: 'vpc-a' }),
    sample.ipv4Gateway({ id: 'ipv4gw-a', n: 5, vpcId: 'vpc-a', enabled: access === 'controlled' }),
    ...vswitches.map((cidr, index) => sample.vswitch({ id: `vsw-${index}`, n: 10 + index, vpcId: 'vpc-a', cidr, routeTableId: 'vtb-a' })),
    ...Object.entries(entries).map(([destination, nextHopId], index) => sample.routeEntry({
      id: `rte-${index}`, n: 20 + index, vpcId: 'vpc-a', routeTableId: 'vtb-a', destination, nextHopId,
      nextHopType: nextHopId === 'ipv4gw-a' ? 'Ipv4Gateway' : 'NetworkInterface',
    })),
  ];
}

/** Where a packet to the address goes, from the rules alone. */
function modelled(cloud: Cloud, address: number): string {
  const isPrivate = [...PRIVATE, '10.1.0.0/16', ...cloud.secondaryCidrs, ...cloud.userCidrs].some((prefix) => contains(storedNetwork(prefix), address));
  if (cloud.access !== 'controlled' && !isPrivate) return cloud.access === 'direct' ? 'transit' : 'unreachable';
  const custom = Object.entries(cloud.entries)
    .filter(([, hop]) => hop !== 'ipv4gw-a' || cloud.access === 'controlled')
    .map(([destination, hop]): [string, string] => [destination, { 'eni-a': 'port/3', 'eni-b': 'port/4', 'ipv4gw-a': 'transit' }[hop]]);
  const system: [string, string][] = [...cloud.vswitches.map((cidr): [string, string] => [cidr, 'local']), [SERVICES, 'unreachable']];
  // What somebody made of a system entry's destination takes its place.
  const all = [...custom, ...system.filter(([prefix]) => custom.every(([destination]) => destination !== prefix))];
  const matching = all.filter(([prefix]) => contains(storedNetwork(prefix), address));
  return matching.sort(([a], [b]) => storedNetwork(b).length - storedNetwork(a).length)[0]?.[1] ?? 'unreachable';
}

it('an effective table sends every address where the rules do', () => {
  fc.assert(
    fc.property(clouds, (cloud) => {
      const table = build(key('table', 2), readsOf(rowsOf(cloud)));
      if (table?.kind !== 'table') throw new Error('no table');
      expect(new Set(table.routes.map(({ prefix }) => prefix)).size).toBe(table.routes.length);
      const longestFirst = [...table.routes].sort((a, b) => storedNetwork(b.prefix).length - storedNetwork(a.prefix).length);
      const found = (address: number): string => {
        const route: RouteTarget | undefined = longestFirst.find(({ prefix }) => contains(storedNetwork(prefix), address));
        return route === undefined ? 'unreachable' : route.to === 'port' ? route.port : route.to;
      };
      // Both ends of every block, and the addresses just outside of it.
      const blocks = [...PRIVATE, '10.1.0.0/16', ...cloud.userCidrs, ...cloud.secondaryCidrs, ...cloud.vswitches, ...Object.keys(cloud.entries)];
      const edges = blocks.map(storedNetwork).flatMap(({ first, length }) => [first - 1, first, first + 2 ** (32 - length) - 1, first + 2 ** (32 - length)]);
      for (const address of edges.filter((number) => number >= 0 && number < 2 ** 32)) {
        expect(`${formatAddress(address)} ${found(address)}`).toBe(`${formatAddress(address)} ${modelled(cloud, address)}`);
      }
    }),
    { numRuns: 500 },
  );
});
