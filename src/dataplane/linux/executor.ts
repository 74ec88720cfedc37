/** Carrying out a difference between what the kernel holds and what it should hold. */
import { closeSync, fstatSync } from 'node:fs';
import type { Difference, Owned } from './difference.js';
import { deviceOf } from './difference.js';
import type { Item, LinkItem } from './items.js';
import { nameOf, render } from './items.js';
import type { KernelNamespace } from './namespace.js';
import { Messages } from './netlink.js';
import type { NetlinkSocket } from './netlink.js';
import { openNamespace } from './netns.js';
import { addBundle, addClass, addShaper, removeBundle, removeClass, removeShaper } from './queues.js';
import { applyRuleset } from './ruleset.js';
import { bundleOf, classParameters } from './shaping.js';
import {
  addLink, buryLink, changeAddress, changeNeighbour, changeRoute, changeRule, deleteLink, raiseLink,
} from './rtnetlink.js';

export interface Refused extends Owned {
  readonly namespace: string;
  /** Name of the kernel's error, or that of ours. */
  readonly code: string;
  readonly message: string;
}

export type Plan = ReadonlyMap<string, Difference>;

/** What the kernel answers when something to remove is not there. */
const ALREADY_GONE = new Set(['ENOENT', 'ESRCH', 'ENODEV', 'EADDRNOTAVAIL', 'ENXIO']);

function refusal(namespace: string, owned: Owned, code: string, detail?: string): Refused {
  const what = render({ namespace, item: owned.item });
  return { ...owned, namespace, code, message: `The kernel refuses "${what}": ${detail ?? code}.` };
}

/** Requests of one datagram, each for an item. */
class Requests {
  readonly #messages = new Messages();
  readonly #subjects: Owned[] = [];

  add(subject: Owned, write: (messages: Messages) => void): void {
    write(this.#messages);
    while (this.#subjects.length < this.#messages.count) this.#subjects.push(subject);
  }

  /** The items that were refused, once each, and why. */
  send(socket: NetlinkSocket): Map<Owned, string> {
    const refused = new Map<Owned, string>();
    for (const [index, code] of socket.request(this.#messages)) {
      const subject = this.#subjects[index];
      if (subject !== undefined && !refused.has(subject)) refused.set(subject, code);
    }
    return refused;
  }
}

/** Links made between two looks at what else there is to do. */
const LINKS_PER_TURN = 100;
const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

export class Executor {
  readonly #plan: Plan;
  readonly #namespaces: ReadonlyMap<string, KernelNamespace>;
  /** All that a namespace should hold once the plan is through. */
  readonly #wanted: (namespace: string) => Iterable<Owned>;
  readonly #refused: Refused[] = [];

  constructor(plan: Plan, namespaces: ReadonlyMap<string, KernelNamespace>, wanted: (namespace: string) => Iterable<Owned>) {
    this.#plan = plan;
    this.#namespaces = namespaces;
    this.#wanted = wanted;
  }

  /**
   * New ways are laid from the guest outwards, and the old ones cut by the ruleset and the routes; what is left of old links
   * goes in the background. Returns what the kernel did not take; the rest is done.
   */
  async run(): Promise<readonly Refused[]> {
    for (const [namespace, difference] of this.#known()) {
      this.#writeSysctls(namespace, difference, 'first');
      this.#buryLinks(namespace, difference, true);
    }
    for (const [namespace, difference] of this.#known()) await this.#addLinks(namespace, difference);
    for (const [namespace, difference] of this.#known()) {
      this.#addNetwork(namespace, difference);
      this.#writeSysctls(namespace, difference, 'device');
    }
    for (const [namespace, difference] of this.#known()) {
      for (const { owned, complaint } of applyRuleset(namespace.nft, difference, () => this.#wanted(namespace.name))) {
        this.#refused.push(refusal(namespace.name, owned, 'NftRefused', complaint));
      }
      this.#writeSysctls(namespace, difference, 'conntrack');
    }
    for (const [namespace, difference] of this.#known()) {
      this.#removeNetwork(namespace, difference);
      if (this.#buryLinks(namespace, difference, false)) namespace.bury();
      const gone = difference.remove.flatMap(({ item }) => item.kind === 'element' && item.set === 'live' ? [item.element] : []);
      if (gone.length > 0) namespace.sweeper.sweep(gone);
    }
    return this.#refused;
  }

  /** Differences in namespaces that exist; in the others nothing can be done. */
  *#known(): Iterable<[KernelNamespace, Difference]> {
    for (const [name, difference] of this.#plan) {
      const namespace = this.#namespaces.get(name);
      if (namespace !== undefined) yield [namespace, difference];
    }
  }

  /**
   * "first": inherited by the devices that come next. "device": of a device that has just come. "conntrack": may appear only
   * with the ruleset that asks for connection tracking.
   */
  #writeSysctls(namespace: KernelNamespace, { add }: Difference, when: 'first' | 'device' | 'conntrack'): void {
    const due = add.flatMap((owned) => {
      if (owned.item.kind !== 'sysctl') return [];
      const { path } = owned.item;
      const turn = path.startsWith('netfilter/') ? 'conntrack' : deviceOf(owned.item) !== undefined ? 'device' : 'first';
      return turn === when ? [{ owned, item: owned.item }] : [];
    });
    if (due.length === 0) return;
    namespace.inside(() => {
      for (const { owned, item } of due) {
        try {
          namespace.writeSysctl(item);
        } catch (error) {
          // A kernel without IPv6 has nothing to switch off.
          if (item.path.startsWith('ipv6/')) continue;
          this.#refused.push(refusal(namespace.name, owned, 'SysctlRefused', error instanceof Error ? error.message : undefined));
        }
      }
    });
  }

  /** Links that change make room for their successors first; the others go last. Returns whether there are any. */
  #buryLinks(namespace: KernelNamespace, { add, remove }: Difference, changing: boolean): boolean {
    const added = new Set(add.flatMap(({ item }) => item.kind === 'link' ? [item.name] : []));
    const links = remove.flatMap(({ item, owner }) =>
      (item.kind === 'link' || (item.kind === 'end' && item.name !== 'lo')) && namespace.hasDevice(item.name) ? [{ item, owner }] : []);
    const due = links.filter(({ item }) => added.has(item.name) === changing);
    const requests = new Requests();
    const indices = new Map<Owned, number>();
    for (const owned of due) {
      const index = namespace.indexOf(owned.item.name);
      indices.set(owned, index);
      requests.add(owned, (messages) => { buryLink(messages, index); });
      namespace.forgetDevice(owned.item.name);
    }
    // Kernels before 6.2 rename no link that is up: those wait for the deletion.
    const stubborn = new Requests();
    for (const [owned, code] of requests.send(namespace.route)) {
      if (!ALREADY_GONE.has(code)) stubborn.add(owned, (messages) => { deleteLink(messages, indices.get(owned) ?? 0); });
    }
    stubborn.send(namespace.route);
    if (changing && due.length > 0) namespace.bury();
    return due.length > 0;
  }

  async #addLinks(namespace: KernelNamespace, { add }: Difference): Promise<void> {
    const links = add.flatMap(({ item, owner }) => item.kind === 'link' ? [{ item, owner }] : []);
    for (let at = 0; at < links.length; at += LINKS_PER_TURN) {
      if (at > 0) await nextTurn();
      const chunk = links.slice(at, at + LINKS_PER_TURN);
      let refused = this.#createLinks(namespace, chunk);
      const taken = chunk.filter((link) => refused.get(link) === 'EEXIST');
      if (taken.length > 0) {
        // The other end of a link that goes, or is gone, still bears the name in the guest.
        for (const [each, difference] of this.#known()) if (this.#buryLinks(each, difference, false)) each.bury();
        await Promise.all([...this.#namespaces.values()].map((each) => each.buried()));
        refused = new Map([...[...refused].filter(([, code]) => code !== 'EEXIST'), ...this.#createLinks(namespace, taken)]);
      }
      for (const [link, code] of refused) this.#refused.push(refusal(namespace.name, link, code));
    }
  }

  #createLinks(namespace: KernelNamespace, links: readonly (Owned & { readonly item: LinkItem })[]): Map<Owned, string> {
    const requests = new Requests();
    const opened: number[] = [];
    const refused = new Map<Owned, string>();
    for (const link of links) {
      const { place, name } = link.item.peer;
      try {
        if (typeof place === 'string') {
          const other = this.#namespaces.get(place);
          if (other === undefined) throw new Error(`No namespace ${place}.`);
          const index = namespace.assignIndex(link.item.name);
          requests.add(link, (messages) => { addLink(messages, link.item, index, { fd: other.fd, index: other.assignIndex(name) }); });
        } else {
          const fd = openNamespace({ pid: place.pid });
          opened.push(fd);
          if (fstatSync(fd).ino !== place.inode) throw new Error('Another process has the number of the guest.');
          const index = namespace.assignIndex(link.item.name);
          requests.add(link, (messages) => { addLink(messages, link.item, index, { fd, index: 0 }); });
        }
      } catch {
        refused.set(link, 'GuestGone');
      }
    }
    for (const [link, code] of requests.send(namespace.route)) {
      refused.set(link, code);
      if (link.item.kind === 'link') namespace.forgetDevice(link.item.name);
    }
    opened.forEach((fd) => { closeSync(fd); });
    return refused;
  }

  #addNetwork(namespace: KernelNamespace, { add, remove }: Difference): void {
    const [old, requests] = [new Requests(), new Requests()];
    // No message changes a root qdisc, and `remove` of one that changes is done here.
    const wrong = new Set(remove.flatMap(({ item }) => item.kind === 'shaper' ? [item.device] : []));
    // A class owes time for what passed at its old rate, whatever its new one: of a trickle those are seconds, so that it is made anew.
    const owing = new Set(remove.flatMap(({ item }) => item.kind === 'class' && classParameters(item.rate).trickle ? [nameOf(item)] : []));
    const ORDER = ['end', 'address', 'neighbour', 'rule', 'route', 'shaper', 'bundle', 'class'];
    const due = add.filter(({ item }) => ORDER.includes(item.kind)).sort((a, b) => ORDER.indexOf(a.item.kind) - ORDER.indexOf(b.item.kind));
    for (const owned of due) {
      const { item } = owned;
      const name = item.kind === 'end' ? item.name : deviceOf(item);
      if (name !== undefined && !namespace.hasDevice(name)) {
        this.#refused.push(refusal(namespace.name, owned, 'ENODEV'));
        continue;
      }
      if (item.kind === 'shaper' ? wrong.has(item.device) : owing.has(nameOf(item))) old.add(owned, (messages) => { change(messages, namespace, item, false); });
      requests.add(owned, (messages) => { change(messages, namespace, item, true); });
    }
    for (const [owned, code] of old.send(namespace.route)) {
      if (!ALREADY_GONE.has(code)) this.#refused.push(refusal(namespace.name, owned, code));
    }
    for (const [owned, code] of requests.send(namespace.route)) {
      if (code !== 'EEXIST') this.#refused.push(refusal(namespace.name, owned, code));
    }
  }

  #removeNetwork(namespace: KernelNamespace, { add, remove }: Difference): void {
    const staying = new Set(add.map(({ item }) => nameOf(item)));
    const dying = new Set(remove.flatMap(({ item }) => item.kind === 'link' || item.kind === 'end' ? [item.name] : []));
    const going = new Set(remove.map(({ item }) => nameOf(item)).filter((name) => !staying.has(name)));
    const requests = new Requests();
    for (const owned of remove) {
      const { item } = owned;
      if (!REMOVED_BY_MESSAGE.has(item.kind) || queueAbove(item).some((name) => going.has(name))) continue;
      const name = deviceOf(item);
      // What hangs on a dying link goes with it; only its routes must not wait. No message changes a rule: the new one stands beside it.
      if ((staying.has(nameOf(item)) && item.kind !== 'rule') || (name !== undefined && (!namespace.hasDevice(name) || (item.kind !== 'route' && dying.has(name))))) continue;
      requests.add(owned, (messages) => { change(messages, namespace, item, false); });
    }
    for (const [owned, code] of requests.send(namespace.route)) {
      if (!ALREADY_GONE.has(code)) this.#refused.push(refusal(namespace.name, owned, code, `${code} at its removal`));
    }
  }
}

const REMOVED_BY_MESSAGE: ReadonlySet<Item['kind']> = new Set(['route', 'rule', 'neighbour', 'address', 'shaper', 'bundle', 'class']);

/** Names of what takes a bundle or a class along when it goes. */
function queueAbove(item: Item): string[] {
  if (item.kind !== 'bundle' && item.kind !== 'class') return [];
  const { device } = item;
  const shaper = nameOf({ kind: 'shaper', device, by: 'source' });
  return item.kind === 'bundle' ? [shaper] : [shaper, nameOf({ kind: 'bundle', device, bundle: bundleOf(item.id) })];
}

function change(messages: Messages, namespace: KernelNamespace, item: Item, add: boolean): void {
  switch (item.kind) {
    case 'end': raiseLink(messages, namespace.indexOf(item.name)); break;
    case 'address': changeAddress(messages, item, namespace.indexOf(item.device), add); break;
    case 'neighbour': changeNeighbour(messages, item, namespace.indexOf(item.device), add); break;
    case 'route': changeRoute(messages, item, item.device === undefined ? undefined : namespace.indexOf(item.device), add); break;
    case 'rule': changeRule(messages, item, add); break;
    case 'shaper': (add ? addShaper : removeShaper)(messages, item, namespace.indexOf(item.device)); break;
    case 'bundle': (add ? addBundle : removeBundle)(messages, item, namespace.indexOf(item.device)); break;
    case 'class': (add ? addClass : removeClass)(messages, item, namespace.indexOf(item.device)); break;
    case 'link': case 'sysctl': case 'set': case 'element': case 'counter': case 'chain': break;
  }
}
