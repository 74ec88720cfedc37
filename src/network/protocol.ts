/**
 * Between control plane and agent: list and watch, one JSON object a line over a local stream socket.
 *
 * The agent opens with `hello`, naming the epoch and version it has applied. If the control plane can continue from there it sends the
 * difference, else the whole network in bounded chunks (`list: 'first' | 'more' | 'last'`): what a complete list does not name is gone.
 * The agent answers every applied chunk with `applied`. `version` rises with every commit that changes the desired network.
 * Beside that the control plane may ask for a `probe` or for `drops` at any time, which the agent answers with `probed` or `dropped` under the
 * same id.
 */
import type { Key, NetworkObject } from './objects.js';
import type { Packet } from './packet.js';

/** Objects in one message at the most. */
export const CHUNK = 2_000;

export interface Hello {
  readonly type: 'hello';
  readonly host: string;
  /** '' when the agent holds nothing yet. */
  readonly epoch: string;
  readonly version: number;
}

export interface Update {
  readonly type: 'update';
  readonly epoch: string;
  /** The network is at this version once this message is applied; chunks before the last carry the version of the last. */
  readonly version: number;
  /** `no` for a difference; the others for the chunks of a whole network (a single chunk is `only`). */
  readonly list: 'no' | 'first' | 'more' | 'last' | 'only';
  readonly upserts: readonly NetworkObject[];
  readonly deletes: readonly Key[];
}

/** Where a packet begins or ends: a host on the Internet side, or the guest's end of a port. */
export type End = 'internet' | Key;

/**
 * Asks for one real packet. It is put on the wire as it is described, past the sender's own routes and sockets; who gets it answers it
 * (`answerTo`). A session of its own: nothing that earlier packets left behind decides about it.
 */
export interface Probe {
  /** Of the port that sends. A packet from the Internet side bears the address of a host there. */
  readonly from: End;
  readonly packet: Packet;
  /** The NIC of the receiving guest that the answer leaves by (S-41); absent for the one that got the packet. */
  readonly answerBy?: Key;
}

export interface ProbeRequest extends Probe {
  readonly type: 'probe';
  /** Names the answer. */
  readonly id: number;
}

/** Asks what was dropped: now and then, for it costs a look into every space. */
export interface DropsRequest {
  readonly type: 'drops';
  /** Names the answer. */
  readonly id: number;
}

export type Down = Update | ProbeRequest | DropsRequest;

/** A packet as it was seen somewhere. */
export interface Seen {
  readonly at: End;
  readonly packet: Packet;
}

/** What became of the packet of a probe. */
export interface ProbeResult {
  /** Where it was seen and how it looked there; null where nobody got it. A service of the VPC gets it unseen. */
  readonly arrived: Seen | null;
  /** Where its answer was seen; null where there was none or nobody got it. */
  readonly answered: Seen | null;
}

/** Or why no packet could be sent. */
export type ProbeAnswer = ProbeResult | { readonly failed: string };

export interface Probed {
  readonly type: 'probed';
  readonly id: number;
  readonly answer: ProbeAnswer;
}

/** Packets that a space dropped since it was made there, by cause. */
export interface Drops {
  readonly space: Key;
  readonly causes: Readonly<Record<string, number>>;
}

export interface Dropped {
  readonly type: 'dropped';
  readonly id: number;
  readonly drops: readonly Drops[];
}

/** Why an object could not be made real. */
export interface Failure {
  readonly key: Key;
  readonly code: string;
  readonly message: string;
}

export interface Applied {
  readonly type: 'applied';
  readonly epoch: string;
  readonly version: number;
  readonly failed: readonly Failure[];
}

export interface GuestState {
  readonly key: Key;
  readonly boot: number;
  readonly state: 'running' | 'stopped';
  /** Process id of the guest's first process, in the holder's PID namespace. */
  readonly pid?: number;
}

/** What the agent sees: guests that started or died, leases granted since the port was made. Sent whole after `hello`, then as it changes. */
export interface Observed {
  readonly type: 'observed';
  readonly guests: readonly GuestState[];
  readonly leases: readonly Key[];
}

/** Of IP packets, headers included. */
export interface Traffic {
  readonly bytes: number;
  readonly packets: number;
}

/** Internet → EIP, EIP → Internet. */
export type TrafficDirection = 'received' | 'sent';

/**
 * What passed a shape in one direction since this counter was made. A shape whose EIP was bound anew has a new counter, and may have the old
 * one beside it for a moment: `life` tells them apart for ever, so that nothing is lost or counted twice.
 */
export interface Counter extends Traffic {
  readonly key: Key;
  readonly direction: TrafficDirection;
  readonly life: string;
}

/** Sent after `hello` with all counters, then every second with those that changed; many of them in several messages. */
export interface Counted {
  readonly type: 'counted';
  readonly counters: readonly Counter[];
}

/** Sent every few seconds; a host past its lease leaves the barrier. */
export interface Alive {
  readonly type: 'alive';
}

export type Up = Hello | Applied | Observed | Counted | Probed | Dropped | Alive;
