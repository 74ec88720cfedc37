export const faults = {
  title: 'Faults', intro: 'Let the first calls of an action fail, break off or come late, as the cloud’s would: to see what your program does then.',
  empty: 'No fault is ordered: every call is answered as ever. Order one to see how a program, or this console, takes it.',
  add: 'Order a fault', addTitle: 'Order a fault', clearAll: 'Clear all faults', clearText: 'Every call is answered as ever again, also those of faults that are not used up.', clear: (id: string) => `Clear ${id}`,
  clearOne: 'Clear', product: 'Product', action: 'Action', notAnAction: 'A name like AllocateEipAddress', first: 'How many calls', meets: 'Calls of', effect: 'What happens', met: 'Met', metOf: (met: string, all: string) => `${met} of ${all}`,
  waiting: 'Waiting for calls', over: 'Used up', effects: { error: 'Answer an error', reset: 'Break the connection', late: 'Only answer late' }, code: 'Error code', notACode: 'Letters, digits, “_” and “.”',
  delay: 'Wait before the answer', retryAfter: 'Tell the caller to retry after', after: 'The call takes effect first: only its answer is lost', takesEffect: 'after the effect', waits: (ms: string) => `waits ${ms} ms`,
  own: 'Another status or message than the code’s own', status: 'HTTP status', message: 'Message',
};
export type FaultsTexts = typeof faults;
