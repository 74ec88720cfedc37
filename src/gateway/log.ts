/** The request log: one entry per answered request. */

export interface LogEntry {
  readonly requestId: string;
  /** Empty where the request was refused before it was decoded. */
  readonly action: string;
  readonly version: string;
  /** Empty where the caller was not authenticated. */
  readonly account: string;
  readonly status: number;
  /** Empty on success. */
  readonly code: string;
  /** From the last byte of the request's header to the answer's hand-over. */
  readonly ms: number;
  /** Values of secrets are `***`. A function, because most entries of a busy gateway are written without them. */
  readonly parameters: () => Readonly<Record<string, string>>;
  /** Behind an InternalError. */
  readonly error?: unknown;
}

export type Log = (entry: LogEntry) => void;

const SECRET = /^(?:.*password|.*secret|.*privatekey.*|userdata|securitytoken|bearertoken|signature)$/i;

/** Any part of a dotted name decides: `LaunchTemplate.UserData` is a secret as `UserData` is. */
export function withoutSecrets(parameters: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const shown = [...parameters].map(([name, value]): [string, string] => [name, name.split('.').some(isSecret) ? '***' : value]);
  return Object.fromEntries(shown);
}

function isSecret(part: string): boolean {
  return SECRET.test(part);
}
