/** Refusals of the gateway itself, before any action runs (behaviour rules of chapter 5.1). */

export interface ErrorRow {
  readonly code: string;
  readonly status: 400 | 403 | 404 | 408 | 413 | 431 | 500 | 503;
  /** Wire message with `{0}` for a value. */
  readonly message: string;
  /** `retry`: the same call may succeed later without any change by the caller. */
  readonly retry: 'retry' | 'final';
}

type Row = readonly [status: ErrorRow['status'], message: string, retry?: ErrorRow['retry']];

function table<const T extends Readonly<Record<string, Row>>>(rows: T): { readonly [K in keyof T]: ErrorRow } {
  const entries = Object.entries<Row>(rows).map(([code, [status, message, retry = 'final']]) => [
    code,
    { code, status, message, retry },
  ]);
  return Object.fromEntries(entries) as { readonly [K in keyof T]: ErrorRow };
}

export const errors = table({
  'InvalidAction.NotFound': [404, '{0}'],
  InvalidVersion: [400, 'Specified parameter Version is not valid.'],
  MissingAction: [400, '{0} is mandatory for this action.'],
  MissingVersion: [400, '{0} is mandatory for this action.'],
  MissingAccessKeyId: [400, '{0} is mandatory for this action.'],
  MissingSignature: [400, '{0} is mandatory for this action.'],
  MissingTimestamp: [400, '{0} is mandatory for this action.'],
  MissingSignatureNonce: [400, '{0} is mandatory for this action.'],
  'InvalidAccessKeyId.NotFound': [404, 'Specified access key is not found.'],
  'InvalidAccessKeyId.Inactive': [400, 'Specified access key is disabled.'],
  // Clients compare everything after the colon with their own text, so nothing may follow it.
  SignatureDoesNotMatch: [
    400,
    'Specified signature is not matched with our calculation. server string to sign is:{0}',
  ],
  IncompleteSignature: [400, 'The request signature does not conform to Aliyun standards. {0}'],
  SignatureNonceUsed: [400, 'Specified signature nonce was used already.'],
  'InvalidTimeStamp.Expired': [400, 'Specified time stamp or date value is expired.'],
  'InvalidTimeStamp.Format': [400, 'Specified time stamp or date value is not well formatted.'],
  'InvalidSecurityToken.Malformed': [400, 'Specified SecurityToken is malformed.'],
  UnsupportedHTTPMethod: [403, 'This http method is not supported.'],
  InvalidParameter: [400, 'The specified parameter "{0}" is not valid.'],
  Throttling: [400, 'Request was denied due to request throttling.', 'retry'],
  InternalError: [500, 'The request processing has failed due to some unknown error.', 'retry'],
  // The vendor documents no codes for the three below: its front end answers them in HTML.
  MalformedRequest: [400, 'The request is not well-formed HTTP/1.1: {0}.'],
  RequestTimeout: [408, 'The request did not arrive completely in time.', 'retry'],
  RequestTooLarge: [413, 'The request is larger than {0}.'],
  HeaderTooLarge: [431, 'The request line and header are larger than {0}.'],
});

export const NOT_FOUND = 'Specified api is not found, please check your url and method.';

/** A refusal by the gateway; the server turns it into the wire answer. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(
    readonly row: ErrorRow,
    value = '',
  ) {
    super(row.message.replace('{0}', () => value));
  }
}
