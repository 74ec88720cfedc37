/** `openeip fault add <product> <Action> …`, `list`, `clear [id]`: the first calls of an action fail as the cloud's would. */
import { z } from 'zod';
import { asDuration } from '../arguments.js';
import { operate, table, type PrintOptions } from '../operator.js';

export interface FaultOptions extends PrintOptions {
  readonly code?: string;
  readonly status?: string;
  readonly message?: string;
  readonly first?: string;
  readonly delay?: string;
  readonly retryAfter?: string;
  readonly reset?: boolean;
  readonly after?: boolean;
}

const faultSchema = z.object({
  FaultId: z.string(), Product: z.string(), ActionName: z.string(), First: z.number(), Met: z.number(), DelayMs: z.number(), Reset: z.boolean(),
  After: z.boolean(), ErrorCode: z.string(), ErrorStatus: z.number(),
});
type Fault = z.infer<typeof faultSchema>;

export function addFault(product: string, action: string, options: FaultOptions): Promise<void> {
  const { code, status, message, first, delay, retryAfter, reset, after } = options;
  const parameters = {
    Product: product, ActionName: action, Code: code, Status: status, Message: message, First: first,
    Delay: asDuration(delay), RetryAfter: asDuration(retryAfter),
    Reset: reset === true ? 'true' : undefined, After: after === true ? 'true' : undefined,
  };
  return operate(options, ['AddFault', parameters], faultSchema, (fault) => table([row(fault)]));
}

export function listFaults(options: PrintOptions): Promise<void> {
  return operate(options, ['ListFaults', {}], z.object({ Faults: z.object({ Fault: z.array(faultSchema) }) }), ({ Faults }) =>
    Faults.Fault.length === 0 ? 'There are no faults.\n' : table(Faults.Fault.map(row)));
}

export function clearFaults(id: string | undefined, options: PrintOptions): Promise<void> {
  return operate(options, ['ClearFaults', { FaultId: id }], z.object({ Cleared: z.number() }), ({ Cleared }) => `${String(Cleared)} cleared\n`);
}

function row({ FaultId, Product, ActionName, First, Met, DelayMs, Reset, After, ErrorCode, ErrorStatus }: Fault): readonly string[] {
  const what = [
    ...(DelayMs > 0 ? [`waits ${String(DelayMs)} ms`] : []),
    ...(Reset ? ['resets the connection'] : []),
    ...(ErrorCode === '' ? [] : [`${String(ErrorStatus)} ${ErrorCode}`]),
    ...(After ? ['after the effect'] : []),
  ];
  return [FaultId, `${Product}.${ActionName}`, what.join(', '), `met ${String(Met)} of ${String(First)}`];
}
