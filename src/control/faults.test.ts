import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VERSIONS } from '../api/action.js';
import { field, testCloud, textField, TEST_ACCOUNT, type TestCloud } from './testing.js';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => {
  cloud.store.close();
});

/** A request on the way from the gateway, past the faults. */
const serve = (action: string, parameters: Readonly<Record<string, string>> = {}) =>
  cloud.plane.serve({ requestId: 'R', version: VERSIONS.Vpc, action, parameters: new Map(Object.entries({ RegionId: 'cn-hangzhou', ...parameters })), account: TEST_ACCOUNT, host: 'localhost' });
const add = (parameters: Readonly<Record<string, string | number | boolean>>) =>
  cloud.call('OpenEIP', 'AddFault', { Product: 'vpc', ActionName: 'AllocateEipAddress', ...parameters });
const eips = () => cloud.store.counts()['eip'] ?? 0;

describe('a fault', () => {
  it('meets the first calls of its action, in the cloud’s own form, then no more; it is counted, listed and cleared', async () => {
    const FaultId = textField(await add({ Code: 'TaskConflict', First: 2 }), 'FaultId');
    const answers = [await serve('AllocateEipAddress'), await serve('DescribeEipAddresses'), await serve('AllocateEipAddress'), await serve('AllocateEipAddress')];
    expect(answers.map((answer) => (answer === 'reset' || answer.ok ? 'ok' : answer.code))).toEqual(['TaskConflict', 'ok', 'TaskConflict', 'ok']);
    expect(answers[0]).toMatchObject({ status: 400, message: 'The eip operate too frequent, TaskConflict.' });
    expect(eips()).toBe(1);
    expect(field(await cloud.call('OpenEIP', 'ListFaults'), 'Faults.Fault')).toMatchObject([{ FaultId, First: 2, Met: 2, ErrorCode: 'TaskConflict' }]);
    expect(await cloud.call('OpenEIP', 'ClearFaults', { FaultId })).toMatchObject({ Cleared: 1 });
    await expect(cloud.call('OpenEIP', 'ClearFaults', { FaultId })).rejects.toMatchObject({ code: 'InvalidFaultId.NotFound' });
    expect(field(await cloud.call('OpenEIP', 'ListFaults'), 'Faults.Fault')).toEqual([]);
  });

  it('after the effect: the call has happened, and only its answer is lost', async () => {
    await add({ Code: 'ServiceUnavailable', After: true });
    expect(await serve('AllocateEipAddress', { ClientToken: 't' })).toMatchObject({ ok: false, status: 503 });
    expect(eips()).toBe(1);
    // What idempotency is for.
    expect(await serve('AllocateEipAddress', { ClientToken: 't' })).toMatchObject({ ok: true });
    expect(eips()).toBe(1);
  });

  it.each([
    ['Throttling', 'Request was denied due to request throttling.'], ['Throttling.User', 'Request was denied due to user flow control.'],
    ['Throttling.Api', 'Request was denied due to api flow control.'],
  ])('§5.1, §6.7: %s, with the time to wait, in ms', async (code, message) => {
    await add({ Code: code, RetryAfter: '7s' });
    expect(await serve('AllocateEipAddress')).toMatchObject({ status: 400, code, message, headers: { 'x-acs-retry-after': '7000' } });
    await add({ Code: code });
    expect(await serve('AllocateEipAddress')).toMatchObject({ code, headers: { 'x-acs-retry-after': '1000' } });
  });

  it.each([
    ['IdempotentProcessing', 'The previous idempotent request(s) is still processing.'], ['LastTokenProcessing', 'The last token request is processing.'],
  ])('§5.1: %s, of a first call that is said to run still', async (code, message) => {
    await add({ Code: code });
    expect(await serve('AllocateEipAddress', { ClientToken: 't' })).toMatchObject({ status: 403, code, message });
    expect(await serve('AllocateEipAddress', { ClientToken: 't' })).toMatchObject({ ok: true });
  });

  it('has only actions that are served, and says which are like the one that is not', async () => {
    await expect(add({ ActionName: 'AsociateEipAddres', Code: 'X' })).rejects.toMatchObject({
      status: 404, code: 'InvalidActionName.NotFound',
      message: expect.stringMatching(/^OpenEIP serves no action AsociateEipAddres of Vpc, .* Did you mean AssociateEipAddress, /) as string,
    });
    // Of another product.
    await expect(add({ ActionName: 'RunInstances', Code: 'X' })).rejects.toMatchObject({ code: 'InvalidActionName.NotFound' });
    expect(field(await cloud.call('OpenEIP', 'ListFaults'), 'Faults.Fault')).toEqual([]);
  });

  it('has any code and status', async () => {
    await add({ Code: 'OperationFailed.Strange', Status: 502, Message: 'no' });
    expect(await serve('AllocateEipAddress')).toEqual({ ok: false, status: 502, code: 'OperationFailed.Strange', message: 'no' });
  });

  it('resets', async () => {
    await add({ Reset: true });
    expect(await serve('AllocateEipAddress')).toBe('reset');
    expect(eips()).toBe(0);
  });

  it('may only be slow', async () => {
    await add({ Delay: '30ms' });
    const start = performance.now();
    expect(await serve('AllocateEipAddress')).toMatchObject({ ok: true });
    expect(performance.now() - start).toBeGreaterThan(25);
  });

  it('gives way to the next once it is used up', async () => {
    await add({ Code: 'TaskConflict' });
    await add({ Code: 'InternalError' });
    expect([await serve('AllocateEipAddress'), await serve('AllocateEipAddress'), await serve('AllocateEipAddress')])
      .toMatchObject([{ code: 'TaskConflict' }, { code: 'InternalError' }, { ok: true }]);
  });

  it.each([
    [{ Product: 'openeip', Code: 'X' }, 'InvalidParameter'], [{}, 'MissingParameter'], [{ Reset: true, Code: 'X' }, 'InvalidParameter.Conflict'],
    [{ Code: 'X', First: 0 }, 'InvalidParameter'], [{ Code: 'a b' }, 'InvalidParameter'], [{ Delay: 'long' }, 'InvalidParameter'],
  ])('%j is %s', async (parameters, code) => {
    await expect(add(parameters)).rejects.toMatchObject({ code });
  });
});
