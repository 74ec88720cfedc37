/** Sends hostile calls to a running cloud and holds it to its promises: no fault, known codes, no trace of what was refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { VERSIONS } from '../../src/api/action.js';
import { ERROR_TABLES } from '../../src/cloud/errors/index.js';
import { errors as gatewayErrors } from '../../src/gateway/errors.js';
import { signV1, signV3 } from '../../src/gateway/sign.js';
import type { Cloud } from '../support/cloud.js';
import type { Hostile } from './hostile.js';

/** Calls on their way at once. */
const WIDTH = 24;

/** Every refusal that the error tables know, as `status code`. */
export function knownRefusals(): ReadonlySet<string> {
  const rows = [...ERROR_TABLES.map((table) => table.rows), gatewayErrors].flatMap((table) => Object.values(table));
  return new Set(rows.map(({ status, code }) => `${status} ${code}`));
}

export interface Reply extends Hostile {
  readonly status: number;
  /** '' where it was accepted. */
  readonly code: string;
  readonly requestId: string;
}

export const isRefused = (reply: Reply): boolean => reply.code !== '';

const body = z.looseObject({ RequestId: z.string(), Code: z.string().optional() });

/** Each call, signed correctly: mostly V1 in a form, every fifth V3. In the order of the calls. */
export async function attack(cloud: Cloud, calls: readonly Hostile[]): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  await abreast(WIDTH, calls, async (call, index) => {
    replies[index] = await send(cloud, call, index % 5 === 0 ? 'V3' : 'V1');
  });
  return replies;
}

/** Each item once, so many at a time. */
export async function abreast<T>(width: number, items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

async function send(cloud: Cloud, { action, parameters }: Hostile, scheme: 'V1' | 'V3'): Promise<Reply> {
  const signing = {
    key: cloud, httpMethod: 'POST' as const, action: action.name, version: VERSIONS[action.product], parameters, now: Date.now(), nonce: crypto.randomUUID(),
  };
  let response: Response;
  if (scheme === 'V3' && JSON.stringify(parameters).length < 20_000) {
    const { query, headers } = signV3({ ...signing, host: new URL(cloud.endpoint).host });
    response = await fetch(`${cloud.endpoint}/?${query}`, { method: 'POST', headers });
  } else {
    response = await fetch(cloud.endpoint, { method: 'POST', body: signV1(signing), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  }
  const { status, headers } = response;
  const answer = body.parse(await response.json());
  expect(headers.get('x-acs-request-id')).toBe(answer.RequestId);
  expect(headers.get('x-injected')).toBeNull();
  // A successful answer of Bss has a Code of its own.
  return { action, parameters, status, code: status === 200 ? '' : (answer.Code ?? 'none'), requestId: answer.RequestId };
}

/** What the control plane complained about; '' in a healthy life. */
export function complaints(cloud: Cloud): string {
  return readFileSync(join(cloud.home, 'run/control-plane.log'), 'utf8');
}

/** What `openeip status --json` counts of the cloud and of the desired network. */
export function counts(cloud: Cloud): unknown {
  return z.object({ rows: z.record(z.string(), z.number()), objects: z.number(), version: z.number(), healthy: z.literal(true) })
    .parse(JSON.parse(cloud.cli('status', '--json').stdout));
}

export const shown = ({ action, parameters, status, code }: Reply): string =>
  `${action.product}.${action.name} ${JSON.stringify(parameters).slice(0, 400)} → ${status} ${code}`;
