/** `openeip requests [--follow]`: what was asked lately, the newest last, and what came of it. */
import { z } from 'zod';
import { followRequests } from '../admin.js';
import { homeOf } from '../config.js';
import { Home } from '../home.js';
import { operate, table, time, type PrintOptions } from '../operator.js';

export interface RequestsOptions extends PrintOptions {
  readonly follow?: boolean;
}

interface Shown {
  readonly time: string;
  readonly product: string;
  readonly action: string;
  readonly status: number;
  readonly code: string;
  readonly account: string;
  readonly durationMs: number;
  readonly requestId: string;
  /** `eip eip-… Available > Associating` */
  readonly events: readonly string[];
}

const recordSchema = z
  .object({
    requestId: z.string(), time: z.string(), product: z.string(), action: z.string(), account: z.string(), status: z.int(), code: z.string().nullable(), durationMs: z.number(),
    events: z.array(z.object({ kind: z.string(), id: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  })
  .transform(({ code, events, ...record }): Shown => ({
    ...record, code: code ?? '', events: events.map(({ kind, id, before, after }) => change(kind, id, before ?? '', after ?? '')),
  }));

const listSchema = z.object({
  Requests: z.object({
    Request: z.array(z.object({
      Id: z.string(), Time: z.string(), Product: z.string(), ActionName: z.string(), AccountId: z.string(), Status: z.int(), ErrorCode: z.string(), DurationMs: z.number(),
      Events: z.object({ Event: z.array(z.object({ Kind: z.string(), ResourceId: z.string(), Before: z.string(), After: z.string() })) }),
    })),
  }),
});

export async function requests({ follow = false, ...options }: RequestsOptions): Promise<void> {
  if (!follow) return operate(options, ['ListRequests', {}], listSchema, ({ Requests }) => table(Requests.Request.map(shown).reverse().map(row)));
  await followRequests(new Home(homeOf(options.data, process.env)), (line) => {
    process.stdout.write(options.json === true ? `${line}\n` : `${row(recordSchema.parse(JSON.parse(line))).join('  ').trimEnd()}\n`);
  });
}

function shown({ Id, Time, Product, ActionName, AccountId, Status, ErrorCode, DurationMs, Events }: z.infer<typeof listSchema>['Requests']['Request'][number]): Shown {
  return {
    requestId: Id, time: Time, product: Product, action: ActionName, account: AccountId, status: Status, code: ErrorCode, durationMs: DurationMs,
    events: Events.Event.map(({ Kind, ResourceId, Before, After }) => change(Kind, ResourceId, Before, After)),
  };
}

function change(kind: string, id: string, before: string, after: string): string {
  return before === after ? `${kind} ${id}` : `${kind} ${id} ${before} > ${after}`;
}

function row({ time: at, product, action, status, code, durationMs, requestId, events }: Shown): readonly string[] {
  return [time(at), `${product}.${action}`, [status === 0 ? 'reset' : String(status), code].join(' ').trim(), `${durationMs.toFixed(1)} ms`, requestId, events.join(', ')];
}
