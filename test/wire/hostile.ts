/** Hostile requests: every parameter of every action, with values that some shell, ruleset, database, parser or pattern would choke on. */
import { z } from 'zod';
import type { Action } from '../../src/api/action.js';
import type { Random } from '../../src/cloud/ids.js';
import { CASES, type Known } from './cases.js';
import { flat } from './clients.js';

/** Texts; `mark` is a file that appears if one of them is ever run. */
export function hostileTexts(mark: string): readonly string[] {
  return [
    `$(touch ${mark})`, `\`touch ${mark}\``, `; touch ${mark} #`, `'; touch ${mark}; '`, `"; touch ${mark}; "`, `| touch ${mark}`, `&& touch ${mark}`,
    `\ntouch ${mark}\n`, `\${IFS}touch\${IFS}${mark}`, `a\r\nX-Injected: 1`, '$HOME', '%n%s%x', '-rf', '--help', '*', '?', '~', '!', '\\', '\\x00',
    '; flush ruleset', '} } flush ruleset; table inet x { chain y { accept', '{ 0.0.0.0/0 }', '# comment', '@set', 'accept', '"; drop; "',
    "' OR '1'='1", "'); DROP TABLE row;--", '"', "'", '`', '""', "\\'", '${7*7}', '{{7*7}}', '<script>alert(1)</script>', '<![CDATA[x]]>', ']]>', '&amp;', '<&>',
    '__proto__', 'constructor', 'toString', 'hasOwnProperty', '{"a":{"__proto__":1}}', '["x","x"]', '[1,2]', '[[[[[[]]]]]]', '["', '{}', 'null', 'undefined',
    'true', 'TRUE', 'yes', 'NaN', 'Infinity', '-1', '0', '00', '1', '+1', '1.5', '1e3', '1e309', '0x10', ' 1', '1 ', '１２', '9007199254740993',
    '99999999999999999999', '-99999999999999999999', '2147483648', '4294967296',
    '0.0.0.0/0', '10.0.0.0/33', '10.0.0.1/8', '256.1.1.1', '1.2.3', '010.0.0.1', '::/0', '::1', '10.0.0.0/8,10.0.0.0/8', '127.0.0.1', '169.254.169.254',
    '-1/-1', '80/22', '1/65536', '80', '/', '../../../../etc/passwd', '/dev/null', 'http://x', 'https://x', 'file:///etc/passwd',
    '\0', 'a\0b', '\u0001\u0007\u001b[31m', '\u007f', '\u0080', '\u2028\u2029', '\u202eabc', '\ufeff', '\uffff', '日本語', '中文，名称', '🙂'.repeat(20), 'é'.repeat(200),
    'e\u0301', ' ', '\t', '\n', ' a ', 'a'.repeat(65), 'a'.repeat(129), 'a'.repeat(257), 'a'.repeat(10_000), '*a'.repeat(60), ','.repeat(1_000),
    Array.from({ length: 60 }, (_, index) => `x-${index}`).join(','), 'eip-bp1', 'eni-bp1', 'vpc-', 'i-', 'sg-',
    'cn-beijing', 'mars-1', 'zone', 'Primary', 'NAT', 'BINDED', 'MULTI_BINDED', 'ALL', 'drop', 'PrePaid',
  ];
}

export interface Hostile {
  readonly action: Action;
  readonly parameters: Readonly<Record<string, string>>;
}

type Values = Readonly<Record<string, string>>;

/** Wire paths of all values that an action reads: `Tag.1.Key`, `ConnectionTrackingConfiguration.UdpTimeout`. */
export function leaves(schema: unknown, path = ''): readonly string[] {
  if (schema instanceof z.ZodOptional) return leaves(schema.unwrap(), path);
  // A list that may be missing is a transformation before it; everything else is transformed after it was read.
  if (schema instanceof z.ZodPipe) return leaves(schema.in instanceof z.ZodTransform ? schema.out : schema.in, path);
  if (schema instanceof z.ZodArray) return leaves(schema.element, `${path}.1`);
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`));
  }
  return [path];
}

/** A call of the action that would do, by what is known. */
export function sound(action: Action, known: Known): Values {
  const found = CASES.find((one) => one.product === action.product && one.action === action.name);
  if (found === undefined) throw new Error(`${action.name} has no case`);
  return flat(found.parameters(known));
}

const pick = <T>(random: Random, from: readonly [T, ...T[]] | readonly T[]): T => {
  const one = from[random.int(from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

/** `count` calls of an action, each parameter's turn in order; values and the other changes as the random source says. */
export function hostileCalls(action: Action, known: Known, count: number, random: Random, mark: string): readonly Hostile[] {
  const texts = hostileTexts(mark);
  const paths = leaves(action.parameters);
  const base = sound(action, known);
  return Array.from({ length: count }, (_, index): Hostile => {
    const path = paths[index % Math.max(1, paths.length)] ?? 'Unknown';
    const value = pick(random, texts);
    const one = { ...base, [path]: value };
    const change = random.int(12);
    const parameters =
      change === 0 ? { ...one, ...broken(path, value) }
      : change === 1 ? { ...base, ...list(path, texts, random) }
      : change === 2 ? Object.fromEntries([...new Set([...Object.keys(base), ...paths])].map((name) => [name, name === 'RegionId' ? 'cn-hangzhou' : pick(random, texts)]))
      : change === 3 ? { ...one, [pick(random, paths.length === 0 ? ['Unknown'] : paths)]: pick(random, texts) }
      : change === 4 ? { [path]: value }
      : one;
    return { action, parameters };
  });
}

/** Names that are no names of lists or objects, beside the good one. */
function broken(path: string, value: string): Values {
  const name = path.split('.')[0] ?? path;
  return Object.fromEntries([
    '.1', '.0', '.-1', '.01', '.1000', '.1001', '.99999', '.1.1.1', '.1.1.1.1.1.1.1.1.1', '.', '..', '.__proto__', '.1.__proto__.x', '.constructor', '.length', '.x',
  ].map((more) => [`${name}${more}`, value]));
}

/** A list of very many values, with gaps. */
function list(path: string, texts: readonly string[], random: Random): Values {
  const name = path.split('.')[0] ?? path;
  const size = pick(random, [2, 60, 300]);
  return Object.fromEntries(Array.from({ length: size }, (_, index) => [`${name}.${index * 3 + 1}${path.includes('.1.') ? path.slice(path.indexOf('.1.') + 2) : ''}`, pick(random, texts)]));
}
