/** Links, addresses, neighbours, routes and rules as rtnetlink messages, and back from dumps. */
import { AF_INET } from './libc.js';
import { dotted, macOctets, octets, parsePrefix } from './address.js';
import type { AddressItem, Item, LinkItem, NeighbourItem, RouteItem, RuleItem } from './items.js';
import { valueOf } from './items.js';
import type { NetlinkSocket } from './netlink.js';
import { Messages, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, attributes } from './netlink.js';

export const NETLINK_ROUTE = 0;

const RTM = {
  newLink: 16, deleteLink: 17, getLink: 18, setLink: 19, newAddress: 20, deleteAddress: 21, getAddress: 22, newRoute: 24, deleteRoute: 25,
  getRoute: 26, newNeighbour: 28, deleteNeighbour: 29, getNeighbour: 30, newRule: 32, deleteRule: 33, getRule: 34,
} as const;
const IFLA = { address: 1, name: 3, linkInfo: 18, alias: 20, group: 27, namespaceFd: 28 } as const;
const IFLA_INFO = { kind: 1, data: 2 } as const;
const VETH_INFO_PEER = 1;
const IFA = { address: 1, local: 2 } as const;
const RTA = { destination: 1, outInterface: 4, gateway: 5, table: 15 } as const;
const NDA = { destination: 1, linkLayer: 2 } as const;
const FRA = { inputName: 3, priority: 6, mark: 10, table: 15, mask: 16 } as const;
const IFF_UP = 1;
const RTNH_F_ONLINK = 4;
const RTN = { unicast: 1, blackhole: 6, throw: 9 } as const;
const RTPROT = { any: 0, kernel: 2, static: 4 } as const;
const SCOPE = { universe: 0, link: 253, host: 254, any: 255 } as const;
const RT_TABLE_LOCAL = 255;
const NUD_PERMANENT = 0x80;
const FR_ACTION = { toTable: 1, blackhole: 6 } as const;
/** Priorities of the kernel's own three: local addresses, the main table, the default table. */
const KERNEL_RULES: ReadonlySet<number> = new Set([0, 32_766, 32_767]);
/** Links that wait for their deletion. */
const GRAVEYARD = 0x0dead;

function linkHeader(index: number, flags: number, change: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(index, 4);
  header.writeUInt32LE(flags, 8);
  header.writeUInt32LE(change, 12);
  return header;
}

/** Where the other end of a new link is put: an open namespace, and its number there if we choose it. */
export interface PeerPlace {
  readonly fd: number;
  readonly index: number;
}

/** A new link, up, that says in its alias what it was made for. */
export function addLink(messages: Messages, item: LinkItem, index: number, peer: PeerPlace): void {
  messages.message(RTM.newLink, NLM_F_CREATE | NLM_F_EXCL, linkHeader(index, IFF_UP, IFF_UP), (link) => {
    link.text(IFLA.name, item.name);
    link.bytes(IFLA.address, macOctets(item.mac));
    link.nest(IFLA.linkInfo, () => {
      link.text(IFLA_INFO.kind, 'veth');
      link.nest(IFLA_INFO.data, () => {
        link.nest(VETH_INFO_PEER, () => {
          link.raw(linkHeader(peer.index, 0, 0));
          link.text(IFLA.name, item.peer.name);
          link.bytes(IFLA.address, macOctets(item.peer.mac));
          link.u32(IFLA.namespaceFd, peer.fd);
        });
      });
    });
  });
  messages.message(RTM.setLink, 0, linkHeader(index, 0, 0), (link) => { link.text(IFLA.alias, valueOf(item)); });
}

export function raiseLink(messages: Messages, index: number): void {
  messages.message(RTM.setLink, 0, linkHeader(index, IFF_UP, IFF_UP));
}

/** Frees a link's name at once; `deleteBuried` takes it away later, since a deletion waits some 16 ms for the kernel. */
export function buryLink(messages: Messages, index: number): void {
  messages.message(RTM.setLink, 0, linkHeader(index, 0, 0), (link) => {
    link.text(IFLA.name, `gone${String(index)}`);
    link.u32(IFLA.group, GRAVEYARD);
  });
}

export function deleteLink(messages: Messages, index: number): void {
  messages.message(RTM.deleteLink, 0, linkHeader(index, 0, 0));
}

/** One message for all that are buried: the kernel waits once. */
export function deleteBuried(messages: Messages): void {
  messages.message(RTM.deleteLink, 0, linkHeader(0, 0, 0), (link) => { link.u32(IFLA.group, GRAVEYARD); });
}

export function changeAddress(messages: Messages, item: AddressItem, index: number, add: boolean): void {
  const header = Buffer.alloc(8);
  header.writeUInt8(AF_INET, 0);
  header.writeUInt8(item.length, 1);
  header.writeInt32LE(index, 4);
  messages.message(add ? RTM.newAddress : RTM.deleteAddress, add ? NLM_F_CREATE | NLM_F_REPLACE : 0, header, (address) => {
    address.bytes(IFA.local, octets(item.address));
    address.bytes(IFA.address, octets(item.address));
  });
}

export function changeNeighbour(messages: Messages, item: NeighbourItem, index: number, add: boolean): void {
  const header = Buffer.alloc(12);
  header.writeUInt8(AF_INET, 0);
  header.writeInt32LE(index, 4);
  header.writeUInt16LE(NUD_PERMANENT, 8);
  messages.message(add ? RTM.newNeighbour : RTM.deleteNeighbour, add ? NLM_F_CREATE | NLM_F_REPLACE : 0, header, (neighbour) => {
    neighbour.bytes(NDA.destination, octets(item.address));
    if (add) neighbour.bytes(NDA.linkLayer, macOctets(item.mac));
  });
}

/** `index` is that of the item's device. */
export function changeRoute(messages: Messages, item: RouteItem, index: number | undefined, add: boolean): void {
  const { network, length } = parsePrefix(item.prefix);
  const header = Buffer.alloc(12);
  header.writeUInt8(AF_INET, 0);
  header.writeUInt8(length, 1);
  header.writeUInt8(item.table < 256 ? item.table : 0, 4);
  // A removal does not ask who made the route.
  header.writeUInt8(add ? RTPROT.static : RTPROT.any, 5);
  header.writeUInt8(!add ? SCOPE.any : item.device === undefined || item.via !== undefined ? SCOPE.universe : SCOPE.link, 6);
  header.writeUInt8(item.device !== undefined ? RTN.unicast : item.throw === true ? RTN.throw : RTN.blackhole, 7);
  if (item.via !== undefined) header.writeUInt32LE(RTNH_F_ONLINK, 8);
  messages.message(add ? RTM.newRoute : RTM.deleteRoute, add ? NLM_F_CREATE | NLM_F_REPLACE : 0, header, (route) => {
    route.u32(RTA.table, item.table);
    if (length > 0) route.bytes(RTA.destination, octets(network));
    if (index !== undefined) route.u32(RTA.outInterface, index);
    if (item.via !== undefined) route.bytes(RTA.gateway, octets(item.via));
  });
}

export function changeRule(messages: Messages, item: RuleItem, add: boolean): void {
  const header = Buffer.alloc(12);
  header.writeUInt8(AF_INET, 0);
  header.writeUInt8(item.table === undefined ? FR_ACTION.blackhole : FR_ACTION.toTable, 7);
  messages.message(add ? RTM.newRule : RTM.deleteRule, add ? NLM_F_CREATE | NLM_F_EXCL : 0, header, (rule) => {
    rule.u32(FRA.priority, item.priority);
    if (item.input !== undefined) rule.text(FRA.inputName, item.input);
    if (item.mark !== undefined) {
      rule.u32(FRA.mark, item.mark);
      rule.u32(FRA.mask, 0xffff_ffff);
    }
    if (item.table !== undefined) rule.u32(FRA.table, item.table);
  });
}

export interface ObservedLink {
  readonly name: string;
  readonly index: number;
  readonly up: boolean;
  /** What `addLink` wrote: the value of the link's item. */
  readonly alias: string | undefined;
  readonly buried: boolean;
}

const terminated = (bytes: Buffer | undefined): string | undefined => bytes?.subarray(0, bytes.indexOf(0)).toString();

export function readLinks(socket: NetlinkSocket): ObservedLink[] {
  return socket.dump(RTM.getLink, linkHeader(0, 0, 0)).map(({ body }) => {
    const found = attributes(body, 16);
    return {
      name: terminated(found.get(IFLA.name)) ?? '',
      index: body.readInt32LE(4),
      up: (body.readUInt32LE(8) & IFF_UP) !== 0,
      alias: terminated(found.get(IFLA.alias)),
      buried: found.get(IFLA.group)?.readUInt32LE() === GRAVEYARD,
    };
  });
}

/** Addresses, permanent neighbours, routes and rules that somebody made; what the kernel makes by itself is left out. */
export function readNetwork(socket: NetlinkSocket, deviceOf: (index: number) => string): Item[] {
  const family = (length: number): Buffer => {
    const header = Buffer.alloc(length);
    header.writeUInt8(AF_INET, 0);
    return header;
  };
  const items: Item[] = [];
  for (const { body } of socket.dump(RTM.getAddress, family(8))) {
    const local = attributes(body, 8).get(IFA.local);
    if (local === undefined || body.readUInt8(3) === SCOPE.host) continue;
    items.push({ kind: 'address', device: deviceOf(body.readInt32LE(4)), address: dotted(local), length: body.readUInt8(1) });
  }
  for (const { body } of socket.dump(RTM.getNeighbour, family(12))) {
    const found = attributes(body, 12);
    const [address, mac] = [found.get(NDA.destination), found.get(NDA.linkLayer)];
    if (address === undefined || mac === undefined || (body.readUInt16LE(8) & NUD_PERMANENT) === 0) continue;
    items.push({ kind: 'neighbour', device: deviceOf(body.readInt32LE(4)), address: dotted(address), mac: mac.toString('hex').replace(/..(?!$)/g, '$&:') });
  }
  for (const { body } of socket.dump(RTM.getRoute, family(12))) {
    const found = attributes(body, 12);
    const table = found.get(RTA.table)?.readUInt32LE() ?? body.readUInt8(4);
    if (table === RT_TABLE_LOCAL || body.readUInt8(5) === RTPROT.kernel) continue;
    const destination = found.get(RTA.destination);
    const [index, via] = [found.get(RTA.outInterface), found.get(RTA.gateway)];
    items.push({
      kind: 'route', table, prefix: `${destination === undefined ? '0.0.0.0' : dotted(destination)}/${String(body.readUInt8(1))}`,
      ...index === undefined ? {} : { device: deviceOf(index.readUInt32LE()) },
      ...via === undefined ? {} : { via: dotted(via) },
      ...body.readUInt8(7) === RTN.throw ? { throw: true } : {},
    });
  }
  for (const { body } of socket.dump(RTM.getRule, family(12))) {
    const found = attributes(body, 12);
    const priority = found.get(FRA.priority)?.readUInt32LE() ?? 0;
    if (KERNEL_RULES.has(priority)) continue;
    const mark = found.get(FRA.mark)?.readUInt32LE();
    const input = terminated(found.get(FRA.inputName));
    items.push({
      kind: 'rule', priority,
      ...mark === undefined ? {} : { mark },
      ...input === undefined ? {} : { input },
      ...body.readUInt8(7) === FR_ACTION.toTable ? { table: found.get(FRA.table)?.readUInt32LE() ?? 0 } : {},
    });
  }
  return items;
}
