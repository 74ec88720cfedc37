/** One signed call to the running cloud, as any client of its API makes it. */
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { z } from 'zod';
import { VERSIONS, type ProductName } from '../api/action.js';
import { signV1 } from '../gateway/sign.js';
import type { Target } from './environment.js';
import { Failed } from './failed.js';

/** A call that the cloud refused. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly requestId: string,
  ) {
    super(message);
  }

  get text(): string {
    return `error: ${this.code} (HTTP ${String(this.status)}): ${this.message}\n  RequestId: ${this.requestId}`;
  }
}

const refusalSchema = z.object({ Code: z.string(), Message: z.string(), RequestId: z.string().default('') });

/** The answer's body. Throws Refused, and Failed where no answer came. */
export async function signedCall(target: Target, product: ProductName, action: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
  const given = { RegionId: target.region, ...parameters };
  const form = signV1({ key: target, httpMethod: 'POST', action, version: VERSIONS[product], parameters: given, now: Date.now(), nonce: randomUUID() });
  const { status, text } = await post(target.endpoint, form);
  const body: unknown = JSON.parse(text);
  if (status === 200) return body;
  const { Code, Message, RequestId } = refusalSchema.parse(body);
  throw new Refused(Code, status, Message, RequestId);
}

function post(endpoint: string, form: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(endpoint, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    call.on('error', (error) => {
      reject(new Failed('The call did not get through.', error.message, 'See whether OpenEIP is well: openeip status'));
    });
    call.end(form);
  });
}
