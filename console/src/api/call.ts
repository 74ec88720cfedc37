/** Calls of the cloud's API. The server signs them for the session; they pass the same door as any client's. */
import { z } from 'zod';
import { flatten, type Parameters } from './flatten.js';
import { csrf, signedOut } from './session.js';

export type Product = 'Vpc' | 'Ecs' | 'ResourceManager' | 'OpenEIP';

export interface ApiCall {
  readonly product: Product;
  readonly action: string;
  readonly parameters: Parameters;
}

/** A refused call, or one that did not get through (`code` is then `Unreachable`). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    message: string,
    readonly requestId: string,
  ) {
    super(message);
  }
}

const refusal = z.object({ Code: z.string(), Message: z.string(), RequestId: z.string() });

/** The answer, as `answer` reads it. Throws ApiError; 401 ends the session on this page. */
export async function send<S extends z.ZodType>(call: ApiCall, answer: S): Promise<z.output<S>> {
  const response = await fetch('/console/call', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-openeip-csrf': csrf() },
    body: JSON.stringify({ product: call.product, action: call.action, parameters: flatten(call.parameters) }),
  }).catch((error: unknown) => {
    throw new ApiError('Unreachable', String(error), '');
  });
  if (response.status === 401) signedOut();
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const parsed = refusal.safeParse(body);
    if (parsed.success) throw new ApiError(parsed.data.Code, parsed.data.Message, parsed.data.RequestId);
    throw new ApiError('Unreachable', `HTTP ${String(response.status)}`, '');
  }
  return answer.parse(body);
}

/** A call whose answer tells nothing but that it was taken. */
export function order(call: ApiCall): Promise<unknown> {
  return send(call, z.unknown());
}
