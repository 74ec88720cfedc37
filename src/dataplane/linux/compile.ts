/** From desired objects to kernel items: pure, so that its whole output is a text to test. */
import type { Key, NetworkObject, Policy, Port, Table, Translation } from '../../network/objects.js';
import { numberOf } from '../../network/objects.js';
import { canonical, canonicalPrefix, macOctets } from './address.js';
import type { Item, Placed } from './items.js';
import { chainName, policyChains, setName } from './policy.js';
import { MAIN_TABLE, TABLE_RULE, edgeRoute, frame, kernelTable, spaceName, transitRoute } from './topology.js';

/** An object that this engine cannot make real, and why. */
export class Unsupported extends Error {
  readonly code = 'Unsupported';
}

/** What an object's items depend on besides the object. */
export interface World {
  /** Where a guest is; undefined while it does not run. */
  place(guest: Key): { readonly pid: number; readonly netns: number } | undefined;
  /** Spaces with a live port under the policy. */
  spacesOf(policy: Key): Iterable<Key>;
}

/** MAC of every gateway a guest sees. */
const GATEWAY_MAC = 'ee:ff:ff:ff:ff:ff';

export const linkName = (port: number): string => `eni${String(port)}`;

function portItems(port: Port, world: World): Placed[] {
  const place = world.place(port.guest);
  if (place === undefined) return [];
  const device = linkName(port.n);
  macOctets(port.mac);
  const guest = String(numberOf(port.guest));
  const table = String(numberOf(port.table));
  const element = (set: string, key: string, data?: string): Item =>
    ({ kind: 'element', set, element: key, ...data === undefined ? {} : { data } });
  const items: Item[] = [
    { kind: 'link', name: device, mac: GATEWAY_MAC,
      peer: { place: { pid: place.pid, inode: place.netns }, name: `eth${String(port.slot)}`, mac: port.mac } },
    { kind: 'sysctl', path: `ipv4/neigh/${device}/proxy_delay`, value: '0' },
    { kind: 'address', device, address: canonical(port.gateway), length: 32 },
    element('guest', device, guest),
    element('table_of_interface', device, table),
    element('egress_of', device, `goto ${chainName(port.policy, 'egress')}`),
    element('ingress_of', device, `goto ${chainName(port.policy, 'ingress')}`),
  ];
  for (const address of port.addresses.map((each) => canonical(each.address))) {
    items.push(
      { kind: 'neighbour', device, address, mac: port.mac },
      { kind: 'route', table: MAIN_TABLE, prefix: `${address}/32`, device },
      element('own', `${device} . ${address}`),
      element('held', `${guest} . ${address}`),
      element('table_of_address', address, table),
    );
  }
  const namespace = spaceName(numberOf(port.space));
  return items.map((item) => ({ namespace, item }));
}

function tableItems(table: Table): Placed[] {
  const id = kernelTable(table.n);
  const items: Item[] = [{ kind: 'rule', priority: TABLE_RULE, mark: table.n, table: id }];
  for (const route of table.routes) {
    const prefix = canonicalPrefix(route.prefix);
    switch (route.to) {
      // The main table, which is asked first, delivers inside the space.
      case 'local': break;
      case 'transit': items.push(transitRoute(id, prefix)); break;
      case 'unreachable': items.push({ kind: 'route', table: id, prefix }); break;
      case 'port': throw new Unsupported(`The Linux data plane cannot route ${prefix} to an ENI yet; take that entry out of the table.`);
    }
  }
  return items.map((item) => ({ namespace: spaceName(numberOf(table.space)), item }));
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
    { kind: 'element', set: 'dn', element: outer, data: inner },
    { kind: 'element', set: 'sn', element: inner, data: outer },
    { kind: 'element', set: 'live', element: `${outer} . ${inner}` },
  ];
  return [...items.map((item) => ({ namespace: spaceName(space), item })), edgeRoute(space, outer)];
}

function policyItems(policy: Policy, world: World): Placed[] {
  const chains = policyChains(policy);
  return [...world.spacesOf(policy.key)].flatMap((space) => chains.map((item) => ({ namespace: spaceName(numberOf(space)), item })));
}

/** The items that make an object real. Throws `RangeError` for malformed text and `Unsupported`. */
export function itemsOf(object: NetworkObject, world: World): Placed[] {
  switch (object.kind) {
    case 'space': return frame(object);
    case 'port': return portItems(object, world);
    case 'table': return tableItems(object);
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
    case 'direct': throw new Unsupported('The Linux data plane carries NAT mode only; bind the EIP in NAT mode.');
    // Bandwidth is not limited yet; leases, documents and guests are the agent's.
    case 'shape': case 'lease': case 'document': case 'guest': return [];
  }
}
