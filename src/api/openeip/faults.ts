/** AddFault, ListFaults, ClearFaults: the first calls of an action fail as the cloud's would, then no more. */
import { z } from 'zod';
import { common } from '../../cloud/errors/common.js';
import { ERROR_TABLES } from '../../cloud/errors/index.js';
import { operatorErrors } from '../../cloud/errors/operator.js';
import { Refusal, type ErrorRow } from '../../cloud/errors/refusal.js';
import { action, VERSIONS, type Action, type JsonObject, type ProductName } from '../action.js';
import { nearest } from '../nearest.js';
import type { Fault, FaultError } from '../operator.js';
import { bool, duration, int, text } from '../parameters.js';
import { operatorOf } from './operator.js';

/** What a throttled caller is told to wait, ms, where nothing else is asked. */
const RETRY_AFTER = 1_000;

/** Where several families have a code, each with its own text, the first table's: the most general is first. */
const KNOWN: ReadonlyMap<string, Pick<ErrorRow, 'status' | 'message'>> = new Map(
  ERROR_TABLES.flatMap(({ rows }) => Object.values(rows)).reverse().map((row) => [row.code, { status: row.status, message: row.message.replace(/\{\d\}/g, '') }]),
);

const PRODUCTS: ReadonlyMap<string, ProductName> = new Map(
  (Object.keys(VERSIONS) as ProductName[]).filter((name) => name !== 'OpenEIP').map((name) => [name.toLowerCase(), name]),
);

const parameters = z.object({
  Product: text(),
  ActionName: text().regex(/^[A-Za-z]\w*$/),
  Code: text().regex(/^[\w.]{1,128}$/).optional(),
  /** The code's own where it has one, else 400. */
  Status: int(400, 599).optional(),
  Message: text().max(512).optional(),
  First: int(1, 1_000_000).default(1),
  Delay: duration().refine((ms) => ms <= 600_000).optional(),
  RetryAfter: duration().refine((ms) => ms <= 3_600_000).optional(),
  Reset: bool().default(false),
  After: bool().default(false),
});

const addFault = action({
  product: 'OpenEIP',
  name: 'AddFault',
  writes: false,
  parameters,
  run(call, asked) {
    const { actions, faults } = operatorOf(call);
    const product = PRODUCTS.get(asked.Product.toLowerCase());
    if (product === undefined) throw new Refusal(common.InvalidParameter, 'Product');
    const served = actions(product);
    if (!served.includes(asked.ActionName)) {
      throw new Refusal(operatorErrors['InvalidActionName.NotFound'], asked.ActionName, product, nearest(asked.ActionName, served).join(', '));
    }
    if (asked.Reset && asked.Code !== undefined) throw new Refusal(common['InvalidParameter.Conflict'], 'Reset', 'Code');
    if (!asked.Reset && asked.Code === undefined && asked.Delay === undefined) throw new Refusal(common.MissingParameter, 'Code');
    const fault = faults.add({
      product, version: VERSIONS[product], action: asked.ActionName, first: asked.First, delay: asked.Delay ?? 0,
      error: errorOf(asked), reset: asked.Reset, after: asked.After,
    });
    return { body: view(fault) };
  },
});

const listFaults = action({
  product: 'OpenEIP',
  name: 'ListFaults',
  writes: false,
  parameters: z.object({}),
  run: (call) => ({ body: { Faults: { Fault: operatorOf(call).faults.list().map(view) } } }),
});

const clearFaults = action({
  product: 'OpenEIP',
  name: 'ClearFaults',
  writes: false,
  parameters: z.object({ FaultId: text().optional() }),
  run(call, { FaultId }) {
    const cleared = operatorOf(call).faults.clear(FaultId);
    if (FaultId !== undefined && cleared === 0) throw new Refusal(operatorErrors['InvalidFaultId.NotFound'], FaultId);
    return { body: { Cleared: cleared } };
  },
});

function errorOf({ Code, Status, Message, RetryAfter }: z.infer<typeof parameters>): FaultError | undefined {
  if (Code === undefined) return undefined;
  const known = KNOWN.get(Code);
  return {
    code: Code,
    status: Status ?? known?.status ?? 400,
    message: Message ?? known?.message ?? 'The request was refused.',
    retryAfter: RetryAfter ?? (Code.startsWith('Throttling') ? RETRY_AFTER : undefined),
  };
}

function view({ id, product, action, first, met, delay, error, reset, after }: Fault): JsonObject {
  return {
    FaultId: id, Product: product, ActionName: action, First: first, Met: met, DelayMs: delay, Reset: reset, After: after,
    // Clients take a field Code for a refusal.
    ErrorCode: error?.code ?? '', ErrorStatus: error?.status ?? 0, ErrorMessage: error?.message ?? '',
  };
}

export const faultActions: readonly Action[] = [addFault, listFaults, clearFaults];
