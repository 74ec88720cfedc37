/** Why a call was refused: its code, what that means, what to do, and the request to look for. */
import { Alert, Button, Typography } from 'antd';
import { ApiError } from '../api/call.js';
import { useWords, type Words } from '../i18n/words.js';
import { isKnownCode, type ErrorCode } from '../i18n/errors/texts.js';

/** Meaning and mend of a code, in the user's language. */
export function explain({ errors, t }: Words, code: string): { readonly meaning: string; readonly mend: string } {
  if (!isKnownCode(errors, code)) return { meaning: t.error.unknown, mend: t.error.unknownMend };
  const [meaning, mend] = errors[code];
  return { meaning, mend };
}

/** The same in one line, as the reason of something disabled; '' where nothing stands against it. */
export function reason(words: Words, code: string | undefined): string {
  return code === undefined || code === '' ? '' : `${explain(words, code).meaning} (${code})`;
}

/** What stands against it and what to do first. */
export function hint(words: Words, code: ErrorCode): string {
  const { meaning, mend } = explain(words, code);
  return `${meaning} ${mend}`;
}

export function Refused({ error, retry }: {
  readonly error: Error;
  /** Asks once more for what was refused. */
  readonly retry?: () => void;
}) {
  const words = useWords();
  const { t } = words;
  const code = error instanceof ApiError ? error.code : 'InternalError';
  const { meaning, mend } = explain(words, code);
  const request = error instanceof ApiError ? error.requestId : '';
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t.error.title(code)}
      action={retry === undefined ? undefined : <Button size="small" onClick={retry}>{t.session.retry}</Button>}
      description={
        <>
          <div>{meaning}</div>
          <div>{`${t.error.mend}: ${mend}`}</div>
          <Typography.Text type="secondary" className="small">{`${t.error.message}: ${error.message}`}</Typography.Text>
          {request !== '' && <Typography.Text type="secondary" className="small" copyable={{ text: request }}>{`${t.error.request}: ${request}`}</Typography.Text>}
        </>
      }
    />
  );
}
