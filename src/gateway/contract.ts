/** What the gateway is handed: it knows the wire and nothing of any action. */

export type WireJson = string | number | boolean | null | readonly WireJson[] | { readonly [name: string]: WireJson };

export interface WireRequest {
  readonly requestId: string;
  readonly version: string;
  readonly action: string;
  /** Decoded parameters of query, form and headers without the common ones; empty values are left out (they count as absent). */
  readonly parameters: ReadonlyMap<string, string>;
  /** From the key look-up. */
  readonly account: string;
  readonly accessKeyId: string;
  /** `Host` header: shown as HostId and used for endpoints. */
  readonly host: string;
  readonly userAgent: string;
}

/** An answer's fields without RequestId: a value, or pieces of JSON text in UTF-8 put together by the caller (without the braces) with the value for XML. */
export type WireBody =
  | { readonly [name: string]: WireJson }
  | { readonly json: () => readonly Uint8Array[]; readonly value: () => { readonly [name: string]: WireJson } };

export type WireAnswer =
  | { readonly ok: true; readonly body: WireBody }
  | {
    readonly ok: false;
    readonly status: number;
    readonly code: string;
    readonly message: string;
    /** Beside those of every answer. */
    readonly headers?: Readonly<Record<string, string>>;
  };

export interface Dispatcher {
  /** Checked before anything else of a request. */
  knows(version: string, action: string): 'known' | 'unknown-version' | 'unknown-action';
  /** Never rejects for a fault of the request; a rejection is an internal error (500). `reset`: no answer, the connection is reset. */
  call(request: WireRequest): Promise<WireAnswer | 'reset'>;
  /** Message of the InvalidAction.NotFound answer; names the list of actions. */
  unknownAction(version: string, action: string): string;
}

export type KeyLookup = (accessKeyId: string) =>
  | { readonly secret: string; readonly account: string; readonly active: boolean }
  | undefined;
