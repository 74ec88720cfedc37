/**
 * The packet walk: follows one packet of a new session over the desired network, and its answer back. Pure, and in step with the data
 * plane: where the two differ, one of them is wrong.
 *
 * Out of a guest: anti-spoofing, services of the VPC, route by the interface's table, security groups, translation of the source, edge.
 * In from the edge: translation of the destination, way back (P5), route by the arrival table, security groups.
 * A packet crosses the edge once and no guest forwards it, so every walk ends.
 */
import { covers } from '../address.js';
import { PLATFORM, type Direct, type Ipv4, type Key, type Policy, type Port, type Prefix, type Route, type Space, type Translation } from '../objects.js';
import { answerTo, hasPorts, ICMP, protocolName, samePacket, TCP, UDP, type Packet } from '../packet.js';
import type { End, Probe } from '../protocol.js';
import { UNKNOWN, type Cause, type CauseCode } from './causes.js';
import type { Decision, Hop, Place } from './hops.js';
import { routeTo } from './lookup.js';
import { addressNotes, hostNotes, nextHopNotes, sendingNotes, type Note } from './notes.js';
import { judge } from './policy.js';
import type { Facts } from './words.js';
import type { Eip, NetworkView } from './view.js';

/** What is outside of all VPCs. */
export interface Outside {
  /** Where hosts of the Internet side live. */
  readonly internet: Prefix;
  /** Where EIPs come from. */
  readonly pool: Prefix;
}

/** Where a trip ends well: with a host of the Internet side, at a port, or with a service of a VPC, which answers by the sender's table. */
type Arrival = End | { readonly service: Space; readonly table: Key };

/** One direction. `packet` is as its receiver sees it, or as it was when it died. */
export interface Trip {
  readonly hops: readonly Hop[];
  readonly packet: Packet;
  /** Null when it dies. */
  readonly arrived: End | 'service' | null;
  /** Set when it dies. */
  readonly cause: Cause | null;
}

export interface Walk {
  readonly forward: Trip;
  /** The answer; null where nobody got the packet. */
  readonly back: Trip | null;
  /** The answer reached the sender, with the addresses that the sender asked. */
  readonly answered: boolean;
  /** What the guests at the ends must have configured. */
  readonly notes: readonly Note[];
}

/**
 * What a session leaves behind on its way: translations, which its answers undo; and whether its last stretch was one between a next hop
 * and the host that it serves, behind the Internet's back. Answers that take the other kind of way are strangers there.
 */
interface Session {
  readonly out: Translation | undefined;
  readonly in: Translation | undefined;
  readonly behind: boolean;
}

const METADATA = '100.100.100.200';
const NAMESERVERS: readonly Ipv4[] = ['100.100.2.136', '100.100.2.138'];
const BROADCAST = '255.255.255.255';
const NOBODY = '0.0.0.0';

export function walk(view: NetworkView, outside: Outside, { from, packet, answerBy }: Probe): Walk {
  const forward = new Run(view, outside, packet, undefined);
  const arrival = from === 'internet' ? forward.fromInternet() : forward.fromGuest(from);
  if (arrival === undefined) return { forward: forward.trip(arrival), back: null, answered: false, notes: [] };
  const back = new Run(view, outside, answerTo(forward.packet), forward.session);
  const end = back.answer(arrival, from, answerBy);
  const answered = end === from && samePacket(back.packet, answerTo(packet));
  return { forward: forward.trip(arrival), back: back.trip(end), answered, notes: notesOf(view, outside, from, packet, arrival, forward.packet) };
}

function notesOf(view: NetworkView, { internet }: Outside, from: End, sent: Packet, arrival: Arrival, received: Packet): readonly Note[] {
  const sender = view.port(from);
  const receiver = typeof arrival === 'string' ? view.port(arrival) : undefined;
  return [
    ...(sender === undefined ? [] : sendingNotes(view, sender, sent.source)),
    ...(from === 'internet' ? hostNotes(internet, sent.source) : []),
    ...(arrival === 'internet' ? hostNotes(internet, received.destination) : []),
    ...(receiver === undefined
      ? []
      : isOwn(view, receiver, received.destination)
        ? addressNotes(view, receiver, received.destination)
        : nextHopNotes(receiver, received.destination)),
  ];
}

function isOwn(view: NetworkView, port: Port, address: Ipv4): boolean {
  return port.addresses.some((each) => each.address === address) || view.directOf(port.key, address)?.gate === 'open';
}

/** Who a guest's packet claims to be from. */
interface Sender {
  /** The port whose table decides. */
  readonly port: Port;
  readonly direct: Direct | undefined;
  readonly foreign: boolean;
}

/** One direction under way. Every step returns where the packet arrived, or undefined once it is dead. */
class Run {
  private readonly hops: Hop[] = [];
  private cause: Cause | null = null;
  private out: Translation | undefined;
  private in: Translation | undefined;
  private behind = false;
  /** An answer that starts no session and belongs to none. */
  private stray = false;

  constructor(
    private readonly view: NetworkView,
    private readonly outside: Outside,
    public packet: Packet,
    /** Of which this is an answer; undefined for a packet that starts one. */
    private answered: Session | undefined,
  ) {}

  get session(): Session {
    return { out: this.out, in: this.in, behind: this.behind };
  }

  trip(arrival: Arrival | undefined): Trip {
    const arrived = arrival === undefined ? null : typeof arrival === 'string' ? arrival : 'service';
    return { hops: this.hops, packet: this.packet, arrived, cause: this.cause };
  }

  /** The answer of whoever got the packet. */
  answer(arrival: Arrival, asker: End, by: Key | undefined): Arrival | undefined {
    if (typeof arrival !== 'string') {
      const { service, table } = arrival;
      this.hop(service.key, 'service-answers', service.key, {});
      return this.packet.destination === NOBODY ? asker : this.fromService(service, table);
    }
    return arrival === 'internet' ? this.fromInternet() : this.fromGuest(by ?? arrival);
  }

  fromInternet(): Arrival | undefined {
    const { source } = this.packet;
    this.hop('internet', 'sent', '', {});
    if (!covers(this.outside.internet, source)) return this.drop('internet', 'SourceNotThere', '', { internet: this.outside.internet });
    return this.atEdge();
  }

  fromGuest(key: Key): Arrival | undefined {
    const { view } = this;
    const port = view.port(key);
    if (port === undefined) return this.drop(key, 'EniNotAttached', key, { eni: key, address: this.packet.source });
    this.hop(key, 'sent', key, {});
    if (!view.isPlugged(port)) return this.stopped(key, port);
    const space = view.space(port.space);
    if (space === undefined) throw new Error(`${port.key} is in no space`);
    this.recognise(space, port);
    const sender = this.sender(port);
    if (sender === undefined) return undefined;
    if (this.isService(space, this.packet.destination)) return this.atService(space, sender);
    if (sender.foreign && this.answered === undefined && this.directAt(space, this.packet.destination) !== undefined) {
      // It would have to come from the edge, and no EIP goes with it there.
      const eip = view.translationOf(space.key, this.packet.source);
      if (eip === undefined || eip.port !== undefined) return this.drop(space.key, 'ForeignSource', eip?.key ?? space.key, { eni: port.key, vpc: space.key });
    }
    const direct = this.directAt(space, this.packet.source);
    if (direct !== undefined && isPrivate(space, this.packet.destination)) {
      return this.drop(space.key, 'DirectEipToPrivate', direct.key, { instance: port.guest });
    }
    const { table, route } = this.route(space, sender.port.table);
    switch (route?.to) {
      case undefined: case 'unreachable': return this.noRoute(space, table);
      case 'local':
        if (!this.egress(space, port, table, this.receiver(space))) return undefined;
        this.undo(space);
        return this.local(space);
      case 'port':
        if (!this.egress(space, port, table, view.port(route.port))) return undefined;
        this.undo(space);
        return this.nextHop(space, table, route.prefix, route.port);
      case 'transit': return this.egress(space, port, table, undefined) && this.leave(space, port, sender) ? this.atEdge() : undefined;
    }
  }

  /** Whether this is an answer of the session by the way that it takes; else it is judged by itself. */
  private recognise(space: Space, port: Port): void {
    this.behind = this.isBehind(space, port);
    if (this.answered === undefined || this.answered.behind === this.behind) return;
    this.answered = undefined;
    // The middle of a stream and the answer of a ping start no session.
    this.stray = this.packet.protocol === TCP || this.packet.protocol === ICMP;
  }

  /** From a next hop that passes on what is not its own and came from outside, or to one on the way outside. */
  private isBehind(space: Space, port: Port): boolean {
    const { view } = this;
    const { source, destination } = this.packet;
    if (this.heldBy(port, source)?.direct !== undefined) return false;
    if (!port.sourceCheck && !isOwn(view, port, source)) return !isPrivate(space, source);
    const table = view.table(this.heldBy(port, source)?.port.table ?? port.table);
    const route = isPrivate(space, destination) || table === undefined ? undefined : routeTo(table, destination);
    return route?.to === 'port' && this.passesOn(route.port);
  }

  /** A next hop that is there and takes what is not its own. */
  private passesOn(key: Key): boolean {
    const port = this.view.port(key);
    return port !== undefined && !port.sourceCheck && port.addresses.length > 0 && this.view.isPlugged(port);
  }

  /** The port of the same guest that has an address. */
  private heldBy(port: Port, address: Ipv4): { readonly port: Port; readonly direct: Direct | undefined } | undefined {
    const holder = this.view.portsOf(port.guest).find((other) => isOwn(this.view, other, address));
    return holder && { port: holder, direct: this.view.directOf(holder.key, address) };
  }

  /** Anti-spoofing. */
  private sender(port: Port): Sender | undefined {
    const { view } = this;
    const { source } = this.packet;
    const direct = view.directOf(port.key, source);
    if (isOwn(view, port, source)) {
      this.hop(port.key, 'source-own', direct?.key ?? port.key, { eni: port.key });
      return { port, direct, foreign: false };
    }
    const held = this.answered === undefined ? undefined : this.heldBy(port, source);
    if (held !== undefined) {
      this.hop(port.key, 'source-held', held.port.key, { instance: port.guest });
      return { ...held, foreign: false };
    }
    const space = view.space(port.space);
    // The VPC does not believe that somebody else has an address of its own.
    if (!port.sourceCheck && space !== undefined && !this.isService(space, source)) {
      this.hop(port.key, 'source-foreign', port.key, { eni: port.key });
      return { port, direct: undefined, foreign: true };
    }
    if (source === NOBODY && this.packet.destination === BROADCAST && this.isDhcp()) return { port, direct: undefined, foreign: false };
    if (direct !== undefined) return this.noLease(port.key, direct, port);
    return this.answered === undefined
      ? this.drop(port.key, 'SourceNotOwn', port.key, { eni: port.key })
      : this.drop(port.key, 'AnswerNotHeld', port.key, { eni: port.key, instance: port.guest });
  }

  /** An address of the VPC itself. */
  private isService(space: Space, address: Ipv4): boolean {
    return address === METADATA || address === BROADCAST || NAMESERVERS.includes(address) || this.view.gatewayOf(space.key, address) !== undefined;
  }

  /** A direct EIP of the space that works. */
  private directAt(space: Space, address: Ipv4): Direct | undefined {
    const eip = this.view.eip(address);
    if (eip?.kind !== 'direct' || eip.space !== space.key || eip.gate === 'lease') return undefined;
    const port = this.view.port(eip.port);
    return port !== undefined && this.view.isPlugged(port) ? eip : undefined;
  }

  private isDhcp(): boolean {
    return this.packet.protocol === UDP && this.packet.destinationPort === 67;
  }

  private atService(space: Space, { port, direct }: Sender): Arrival | undefined {
    const { destination, protocol, destinationPort } = this.packet;
    if (direct !== undefined && !this.isDhcp() && this.view.gatewayOf(space.key, destination) !== 'eip') {
      return this.drop(space.key, 'DirectEipToPrivate', direct.key, { instance: this.view.port(direct.port)?.guest ?? direct.port });
    }
    const named = NAMESERVERS.includes(destination);
    const service =
      this.isDhcp() ? 'DHCP'
      : protocol === ICMP && destination !== BROADCAST ? 'ping'
      : destination === METADATA && protocol === TCP && destinationPort === 80 ? 'metadata'
      : named && (protocol === TCP || protocol === UDP) && destinationPort === 53 ? 'DNS'
      : undefined;
    if (service === undefined) {
      const services = destination === METADATA ? ' and requests for metadata' : named ? ' and requests for names' : ' and DHCP';
      return this.drop(space.key, 'ServiceRefuses', space.key, { services });
    }
    this.hop(space.key, 'service', space.key, { service });
    return { service: space, table: port.table };
  }

  /** The VPC itself answers, a ping or a connection by the table of the sender, else to the address only. */
  private fromService(space: Space, key: Key): Arrival | undefined {
    const port = this.receiver(space);
    if (port !== undefined) return this.onto(space, port);
    const { route } = this.packet.protocol === UDP ? { route: undefined } : this.route(space, key);
    return route?.to === 'port' ? this.nextHop(space, key, route.prefix, route.port) : this.drop(space.key, 'AddressUnused', space.key, { vpc: space.key });
  }

  /** The route of a table to the destination. */
  private route(space: Space, key: Key): { readonly table: Key; readonly route: Route | undefined } {
    const table = this.view.table(key);
    const route = table === undefined ? undefined : routeTo(table, this.packet.destination);
    if (route !== undefined && route.to !== 'unreachable') {
      const target = route.to === 'port' ? route.port : { local: 'its ENI', transit: 'the Internet edge' }[route.to];
      this.hop(space.key, 'route', key, { table: key, prefix: route.prefix, target });
    }
    return { table: key, route };
  }

  private noRoute(space: Space, table: Key): undefined {
    return this.drop(space.key, isPrivate(space, this.packet.destination) ? 'NoRoute' : 'NoInternetRoute', table, { table, vpc: space.key, gateway: UNKNOWN.gateway });
  }

  /** The port that has the destination. */
  private receiver(space: Space): Port | undefined {
    const { view } = this;
    const { destination } = this.packet;
    return view.holderOf(space.key, destination) ?? view.port(this.directAt(space, destination)?.port ?? '');
  }

  private local(space: Space): Arrival | undefined {
    const port = this.receiver(space);
    if (port === undefined) return this.drop(space.key, 'AddressUnused', space.key, { vpc: space.key });
    return this.deliver(space, port);
  }

  private nextHop(space: Space, table: Key, prefix: Prefix, key: Key): Arrival | undefined {
    const { view } = this;
    const port = view.port(key);
    const facts = { prefix, table, eni: key };
    if (port === undefined || !view.isPlugged(port)) return this.drop(space.key, 'NextHopGone', table, facts);
    // What is passed on goes to a private address.
    if (port.addresses.length === 0 && !isOwn(view, port, this.packet.destination)) return this.drop(space.key, 'NextHopDead', key, { ...facts, instance: port.guest });
    if (port.sourceCheck && !isOwn(view, port, this.packet.destination)) return this.drop(space.key, 'NextHopChecks', key, facts);
    return this.deliver(space, port);
  }

  /** Onto the wire of a port. */
  private deliver(space: Space, port: Port): Arrival | undefined {
    return !this.view.isPlugged(port) || this.judged(space, port, 'ingress') ? this.onto(space, port) : undefined;
  }

  private onto(space: Space, port: Port): Arrival | undefined {
    if (!this.view.isPlugged(port)) return this.stopped(space.key, port);
    this.hop(port.key, isOwn(this.view, port, this.packet.destination) ? 'delivered' : 'next-hop', port.key, { eni: port.key });
    return port.key;
  }

  /** `to` is the port that gets it; undefined for the edge. */
  private egress(space: Space, port: Port, table: Key, to: Port | undefined): boolean {
    // A next hop may see one direction of a session only: there each packet is judged by itself. Nobody translates a stray answer.
    const judgeable = to !== undefined && (!port.sourceCheck || !to.sourceCheck);
    if (this.stray && !judgeable) return this.drop(space.key, 'AnswerUnknown', table, { table }) ?? false;
    return this.judged(space, port, 'egress');
  }

  /** Security groups judge the packet that starts a session; its answers pass with it. */
  private judged(space: Space, port: Port, direction: 'ingress' | 'egress'): boolean {
    if (this.answered !== undefined) {
      if (direction === 'egress') this.hop(space.key, 'session', '', {});
      return true;
    }
    const policy = this.view.policy(port.policy);
    if (policy === undefined) throw new Error(`${port.key} has no ${port.policy}`);
    const { verdict, rule } = judge(this.view, policy, direction, this.packet);
    const by = rule?.id ?? policy.key;
    if (verdict === 'accept') {
      this.hop(space.key, `${direction}-accepted`, by, { by: rule === undefined ? policy.key : `rule ${rule.id}`, eni: port.key });
      return true;
    }
    const name = direction === 'ingress' ? 'SecurityGroupIngress' : 'SecurityGroupEgress';
    if (rule?.id === PLATFORM) this.drop(space.key, 'PlatformDenied', by, { eni: port.key, ports: String(this.packet.destinationPort) });
    else if (rule === undefined) this.drop(space.key, `${name}.NoRule`, by, { eni: port.key, ...ruleFacts(policy, this.packet) });
    else this.drop(space.key, `${name}.Denied`, by, { eni: port.key, rule: rule.id, groups: policy.key, group: UNKNOWN.group });
    return false;
  }

  /** Through the transit link: only an EIP may be the source of what leaves. */
  private leave(space: Space, port: Port, { direct, foreign }: Sender): boolean {
    const { source, protocol } = this.packet;
    if (direct !== undefined) {
      this.hop(space.key, 'source-kept', direct.key, { eip: direct.key });
      return true;
    }
    const facts = { eni: port.key, vpc: space.key };
    const translation = this.answered === undefined ? this.view.translationOf(space.key, source) : this.undone(space);
    if (translation === undefined) return this.drop(space.key, 'SourceWithoutEip', space.key, facts) ?? false;
    if (foreign && translation.port !== undefined && this.answered === undefined) {
      return this.drop(space.key, 'ForeignSource', translation.key, facts) ?? false;
    }
    if (!carries(translation, protocol)) return this.notCarried(space, translation) ?? false;
    if (this.answered === undefined) this.out = translation;
    this.become({ ...this.packet, source: translation.public }, space.key, 'source-translated', translation.key, {
      eip: translation.key, to: translation.public,
    });
    return true;
  }

  /** The translation of the session that this is an answer of. */
  private undone(space: Space): Translation | undefined {
    const translation = this.answered?.in;
    return translation?.space === space.key && translation.private === this.packet.source ? translation : undefined;
  }

  /** An answer gets the address back that was asked, also where a next hop is to pass it on. */
  private undo(space: Space): void {
    const translation = this.undone(space);
    if (translation === undefined) return;
    this.become({ ...this.packet, source: translation.public }, space.key, 'source-translated', translation.key, { eip: translation.key, to: translation.public });
  }

  private atEdge(): Arrival | undefined {
    const { view, outside } = this;
    const { destination } = this.packet;
    const eip = view.eip(destination);
    if (eip !== undefined) return this.toVpc(eip);
    if (covers(outside.internet, destination)) {
      this.hop('edge', 'to-internet', '', {});
      this.hop('internet', 'received', '', {});
      return 'internet';
    }
    if (covers(outside.pool, destination)) return this.drop('edge', 'EipUnbound', '', { eip: UNKNOWN.eip });
    return this.drop('edge', 'NobodyThere', '', { internet: outside.internet, pool: outside.pool });
  }

  private toVpc(eip: Eip): Arrival | undefined {
    const { view } = this;
    const space = view.space(eip.space);
    if (space === undefined) throw new Error(`${eip.key} is in no space`);
    this.hop('edge', 'to-vpc', eip.key, { eip: eip.key, vpc: space.key });
    this.behind = false;
    return eip.kind === 'direct' ? this.arriveDirect(space, eip) : this.arriveTranslated(space, eip);
  }

  private arriveDirect(space: Space, direct: Direct): Arrival | undefined {
    const port = this.view.port(direct.port);
    if (port === undefined) return this.drop(space.key, 'EniNotAttached', direct.key, { eni: direct.port, address: direct.public });
    if (!this.view.isPlugged(port)) return this.stopped(space.key, port);
    if (direct.gate === 'lease') return this.noLease(space.key, direct, port);
    this.hop(space.key, 'destination-kept', direct.key, { eip: direct.key });
    // What an address sends to itself is its own answer, where no port and no kind of message tells the two apart.
    if (this.packet.protocol !== ICMP && samePacket(this.packet, answerTo(this.packet))) this.answered = this.session;
    return this.hasWayBack(space, port.table) ? this.deliver(space, port) : undefined;
  }

  private arriveTranslated(space: Space, translation: Translation): Arrival | undefined {
    const { view } = this;
    if (!carries(translation, this.packet.protocol)) return this.notCarried(space, translation);
    if (this.answered === undefined) this.in = translation;
    this.become({ ...this.packet, destination: translation.private }, space.key, 'destination-translated', translation.key, {
      eip: translation.key, to: translation.private,
    });
    const holder = view.holderOf(space.key, translation.private);
    if (translation.port !== undefined) {
      const port = view.port(translation.port);
      const facts = { eni: translation.port, address: translation.private };
      if (port === undefined) return this.drop(space.key, 'EniNotAttached', translation.key, facts);
      if (port !== holder) return this.drop(space.key, 'PrivateNetworkDead', port.key, { ...facts, instance: port.guest });
      if (!view.isPlugged(port)) return this.stopped(space.key, port);
    }
    // Of an address that no ENI has, the way back is that of the next hop behind which it is: the arrival table's, as far as anybody knows.
    if (!this.hasWayBack(space, holder !== undefined && view.isPlugged(holder) ? holder.table : space.arrival)) return undefined;
    const { table, route } = this.route(space, space.arrival);
    switch (route?.to) {
      case 'local': return this.local(space);
      case 'port': return this.nextHop(space, table, route.prefix, route.port);
      // What comes from the edge does not go back to it.
      case undefined: case 'unreachable': case 'transit': return this.drop(space.key, 'NoRoute', table, { table });
    }
  }

  /** P5: nothing is delivered one way. */
  private hasWayBack(space: Space, key: Key): boolean {
    const table = this.view.table(key);
    const route = table === undefined ? undefined : routeTo(table, this.packet.source);
    // A next hop that the receiver answers through knows the way outside.
    const through = route?.to === 'port' && this.passesOn(route.port) && !isPrivate(space, this.packet.source);
    if (route === undefined || (route.to !== 'transit' && !through)) return this.drop(space.key, 'NoWayBack', key, { table: key, vpc: space.key, gateway: UNKNOWN.gateway }) ?? false;
    this.hop(space.key, 'way-back', key, { prefix: route.prefix, table: key, target: route.to === 'port' ? route.port : 'the Internet edge' });
    return true;
  }

  private noLease(at: Place, direct: Direct, port: Port): undefined {
    return this.drop(at, 'LeaseMissing', direct.key, { eip: direct.key, eni: port.key, instance: port.guest, nic: `eth${String(port.slot)}` });
  }

  private notCarried(space: Space, translation: Translation): undefined {
    return this.drop(space.key, 'ProtocolNotTranslated', translation.key, { eip: translation.key });
  }

  private stopped(at: Place, port: Port): undefined {
    return this.drop(at, 'InstanceStopped', port.guest, { instance: port.guest, eni: port.key });
  }

  private hop(at: Place, decision: Decision, by: string, facts: Facts): void {
    this.become(this.packet, at, decision, by, facts);
  }

  private become(after: Packet, at: Place, decision: Decision, by: string, facts: Facts): void {
    this.hops.push({ at, decision, by, facts: { ...this.packetFacts(), ...facts }, before: this.packet, after, cause: null });
    this.packet = after;
  }

  private drop(at: Place, code: CauseCode, by: string, given: Facts): undefined {
    const facts = { ...this.packetFacts(), ...given };
    this.cause = { code, facts };
    this.hops.push({ at, decision: 'dropped', by, facts, before: this.packet, after: null, cause: code });
    return undefined;
  }

  private packetFacts(): Facts {
    const { source, destination, protocol } = this.packet;
    return { source, destination, protocol: protocolName(protocol) };
  }
}

function isPrivate(space: Space, address: Ipv4): boolean {
  return space.private.some((prefix) => covers(prefix, address));
}

function carries(translation: Translation, protocol: number): boolean {
  return translation.protocols.some((name) => ({ icmp: ICMP, tcp: TCP, udp: UDP })[name] === protocol);
}

/** What a rule that lets the packet pass would say. */
function ruleFacts(policy: Policy, { protocol, destinationPort }: Packet): Facts {
  const name = protocolName(protocol);
  return {
    groups: policy.key,
    group: `set/${String(policy.groups[0])}`,
    protocol: name.includes(' ') ? 'ALL' : name.toUpperCase(),
    ports: hasPorts(protocol) && destinationPort !== null ? `${String(destinationPort)}/${String(destinationPort)}` : '-1/-1',
  };
}
