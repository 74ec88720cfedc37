/** A packet followed over the cloud, in the words of the cloud. */
import type { Packet } from '../network/packet.js';

export interface TraceRequest {
  /** `internet`, an instance's id or an address. */
  readonly from: string;
  readonly to: string;
  /** '' where it was not given. */
  readonly vpc: string;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly port: number;
  /** Whether to send the packet as well. */
  readonly probe: boolean;
}

export interface TracedHop {
  /** `internet`, `edge`, or the id of a VPC or an ENI. */
  readonly at: string;
  readonly decision: string;
  /** Id of what decided, '' where nothing but the address did. */
  readonly by: string;
  readonly text: string;
  /** What the places of the decision's sentence stand for, as in `Told`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly before: Packet;
  readonly after: Packet | null;
}

export interface Told {
  readonly code: string;
  readonly what: string;
  readonly mend: string;
  /** What the places of the code's sentences stand for: whoever has them in another language fills them in. */
  readonly facts: Readonly<Record<string, string>>;
}

export interface TracedTrip {
  /** Where it ends, as in a hop, or `service`; null where it dies. */
  readonly arrived: string | null;
  readonly packet: Packet;
  readonly hops: readonly TracedHop[];
  readonly cause: Told | null;
}

/** What `openeip trace` tells, and `TracePacket` under `Trace`. */
export interface Traced {
  /** The packet arrives, and nothing keeps its answer from going back. */
  readonly delivered: boolean;
  /** The answer ends at the sender. False where a next hop has to pass it on. */
  readonly answered: boolean;
  readonly forward: TracedTrip;
  readonly back: TracedTrip | null;
  readonly notes: readonly Told[];
  /** Null where none was asked for; `failed` says why none could be sent. */
  readonly probe: { readonly agrees: boolean; readonly differences: readonly string[] } | { readonly failed: string } | null;
}

export interface Tracing {
  /** Without a probe. */
  readonly traced: Traced;
  /** Where one was asked for: the same with what became of it. */
  readonly probed: (() => Promise<Traced>) | undefined;
}
