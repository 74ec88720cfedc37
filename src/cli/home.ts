/** What lies in OPENEIP_HOME, and the lock on it. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newAccessKey } from '../control/access-key.js';
import type { Config } from './config.js';
import { Failed } from './failed.js';

export const AGENT_SOCKET = 'agent.sock';
export const ADMIN_SOCKET = 'admin.sock';
export const NAMES_SOCKET = 'names.sock';
export const TERMINALS_SOCKET = 'terminals.sock';

const keysSchema = z.object({ accountId: z.string(), accessKeyId: z.string(), accessKeySecret: z.string() });
export type Keys = z.infer<typeof keysSchema>;

/** A process that is told from a later one of the same number. */
const processSchema = z.object({ pid: z.int(), startTime: z.string() });
export type ProcessRecord = z.infer<typeof processSchema>;

const upSchema = processSchema.extend({ endpoint: z.string(), dataplane: z.enum(['linux', 'memory']), region: z.string() });
export type UpRecord = z.infer<typeof upSchema>;

const holderSchema = processSchema.extend({ root: z.boolean(), uplink: z.string() });
export type HolderRecord = z.infer<typeof holderSchema>;

export class Home {
  constructor(readonly path: string) {}

  get run(): string {
    return join(this.path, 'run');
  }

  get database(): string {
    return join(this.path, 'cloud.db');
  }

  get snapshots(): string {
    return join(this.path, 'snapshots');
  }

  get certificates(): string {
    return join(this.path, 'tls');
  }

  get authority(): string {
    return join(this.certificates, 'ca.pem');
  }

  make(): void {
    try {
      mkdirSync(this.run, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new Failed(`${this.path} cannot be made.`, error instanceof Error ? error.message : '', 'Name another directory with --data or OPENEIP_HOME.');
    }
  }

  /**
   * Takes the lock for as long as this process lives; false when another has it. The lock is one on the open file, which
   * `flock` shares with us: the kernel gives it up when the last of us is gone, however it goes.
   */
  lock(): boolean {
    const file = openSync(join(this.run, 'lock'), 'a', 0o600);
    const taken = spawnSync('flock', ['--nonblock', '3'], { stdio: ['ignore', 'ignore', 'ignore', file] });
    if (taken.status === 0) return true;
    closeSync(file);
    if (taken.error) throw new Failed('OPENEIP_HOME cannot be locked.', taken.error.message, 'Install util-linux, which has flock.');
    return false;
  }

  keys(): Keys | undefined {
    return this.read('keys.json', keysSchema);
  }

  /** The keys of this home; made up, or taken from the settings, at the first start. */
  ensureKeys(config: Config): Keys {
    const kept = this.keys();
    if (kept === undefined) {
      const { id, secret } = newAccessKey();
      const keys = { accountId: config.accountId, accessKeyId: config.accessKeyId ?? id, accessKeySecret: config.accessKeySecret ?? secret };
      this.write('keys.json', keys);
      return keys;
    }
    const { accessKeyId = kept.accessKeyId, accessKeySecret = kept.accessKeySecret } = config;
    if (accessKeyId !== kept.accessKeyId || accessKeySecret !== kept.accessKeySecret) {
      throw new Failed(
        'The access key in the settings is not that of this cloud.',
        `${this.path} was first started with the key ${kept.accessKeyId}, and a cloud keeps its keys.`,
        'Take the key out of the settings, use another OPENEIP_HOME, or begin anew with: openeip down --purge',
      );
    }
    return kept;
  }

  /** True while start-up scripts fill the cloud, and until they got to their end. */
  get filling(): boolean {
    return existsSync(join(this.path, 'filling'));
  }

  set filling(value: boolean) {
    if (value) this.write('filling', {});
    else rmSync(join(this.path, 'filling'), { force: true });
  }

  /** The `up` that runs now. */
  up(): UpRecord | undefined {
    return living(this.read('run/up.json', upSchema));
  }

  saveUp(record: UpRecord): void {
    this.write('run/up.json', record);
  }

  /** The holder that lives now. */
  holder(): HolderRecord | undefined {
    return living(this.read('run/holder.json', holderSchema));
  }

  saveHolder(record: HolderRecord): void {
    this.write('run/holder.json', record);
  }

  /** Forgets what ran. Returns whether anything was noted, which outlives only what was killed. */
  forgetRunning(): boolean {
    const records = ['up.json', 'holder.json'].map((name) => join(this.run, name)).filter((path) => existsSync(path));
    for (const record of records) rmSync(record);
    return records.length > 0;
  }

  /** Deletes what OpenEIP put here, and the directory when nothing else is in it. */
  purge(): void {
    for (const name of ['cloud.db', 'cloud.db-wal', 'cloud.db-shm', 'keys.json', 'filling', 'snapshots', 'tls', 'run']) {
      rmSync(join(this.path, name), { recursive: true, force: true });
    }
    try {
      rmdirSync(this.path);
    } catch {
      // The user's own files, openeip.json above all, stay.
    }
  }

  private read<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const path = join(this.path, name);
    return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  }

  private write(name: string, value: object): void {
    const path = join(this.path, name);
    // Without the flush, a loss of power soon after may leave the name with nothing in it.
    writeFileSync(`${path}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }
}

/** Field 22 of /proc/PID/stat, in clock ticks since the host's start; undefined when there is no such process. */
export function startTime(pid: number): string | undefined {
  try {
    // The name in field 2 may hold spaces and brackets of its own.
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function living<T extends ProcessRecord>(record: T | undefined): T | undefined {
  return record !== undefined && startTime(record.pid) === record.startTime ? record : undefined;
}
