import type { ProductName } from './action.js';

/** A row that a request changed. A status is null where the row did not exist, no longer does, or has none. */
export interface RequestEvent {
  readonly kind: string;
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One answered request. Secrets are `***` in it. */
export interface RequestRecord {
  readonly requestId: string;
  /** When it came, by the host's clock: ISO 8601 with milliseconds. */
  readonly time: string;
  /** '' where it was refused before it was understood, or named no product of ours. */
  readonly product: ProductName | '';
  readonly action: string;
  /** '' where it named none: the default region, or none at all. */
  readonly region: string;
  /** '' where the caller was not authenticated. */
  readonly account: string;
  /** Without those that every request has; long values are cut, and so are many. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Of HTTP; 0 where the connection was reset instead of an answer. */
  readonly status: number;
  /** null for a success, and for a reset. */
  readonly code: string | null;
  readonly message: string | null;
  readonly durationMs: number;
  /** What it changed, the first hundred. */
  readonly events: readonly RequestEvent[];
}

export interface RequestFilter {
  readonly action?: string | undefined;
  /** `ok` for those that succeeded. */
  readonly code?: string | undefined;
  readonly account?: string | undefined;
  readonly requestId?: string | undefined;
  /** ms: those that came then or later. */
  readonly since?: number | undefined;
}
