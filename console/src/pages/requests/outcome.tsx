import { Badge, Tooltip } from 'antd';
import { useWords } from '../../i18n/words.js';
import { reason } from '../../layout/refused.js';
import type { RequestRecord } from '../../live/feed.js';
import { resultOf } from './filter.js';

const LIGHTS = { ok: 'success', refused: 'error', reset: 'warning' } as const;

/** What came of a request; of a refusal its code, and its meaning to whoever points at it. */
export function Outcome({ record }: { readonly record: RequestRecord }) {
  const words = useWords();
  const result = resultOf(record);
  const light = <Badge status={LIGHTS[result]} text={record.code ?? words.t.seeing.requests.results[result]} />;
  return record.code === null ? light : <Tooltip title={reason(words, record.code)}>{light}</Tooltip>;
}
