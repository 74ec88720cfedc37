/** Settings: flags, then `OPENEIP_*` variables, then `openeip.json` in OPENEIP_HOME, then defaults; one schema for all of them. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { overlaps, parseNetwork } from '../cloud/cidr.js';
import { settingsSchema } from '../cloud/settings.js';
import { Failed } from './failed.js';

export const configSchema = settingsSchema.extend({
  /** Address to listen on; another than a loopback one needs keys of your own (`accessKeyId`, `accessKeySecret`). */
  host: z.string().min(1).default('127.0.0.1'),
  /** 0: any free one. */
  port: z.int().min(0).max(65_535).default(8090),
  /** `auto`: linux where the host allows it. */
  dataplane: z.enum(['auto', 'linux', 'memory']).default('auto'),
  /** Fills an empty cloud: a snapshot's file, or a folder of scripts. From the directory where `up` is started. */
  startup: z.string().min(1).optional(),
  /** The operator's account. */
  accountId: z.string().regex(/^\d{16}$/, 'must be 16 digits').default('1234567890123456'),
  /** Made up at the first start where not given. */
  accessKeyId: z.string().regex(/^[\w.-]{1,128}$/, 'must be 1-128 letters, digits, dots, hyphens or underscores').optional(),
  /** Belongs to accessKeyId. */
  accessKeySecret: z.string().min(1).max(128).optional(),
}).superRefine(({ eipPool, internetRange }, context) => {
  const [pool, range] = [parseNetwork(eipPool), parseNetwork(internetRange)];
  if (pool === undefined || range === undefined || !overlaps(pool, range)) return;
  context.addIssue({ code: 'custom', path: ['internetRange'], message: `overlaps the EIP pool (${eipPool})` });
});

export type Config = Readonly<z.infer<typeof configSchema>>;
/** A flag without a value is true. */
export type Flags = Readonly<Partial<Record<keyof Config, string | true>>>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** `accessKeyId` → `OPENEIP_ACCESS_KEY_ID` */
export function variableName(setting: string): string {
  return `OPENEIP_${setting.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/** `multiEip` → `--multi-eip` */
function flagName(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
}

/** The directory of state, keys and certificates. */
export function homeOf(flag: string | undefined, environment: Environment): string {
  return resolve(flag ?? nonEmpty(environment['OPENEIP_HOME']) ?? join(homedir(), '.openeip'));
}

/** Throws Failed for a setting that is unknown or out of its range, naming where it was given. */
export function readConfig(home: string, flags: Flags, environment: Environment): Config {
  const path = join(home, 'openeip.json');
  const values: Record<string, unknown> = { ...readFile(path) };
  const origin = new Map<string, string>(Object.keys(values).map((name) => [name, path]));
  for (const [name, field] of Object.entries(configSchema.shape)) {
    const variable = nonEmpty(environment[variableName(name)]);
    const flag = flags[name as keyof Config];
    const text = flag === true ? 'true' : (flag ?? variable);
    if (text === undefined) continue;
    // What is no text is written as JSON.
    values[name] = field.safeParse(text).error?.issues[0]?.code === 'invalid_type' ? literal(text) : text;
    origin.set(name, flag === undefined ? variableName(name) : flagName(name));
  }
  const parsed = configSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? '');
    return name === '' ? `${issue.message} (${path})` : `${name}: ${issue.message} (${origin.get(name) ?? path})`;
  });
  throw new Failed('A setting is not valid.', problems.join('\n'), 'Correct it there, or take it out to get the default.');
}

/** What the text says as JSON: a number, a truth value, an object. */
function literal(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function readFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new Failed(`${path} cannot be read.`, 'It is not one JSON object.', 'Correct or remove the file.');
  }
}
