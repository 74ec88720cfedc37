/** One network namespace of ours: sockets into it, the numbers of its devices, and reading it back. */
import { closeSync, readFileSync, writeFileSync } from 'node:fs';
import { ConnectionSweeper } from './conntrack.js';
import type { Truth } from './conntrack.js';
import { CounterReader } from './counting.js';
import type { Observed, SysctlItem } from './items.js';
import { observe } from './items.js';
import { receiveInBackground, sendInBackground } from './libc.js';
import { Messages, NLM_F_ACK, NetlinkSocket } from './netlink.js';
import { createNamespace, listNamespaces, openNamespace, removeNamespace, withDescriptor } from './netns.js';
import { Nftables, TABLE } from './nftables.js';
import { readQueues } from './queues.js';
import { NETLINK_ROUTE, deleteBuried, readLinks, readNetwork } from './rtnetlink.js';

/** Devices made here are numbered from here on; what others bring in gets the kernel's small numbers. */
const FIRST_INDEX = 10_000;

export class KernelNamespace {
  readonly name: string;
  readonly fd: number;
  readonly route: NetlinkSocket;
  readonly nft: Nftables;
  readonly sweeper: ConnectionSweeper;
  readonly counters: CounterReader;
  readonly #devices = new Map<string, number>();
  #nextIndex = FIRST_INDEX;
  #burial: NetlinkSocket | undefined;
  #burying: Promise<void> | undefined;

  private constructor(name: string, truth: Truth) {
    this.name = name;
    this.fd = openNamespace(name);
    this.route = this.inside(() => new NetlinkSocket(NETLINK_ROUTE));
    this.nft = new Nftables(this.fd);
    this.sweeper = new ConnectionSweeper((work) => this.inside(work), truth);
    this.counters = new CounterReader((work) => this.inside(work), TABLE);
    this.readDevices();
  }

  /** Enters the namespace of that name, made new if there is none. */
  static enter(name: string, truth: Truth): KernelNamespace {
    if (!listNamespaces().includes(name)) createNamespace(name);
    return new KernelNamespace(name, truth);
  }

  inside<T>(work: () => T): T {
    return withDescriptor(this.fd, work);
  }

  /** Number of a device. Throws when there is no such device. */
  indexOf(device: string): number {
    const index = this.#devices.get(device);
    if (index === undefined) throw new RangeError(`No device ${device} in ${this.name}.`);
    return index;
  }

  /** Undefined for a device that came without our knowing. */
  nameOf(index: number): string | undefined {
    for (const [name, each] of this.#devices) if (each === index) return name;
    return undefined;
  }

  hasDevice(device: string): boolean {
    return this.#devices.has(device);
  }

  /** A number for a device that is about to be made: choosing it saves asking for it. */
  assignIndex(device: string): number {
    const index = this.#nextIndex++;
    this.#devices.set(device, index);
    return index;
  }

  forgetDevice(device: string): void {
    this.#devices.delete(device);
  }

  /** Learns the devices' numbers, and whether one still waits for its deletion. */
  readDevices(): { readonly links: Observed[]; readonly buried: boolean } {
    const links: Observed[] = [];
    let buried = false;
    this.#devices.clear();
    for (const link of readLinks(this.route)) {
      this.#nextIndex = Math.max(this.#nextIndex, link.index + 1);
      if (link.buried) {
        buried = true;
        continue;
      }
      this.#devices.set(link.name, link.index);
      const value = link.alias === undefined ? undefined : link.up ? link.alias : `down ${link.alias}`;
      if (value === undefined) links.push({ item: { kind: 'end', name: link.name }, value: link.up ? 'up' : 'down' });
      else links.push({ item: { kind: 'link', name: link.name, mac: '', peer: { place: '', name: '', mac: '' } }, value });
    }
    return { links, buried };
  }

  /** Everything in here but sysctls. Links that wait for their deletion are deleted on the way. */
  read(): Observed[] {
    const { links, buried } = this.readDevices();
    if (buried) this.bury();
    const names = new Map([...this.#devices].map(([name, index]) => [index, name]));
    const deviceOf = (index: number): string => names.get(index) ?? `#${String(index)}`;
    return [
      ...links,
      ...readNetwork(this.route, deviceOf).map(observe),
      ...readQueues(this.route, deviceOf),
      ...this.nft.read(),
    ];
  }

  /** Writes a sysctl if it says something else. Throws when the kernel does not take it. */
  writeSysctl(item: SysctlItem): void {
    const path = `/proc/sys/net/${item.path}`;
    if (readFileSync(path, 'utf8').trim() === item.value) return;
    writeFileSync(path, item.value);
    const now = readFileSync(path, 'utf8').trim();
    if (now !== item.value) throw new Error(`${item.path} says ${now} after ${item.value} was written`);
  }

  /** Deletes the buried links on a worker thread. */
  bury(): void {
    const before = this.#burying ?? Promise.resolve();
    const burying = before.then(() => this.#deleteBuried()).finally(() => {
      if (this.#burying === burying) this.#burying = undefined;
    });
    this.#burying = burying;
  }

  /** Resolves when no deleted link is left over in a guest either. */
  async buried(): Promise<void> {
    await this.#burying;
  }

  async #deleteBuried(): Promise<void> {
    const socket = this.#burial ??= this.inside(() => new NetlinkSocket(NETLINK_ROUTE));
    const messages = new Messages();
    deleteBuried(messages);
    const bytes = messages.slice(0, 1);
    bytes.writeUInt16LE(bytes.readUInt16LE(6) | NLM_F_ACK, 6);
    await sendInBackground(socket.fd, bytes);
    // Whatever the answer: what could not be deleted is found again at the next reading.
    await receiveInBackground(socket.fd, Buffer.alloc(4096));
  }

  async close(): Promise<void> {
    await this.buried();
    await this.sweeper.close();
    await this.counters.close();
    this.nft.close();
    this.route.close();
    this.#burial?.close();
    closeSync(this.fd);
  }

  /** Closes it and gives it back to the kernel, with everything in it. */
  async remove(): Promise<void> {
    await this.close();
    removeNamespace(this.name);
  }
}
