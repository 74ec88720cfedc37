/** Which requests the log shows. Each part stands in the page's query under its name; '' lets everything through. */
import type { RequestRecord } from '../../live/feed.js';

export const PARTS = ['product', 'action', 'result', 'account', 'text'] as const;
export type Filter = Readonly<Record<(typeof PARTS)[number], string>>;

/** Results that are no code of a refusal. */
export const RESULTS = ['ok', 'changed', 'refused', 'reset'] as const;

/** A code is not among them. */
export function resultOf({ status, code }: RequestRecord): 'ok' | 'refused' | 'reset' {
  if (status === 0) return 'reset';
  return code === null ? 'ok' : 'refused';
}

export function passes(record: RequestRecord, { product, action, result, account, text }: Filter): boolean {
  return (product === '' || record.product === product)
    && (account === '' || record.account === account)
    && contains(record.action, action)
    && hasResult(record, result)
    && (text === '' || wordsOf(record).some((word) => contains(word, text)));
}

function hasResult(record: RequestRecord, result: string): boolean {
  if (result === '') return true;
  if (result === 'changed') return record.events.length > 0;
  return resultOf(record) === result || record.code === result;
}

function contains(word: string, part: string): boolean {
  return word.toLowerCase().includes(part.toLowerCase());
}

/** Everything of a request that one would look for. */
function wordsOf({ requestId, parameters, code, message, events }: RequestRecord): readonly string[] {
  return [requestId, code ?? '', message ?? '', ...Object.entries(parameters).flat(), ...events.map(({ id }) => id)];
}
