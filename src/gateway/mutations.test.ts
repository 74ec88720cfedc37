/**
 * Whoever changes one byte of a signed request must not be taken for its signer with another meaning. The oracle is what the
 * request decodes to: `%2f` for `%2F` or another User-Agent is the same request. Every mutation meets an empty nonce memory.
 */
import { describe, expect, it } from 'vitest';
import { KEY, keys, StubCloud } from '../../test/support/gateway.js';
import { Admission } from './admission.js';
import { ProtocolError } from './errors.js';
import { actionParameters, decode, readHeaders, splitTarget } from './request.js';
import { signV1, signV3 } from './sign.js';

const MUTATIONS = 100_000 * Number(process.env['OPENEIP_FUZZ_FACTOR'] ?? 1);
const SEED = 20260101;
const NOW = Date.parse('2026-01-01T00:00:00Z');
const cloud = new StubCloud();

const signing = {
  key: KEY,
  httpMethod: 'POST' as const,
  action: 'AssociateEipAddress',
  version: '2016-04-28',
  parameters: { RegionId: 'cn-hangzhou', AllocationId: 'eip-bp1', InstanceId: 'eni-bp1', Name: '日本 a+b/c', Empty: '', 'Tag.1.Key': 'k' },
  now: NOW,
  nonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
};

function message(target: string, headers: Readonly<Record<string, string>>, body = '', method = 'POST'): Buffer {
  const length = Buffer.byteLength(body);
  const fields = { 'User-Agent': 'x', Accept: 'application/json', ...headers, ...(length > 0 ? { 'Content-Length': String(length) } : {}) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`${method} ${target} HTTP/1.1`, ...lines, '', body].join('\r\n'));
}

function v3Message(httpMethod: 'GET' | 'POST', type?: string, content = ''): Buffer {
  const body = type === undefined ? {} : { body: { type, content: Buffer.from(content) } };
  const { query, headers } = signV3({ ...signing, httpMethod, host: 'vpc.aliyuncs.com', ...body });
  return message(`/?${query}`, headers, content, httpMethod);
}

const FORM = 'application/x-www-form-urlencoded';
const v1 = signV1(signing).split('&');
const CORPUS: Readonly<Record<string, Buffer>> = {
  'V1 query': message(`/?${signV1({ ...signing, httpMethod: 'GET' })}`, { Host: 'vpc.aliyuncs.com' }, '', 'GET'),
  'V1 form': message('/', { Host: 'h', 'Content-Type': FORM }, signV1(signing)),
  'V1 both': message(`/?${v1.slice(6).join('&')}`, { Host: 'h', 'Content-Type': FORM }, v1.slice(0, 6).join('&')),
  'V1 HMAC-SHA256': message(`/?${signV1({ ...signing, signatureMethod: 'HMAC-SHA256' })}`, { Host: 'h', 'x-acs-action': 'Other' }),
  'V3 query': v3Message('GET'),
  'V3 form': v3Message('POST', FORM, 'Description=a%2Fb&Ids.1=x'),
  'V3 JSON': v3Message('POST', 'application/json', '{"Description":"a/b","Ids":["x",{"K":1}]}'),
  'V3 absolute-form': (() => {
    const { query, headers } = signV3({ ...signing, host: 'vpc.aliyuncs.com' });
    return message(`http://vpc.aliyuncs.com/?${query}`, headers);
  })(),
};

/** What a request means once it is admitted; undefined when HTTP itself or the gateway refuses it. */
function meaning(bytes: Buffer): string | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, method = '', target = ''] = /^([A-Z]+) ([!-~]+) HTTP\/1\.[01]$/.exec(first) ?? [];
  if (method !== 'GET' && method !== 'POST') return undefined;
  const pairs: string[] = [];
  for (const line of lines) {
    const field = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t -~\x80-\xff]*)$/.exec(line);
    if (field === null) return undefined;
    pairs.push(field[1] ?? '', field[2] ?? '');
  }
  const { authority, path, query } = splitTarget(target);
  if (path !== '/') return undefined;
  const headers = readHeaders(pairs, authority);
  const rest = bytes.subarray(end + 4);
  const length = headers.get('content-length') ?? '0';
  if (!/^\d+$/.test(length) || Number(length) > rest.length) return undefined;
  try {
    const decoded = decode({ method, query, headers, body: rest.subarray(0, Number(length)) });
    const caller = new Admission(cloud, keys, () => NOW).admit(decoded);
    const parameters = [...actionParameters(decoded.parameters)].sort(([a], [b]) => (a < b ? -1 : 1));
    const host = decoded.scheme === 'V3' ? headers.get('host') : undefined;
    return JSON.stringify([method, decoded.version, decoded.action, caller, parameters, host]);
  } catch (error) {
    if (error instanceof ProtocolError && error.row.status < 500) return undefined;
    throw error;
  }
}

/** Mulberry32. */
function random(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function mutate(bytes: Buffer, pick: (below: number) => number): Buffer {
  const at = pick(bytes.length);
  const byte = Buffer.of(pick(2) === 0 ? 0x20 + pick(0x5f) : pick(0x100));
  const kind = pick(4); // Half are replacements.
  return Buffer.concat([bytes.subarray(0, at), kind === 0 ? Buffer.alloc(0) : byte, bytes.subarray(kind === 1 ? at : at + 1)]);
}

describe('single-byte mutations of signed requests', () => {
  it.each(Object.entries(CORPUS))('%s: none is admitted with another meaning', (name, original) => {
    const wanted = meaning(original);
    expect(wanted, 'the original is admitted').toBeDefined();
    const pick = random(SEED + name.length * 7_919 + name.charCodeAt(3));
    const count = Math.ceil(MUTATIONS / Object.keys(CORPUS).length);
    let same = 0;
    const forged: string[] = [];
    for (let i = 0; i < count; i++) {
      const mutant = mutate(original, pick);
      const seen = meaning(mutant);
      if (seen === wanted) same++;
      else if (seen !== undefined) forged.push(mutant.toString('latin1'));
    }
    expect(forged).toEqual([]);
    // The oracle is no stone wall: mutants that mean the same do pass, and most mutants do not.
    expect(same).toBeGreaterThan(0);
    expect(same).toBeLessThan(count / 2);
  });
});
