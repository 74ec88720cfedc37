/** From desired objects to kernel items: pure, so that its whole output is a text to test. */
import type { Direct, Key, NetworkObject, Policy, Port, Route, Table, Translation } from '../../network/objects.js';
import { key, numberOf } from '../../network/objects.js';
import { routeTo } from '../../network/walk/lookup.js';
import { canonical, canonicalPrefix, macOctets } from './address.js';
import type { Item, Placed } from './items.js';
import { chainName, policyChains, setName } from './policy.js';
import { SPACE_METERS, shapeItems } from './shaping.js';
import {
  DIRECT_SESSIONS, DIRECT_TABLE, LEGS, MAIN_TABLE, NEIGHBOUR_TABLE, RULES, TRANSIT, edgeRoute, frame, kernelTable, spaceName, transitRoute,
} from './topology.js';

/** An object that this engine cannot make real, and why. */
export class Unsupported extends Error {
  readonly code = 'Unsupported';
}

/** What an object's items depend on besides the object. */
export interface World {
  /** Where a guest is; undefined while it does not run. */
  place(guest: Key): { readonly pid: number; readonly netns: number } | undefined;
  /** A port whose guest runs. */
  plugged(port: Key): Port | undefined;
  /** Spaces with a live port under the policy. */
  spacesOf(policy: Key): Iterable<Key>;
}

/** MAC of every gateway a guest sees. */
export const GATEWAY_MAC = 'ee:ff:ff:ff:ff:ff';

const linkName = (port: number): string => `eni${String(port)}`;

/** The port whose link this is. */
export function portOfLink(device: string): Key | undefined {
  const n = /^eni(\d+)$/.exec(device)?.[1];
  return n === undefined ? undefined : key('port', n);
}

const element = (set: string, name: string, data?: string): Item =>
  ({ kind: 'element', set, element: name, ...data === undefined ? {} : { data } });

function portItems(port: Port, world: World): Placed[] {
  const place = world.place(port.guest);
  if (place === undefined) return [];
  const device = linkName(port.n);
  macOctets(port.mac);
  const guest = String(numberOf(port.guest));
  const table = String(numberOf(port.table));
  const items: Item[] = [
    { kind: 'link', name: device, mac: GATEWAY_MAC,
      peer: { place: { pid: place.pid, inode: place.netns }, name: `eth${String(port.slot)}`, mac: port.mac } },
    { kind: 'sysctl', path: `ipv4/neigh/${device}/proxy_delay`, value: '0' },
    { kind: 'address', device, address: canonical(port.gateway), length: 32 },
    element('guest', device, guest),
    element('table_of_interface', device, table),
    element('egress_of', device, `goto ${chainName(port.policy, 'egress')}`),
    element('ingress_of', device, `goto ${chainName(port.policy, 'ingress')}`),
    ...port.sourceCheck ? [] : [element('unchecked', device), LEGS],
  ];
  for (const address of port.addresses.map((each) => canonical(each.address))) {
    items.push(
      { kind: 'route', table: MAIN_TABLE, prefix: `${address}/32`, device },
      ...holding(port, address),
    );
  }
  const namespace = spaceName(numberOf(port.space));
  return items.map((item) => ({ namespace, item }));
}

/** What makes an address a port's, whichever table leads to it. */
function holding(port: Port, address: string): Item[] {
  const device = linkName(port.n);
  return [
    { kind: 'neighbour', device, address, mac: port.mac },
    element('table_of_source', `${device} . ${address}`, String(numberOf(port.table))),
    element('held', `${String(numberOf(port.guest))} . ${address}`),
    element('table_of_address', address, String(numberOf(port.table))),
  ];
}

function tableItems(table: Table, world: World): Placed[] {
  const id = kernelTable(table.n);
  const routes = table.routes.flatMap((route): Item[] => {
    const prefix = canonicalPrefix(route.prefix);
    switch (route.to) {
      case 'local': return [{ kind: 'route', table: id, prefix, throw: true }];
      case 'transit': return [transitRoute(id, prefix)];
      case 'unreachable': return [{ kind: 'route', table: id, prefix }];
      case 'port': return nextHop(table, route, world.plugged(route.port));
    }
  });
  const items: Item[] = [{ kind: 'rule', priority: RULES.table, mark: table.n, table: id }, ...routes];
  return items.map((item) => ({ namespace: spaceName(numberOf(table.space)), item }));
}

/** To a port by its primary address, whose neighbour is permanent. One that checks gets no more than what is for itself. */
function nextHop(table: Table, route: Route, port: Port | undefined): Item[] {
  const id = kernelTable(table.n);
  const prefix = canonicalPrefix(route.prefix);
  const via = port?.addresses[0]?.address;
  if (port?.sourceCheck === false && via !== undefined) return [{ kind: 'route', table: id, prefix, device: linkName(port.n), via: canonical(via) }];
  const own = port?.addresses.filter(({ address }) => routeTo(table, address) === route).map(({ address }) => `${canonical(address)}/32`) ?? [];
  return [
    ...own.includes(prefix) ? [] : [{ kind: 'route', table: id, prefix } as const],
    ...own.map((address): Item => ({ kind: 'route', table: id, prefix: address, throw: true })),
  ];
}

const PROTOCOLS = ['icmp', 'tcp', 'udp'] as const;

function translationItems(translation: Translation): Placed[] {
  if (translation.protocols.length !== PROTOCOLS.length || !PROTOCOLS.every((protocol) => translation.protocols.includes(protocol))) {
    throw new Unsupported(`The Linux data plane translates ${PROTOCOLS.join(', ')} together, not ${translation.protocols.join(', ')} alone.`);
  }
  const outer = canonical(translation.public);
  const inner = canonical(translation.private);
  const space = numberOf(translation.space);
  const items: Item[] = [
    element('dn', outer, inner),
    element('sn', inner, outer),
    element('live', `${outer} . ${inner}`),
    ...translation.port === undefined ? [element('mapped', inner)] : [],
  ];
  return [...items.map((item) => ({ namespace: spaceName(space), item })), edgeRoute(space, outer)];
}

/** Nothing while the port is unplugged (P12, P21) or waits for its lease (P14). */
function directItems(direct: Direct, world: World): Placed[] {
  const port = world.plugged(direct.port);
  const address = canonical(direct.public);
  const gateway = canonical(direct.gateway);
  const neighbours = canonicalPrefix(`${address}/${String(direct.length)}`);
  if (port === undefined || direct.gate === 'lease') return [];
  const device = linkName(port.n);
  const items: Item[] = [
    { kind: 'address', device, address: gateway, length: 32 },
    { kind: 'route', table: DIRECT_TABLE, prefix: `${address}/32`, device },
    transitRoute(NEIGHBOUR_TABLE, neighbours),
    { kind: 'rule', priority: RULES.direct, input: TRANSIT, table: DIRECT_TABLE },
    { kind: 'rule', priority: RULES.direct, input: 'lo', table: DIRECT_TABLE },
    { kind: 'rule', priority: RULES.directInside, table: DIRECT_TABLE },
    { kind: 'rule', priority: RULES.neighbour, mark: 0, table: NEIGHBOUR_TABLE },
    ...holding(port, address),
    element('direct', address),
    element('pool_gateway', gateway),
    element('live', `${address} . ${address}`),
    DIRECT_SESSIONS,
  ];
  const space = numberOf(direct.space);
  return [...items.map((item) => ({ namespace: spaceName(space), item })), edgeRoute(space, address)];
}

function policyItems(policy: Policy, world: World): Placed[] {
  const chains = policyChains(policy);
  return [...world.spacesOf(policy.key)].flatMap((space) => chains.map((item) => ({ namespace: spaceName(numberOf(space)), item })));
}

/** The items that make an object real. Throws `RangeError` for malformed text and `Unsupported`. */
export function itemsOf(object: NetworkObject, world: World): Placed[] {
  switch (object.kind) {
    case 'space': return [...frame(object), ...SPACE_METERS.map((item) => ({ namespace: spaceName(object.n), item }))];
    case 'port': return portItems(object, world);
    case 'table': return tableItems(object, world);
    case 'policy': return policyItems(object, world);
    case 'set': {
      const namespace = spaceName(numberOf(object.space));
      const set = setName(object);
      return [
        { namespace, item: { kind: 'set', name: set, type: 'ipv4_addr' } },
        ...object.members.map((member): Placed => ({ namespace, item: { kind: 'element', set, element: canonical(member) } })),
      ];
    }
    case 'translation': return translationItems(object);
    case 'direct': return directItems(object, world);
    case 'shape': return shapeItems(object);
    // Leases, documents and guests are the agent's.
    case 'lease': case 'document': case 'guest': return [];
  }
}
