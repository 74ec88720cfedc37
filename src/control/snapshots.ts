/** Snapshots by name, each a file in one directory. The names are given by an operator, the files hold keys. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceChange, SnapshotInfo } from '../api/operator.js';
import { operatorErrors } from '../cloud/errors/operator.js';
import { Refusal } from '../cloud/errors/refusal.js';
import { Conflict } from '../store/apply.js';
import { Snapshot } from '../store/snapshot.js';
import { DamagedSnapshot, NewerSnapshot, writeSnapshotFile } from '../store/snapshot-file.js';
import type { Store } from '../store/store.js';
import type { Clock } from './clock.js';
import { differences } from './snapshot-diff.js';

const SUFFIX = '.jsonl';
/** Not yet, or never, a snapshot. */
const DRAFT = '.new';

export class Snapshots {
  constructor(
    private readonly directory: string,
    private readonly store: Store,
    private readonly clock: Clock,
    /** Told once it is known whether what the open batch wrote is durable; at once where there is none. */
    private readonly afterCommit: (done: (committed: boolean) => void) => void,
  ) {
    // A process that ended in the middle leaves them behind.
    for (const name of this.files()) if (name.endsWith(DRAFT)) rmSync(join(directory, name));
  }

  /** The cloud as it is, with what the open batch wrote: without its commit there is no snapshot. Throws Refusal. */
  save(name: string): SnapshotInfo {
    const path = this.pathOf(name);
    const draft = `${path}${DRAFT}`;
    if (existsSync(path) || existsSync(draft)) throw new Refusal(operatorErrors['InvalidSnapshot.Exists'], name);
    const header = this.store.snapshot.header(this.clock.now(), this.clock.host());
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
      writeSnapshotFile(draft, header, this.store.snapshot.lines());
    } catch (error) {
      if (existsSync(draft)) rmSync(draft);
      throw new Refusal(operatorErrors.SnapshotNotWritten, name, reasonOf(error));
    }
    const { size: bytes } = statSync(draft);
    this.afterCommit((committed) => {
      if (committed) keep(draft, path, this.directory);
      else rmSync(draft);
    });
    return { name, bytes, header, refused: '' };
  }

  /** By name, also what cannot be loaded. */
  list(): readonly SnapshotInfo[] {
    return this.files().filter((file) => file.endsWith(SUFFIX)).sort().map((file) => this.info(file.slice(0, -SUFFIX.length)));
  }

  /** The file of a name, to be closed. Throws Refusal. */
  open(name: string): Snapshot {
    const path = this.pathOf(name);
    if (!existsSync(path)) throw new Refusal(operatorErrors['InvalidSnapshot.NotFound'], name);
    return refusing(name, () => Snapshot.read(path));
  }

  /** From one to another, or to the cloud as it is now. Throws Refusal. */
  diff(name: string, other: string | undefined): readonly ResourceChange[] {
    const before = this.open(name);
    try {
      if (other === undefined) return [...differences(before.rows(), this.store.snapshot.rows())];
      const after = this.open(other);
      try {
        return [...differences(before.rows(), after.rows())];
      } finally {
        after.close();
      }
    } finally {
      before.close();
    }
  }

  /** Throws Refusal. */
  delete(name: string): void {
    const path = this.pathOf(name);
    if (!existsSync(path)) throw new Refusal(operatorErrors['InvalidSnapshot.NotFound'], name);
    rmSync(path);
  }

  private info(name: string): SnapshotInfo {
    const path = this.pathOf(name);
    const { size: bytes } = statSync(path);
    try {
      return { name, bytes, header: Snapshot.header(path), refused: '' };
    } catch (error) {
      return { name, bytes, header: undefined, refused: reasonOf(error) };
    }
  }

  private files(): readonly string[] {
    return existsSync(`${this.directory}/`) ? readdirSync(this.directory) : [];
  }

  private pathOf(name: string): string {
    return join(this.directory, `${name}${SUFFIX}`);
  }
}

/** What is wrong with a file, as a refusal. `what` names it. */
export function refusing<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof NewerSnapshot) throw new Refusal(operatorErrors['InvalidSnapshot.Newer'], what, error.message);
    if (error instanceof DamagedSnapshot) throw new Refusal(operatorErrors['InvalidSnapshot.Damaged'], what, error.message);
    if (error instanceof Conflict) throw new Refusal(operatorErrors['InvalidSnapshot.Conflict'], what, error.message);
    throw error;
  }
}

/** The name and the file behind it last together. */
function keep(draft: string, path: string, directory: string): void {
  renameSync(draft, path);
  const folder = openSync(directory, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
