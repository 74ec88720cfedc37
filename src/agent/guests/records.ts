/**
 * What the holder's tmpfs remembers of guests, so that a restarted agent finds those that live and `openeip exec` finds them without asking
 * anyone. Everything of a boot is in files that its launcher and its sandbox write by themselves.
 *
 *     <root>/image/                 read-only in every guest
 *     <root>/guests/<name>/         guest.json, config/ (read-only in the guest), disk/ (its scratch)
 *     <root>/life/<name>.<boot>.*   `begun`: claimed by a launcher; `info`: what bubblewrap says of the sandbox; `exit`: it ended
 */
import { mkdirSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Guest } from '../../network/objects.js';

/** Where it is in the holder's mount namespace. */
export const ROOT = '/run/openeip';

const guestSchema = z.strictObject({
  kind: z.literal('guest'),
  key: z.string(),
  n: z.int(),
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/),
  image: z.enum(['auto', 'manual']),
  hostname: z.string(),
  boot: z.int(),
  running: z.boolean(),
  script: z.string(),
});

/** How often it is looked whether a sandbox is whole, ms. */
const LOOK = 5;

const infoSchema = z.object({ 'child-pid': z.int().min(1), 'net-namespace': z.int().min(1) });

export interface Running {
  readonly state: 'running';
  /** First process, in the holder's PID namespace. */
  readonly pid: number;
  /** Inode of the network namespace. */
  readonly netns: number;
}

/** `unborn`: nobody launched it; `starting`: a launcher is at work. */
export type Life = Running | { readonly state: 'unborn' | 'starting' | 'ended' };

export interface GuestPaths {
  readonly directory: string;
  readonly config: string;
  readonly disk: string;
  /** What `launch.sh` appends `.info` and `.exit` to. */
  readonly life: string;
}

export class Records {
  /** `root` is elsewhere than ROOT where it is read from outside the holder; `proc` likewise. */
  constructor(
    readonly root: string = ROOT,
    private readonly proc: string = '/proc',
  ) {}

  get lives(): string {
    return join(this.root, 'life');
  }

  get image(): string {
    return join(this.root, 'image');
  }

  paths(name: string, boot: number): GuestPaths {
    const directory = join(this.root, 'guests', name);
    return {
      directory,
      config: join(directory, 'config'),
      disk: join(directory, 'disk'),
      life: join(this.lives, `${name}.${String(boot)}`),
    };
  }

  make(): void {
    mkdirSync(join(this.root, 'guests'), { recursive: true });
    mkdirSync(this.lives, { recursive: true });
  }

  /** Writes down a boot before it is launched. Throws for a name that could not be one of a directory. */
  save(guest: Guest): void {
    const checked = guestSchema.parse(guest);
    const { directory, config } = this.paths(checked.name, checked.boot);
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'user-data'), checked.script);
    // Whole or not at all: a crash between two bytes must not leave a guest that nobody knows.
    writeFileSync(join(directory, 'guest.json.new'), JSON.stringify(checked), { mode: 0o600 });
    renameSync(join(directory, 'guest.json.new'), join(directory, 'guest.json'));
  }

  /** The guests whose last boot was written down. */
  all(): readonly Guest[] {
    return readdirSync(join(this.root, 'guests')).flatMap((name) => this.find(name) ?? []);
  }

  find(name: string): Guest | undefined {
    const text = readIfThere(join(this.paths(name, 0).directory, 'guest.json'));
    return text === undefined ? undefined : guestSchema.parse(JSON.parse(text));
  }

  life(name: string, boot: number): Life {
    const { life } = this.paths(name, boot);
    if (readIfThere(`${life}.exit`) !== undefined) return { state: 'ended' };
    const info = parseInfo(readIfThere(`${life}.info`));
    if (!info) return { state: readIfThere(`${life}.begun`) === undefined ? 'unborn' : 'starting' };
    return this.isAlive(info) ? info : { state: 'ended' };
  }

  /** The guest of that name while it runs. The name may be anybody's words. */
  running(name: string): Running | undefined {
    const guest = /^[A-Za-z0-9-]+$/.test(name) ? this.find(name) : undefined;
    const life = guest && this.life(guest.name, guest.boot);
    return life?.state === 'running' ? life : undefined;
  }

  /** False while bubblewrap, which tells of the guest's first process before that, still makes the sandbox: nobody may enter half of one. */
  isShutIn({ pid }: Running): boolean {
    return readIfThere(join(this.proc, String(pid), 'comm')) !== 'bwrap\n';
  }

  /** The guest of that name while it runs, once it is shut in. */
  async enterable(name: string): Promise<Running | undefined> {
    for (;;) {
      const life = this.running(name);
      if (life === undefined || this.isShutIn(life)) return life;
      await delay(LOOK);
    }
  }

  /** True while the process is the guest's: a number that was given to another process shows another namespace. */
  isAlive(running: Running): boolean {
    return this.namespaceOf(running.pid) === running.netns;
  }

  /** What a boot that never came up said. */
  lastWords(name: string): string {
    return (readIfThere(join(this.paths(name, 0).disk, 'boot.log')) ?? '').trim().slice(-500);
  }

  /** Forgets a boot that ended. */
  bury(name: string, boot: number): void {
    const { life } = this.paths(name, boot);
    for (const end of ['begun', 'info', 'exit']) rmSync(`${life}.${end}`, { force: true });
  }

  /** Forgets a guest; its disk must be unmounted. */
  forget(name: string): void {
    rmSync(this.paths(name, 0).directory, { recursive: true, force: true });
  }

  private namespaceOf(pid: number): number | undefined {
    try {
      const match = /^net:\[(\d+)\]$/.exec(readlinkSync(join(this.proc, String(pid), 'ns/net')));
      return match ? Number(match[1]) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** The name and boot in the name of a life's file. */
export function parseLife(file: string): { readonly name: string; readonly boot: number } | undefined {
  const match = /^(.+)\.(\d+)\.(?:info|exit)$/.exec(file);
  return match?.[1] === undefined ? undefined : { name: match[1], boot: Number(match[2]) };
}

/** Undefined while bubblewrap is still writing. */
function parseInfo(text: string | undefined): Running | undefined {
  if (text === undefined || !text.trimEnd().endsWith('}')) return undefined;
  const info = infoSchema.parse(JSON.parse(text));
  return { state: 'running', pid: info['child-pid'], netns: info['net-namespace'] };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // A process that ends while it is read is ESRCH.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return undefined;
    throw error;
  }
}
