/** One row of the error table: HTTP status, wire message with `{0}`, `{1}`… for values, and whether clients may try again. */
export interface ErrorRow {
  readonly code: string;
  readonly status: 400 | 403 | 404 | 409 | 500 | 503;
  readonly message: string;
  /** `retry`: the same call may succeed later without any change by the caller. */
  readonly retry: 'retry' | 'final';
}

/** The cloud's refusal of a call. Thrown by rules and actions; the dispatcher turns it into the wire answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly row: ErrorRow,
    ...values: readonly (string | number)[]
  ) {
    super(row.message.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? '')));
  }

  get code(): string {
    return this.row.code;
  }

  get status(): number {
    return this.row.status;
  }
}

/** Builds a table whose keys are the codes; a key `Code#variant` is a second wire form of `Code`. */
export function errorTable<const T extends Readonly<Record<string, readonly [ErrorRow['status'], string, ErrorRow['retry']?]>>>(
  rows: T,
): { readonly [K in keyof T]: ErrorRow } {
  const table: Record<string, ErrorRow> = {};
  for (const [name, [status, message, retry]] of Object.entries(rows)) {
    table[name] = { code: name.split('#')[0] ?? name, status, message, retry: retry ?? 'final' };
  }
  return table as { readonly [K in keyof T]: ErrorRow };
}
