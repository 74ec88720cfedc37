import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestRecord } from '../../live/feed.js';
import { passes, type Filter } from './filter.js';
import { callLine, isIncomplete } from './line.js';
import { RequestLog } from './log.js';

const RECORD: RequestRecord = {
  requestId: 'R-1', time: '2026-01-02T03:04:05.000Z', product: 'Vpc', action: 'AllocateEipAddress', region: 'cn-hangzhou', account: '1000', parameters: { RegionId: 'cn-hangzhou', Name: 'web' },
  status: 200, code: null, message: null, durationMs: 1.5, events: [{ kind: 'eip', id: 'eip-1', before: null, after: 'Available' }],
};
const numbered = (n: number): RequestRecord => ({ ...RECORD, requestId: String(n), time: new Date(n * 1_000).toISOString() });
const ANY: Filter = { product: '', action: '', result: '', account: '', text: '' };

describe('a filter', () => {
  const refused: RequestRecord = { ...RECORD, status: 400, code: 'TaskConflict', message: 'busy', events: [] };
  it.each<[Partial<Filter>, boolean, boolean]>([
    [{}, true, true],
    [{ product: 'Vpc' }, true, true],
    [{ product: 'Ecs' }, false, false],
    [{ action: 'allocate' }, true, true],
    [{ result: 'ok' }, true, false],
    [{ result: 'changed' }, true, false],
    [{ result: 'refused' }, false, true],
    [{ result: 'TaskConflict' }, false, true],
    [{ result: 'reset' }, false, false],
    [{ account: '1000' }, true, true],
    [{ account: '100' }, false, false],
    [{ text: 'EIP-1' }, true, false],
    [{ text: 'web' }, true, true],
    [{ text: 'busy' }, false, true],
    [{ text: 'R-1' }, true, true],
  ])('%j', (part, answered, conflict) => {
    const filter = { ...ANY, ...part };
    expect([passes(RECORD, filter), passes(refused, filter)]).toEqual([answered, conflict]);
  });

  it('a reset connection is neither a success nor a refusal', () => {
    const reset = { ...RECORD, status: 0 };
    expect(['ok', 'refused', 'reset'].map((result) => passes(reset, { ...ANY, result }))).toEqual([false, false, true]);
  });
});

describe('the log', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows the newest first, some times a second, and no more than it may', () => {
    const log = new RequestLog(() => true, 3);
    const told = vi.fn();
    log.subscribe(told);
    for (let n = 1; n <= 10_000; n++) log.add(numbered(n));
    expect(told).not.toHaveBeenCalled();
    vi.runOnlyPendingTimers();
    expect(told).toHaveBeenCalledOnce();
    expect(log.snapshot().rows.map(({ requestId }) => requestId)).toEqual(['10000', '9999', '9998']);
  });

  it('holds what is shown, counts what comes, and shows it afterwards', () => {
    const log = new RequestLog(() => true, 3);
    log.list([numbered(1)]);
    log.hold(true);
    for (let n = 2; n <= 20; n++) log.add(numbered(n));
    vi.runOnlyPendingTimers();
    expect(log.snapshot()).toMatchObject({ rows: [{ requestId: '1' }], held: 19 });
    log.hold(false);
    expect(log.snapshot()).toMatchObject({ rows: [{ requestId: '20' }, { requestId: '19' }, { requestId: '18' }], held: 0 });
  });

  it('has each request once, whichever of list and stream tells of it first', () => {
    const log = new RequestLog(({ requestId }) => requestId !== '2', 10);
    log.add(numbered(4));
    log.list([numbered(5), numbered(4), numbered(3), numbered(2), numbered(1)]);
    log.add(numbered(5));
    vi.runOnlyPendingTimers();
    expect(log.snapshot().rows.map(({ requestId }) => requestId).sort()).toEqual(['1', '3', '4', '5']);
  });
});

describe('the line that makes a call again', () => {
  it.each<[Partial<RequestRecord>, string]>([
    [{}, 'openeip call vpc AllocateEipAddress --RegionId cn-hangzhou --Name web'],
    [{ account: '2000' }, 'openeip call --account 2000 vpc AllocateEipAddress --RegionId cn-hangzhou --Name web'],
    [{ parameters: { Name: "it's $(reboot)", 'Tag.1.Value': '' } }, "openeip call vpc AllocateEipAddress --Name 'it'\\''s $(reboot)' --Tag.1.Value ''"],
    [{ parameters: { Name: '--Bandwidth', Count: '-1' } }, 'openeip call vpc AllocateEipAddress --Name=--Bandwidth --Count -1'],
    [{ parameters: { Name: "a\n'\u001b[2J\u009b" } }, "openeip call vpc AllocateEipAddress --Name $'a\\u000a\\'\\u001b[2J\\u009b'"],
    // A stranger's names are none of a command's.
    [{ parameters: { 'x;reboot': '1', '$(reboot)': '1', A: '1' } }, 'openeip call vpc AllocateEipAddress --A 1'],
    [{ action: '$(reboot)' }, ''],
    [{ product: '' }, ''],
  ])('%j', (part, line) => {
    expect(callLine({ ...RECORD, ...part }, '1000')).toBe(line);
  });

  it.each<[Record<string, string>, boolean]>([[{ A: '1' }, false], [{ UserData: '***' }, true], [{ A: `${'x'.repeat(256)}…` }, true]])('%j is incomplete: %s', (parameters, incomplete) => {
    expect(isIncomplete({ ...RECORD, parameters })).toBe(incomplete);
  });
});
