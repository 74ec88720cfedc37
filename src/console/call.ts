/** `POST /console/call`: the session's calls, signed here, through the very door that every other client's calls come through. */
import { randomUUID } from 'node:crypto';
import { Agent, request as connect, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { VERSIONS, type ProductName } from '../api/action.js';
import { signV3, type SigningKey } from '../gateway/sign.js';

const callSchema = z.strictObject({
  product: z.enum(Object.keys(VERSIONS) as [ProductName, ...ProductName[]]),
  action: z.string().regex(/^\w{1,128}$/),
  parameters: z.record(z.string(), z.string()),
});
export type ConsoleCall = Readonly<z.infer<typeof callSchema>>;

/** Undefined for what is no call. */
export function parseCall(text: string): ConsoleCall | undefined {
  try {
    return callSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const FORM = 'application/x-www-form-urlencoded';
/** Fields of the answer that the page gets. */
const TOLD = ['content-type', 'content-length', 'x-acs-request-id', 'x-acs-retry-after'];

export class Caller {
  private readonly agent = new Agent({ keepAlive: true });

  /** Answers as the API does; where the API resets the connection, so is the page's. */
  pass(call: ConsoleCall, key: SigningKey, request: IncomingMessage, response: ServerResponse): void {
    const content = Buffer.from(new URLSearchParams(call.parameters).toString());
    const { headers } = signV3({
      key, httpMethod: 'POST', action: call.action, version: VERSIONS[call.product], parameters: {}, now: Date.now(), nonce: randomUUID(),
      host: request.headers.host ?? '', body: { type: FORM, content },
    });
    // The address that the page itself reached us by.
    const { localAddress, localPort } = request.socket;
    const sent = connect({
      agent: this.agent, host: localAddress, port: localPort, method: 'POST', path: '/',
      headers: { ...headers, accept: 'application/json', 'content-length': content.length, 'user-agent': 'openeip-console' },
    });
    sent.on('response', (answer) => {
      const told: OutgoingHttpHeaders = { 'cache-control': 'no-store' };
      for (const name of TOLD) if (answer.headers[name] !== undefined) told[name] = answer.headers[name];
      response.writeHead(answer.statusCode ?? 500, told);
      answer.pipe(response);
    });
    sent.on('error', () => {
      response.destroy();
    });
    sent.end(content);
  }

  close(): void {
    this.agent.destroy();
  }
}
