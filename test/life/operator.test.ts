/** What an operator does to the cloud itself, by the command line: its clock, faults, bills and history. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CallError, Cloud } from '../support/cloud.js';
import { expectRefusal, kill, openeip, pidsOf } from './command.js';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory', settings: { seed: 11 } });
});
afterAll(() => cloud.down());

const run = (...argv: string[]) => {
  const { code, stdout, stderr } = cloud.cli(...argv);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
};
const allocated = z.object({ AllocationId: z.string(), EipAddress: z.string() });
const allocate = async (parameters: Readonly<Record<string, string>> = {}) => allocated.parse(await cloud.vpc('AllocateEipAddress', parameters));
const statusOf = async (AllocationId: string) => {
  const body = z.object({ EipAddresses: z.object({ EipAddress: z.array(z.object({ BusinessStatus: z.string() })) }) })
    .parse(await cloud.vpc('DescribeEipAddresses', { AllocationId }));
  return body.EipAddresses.EipAddress[0]?.BusinessStatus ?? 'gone';
};
/** Its control plane was killed and is there again. */
const restarted = async (one: Cloud) => {
  const before = pidsOf(one).controlPlane;
  kill(before);
  await openeip.until(() => {
    const now = pidsOf(one).controlPlane;
    return now !== undefined && now !== before && one.cli('status').code === 0;
  });
};
const codesOf = async (calls: number) => {
  const codes = [];
  for (let i = 0; i < calls; i++) {
    codes.push(await cloud.vpc('DescribeEipAddresses').then(() => 'ok', (error: unknown) => (error instanceof CallError ? error.code : String(error))));
  }
  return codes;
};

describe('a day of life (E20, §7.5)', () => {
  it('a subscription runs out, is suspended, paid for, and at last released, as the clock is advanced', async () => {
    const { AllocationId, EipAddress } = await allocate({ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: '1', Bandwidth: '2' });
    expect(run('clock', 'show')).toContain('UTC, the host’s time\n  next is due at ');
    run('clock', 'advance', '35d');
    expect(await statusOf(AllocationId)).toBe('OperationLock');
    expect(run('eip', 'pay', AllocationId, '--months', '2')).toContain(`${AllocationId} is paid for until `);
    expect(await statusOf(AllocationId)).toBe('Normal');
    expect(run('bill', '--eip', AllocationId, '--from', '2020-01-01')).toMatch(/subscription +1 month of 2 Mbit\/s +6\.8 .*\n[^]*subscription +2 months of 2 Mbit\/s +13\.6 /);

    // The clock survives the process.
    await restarted(cloud);
    expect(run('clock', 'show')).toMatch(/UTC, 35d .*ahead of the host/);

    run('clock', 'advance', '100d');
    expect(await statusOf(AllocationId)).toBe('gone');
    expect(run('history', EipAddress)).toBe('Nothing was held.\n');
    expect(run('history', AllocationId, '--at', '2020-01-01')).toBe('Nothing was held.\n{}\n');
  });

  it('an account in arrears loses its EIPs, and has them back when it pays', async () => {
    const { AllocationId } = await allocate();
    expect(run('account', 'arrears')).toContain('is in arrears');
    run('clock', 'advance', '15d');
    expect(await statusOf(AllocationId)).toBe('OperationLock');
    run('account', 'pay');
    expect(await statusOf(AllocationId)).toBe('Normal');
  });

  it('the clock goes back once the cloud is empty', () => {
    expectRefusal(cloud.cli('clock', 'real'), 'InvalidOperation.ClockBackwards');
    run('reset');
    expect(run('clock', 'real')).toContain('the host’s time');
    expectRefusal(cloud.cli('clock', 'advance', '5'), /^error: "5" is no duration\.\n {2}why: .*\n {2}do: {2}Write it like 72h, 30m, /);
    expectRefusal(cloud.cli('clock', 'set', 'tomorrow'), /^error: "tomorrow" is no time\.\n/);
  });
});

describe('faults', () => {
  it('meet the first calls as the official client sees them, are counted, listed, cleared', async () => {
    run('fault', 'add', 'vpc', 'DescribeEipAddresses', '--code', 'Throttling.User', '--first', '2');
    run('fault', 'add', 'vpc', 'DescribeEipAddresses', '--code', 'ServiceUnavailable');
    expect(await codesOf(4)).toEqual(['Throttling.User', 'Throttling.User', 'ServiceUnavailable', 'ok']);
    expect(run('fault', 'list')).toBe([
      'fault-1  Vpc.DescribeEipAddresses  400 Throttling.User     met 2 of 2',
      'fault-2  Vpc.DescribeEipAddresses  503 ServiceUnavailable  met 1 of 1',
      '',
    ].join('\n'));
    expect(run('fault', 'clear', 'fault-1')).toBe('1 cleared\n');
    run('fault', 'clear');
    expect(run('fault', 'list')).toBe('There are no faults.\n');
  });

  it('reset connections, also after the effect, which a token makes harmless', async () => {
    run('fault', 'add', 'vpc', 'AllocateEipAddress', '--reset', '--after');
    await expect(allocate({ ClientToken: 'twice' })).rejects.toThrow(/ECONNRESET|socket hang up/);
    const { AllocationId } = await allocate({ ClientToken: 'twice' });
    expect(await cloud.vpc('DescribeEipAddresses')).toMatchObject({ TotalCount: 1, EipAddresses: { EipAddress: [{ AllocationId }] } });
  });

  it('of actions that are not served are refused, with the names that are like it', () => {
    const before = run('fault', 'list');
    expectRefusal(cloud.cli('fault', 'add', 'vpc', 'AlocateEipAddress', '--code', 'TaskConflict'), /InvalidActionName\.NotFound .* Did you mean AllocateEipAddress, /);
    expectRefusal(cloud.cli('fault', 'add', 'vpc', 'AllocateEipAddress', '--delay', '5'), '"5" is no duration.');
    expect(run('fault', 'list')).toBe(before);
  });

  it('never meet the operator, who could not take them back', () => {
    expectRefusal(cloud.cli('fault', 'add', 'openeip', 'ClearFaults', '--code', 'InternalError'), 'InvalidParameter');
  });
});

describe('a seed', () => {
  it('gives a new cloud the same ids and addresses, and goes on to others after a restart', async () => {
    const first = await Cloud.up({ dataplane: 'memory', settings: { seed: 11 } });
    const made = await first.vpc('AllocateEipAddress');
    const second = await Cloud.up({ dataplane: 'memory', settings: { seed: 11 } });
    expect(await second.vpc('AllocateEipAddress')).toMatchObject({ AllocationId: made['AllocationId'], EipAddress: made['EipAddress'] });
    await restarted(second);
    expect(await second.vpc('AllocateEipAddress')).not.toMatchObject({ AllocationId: made['AllocationId'] });
    expect(await second.vpc('DescribeEipAddresses')).toMatchObject({ TotalCount: 2 });
    await Promise.all([first.down(), second.down()]);
  });
});
