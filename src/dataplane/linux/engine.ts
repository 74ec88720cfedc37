/** EIPs on the Linux kernel: namespaces, point-to-point links, routes and nftables, by netlink from this process. */
import type { Changes, Ipv4, Key, NetworkObject, Port } from '../../network/objects.js';
import { key as networkKey, KINDS, kindOf, numberOf } from '../../network/objects.js';
import type { Packet } from '../../network/packet.js';
import type { Counter, Drops, End, Failure, Probe, ProbeResult, TrafficDirection } from '../../network/protocol.js';
import type { DataPlane, GuestPlace } from '../dataplane.js';
import { Backlog } from './backlog.js';
import { GATEWAY_MAC, Unsupported, itemsOf, portOfLink } from './compile.js';
import type { World } from './compile.js';
import type { Difference, Owned } from './difference.js';
import { deviceOf, differenceOf, keepIf } from './difference.js';
import { Executor } from './executor.js';
import type { Plan, Refused } from './executor.js';
import type { Observed, Placed } from './items.js';
import { nameOf } from './items.js';
import type { Reading } from './counting.js';
import { Ledger } from './ledger.js';
import { SystemError } from './libc.js';
import { KernelNamespace } from './namespace.js';
import { listNamespaces, removeNamespace, withNamespace } from './netns.js';
import { sendProbe } from './probe.js';
import type { Nic, Surroundings, Watch } from './probe.js';
import { Retirement } from './retirement.js';
import type { Retired } from './retirement.js';
import { applyRuleset } from './ruleset.js';
import { EDGE_METERS } from './shaping.js';
import { EDGE, INTERNET, INTERNET_LINK, MAIN_TABLE, edgeAddress, outside, spaceName, spacesOfTransit } from './topology.js';

export interface LinuxSettings {
  /** Where hosts of the Internet side live: the edge is .1, the first host .10. */
  readonly internetRange: string;
}

/** Packets dropped since the VPC's namespace was made, by cause (see `CAUSES`). */
export interface DropCounters {
  /** `vpc3` */
  readonly namespace: string;
  readonly drops: Readonly<Record<string, number>>;
}

/** What no object asks for belongs to this owner. */
const OUTSIDE: Key = 'outside';
/** A link that the holder put into the edge is not ours. */
const UPLINK = 'uplink';

/** How long a change should have to wait for those that are made in the background, ms; one alone may take longer. */
const TURN = 2;

/** Counted where it has passed the queue: at the edge what EIPs sent, in a VPC what they received. */
const directionIn = (namespace: string): TrafficDirection => namespace === EDGE ? 'sent' : 'received';

const isOurs = (name: string): boolean => name === INTERNET || name === EDGE || /^vpc\d+$/.test(name);

/** On the Internet side people may add what they like; nothing passes there that the edge did not let through. */
function isForeign(namespace: string, { item }: Observed): boolean {
  return namespace === INTERNET || (item.kind === 'end' ? item.name === 'lo' || item.name === UPLINK : deviceOf(item) === UPLINK);
}

/** Ports that a table or a direct EIP leads to. */
function portsNamed(object: NetworkObject | undefined): readonly Key[] {
  switch (object?.kind) {
    case 'table': return object.routes.flatMap((route) => route.to === 'port' ? [route.port] : []);
    case 'direct': return [object.port];
    default: return [];
  }
}

const rank = (key: Key): number => KINDS.indexOf(kindOf(key));

/**
 * The engine `linux`. Works in the namespaces of the calling process: run it inside the holder, as root of its user namespace,
 * with /run/netns on a file system of the holder's own.
 *
 * After a restart, name the guests that live on with `guestUp` before the first `replace`: ports of guests without a place go.
 */
export class LinuxDataPlane implements DataPlane, World, Surroundings {
  readonly #settings: LinuxSettings;
  readonly #namespaces = new Map<string, KernelNamespace>();
  readonly #ledger = new Ledger();
  readonly #objects = new Map<Key, NetworkObject>();
  readonly #places = new Map<Key, GuestPlace>();
  readonly #portsOf = new Map<Key, Set<Key>>();
  /** Live ports per policy and space. */
  readonly #users = new Map<Key, Map<Key, number>>();
  readonly #live = new Map<Key, Port>();
  /** Tables and direct EIPs that name a port: what they are made of changes with it. */
  readonly #leaning = new Map<Key, Set<Key>>();
  /** Namespaces with counting elements, or that may have some. */
  readonly #metered = new Set<string>();
  readonly #retirement = new Retirement();
  readonly #backlog = new Backlog();
  /** Resolves when nothing waits any more. */
  #catchingUp: Promise<void> | undefined;
  #late: (failures: readonly Failure[]) => void = () => undefined;
  /** What counters said last that are no more, by life, until it is told. */
  readonly #last = new Map<string, Counter>();
  /** What `count` told and may go. */
  #told: { readonly retired: readonly Retired[]; readonly lives: readonly string[] } = { retired: [], lives: [] };
  #queue: Promise<unknown> = Promise.resolve();

  constructor(settings: LinuxSettings) {
    this.#settings = settings;
  }

  place(guest: Key): GuestPlace | undefined {
    return this.#places.get(guest);
  }

  plugged(port: Key): Port | undefined {
    return this.#live.get(port);
  }

  spacesOf(policy: Key): Iterable<Key> {
    return this.#users.get(policy)?.keys() ?? [];
  }

  open(late?: (failures: readonly Failure[]) => void): Promise<void> {
    return this.#inTurn(async () => {
      if (late !== undefined) this.#late = late;
      if (this.#namespaces.size > 0) return;
      this.#ledger.update(this.#outside());
      const plan = this.#compare([INTERNET, EDGE]);
      // What else is there may be right: only `replace` knows.
      for (const { add, remove } of plan.values()) {
        const changed = new Set(add.map(({ item }) => nameOf(item)));
        keepIf(remove, ({ item }) => changed.has(nameOf(item)));
      }
      const [first] = await this.#execute(plan);
      if (first !== undefined) throw new Error(`The Internet side could not be prepared. ${first.message}`);
    });
  }

  replace(objects: readonly NetworkObject[]): Promise<readonly Failure[]> {
    return this.#inTurn(async () => {
      this.#objects.clear();
      this.#portsOf.clear();
      this.#users.clear();
      this.#live.clear();
      this.#leaning.clear();
      for (const object of objects) this.#remember(object);
      const failures: Failure[] = [];
      this.#ledger.clear();
      this.#backlog.clear();
      this.#ledger.update(this.#outside());
      this.#ledger.update(this.#compile([...this.#objects.keys()], failures));
      const names = new Set([INTERNET, EDGE, ...this.#spaceNames()]);
      for (const name of names) if (name !== INTERNET) this.#metered.add(name);
      for (const name of listNamespaces()) if (isOurs(name) && !names.has(name)) await this.#removeNamespace(name);
      const refused = await this.#execute(this.#compare(names));
      // A crash may have come between a removal and its sweep.
      for (const { sweeper } of this.#namespaces.values()) sweeper.sweep([]);
      return [...failures, ...refused];
    });
  }

  apply({ upserts, deletes }: Changes): Promise<readonly Failure[]> {
    return this.#inTurn(() => {
      const touched = new Set<Key>([...deletes, ...upserts.map(({ key }) => key)]);
      const removed = deletes.filter((key) => kindOf(key) === 'space').flatMap((key) => {
        const space = this.#objects.get(key);
        return space?.kind === 'space' ? [spaceName(space.n)] : [];
      });
      for (const key of deletes) this.#forget(key, touched);
      for (const object of upserts) this.#remember(object, touched);
      return this.#change(touched, removed);
    });
  }

  guestUp(place: GuestPlace): Promise<readonly Failure[]> {
    return this.#inTurn(() => {
      this.#places.set(place.guest.key, place);
      return this.#changeGuest(place.guest.key);
    });
  }

  guestDown(guest: Key): Promise<void> {
    return this.#inTurn(async () => {
      this.#places.delete(guest);
      await this.#changeGuest(guest);
    });
  }

  async count(recorded: boolean, tell: (counters: readonly Counter[]) => void): Promise<void> {
    if (recorded) await this.#inTurn(() => Promise.resolve(this.#dismiss()));
    const last = [...this.#last.values()];
    tell(last);
    const retired: Retired[] = [];
    for (const name of [...this.#metered]) {
      const waiting = this.#retirement.waitingIn(name);
      await this.#readCounters(name, (readings) => {
        for (const { address } of readings) {
          const found = waiting.get(address);
          if (found !== undefined) retired.push(found);
        }
        tell(readings.map(({ counter }) => counter));
      });
    }
    this.#told = { retired, lives: last.map(({ life }) => life) };
  }

  /** Holds everybody up for as long as packets need, some milliseconds. */
  probe(probe: Probe): Promise<ProbeResult> {
    return this.#inTurn(() => Promise.resolve(sendProbe(probe, this)));
  }

  nicOf(end: End): Nic {
    if (end === 'internet') {
      const { name, mac, peer } = INTERNET_LINK;
      const namespace = this.#enter(INTERNET);
      return { inside: (work) => namespace.inside(work), device: name, mac, router: { mac: peer.mac, address: edgeAddress(this.#settings.internetRange) } };
    }
    const port = this.#live.get(end);
    const place = port === undefined ? undefined : this.#places.get(port.guest);
    if (port === undefined || place === undefined) throw new Error(`${end} is plugged into no running guest.`);
    return {
      inside: (work) => withNamespace({ pid: place.pid }, work), device: `eth${String(port.slot)}`, mac: port.mac,
      router: { mac: GATEWAY_MAC, address: port.gateway },
    };
  }

  sourceOutside(from: End, source: Ipv4): Ipv4 {
    const sender = this.#live.get(from);
    const mapped = sender === undefined ? undefined
      : this.#ledger.find(spaceName(numberOf(sender.space)), { kind: 'element', set: 'sn', element: source });
    return mapped?.kind === 'element' ? mapped.data ?? source : source;
  }

  /** The sender's VPC, the one where the EIP is that it is for, the Internet side. */
  watchesOf(from: End, { source, destination }: Packet): readonly Watch[] {
    const sender = this.#live.get(from);
    // What a next hop passes on may be answered to where its source is an EIP.
    const routes = [destination, source].map((address) => this.#ledger.find(EDGE, { kind: 'route', table: MAIN_TABLE, prefix: `${address}/32` }));
    const names = new Set([
      ...sender === undefined ? [] : [spaceName(numberOf(sender.space))],
      ...routes.flatMap((route) => route?.kind === 'route' && route.device !== undefined ? spacesOfTransit(route.device) : []),
    ]);
    return [
      ...[...names].map((name): Watch => ({ namespace: this.#enter(name), endOf: (device, leaves) => leaves ? portOfLink(device) : undefined })),
      { namespace: this.#enter(INTERNET), endOf: (device, leaves) => device === INTERNET_LINK.name && !leaves ? 'internet' : undefined },
    ];
  }

  async unplugged(spaces: Iterable<Key>): Promise<void> {
    await Promise.all([...spaces].map(async (space) => { await this.#namespaces.get(spaceName(numberOf(space)))?.buried(); }));
  }

  cleanUp(): Promise<void> {
    return this.#inTurn(async () => {
      for (const name of [...this.#namespaces.keys()]) await this.#removeNamespace(name);
      for (const name of listNamespaces().filter(isOurs)) removeNamespace(name);
      this.#ledger.clear();
      this.#backlog.clear();
      this.#last.clear();
    });
  }

  /** Closes what this process holds and leaves the kernel as it is. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      for (const namespace of this.#namespaces.values()) await namespace.close();
      this.#namespaces.clear();
      this.#backlog.clear();
    });
  }

  /** Drop counters of every VPC. */
  counters(): DropCounters[] {
    return [...this.#namespaces.values()].filter(({ name }) => name !== EDGE && name !== INTERNET)
      .map(({ name, nft }) => ({ namespace: name, drops: Object.fromEntries(nft.counters()) }));
  }

  drops(): readonly Drops[] {
    return this.counters().map(({ namespace, drops }) => ({ space: networkKey('space', Number(/\d+$/.exec(namespace)?.[0])), causes: drops }));
  }

  /** Resolves when what `replace` and `apply` leave to the background is done. */
  async settled(): Promise<void> {
    await this.#catchingUp;
    for (const namespace of this.#namespaces.values()) {
      await namespace.buried();
      await namespace.sweeper.idle();
    }
  }

  /** One change at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #remember(object: NetworkObject, touched?: Set<Key>): void {
    const before = this.#objects.get(object.key);
    if (before?.kind === 'port' && (object.kind !== 'port' || before.guest !== object.guest)) this.#portsOf.get(before.guest)?.delete(object.key);
    this.#lean(before, object);
    this.#objects.set(object.key, object);
    if (object.kind !== 'port') return;
    const ports = this.#portsOf.get(object.guest) ?? new Set();
    this.#portsOf.set(object.guest, ports.add(object.key));
    this.#recount(object.key, touched);
  }

  #forget(key: Key, touched: Set<Key>): void {
    const object = this.#objects.get(key);
    this.#lean(object, undefined);
    this.#objects.delete(key);
    if (object?.kind !== 'port') return;
    this.#portsOf.get(object.guest)?.delete(key);
    this.#recount(key, touched);
  }

  #lean(before: NetworkObject | undefined, now: NetworkObject | undefined): void {
    for (const port of portsNamed(before)) {
      const leaning = this.#leaning.get(port);
      leaning?.delete(before?.key ?? '');
      if (leaning?.size === 0) this.#leaning.delete(port);
    }
    for (const port of portsNamed(now)) this.#leaning.set(port, (this.#leaning.get(port) ?? new Set()).add(now?.key ?? ''));
  }

  #changeGuest(guest: Key): Promise<readonly Failure[]> {
    const touched = new Set(this.#portsOf.get(guest));
    for (const port of [...touched]) this.#recount(port, touched);
    return this.#change(touched, []);
  }

  /** Keeps count of the live ports under each policy. Policies that gain or lose a space are touched, and what names the port. */
  #recount(port: Key, touched?: Set<Key>): void {
    const before = this.#live.get(port);
    const object = this.#objects.get(port);
    const now = object?.kind === 'port' && this.#places.has(object.guest) ? object : undefined;
    for (const key of this.#leaning.get(port) ?? []) touched?.add(key);
    if (before !== undefined) this.#count(before, -1, touched);
    if (now === undefined) this.#live.delete(port);
    else {
      this.#live.set(port, now);
      this.#count(now, 1, touched);
    }
  }

  #count({ policy, space }: Port, by: 1 | -1, touched?: Set<Key>): void {
    const spaces = this.#users.get(policy) ?? new Map<Key, number>();
    this.#users.set(policy, spaces);
    const count = (spaces.get(space) ?? 0) + by;
    if (count === 0) spaces.delete(space);
    else spaces.set(space, count);
    if (spaces.size === 0) this.#users.delete(policy);
    if (count === 0 || (count === 1 && by === 1)) touched?.add(policy);
  }

  /** Items of objects in the order in which they lean on each other; of those that cannot be compiled, and of deleted ones, none. */
  #compile(keys: Key[], failures: Failure[]): Map<Key, readonly Placed[]> {
    const items = new Map<Key, readonly Placed[]>();
    for (const key of keys.sort((a, b) => rank(a) - rank(b))) {
      const object = this.#objects.get(key);
      items.set(key, []);
      if (object === undefined) continue;
      try {
        items.set(key, itemsOf(object, this));
      } catch (error) {
        if (!(error instanceof Unsupported) && !(error instanceof RangeError)) throw error;
        failures.push({ key, code: error instanceof Unsupported ? error.code : 'InvalidObject', message: error.message });
      }
    }
    return items;
  }

  async #change(touched: ReadonlySet<Key>, removed: readonly string[]): Promise<readonly Failure[]> {
    const failures: Failure[] = [];
    const plan = this.#ledger.update(this.#compile([...touched], failures));
    for (const name of removed) {
      plan.delete(name);
      await this.#removeNamespace(name);
    }
    for (const key of touched) {
      const object = this.#objects.get(key);
      if (object?.kind === 'space') this.#enter(spaceName(object.n));
    }
    return [...failures, ...await this.#execute(plan)];
  }

  #outside(): Map<Key, readonly Placed[]> {
    return new Map([[OUTSIDE, [...outside(this.#settings.internetRange), ...EDGE_METERS.map((item) => ({ namespace: EDGE, item }))]]]);
  }

  #spaceNames(): string[] {
    return [...this.#objects.values()].flatMap((object) => object.kind === 'space' ? [spaceName(object.n)] : []);
  }

  /** What the ledger asks for in excess of what the kernel holds, and the other way round; `names` are made where they are not. */
  #compare(names: Iterable<string>): Map<string, Difference> {
    const plan = new Map<string, Difference>();
    for (const name of this.#ledger.namespaces()) plan.set(name, { add: [...this.#ledger.itemsIn(name)], remove: [] });
    for (const name of names) {
      const observed = this.#enter(name).read().filter((each) => !isForeign(name, each) || this.#ledger.has(name, each.item));
      plan.set(name, differenceOf(observed, [...this.#ledger.itemsIn(name)]));
    }
    return plan;
  }

  async #execute(plan: Map<string, Difference>): Promise<readonly Failure[]> {
    this.#ledger.renewDevices(plan);
    this.#backlog.defer(plan);
    this.#retire(plan);
    const failures = await this.#carryOut(plan);
    this.#catchingUp ??= this.#catchUp();
    return failures;
  }

  /** Some of what waits at a time, as much as the kernel makes in a turn, and everything else that comes in between. */
  async #catchUp(): Promise<void> {
    let many = 1;
    const some = async (): Promise<boolean> => {
      const began = performance.now();
      const plan = this.#backlog.next(many, (namespace, item) => this.#ledger.find(namespace, item));
      if (plan === undefined) {
        this.#catchingUp = undefined;
        return false;
      }
      const failures = await this.#carryOut(plan);
      if (failures.length > 0) this.#late(failures);
      // The more there are, the longer each takes.
      many = Math.max(1, Math.min(2 * many, Math.round((many * TURN) / (performance.now() - began))));
      return true;
    };
    while (await this.#inTurn(some)) await new Promise((resolve) => { setImmediate(resolve); });
  }

  async #carryOut(plan: Plan): Promise<readonly Failure[]> {
    const homeless = [...plan].filter(([name]) => !this.#namespaces.has(name)).flatMap(([namespace, { add }]) =>
      add.map((owned): Refused => ({ ...owned, namespace, code: 'MissingSpace', message: `There is no ${namespace}; its VPC must come first.` })));
    const refused = [...homeless, ...await new Executor(plan, this.#namespaces, (name) => this.#wantedIn(name)).run()];
    const failures = new Map<Key, Failure>();
    for (const { namespace, item, owner, code, message } of refused) {
      this.#ledger.drop(namespace, item);
      if (!failures.has(owner)) failures.set(owner, { key: owner, code, message });
    }
    return [...failures.values()];
  }

  #wantedIn(name: string): Owned[] {
    return [...this.#ledger.itemsIn(name), ...this.#retirement.itemsIn(name)];
  }

  /** What shall be removed of counters waits until it has been read; what cannot wait is read now. */
  #retire(plan: Map<string, Difference>): void {
    for (const [name, { add }] of plan) if (add.some(({ item }) => item.kind === 'element' && item.counts !== undefined)) this.#metered.add(name);
    for (const { namespace, item } of this.#retirement.hold(plan)) {
      try {
        const counter = this.#namespaces.get(namespace)?.counters.readOne(directionIn(namespace), item.element).counter;
        if (counter !== undefined) this.#last.set(counter.life, counter);
      } catch (error) {
        // Somebody took the element away: nobody knows what it counted since it was told last, and the change must not wait for it.
        if (!(error instanceof SystemError)) throw error;
      }
    }
  }

  /** Removes the counters whose last word has been recorded. */
  #dismiss(): void {
    const { retired, lives } = this.#told;
    this.#told = { retired: [], lives: [] };
    for (const life of lives) this.#last.delete(life);
    const due = new Map<string, Difference>();
    for (const one of retired.filter((each) => this.#retirement.has(each))) {
      this.#retirement.drop(one);
      const difference = due.get(one.namespace) ?? { add: [], remove: [] };
      difference.remove.push({ item: one.item, owner: '' });
      due.set(one.namespace, difference);
    }
    // What nft refuses to remove is found again by the next comparison.
    for (const [name, difference] of due) {
      const namespace = this.#namespaces.get(name);
      if (namespace !== undefined) applyRuleset(namespace.nft, difference, () => this.#wantedIn(name));
    }
  }

  /** None where there are none, and where the kernel does not answer: what is not read now is read the next time. */
  async #readCounters(name: string, take: (readings: readonly Reading[]) => void): Promise<void> {
    try {
      await this.#namespaces.get(name)?.counters.read(directionIn(name), take);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
    }
  }

  #enter(name: string): KernelNamespace {
    let namespace = this.#namespaces.get(name);
    if (namespace === undefined) {
      namespace = KernelNamespace.enter(name, {
        isLive: (pair) => this.#ledger.has(name, { kind: 'element', set: 'live', element: pair }),
        isInside: (address) => this.#ledger.has(name, { kind: 'route', table: MAIN_TABLE, prefix: `${address}/32` }),
      });
      this.#namespaces.set(name, namespace);
    }
    return namespace;
  }

  async #removeNamespace(name: string): Promise<void> {
    const namespace = this.#enter(name);
    await this.#readCounters(name, (readings) => {
      for (const { counter } of readings) this.#last.set(counter.life, counter);
    });
    this.#namespaces.delete(name);
    this.#metered.delete(name);
    this.#retirement.forget(name);
    this.#ledger.forget(name);
    await namespace.remove();
  }
}
