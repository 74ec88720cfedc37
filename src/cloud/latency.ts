/** How long the real cloud takes for what here takes milliseconds: for clients that shall meet its transitional states. */
import type { Random } from './ids.js';
import type { Row } from './resources.js';

/** Shortest and longest stay in a transitional state, ms: of the order that clients' time-outs and polls are made for. */
const STAYS: Readonly<Record<string, readonly [number, number]>> = {
  Associating: [1_000, 3_000],
  Unassociating: [1_000, 3_000],
  Releasing: [500, 2_000],
  Attaching: [2_000, 5_000],
  Detaching: [2_000, 5_000],
  Deleting: [1_000, 3_000],
  Pending: [1_000, 3_000],
  Creating: [2_000, 5_000],
  Modifying: [1_000, 3_000],
  Activating: [3_000, 8_000],
  Starting: [8_000, 20_000],
  Stopping: [5_000, 12_000],
  /** Of an EIP at rest that joins a bandwidth package. */
  Joining: [1_000, 3_000],
};

/** ms that the row is held in its state; 0 for states that last. */
export function stayOf(row: Row, random: Random): number {
  const joining = row.kind === 'eip' && row.joiningPackage ? STAYS['Joining'] : undefined;
  const [shortest, longest] = ('status' in row ? STAYS[row.status] : undefined) ?? joining ?? [0, 0];
  return shortest + random.int(longest - shortest + 1);
}
