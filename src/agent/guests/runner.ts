/** What the agent's loop asks of whoever runs guests. */
import type { Guest, Key } from '../../network/objects.js';
import type { GuestState } from '../../network/protocol.js';
import type { GuestPlace } from '../../dataplane/dataplane.js';

export interface GuestEvents {
  /** A guest came up; it is reported as running once this resolves. */
  up(place: GuestPlace): Promise<void>;
  down(guest: Key): Promise<void>;
  /** `states()` changed. */
  changed(): void;
}

export interface GuestRunner {
  /** Finds the guests that an earlier agent left running. Called once, first of all. */
  adopt(events: GuestEvents): readonly GuestPlace[];
  /** The guest shall be as the object says. */
  set(guest: Guest): void;
  /** The guest shall be gone, its scratch with it. */
  remove(guest: Key): void;
  keys(): readonly Key[];
  states(): readonly GuestState[];
  /** The NICs of a guest changed. */
  nudge(guest: Key): void;
}
