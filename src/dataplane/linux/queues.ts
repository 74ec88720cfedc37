/** Shapers, bundles and classes as messages of traffic control, and back from dumps. */
import type { BundleItem, ClassItem, Observed, ShaperItem } from './items.js';
import { observe } from './items.js';
import type { NetlinkSocket } from './netlink.js';
import { Messages, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, attributes } from './netlink.js';
import { MAKESHIFT, THIRD_BYTE, bundleNumbers, classNumber, classParameters, classText, type ClassParameters } from './shaping.js';
import { PARTS, SHARED, partsOf } from './sharing.js';

const RTM = {
  newQdisc: 36, deleteQdisc: 37, getQdisc: 38, newClass: 40, deleteClass: 41, getClass: 42, newFilter: 44, getFilter: 46,
} as const;
const TCA = { kind: 1, options: 2, stab: 8 } as const;
const TCA_HTB = { parameters: 1, init: 2, rate64: 6, ceiling64: 7 } as const;
const TCA_BPF = { length: 4, program: 5 } as const;
const TC_H_ROOT = 0xffff_ffff;
const HTB_VERSION = 3;
const LINKLAYER_ETHERNET = 1;
const HEADER = 20;

/** Of a shaper with bundles. */
const SHAPER = 0x1_0000;
const FILTER_PRIORITY = 1;
/** In network byte order. */
const ETH_P_IP = 0x0008;
/** A bundle itself holds nothing back, byte/s. */
const UNLIMITED = 125_000_000_000n;
/** Bytes that a class sends in its turn: one packet of any size. */
const QUANTUM = 65_536;
/** ns */
const TICK = 64;

interface Place {
  readonly index: number;
  readonly handle: number;
  readonly parent: number;
  readonly info?: number;
}

function trafficHeader({ index, handle, parent, info }: Place): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(index, 4);
  header.writeUInt32LE(handle, 8);
  header.writeUInt32LE(parent, 12);
  header.writeUInt32LE(info ?? 0, 16);
  return header;
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => { bytes.writeUInt32LE(value >>> 0, 4 * index); });
  return bytes;
}

/**
 * An htb qdisc: what it cannot class goes to the class `otherwise`, and passes at once where that is none. It takes a super-packet for as long
 * as the packets together that it stands for, each with its Ethernet header.
 */
function htbOptions(message: Messages, otherwise: number): void {
  message.text(TCA.kind, 'htb');
  message.nest(TCA.options, () => { message.bytes(TCA_HTB.init, words(HTB_VERSION, 10, otherwise, 0, 0)); });
}

/** `ldb [network + offset]; add #1:1; ret A`: the bundle's place under the shaper. */
function program(by: keyof typeof THIRD_BYTE): Buffer {
  const bytes = Buffer.alloc(24);
  [[0x30, 0xfff0_0000 + THIRD_BYTE[by]], [0x04, bundleNumbers(0).place], [0x16, 0]].forEach(([code = 0, operand = 0], index) => {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt32LE(operand, 8 * index + 4);
  });
  return bytes;
}

const filterInfo = FILTER_PRIORITY * 0x1_0000 + ETH_P_IP;

export function addShaper(messages: Messages, { by }: ShaperItem, index: number): void {
  const handle = by === 'priority' ? SHARED : SHAPER;
  messages.message(RTM.newQdisc, NLM_F_CREATE | NLM_F_REPLACE, trafficHeader({ index, handle, parent: TC_H_ROOT }), (message) => { htbOptions(message, 0); });
  // A class that is a packet's priority is found without a filter.
  if (by === 'priority') return;
  messages.message(RTM.newFilter, NLM_F_CREATE | NLM_F_EXCL, trafficHeader({ index, handle: 1, parent: SHAPER, info: filterInfo }), (message) => {
    const code = program(by);
    message.text(TCA.kind, 'bpf');
    message.nest(TCA.options, () => {
      const count = Buffer.alloc(2);
      count.writeUInt16LE(code.length / 8);
      message.bytes(TCA_BPF.length, count);
      message.bytes(TCA_BPF.program, code);
    });
  });
}

/** With all that hangs under it. */
export function removeShaper(messages: Messages, _: ShaperItem, index: number): void {
  messages.message(RTM.deleteQdisc, 0, trafficHeader({ index, handle: 0, parent: TC_H_ROOT }));
}

interface HtbRate {
  /** byte/s; `wide` where 32 bits do not hold it. */
  readonly rate: number;
  readonly wide?: bigint;
  /** ns of the rate */
  readonly burst: number;
}

function ratespec(rate: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(LINKLAYER_ETHERNET, 1);
  bytes.writeUInt32LE(rate, 8);
  return bytes;
}

/** A class that has a rate for sure and may have as much as the ceiling when the class above has it to spare; alike, it borrows nothing. */
function htbClass(message: Messages, sure: HtbRate, ceiling = sure): void {
  message.text(TCA.kind, 'htb');
  message.nest(TCA.options, () => {
    const [buffer, ceilingBuffer] = [ticks(sure.burst), ticks(ceiling.burst)];
    message.bytes(TCA_HTB.parameters, Buffer.concat([ratespec(sure.rate), ratespec(ceiling.rate), words(buffer, ceilingBuffer, QUANTUM, 0, 0)]));
    for (const [attribute, { wide }] of [[TCA_HTB.rate64, sure], [TCA_HTB.ceiling64, ceiling]] as const) {
      if (wide === undefined) continue;
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(wide);
      message.bytes(attribute, bytes);
    }
  });
}

const ticks = (burst: number): number => Math.ceil(burst / TICK);

export function addBundle(messages: Messages, { bundle }: BundleItem, index: number): void {
  const { place, qdisc } = bundleNumbers(bundle);
  messages.message(RTM.newClass, NLM_F_CREATE, trafficHeader({ index, handle: place, parent: SHAPER }), (message) => {
    htbClass(message, { rate: 0xffff_ffff, wide: UNLIMITED, burst: 100_000 });
  });
  messages.message(RTM.newQdisc, NLM_F_CREATE | NLM_F_REPLACE, trafficHeader({ index, handle: qdisc, parent: place }), (message) => {
    htbOptions(message, MAKESHIFT);
  });
}

/** With its classes. */
export function removeBundle(messages: Messages, { bundle }: BundleItem, index: number): void {
  messages.message(RTM.deleteClass, 0, trafficHeader({ index, handle: bundleNumbers(bundle).place, parent: SHAPER }));
}

/** The qdisc that a class is of. */
const qdiscOf = (number: number): number => (number & 0xffff_0000) >>> 0;

/** One class of the kernel. */
interface KernelClass {
  readonly number: number;
  readonly parent: number;
  readonly sure: ClassParameters;
  readonly ceiling: ClassParameters;
  /** Whether packets wait in it, and not in those below. */
  readonly queues: boolean;
}

/** What a class is in the kernel: one of it, or a package's and its parts, which it has to come before. */
function kernelClasses(number: number, rate: number): readonly [KernelClass, ...KernelClass[]] {
  const ceiling = classParameters(rate);
  const sure = classParameters(rate / PARTS);
  const parts = partsOf(number);
  return [
    { number, parent: qdiscOf(number), sure: ceiling, ceiling, queues: parts.length === 0 },
    ...parts.map((part) => ({ number: part, parent: number, sure, ceiling, queues: true })),
  ];
}

/** Makes the class with its queue, or gives it another rate where it is: no packet is lost. */
export function addClass(messages: Messages, { id, rate }: ClassItem, index: number): void {
  for (const { number, parent, sure, ceiling, queues } of kernelClasses(classNumber(id), rate)) {
    messages.message(RTM.newClass, NLM_F_CREATE, trafficHeader({ index, handle: number, parent }), (message) => {
      htbClass(message, htbRate(sure), htbRate(ceiling));
    });
    const queue = (kind: string, limit: number): void => {
      messages.message(RTM.newQdisc, NLM_F_CREATE | NLM_F_REPLACE, trafficHeader({ index, handle: 0, parent: number }), (message) => {
        message.text(TCA.kind, kind);
        message.bytes(TCA.options, words(limit));
      });
    };
    if (!queues) continue;
    // A queue of another kind takes the place of the old one and of what waits there; one of the same kind only gets another limit.
    if (ceiling.trickle) queue('pfifo', 1);
    queue('bfifo', ceiling.queue);
  }
}

export function removeClass(messages: Messages, { id }: ClassItem, index: number): void {
  const number = classNumber(id);
  for (const handle of [...partsOf(number), number]) messages.message(RTM.deleteClass, 0, trafficHeader({ index, handle, parent: qdiscOf(handle) }));
}

const htbRate = ({ rate, burst }: ClassParameters): HtbRate => ({ rate, burst: burst * 1e9 / rate });

interface Qdisc {
  readonly index: number;
  readonly handle: number;
  readonly parent: number;
  readonly kind: string;
  readonly options: Buffer;
  /** Whether it takes packets for longer or shorter than they are. */
  readonly stab: boolean;
}

function readQdiscs(socket: NetlinkSocket): Qdisc[] {
  return socket.dump(RTM.getQdisc, trafficHeader({ index: 0, handle: 0, parent: 0 })).map(({ body }) => {
    const found = attributes(body, HEADER);
    return {
      index: body.readInt32LE(4), handle: body.readUInt32LE(8), parent: body.readUInt32LE(12), kind: terminated(found.get(TCA.kind)),
      options: found.get(TCA.options) ?? Buffer.alloc(0), stab: found.has(TCA.stab),
    };
  });
}

const terminated = (bytes: Buffer | undefined): string => bytes?.toString('latin1', 0, bytes.indexOf(0)) ?? '';

/** By what a shaper looks; undefined where it is not ours. Without bundles it has no filter. */
function directionOf(socket: NetlinkSocket, { index, kind, handle, stab }: Qdisc): ShaperItem['by'] | undefined {
  if (kind !== 'htb' || stab || (handle !== SHAPER && handle !== SHARED)) return undefined;
  const filters = socket.dump(RTM.getFilter, trafficHeader({ index, handle: 0, parent: handle }))
    .map(({ body }) => attributes(body, HEADER).get(TCA.options))
    .flatMap((options) => options === undefined ? [] : attributes(options, 0).get(TCA_BPF.program) ?? []);
  const [only] = filters;
  if (handle === SHARED) return filters.length === 0 ? 'priority' : undefined;
  if (filters.length !== 1 || only === undefined) return undefined;
  return (['source', 'destination'] as const).find((by) => program(by).equals(only));
}

interface FoundClass {
  /** TC_H_ROOT where it hangs under its qdisc. */
  readonly parent: number;
  /** `struct tc_htb_opt` */
  readonly parameters: Buffer;
}

/** Rate of a class in bit/s when all its parameters, and those of its parts, are those of that rate, else undefined. */
function rateOf(number: number, classes: ReadonlyMap<number, FoundClass>, queues: ReadonlyMap<number, Qdisc>): number | undefined {
  const rate = (classes.get(number)?.parameters.readUInt32LE(8) ?? 0) * 8;
  const asWanted = kernelClasses(number, rate).every(({ parent, queues: waits, sure, ceiling, ...each }) => {
    const [found, queue] = [classes.get(each.number), queues.get(each.number)];
    return found?.parent === (parent === qdiscOf(number) ? TC_H_ROOT : parent)
      && isHtbRate(found.parameters, 8, 24, htbRate(sure)) && isHtbRate(found.parameters, 20, 28, htbRate(ceiling))
      && (!waits || (queue?.kind === 'bfifo' && queue.options.length >= 4 && queue.options.readUInt32LE() === ceiling.queue));
  });
  return asWanted ? rate : undefined;
}

const isHtbRate = (parameters: Buffer, rateAt: number, burstAt: number, { rate, burst }: HtbRate): boolean =>
  parameters.readUInt32LE(rateAt) === rate && parameters.readUInt32LE(burstAt) === ticks(burst);

/**
 * Every root qdisc that somebody made, as a shaper, and what hangs under those that are ours: what hangs under another one, or under a
 * bundle that is not as it should be, goes with it and has to be made anew.
 */
export function readQueues(socket: NetlinkSocket, deviceOf: (index: number) => string): Observed[] {
  const qdiscs = readQdiscs(socket);
  const observed: Observed[] = [];
  for (const root of qdiscs.filter(({ parent, handle }) => parent === TC_H_ROOT && handle !== 0)) {
    const device = deviceOf(root.index);
    const by = directionOf(socket, root);
    if (by === undefined) {
      observed.push({ item: { kind: 'shaper', device, by: 'source' }, value: `${root.kind} ${classText(root.handle)}` });
      continue;
    }
    observed.push(observe({ kind: 'shaper', device, by }), ...readClasses(socket, device, root.index, qdiscs, by !== 'priority'));
  }
  return observed;
}

function readClasses(socket: NetlinkSocket, device: string, index: number, qdiscs: readonly Qdisc[], bundled: boolean): Observed[] {
  const under = new Map(qdiscs.filter((qdisc) => qdisc.index === index).map((qdisc) => [qdisc.parent, qdisc]));
  const observed: Observed[] = [];
  const whole = new Set(bundled ? [] : [SHARED]);
  const classes = new Map<number, FoundClass>();
  for (const { body } of socket.dump(RTM.getClass, trafficHeader({ index, handle: 0, parent: 0 }))) {
    const options = attributes(body, HEADER).get(TCA.options);
    const parameters = options === undefined ? undefined : attributes(options, 0).get(TCA_HTB.parameters);
    if (parameters !== undefined) classes.set(body.readUInt32LE(8), { parent: body.readUInt32LE(12), parameters });
  }
  for (const number of bundled ? [...classes.keys()].filter((each) => each >>> 16 === 1) : []) {
    const bundle = number - bundleNumbers(0).place;
    const { qdisc } = bundleNumbers(bundle);
    const right = under.get(number)?.kind === 'htb' && under.get(number)?.handle === qdisc;
    observed.push({ item: { kind: 'bundle', device, bundle }, value: right ? '' : 'incomplete' });
    if (right) whole.add(qdisc);
  }
  // What belongs to another class is looked at with it.
  const parts = new Set([...classes.keys()].flatMap(partsOf));
  for (const number of classes.keys()) {
    if (!whole.has(qdiscOf(number)) || parts.has(number)) continue;
    const rate = rateOf(number, classes, under);
    const id = classText(number);
    observed.push(rate === undefined
      ? { item: { kind: 'class', device, id, rate: 0 }, value: 'incomplete' }
      : observe({ kind: 'class', device, id, rate }));
  }
  return observed;
}
