/** nftables through libnftables in this process: one transaction per text, the ruleset as JSON back. */
import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import koffi from 'koffi';
import type { KoffiFunc } from 'koffi';
import { z } from 'zod';
import { shapeOf } from './counting.js';
import { closeOnExec } from './libc.js';
import { withDescriptor } from './netns.js';
import { observe } from './items.js';
import type { Observed } from './items.js';

const library = koffi.load('libnftables.so.1');
type Context = unknown;
const nft = {
  create: library.func('void *nft_ctx_new(uint32_t flags)') as KoffiFunc<(flags: number) => Context>,
  free: library.func('void nft_ctx_free(void *context)') as KoffiFunc<(context: Context) => void>,
  bufferOutput: library.func('int nft_ctx_buffer_output(void *context)') as KoffiFunc<(context: Context) => number>,
  bufferError: library.func('int nft_ctx_buffer_error(void *context)') as KoffiFunc<(context: Context) => number>,
  run: library.func('int nft_run_cmd_from_buffer(void *context, str commands)') as KoffiFunc<(context: Context, commands: string) => number>,
  output: library.func('str nft_ctx_get_output_buffer(void *context)') as KoffiFunc<(context: Context) => string>,
  error: library.func('str nft_ctx_get_error_buffer(void *context)') as KoffiFunc<(context: Context) => string>,
  setFlags: library.func('void nft_ctx_output_set_flags(void *context, uint flags)') as KoffiFunc<(context: Context, flags: number) => void>,
};
const OUTPUT_JSON = 1 << 4;

export const TABLE = 'openeip';

/**
 * libnftables waits for its socket with select(), which ends the whole process when the descriptor is 1024 or higher. So low
 * descriptors are put by as soon as this module is loaded, and each context gets one of them.
 */
const SELECT_LIMIT = 1024;
const CONTEXTS = 128;
const putBy: number[] = [];

function placeholder(): number {
  return openSync('/dev/null', 'r');
}

/** Numbers of the open sockets. */
function sockets(): Set<number> {
  return new Set(readdirSync('/proc/self/fd').map(Number).filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${String(fd)}`).startsWith('socket:');
    } catch {
      // Closed since, such as the descriptor of the directory itself.
      return false;
    }
  }));
}

/** A context whose socket has a low descriptor, and is not inherited: a guest must not get hold of a VPC's ruleset. */
function createContext(): Context {
  for (;;) {
    const low = putBy.pop();
    if (low === undefined) throw new Error('No low file descriptor is left for libnftables; restart the agent with fewer open files.');
    const before = sockets();
    closeSync(low);
    const context = nft.create(0);
    const fresh = [...sockets()].filter((fd) => !before.has(fd));
    fresh.forEach(closeOnExec);
    // A worker thread may have been faster to take the lowest.
    if (fresh.every((fd) => fd < SELECT_LIMIT)) return context;
    nft.free(context);
  }
}

function freeContext(context: Context): void {
  nft.free(context);
  const low = placeholder();
  if (low < SELECT_LIMIT) putBy.push(low);
  else closeSync(low);
}

for (let i = 0; i < CONTEXTS; i++) putBy.push(placeholder());

/** Contexts in use, the one used longest ago first. */
const open = new Map<Nftables, Context>();

export class Nftables {
  readonly #namespace: number;

  /** `namespace` stays open as long as this is used. */
  constructor(namespace: number) {
    this.#namespace = namespace;
  }

  /** Carries out all commands or none: undefined, or what nft says against them. */
  run(commands: string): string | undefined {
    const context = this.#context();
    const failed = nft.run(context, commands) !== 0;
    const complaint = nft.error(context);
    nft.output(context);
    return failed ? complaint.trim() || 'nft refuses without a reason' : undefined;
  }

  /** What our table holds; nothing when there is none. */
  read(): Observed[] {
    const context = this.#context();
    nft.setFlags(context, OUTPUT_JSON);
    try {
      if (nft.run(context, `list table ip ${TABLE}`) !== 0) {
        nft.error(context);
        return [];
      }
      return parse(JSON.parse(nft.output(context)));
    } finally {
      nft.setFlags(context, 0);
    }
  }

  /** Packets per counter. */
  counters(): Map<string, number> {
    const context = this.#context();
    nft.setFlags(context, OUTPUT_JSON);
    try {
      if (nft.run(context, `list counters table ip ${TABLE}`) !== 0) {
        nft.error(context);
        return new Map();
      }
      const { nftables } = ruleset.parse(JSON.parse(nft.output(context)));
      return new Map(nftables.flatMap(({ counter }) => counter === undefined ? [] : [[counter.name, counter.packets] as const]));
    } finally {
      nft.setFlags(context, 0);
    }
  }

  close(): void {
    const context = open.get(this);
    if (open.delete(this)) freeContext(context);
  }

  #context(): Context {
    let context = open.get(this);
    if (context === undefined) {
      if (open.size >= CONTEXTS) open.keys().next().value?.close();
      context = withDescriptor(this.#namespace, createContext);
      nft.bufferOutput(context);
      nft.bufferError(context);
    }
    open.delete(this);
    open.set(this, context);
    return context;
  }
}

const listedSet = z.object({ name: z.string(), elem: z.array(z.unknown()).optional() });
const ruleset = z.object({
  nftables: z.array(z.object({
    set: listedSet.optional(),
    map: listedSet.optional(),
    chain: z.object({ name: z.string() }).optional(),
    rule: z.object({ chain: z.string(), comment: z.string().optional() }).optional(),
    counter: z.object({ name: z.string(), packets: z.number() }).optional(),
  })),
});

/** A key, or the data of an element, as `ElementItem` spells it. By hand, since there may be hundreds of thousands. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null) {
    if ('concat' in value && Array.isArray(value.concat)) return value.concat.map(textOf).join(' . ');
    if ('goto' in value && typeof value.goto === 'object' && value.goto !== null && 'target' in value.goto) return `goto ${textOf(value.goto.target)}`;
  }
  // Nothing that this engine writes; the difference makes it go.
  return JSON.stringify(value);
}

/** An element that counts, with the shape that it counts for. */
function countingElement(value: unknown): { readonly element: string; readonly counts?: number } | undefined {
  if (typeof value !== 'object' || value === null || !('elem' in value)) return undefined;
  const { elem } = value;
  if (typeof elem !== 'object' || elem === null || !('val' in elem)) return undefined;
  const counts = 'comment' in elem && typeof elem.comment === 'string' ? shapeOf(elem.comment) : undefined;
  return { element: textOf(elem.val), ...counts === undefined ? {} : { counts } };
}

function parse(listing: unknown): Observed[] {
  const found: Observed[] = [];
  const comments = new Map<string, string[]>();
  for (const entry of ruleset.parse(listing).nftables) {
    const set = entry.set ?? entry.map;
    if (set !== undefined) {
      found.push(observe({ kind: 'set', name: set.name, type: '' }));
      for (const element of set.elem ?? []) {
        found.push(observe(Array.isArray(element)
          ? { kind: 'element', set: set.name, element: textOf(element[0]), data: textOf(element[1]) }
          : { kind: 'element', set: set.name, ...countingElement(element) ?? { element: textOf(element) } }));
      }
    }
    if (entry.chain !== undefined) comments.set(entry.chain.name, []);
    if (entry.rule !== undefined) comments.get(entry.rule.chain)?.push(entry.rule.comment ?? '');
    if (entry.counter !== undefined) found.push(observe({ kind: 'counter', name: entry.counter.name }));
  }
  for (const [name, rules] of comments) found.push({ item: { kind: 'chain', name, rules: [] }, value: rules.join(' ') });
  return found;
}
