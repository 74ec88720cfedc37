import { expect, it } from 'vitest';
import type { RequestRecord } from '../api/request-record.js';
import { RequestLog, type Answered } from './request-log.js';
import { testCloud, textField, type TestCloud } from './testing.js';

const NOW = Date.UTC(2026, 0, 2);
const answered = (change: Partial<Answered> = {}): Answered => ({
  requestId: 'R', version: '2016-04-28', action: 'DescribeVpcs', account: '1', status: 200, code: '', message: '', ms: 250, parameters: () => ({ RegionId: 'cn-beijing' }), ...change,
});

/** The cloud's requests as a gateway would log them. */
async function logged(cloud: TestCloud, ...given: Parameters<TestCloud['call']>) {
  const body = await cloud.call(...given);
  const { requestLog } = cloud.plane;
  requestLog.answered(answered({ requestId: `R-${requestLog.list({}, 1_000).length + 1}`, action: given[1] }));
  return body;
}

it('tells when, who, what, how it ended', () => {
  const log = new RequestLog(() => NOW);
  log.answered(answered());
  log.answered(answered({ requestId: 'S', version: '1999-01-01', action: '', account: '', status: 404, code: 'InvalidVersion', message: 'No.' }));
  expect(log.list({}, 10)).toEqual([
    expect.objectContaining({ requestId: 'S', product: '', account: '', status: 404, code: 'InvalidVersion', message: 'No.' }),
    {
      requestId: 'R', time: '2026-01-01T23:59:59.750Z', product: 'Vpc', action: 'DescribeVpcs', region: 'cn-beijing', account: '1', parameters: { RegionId: 'cn-beijing' },
      status: 200, code: null, message: null, durationMs: 250, events: [],
    },
  ]);
});

it('keeps the last thousand, the newest first, and finds by every filter', () => {
  const log = new RequestLog(() => NOW);
  for (let n = 0; n < 2_500; n++) log.answered(answered({ requestId: `R-${n}`, account: String(n % 7), ...(n % 2 === 0 ? {} : { code: 'Throttling' }) }));
  expect(log.list({}, 5_000).map((one) => one.requestId)).toEqual(Array.from({ length: 1_000 }, (_, age) => `R-${2_499 - age}`));
  expect(log.list({}, 3).map((one) => one.requestId)).toEqual(['R-2499', 'R-2498', 'R-2497']);
  expect(log.list({ requestId: 'R-2000' }, 10)).toMatchObject([{ requestId: 'R-2000', code: null }]);
  expect(log.list({ code: 'Throttling', account: '3' }, 10).every((one) => one.code === 'Throttling' && one.account === '3')).toBe(true);
  expect(log.list({ code: 'ok', action: 'DescribeVpcs' }, 1_000)).toHaveLength(500);
  expect(log.list({ action: 'Other' }, 10)).toEqual([]);
  expect([log.list({ since: NOW - 250 }, 1), log.list({ since: NOW }, 1)]).toMatchObject([[{}], []]);
});

it('costs of a large request what it costs of a small one', () => {
  const log = new RequestLog(() => NOW);
  const large = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`Name.${n}`, 'x'.repeat(10_000)]));
  log.answered(answered({ action: 'y'.repeat(100_000), parameters: () => large }));
  expect(JSON.stringify(log.list({}, 1)).length).toBeLessThan(100 * 300);
});

it('tells which rows a request changed, and of no other what', async () => {
  const cloud = await testCloud();
  const eip = await logged(cloud, 'Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' });
  const id = textField(eip, 'AllocationId');
  await logged(cloud, 'Vpc', 'DescribeEipAddresses', { RegionId: 'cn-hangzhou' });
  await logged(cloud, 'Vpc', 'ReleaseEipAddress', { AllocationId: id });
  await cloud.settled();
  expect(cloud.plane.requestLog.list({}, 10).map((one) => [one.action, one.events])).toEqual([
    ['ReleaseEipAddress', [{ kind: 'eip', id, before: 'Available', after: 'Releasing' }]],
    ['DescribeEipAddresses', []],
    ['AllocateEipAddress', [{ kind: 'eip', id, before: null, after: 'Available' }]],
  ]);
});

it('ListRequests is for the operator; who follows gets every request until he stops', async () => {
  const cloud = await testCloud();
  const seen: RequestRecord[] = [];
  const stop = cloud.plane.requestLog.follow((record) => seen.push(record));
  await logged(cloud, 'Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' });
  stop();
  await logged(cloud, 'Vpc', 'DescribeVpcs', { RegionId: 'cn-hangzhou' });
  expect(seen.map((record) => record.action)).toEqual(['AllocateEipAddress']);
  expect(await cloud.call('OpenEIP', 'ListRequests', { ActionName: 'AllocateEipAddress' })).toMatchObject({
    Requests: { Request: [{ Id: 'R-1', ErrorCode: '', Parameters: { Parameter: [{ Name: 'RegionId', Value: 'cn-beijing' }] }, Events: { Event: [{ Kind: 'eip', Before: '', After: 'Available' }] } }] },
  });
});
