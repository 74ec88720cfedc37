/** What the actions of OpenEIP's own product may do beyond reading and writing rows. */
import type { AccessKey, AccountRow } from '../cloud/resources.js';
import type { SnapshotHeader } from '../store/snapshot-file.js';
import type { Store } from '../store/store.js';
import type { RequestFilter, RequestRecord } from './request-record.js';
import type { TraceRequest, Tracing } from './traced.js';

/** Which calls a fault meets, and what becomes of them. */
export interface FaultOrder {
  /** Of the action; with its name it tells what is meant. */
  readonly version: string;
  readonly product: string;
  readonly action: string;
  /** How many calls it meets. */
  readonly first: number;
  /** ms before anything else happens. */
  readonly delay: number;
  /** The error that is answered; undefined where the call is answered as ever, only late. */
  readonly error: FaultError | undefined;
  /** The connection is reset instead of an answer. */
  readonly reset: boolean;
  /** The call takes effect, and only its answer is lost. */
  readonly after: boolean;
}

export interface FaultError {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  /** ms, for throttled callers (behaviour §5.1); undefined for no such header. */
  readonly retryAfter: number | undefined;
}

export interface Fault extends FaultOrder {
  readonly id: string;
  /** Calls met so far. */
  readonly met: number;
}

export interface SnapshotInfo {
  readonly name: string;
  readonly bytes: number;
  /** undefined where it cannot be loaded. */
  readonly header: SnapshotHeader | undefined;
  /** Why it cannot be loaded; ''. */
  readonly refused: string;
}

export interface FieldChange {
  /** `binding.eniId` */
  readonly name: string;
  /** JSON text, but plain for texts; '' where there is none. */
  readonly before: string;
  readonly after: string;
}

export interface ResourceChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly kind: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** Its name, or its address. */
  readonly label: string;
  /** Of what is there before and after. */
  readonly fields: readonly FieldChange[];
}

export interface Operator {
  readonly clock: {
    readonly now: () => number;
    /** The host's clock, ms. */
    readonly host: () => number;
    /** When time next changes a row, ms of the cloud's clock. */
    readonly nextDue: () => number | undefined;
    /** Moves it; what becomes due on the way happens at its own time. Durable with the call's commit. */
    readonly moveTo: (time: number) => void;
  };
  /** Names of the actions that a product serves. */
  readonly actions: (product: string) => readonly string[];
  readonly faults: {
    readonly add: (order: FaultOrder) => Fault;
    readonly list: () => readonly Fault[];
    /** One, or all without an id. Returns how many there were. */
    readonly clear: (id?: string) => number;
  };
  /** All of them throw Refusal. */
  readonly snapshots: {
    /** Durable with the call's commit. */
    readonly save: (name: string) => SnapshotInfo;
    readonly list: () => readonly SnapshotInfo[];
    /** Durable with the call's commit. */
    readonly load: (name: string, requestId: string) => void;
    /** From one to another, or to the cloud as it is. */
    readonly diff: (name: string, other: string | undefined) => readonly ResourceChange[];
    readonly delete: (name: string) => void;
    /** The data plane still follows what was loaded: writes are refused. */
    readonly loading: () => boolean;
  };
  readonly accounts: () => readonly AccountRow[];
  /** Made of the system's randomness: a seed never gives a secret. */
  readonly newAccessKey: () => Pick<AccessKey, 'id' | 'secret'>;
  readonly events: Store['events'];
  /** The newest first, so many at the most. */
  readonly requests: (filter: RequestFilter, most: number) => readonly RequestRecord[];
  /** Throws Refusal where the ends name nobody, or several. */
  readonly trace: (request: TraceRequest) => Tracing;
  /** Bytes that an EIP (by its number) sent to the Internet between two moments of the cloud's clock. */
  readonly sentBytes: (eip: number, from: number, to: number) => number;
  /** Rows of every account, by kind. */
  readonly counts: () => Readonly<Record<string, number>>;
}
