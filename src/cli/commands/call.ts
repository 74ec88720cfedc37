/** `openeip call <product> <Action> [--Param value]…`: one signed call, as the aliyun CLI takes it. */
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { z } from 'zod';
import { VERSIONS } from '../../api/action.js';
import { signV1 } from '../../gateway/sign.js';
import { homeOf } from '../config.js';
import { Failed } from '../failed.js';
import { Home } from '../home.js';
import { findTarget } from '../target.js';

const refusalSchema = z.object({ Code: z.string(), Message: z.string(), RequestId: z.string().default('') });

export async function call(product: string, action: string, words: readonly string[]): Promise<void> {
  const versions = new Map(Object.entries(VERSIONS).map(([name, version]) => [name.toLowerCase(), version]));
  const version = versions.get(product.toLowerCase());
  if (version === undefined) {
    throw new Failed(`There is no product "${product}".`, `Products are ${[...versions.keys()].join(', ')}.`, 'For example: openeip call vpc DescribeEipAddresses');
  }
  const home = new Home(homeOf(undefined, process.env));
  const target = findTarget(home);
  const parameters = { RegionId: target.region, ...parsePairs(words) };
  const form = signV1({ key: target, httpMethod: 'POST', action, version, parameters, now: Date.now(), nonce: randomUUID() });
  const { status, text } = await post(target.endpoint, form);
  const body: unknown = JSON.parse(text);
  if (status === 200) {
    process.stdout.write(`${JSON.stringify(body, null, 2)}\n`);
    return;
  }
  const { Code, Message, RequestId } = refusalSchema.parse(body);
  process.stderr.write(`error: ${Code} (HTTP ${String(status)}): ${Message}\n  RequestId: ${RequestId}\n`);
  process.exitCode = 1;
}

/** `--Name value`, `--Name=value`; a name without a value is true. */
export function parsePairs(words: readonly string[]): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const match = /^--([A-Za-z][\w.]*)(?:=(.*))?$/s.exec(word);
    if (match?.[1] === undefined) {
      throw new Failed(`"${word}" is not understood.`, 'Parameters come in pairs.', 'Write them as --Name value');
    }
    const next = words[at + 1];
    if (match[2] !== undefined) pairs[match[1]] = match[2];
    else if (next === undefined || next.startsWith('--')) pairs[match[1]] = 'true';
    else {
      pairs[match[1]] = next;
      at++;
    }
  }
  return pairs;
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
