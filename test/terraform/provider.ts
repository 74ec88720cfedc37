/**
 * The requests of the Terraform provider as it makes them (client facts §1, §2): family A puts an action's parameters into query and form, signs both, and sends
 * empty ones too; family B puts all into the query. Delays are left out, polling is not.
 */
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { setTimeout as later } from 'node:timers/promises';
import { z } from 'zod';
import { VERSIONS, type Json, type JsonObject } from '../../src/api/action.js';
import { signV1 } from '../../src/gateway/sign.js';
import { flat } from '../wire/clients.js';

type Product = 'Vpc' | 'Ecs' | 'Sts' | 'ResourceManager' | 'BssOpenApi';

export interface Target {
  /** `host:port` of each product, in lower case. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly region: string;
  /** PEM of the CA that TLS trusts. */
  readonly authority: string;
}

const refusalShape = z.object({
  Code: z.string().min(1), Message: z.string(), RequestId: z.string(), HostId: z.string(), Recommend: z.string().optional(),
  AccessDeniedDetail: z.record(z.string(), z.unknown()).optional(),
});
const objectShape: z.ZodType<JsonObject> = z.record(z.string(), z.custom<Json>());

/** An answer that is no success, as the provider looks at it (§2.2). */
export class Refusal extends Error {
  readonly code: string;

  constructor(readonly family: 'A' | 'B', readonly status: number, private readonly body: string) {
    const { Code, Message } = refusalShape.parse(JSON.parse(body));
    super(`${Code}: code: ${status}, ${Message}`);
    this.code = Code;
  }

  /** A returned `IncorrectStatus` also matches `IncorrectStatus.Vpc`. */
  is(codes: readonly string[]): boolean {
    return codes.some((expected) => this.code === expected || (this.family === 'A' && (expected.startsWith(this.code) || this.body.includes(expected))));
  }

  get notFound(): boolean {
    if (this.status === 404) return true;
    return this.family === 'A'
      ? /NotFound/.test(this.message)
      : ['Instance.Notfound', 'Forbidden.InstanceNotFound', 'NotFound'].includes(this.code) || this.message.includes('instance is not found');
  }

  get mayPass(): boolean {
    return /Throttling/.test(this.code) || this.code === 'ServiceUnavailable' || this.status >= 500;
  }
}

/** How long a state is waited for, in ms. */
const PATIENCE = 20_000;

export class Provider {
  private readonly agents = {
    HTTP: new http.Agent({ keepAlive: true }),
    HTTPS: new https.Agent({ keepAlive: true }),
  };

  constructor(readonly target: Target, private readonly options: { readonly twice?: boolean } = {}) {}

  get region(): string {
    return this.target.region;
  }

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  /** Family A. What is undefined is not sent; what is '' is. */
  async tea(product: Product, action: string, form: JsonObject, query: JsonObject = {}): Promise<JsonObject> {
    const [body, place] = [flat({ RegionId: this.region, ...form }), flat(query)];
    const answer = await this.send('A', product, action, place, body);
    // The client sends again what got no answer, with the same token: the first answer counts.
    if (this.options.twice === true && 'ClientToken' in body) {
      const again = await this.send('A', product, action, place, body);
      const [first, second] = [answer, again].map((one) => JSON.stringify({ ...one, RequestId: '' }));
      if (first !== second) throw new Error(`${action} again: ${second} for ${first}`);
    }
    return answer;
  }

  /** Family B. `secure`: by HTTPS whatever the protocol is. */
  sdk(product: Product, action: string, parameters: JsonObject, secure = false): Promise<JsonObject> {
    return this.send('B', product, action, flat({ RegionId: this.region, SignatureType: '', ...parameters }), {}, secure);
  }

  private async send(
    family: 'A' | 'B', product: Product, action: string, query: Record<string, string>, form: Record<string, string>, secure = false,
  ): Promise<JsonObject> {
    const endpoint = this.target.endpoints[product.toLowerCase()];
    if (endpoint === undefined) throw new Error(`no endpoint of ${product}`);
    const version = VERSIONS[product];
    const signed = signV1({
      key: this.target, httpMethod: 'POST', action, version, parameters: { Format: family === 'A' ? 'json' : 'JSON', ...form, ...query },
      now: Date.now(), nonce: randomUUID(),
    });
    const place = new URLSearchParams(signed);
    for (const name of Object.keys(form)) place.delete(name);
    const { status, body } = await this.post(secure ? 'HTTPS' : this.target.protocol, endpoint, place.toString(), new URLSearchParams(form).toString(), {
      'x-acs-action': action, 'x-acs-version': version, 'user-agent': 'HashiCorp-Terraform/1.11.4 Terraform-Provider/1.289.0',
    });
    if (status >= 400) throw new Refusal(family, status, body);
    const answer = objectShape.parse(JSON.parse(body));
    // Either makes an error of a success (§2.2).
    if (product !== 'BssOpenApi' && ('Code' in answer || String(answer['Success'] ?? true) !== 'true')) throw new Error(`${action} answers ${body}`);
    return answer;
  }

  private post(
    protocol: 'HTTP' | 'HTTPS', endpoint: string, query: string, content: string, headers: http.OutgoingHttpHeaders,
  ): Promise<{ readonly status: number; readonly body: string }> {
    return new Promise((resolve, reject) => {
      const options = {
        method: 'POST', agent: this.agents[protocol],
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(content) },
      };
      const answered = (response: http.IncomingMessage): void => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      };
      const sent = protocol === 'HTTP'
        ? http.request(`http://${endpoint}/?${query}`, options, answered)
        : https.request(`https://${endpoint}/?${query}`, { ...options, ca: this.target.authority }, answered);
      sent.on('error', reject).end(content);
    });
  }

  /** A new one for each operation, kept over its retries. */
  token(action: string): string {
    return `TF-${action}-${randomUUID()}`.slice(0, 64);
  }

  /** Calls again while the refusal is one that passes. */
  async retrying<T>(codes: readonly string[], call: () => Promise<T>): Promise<T> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof Refusal) || !(error.mayPass || error.is(codes)) || Date.now() > end) throw error;
        await later(10);
      }
    }
  }

  /** A call after which it counts as done also that there is nothing (any more). */
  async removing(codes: readonly string[], call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (!(error instanceof Refusal) || !(error.notFound || error.is(codes))) throw error;
    }
  }

  /** Reads until it is as wanted. */
  async until<T>(what: string, read: () => Promise<T>, done: (state: T) => boolean): Promise<T> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const state = await read();
      if (done(state)) return state;
      if (Date.now() > end) throw new Error(`${what} did not come: ${JSON.stringify(state)}`);
      await later(10);
    }
  }

  /** Undefined where there is nothing. */
  async found<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof Refusal && error.notFound) return undefined;
      throw error;
    }
  }
}
