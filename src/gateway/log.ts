/** The request log: one entry per request that was answered, or reset on purpose. */

export interface LogEntry {
  readonly requestId: string;
  /** Empty where the request was refused before it was decoded. */
  readonly action: string;
  readonly version: string;
  /** Empty where the caller was not authenticated. */
  readonly account: string;
  /** 0 where the connection was reset instead of an answer. */
  readonly status: number;
  /** Both empty on success. */
  readonly code: string;
  readonly message: string;
  /** From the last byte of the request's header to the answer's hand-over. */
  readonly ms: number;
  /** The action's own. Values of secrets are `***`. A function, because most entries of a busy gateway are written without them. */
  readonly parameters: () => Readonly<Record<string, string>>;
  /** Behind an InternalError. */
  readonly error?: unknown;
}

export type Log = (entry: LogEntry) => void;

const STRING_TO_SIGN = 'server string to sign is:';
const SECRET = /^(?:.*password|.*secret|.*privatekey.*|userdata|securitytoken|bearertoken|signature)$/i;

/** Any part of a dotted name decides: `LaunchTemplate.UserData` is a secret as `UserData` is. */
export function withoutSecrets(parameters: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const shown = [...parameters].map(([name, value]): [string, string] => [name, name.split('.').some(isSecret) ? '***' : value]);
  return Object.fromEntries(shown);
}

/** The string to sign holds every parameter, secrets among them. */
export function withoutStringToSign(message: string): string {
  const told = message.indexOf(STRING_TO_SIGN);
  return told === -1 ? message : `${message.slice(0, told + STRING_TO_SIGN.length)}***`;
}

function isSecret(part: string): boolean {
  return SECRET.test(part);
}
