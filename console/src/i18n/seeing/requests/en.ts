export const requests = {
  title: 'Request log', intro: 'Every call of the cloud’s API, by whomever, as it is answered.',
  live: 'Live', lost: 'Disconnected', paused: 'Paused', pause: 'Pause', resume: 'Go on', held: (count: string) => `${count} new`, shown: (count: string, most: string) => `${count} shown, ${most} at the most`,
  newest: 'To the newest',
  empty: 'Nothing was asked yet. Do something in the console, or run this on the host:',
  time: 'Time', product: 'Product', action: 'Action', result: 'Result', account: 'Account', text: 'ID, value or message', parameters: 'Parameters', parameter: 'Parameter', changes: 'Changes', duration: 'Duration', line: 'CLI line', status: 'HTTP status',
  results: { ok: 'Succeeded', changed: 'Changed something', refused: 'Refused', reset: 'Connection broken' }, codes: 'Error codes', resource: 'Resource', before: 'Before', after: 'After',
  copyLine: 'Copy as CLI line', open: (action: string) => `Open ${action}`, gone: 'The log does not have this request any more.', unknown: 'not a known call', ms: (n: string) => `${n} ms`,
  noParameters: 'No parameters.', noChanges: 'It changed nothing.', again: 'The same call from the host’s command line', incomplete: 'The log does not keep secrets and long values: complete the line before you run it.',
};
export type RequestsTexts = typeof requests;
