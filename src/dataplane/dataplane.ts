/** One interface, several engines: they make a desired network real and know nothing of the cloud. */
import type { Changes, Guest, Key, NetworkObject } from '../network/objects.js';
import type { Counter, Drops, Failure, Probe, ProbeResult } from '../network/protocol.js';

/** The network end of a running guest. */
export interface GuestPlace {
  readonly guest: Guest;
  /** Process id of the guest's first process, in the engine's PID namespace. */
  readonly pid: number;
  /** Inode of the guest's network namespace: tells a restarted guest from the same one. */
  readonly netns: number;
}

export interface DataPlane {
  /**
   * Prepares what does not depend on the network (namespaces of the edge and the Internet side). Idempotent. `late` hears of objects whose
   * last part, which a promise did not wait for, could not be made real.
   */
  open(late: (failures: readonly Failure[]) => void): Promise<void>;
  /**
   * The whole desired network: reads what is there, changes only what differs, removes what nothing asks for.
   * Returns the objects that could not be made real; the rest is real when the promise resolves.
   */
  replace(objects: readonly NetworkObject[]): Promise<readonly Failure[]>;
  /** Changes to the network applied last. Resolves when no packet takes the old way any more. */
  apply(changes: Changes): Promise<readonly Failure[]>;
  /** A guest came up or went away: ports of a guest without a place exist only in the desired network. */
  guestUp(place: GuestPlace): Promise<readonly Failure[]>;
  guestDown(guest: Key): Promise<void>;
  /** Resolves when the NICs of ports that were taken away in these spaces have left their guests, which is after `apply`. */
  unplugged(spaces: Iterable<Key>): Promise<void>;
  /**
   * Counters of every shape, and for the last time of those that are gone, some hundreds at a time: there may be hundreds of thousands, and
   * changes go in between. `recorded` says that what the call before told is safe elsewhere: what it told for the last time goes now.
   */
  count(recorded: boolean, tell: (counters: readonly Counter[]) => void): Promise<void>;
  /** Sends one real packet and says what became of it. Rejects when it cannot be sent; changes nothing. */
  probe(probe: Probe): Promise<ProbeResult>;
  /** What every space dropped. A look into each. */
  drops(): readonly Drops[];
  /** Removes everything this engine made. Works after a crash, too. */
  cleanUp(): Promise<void>;
}
