import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallError, field, testCloud, textField, TEST_ACCOUNT, type TestCloud } from '../../control/testing.js';
import type { JsonObject } from '../action.js';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => {
  expect(cloud.faults).toEqual([]);
  cloud.store.close();
});

const openeip = (action: string, parameters: Readonly<Record<string, string | number | boolean>> = {}) => cloud.call('OpenEIP', action, parameters);
const codeOf = (call: Promise<JsonObject>) => call.then(() => 'accepted', (error: unknown) => (error instanceof CallError ? error.code : String(error)));
const create = async (Name = 'second') => {
  const answer = await openeip('CreateAccount', { Name });
  return { id: textField(answer, 'AccountId'), key: textField(answer, 'AccessKeyId'), secret: textField(answer, 'AccessKeySecret') };
};

describe('accounts', () => {
  it('S-07: a new one has a working key, the vendor’s quotas and no entitlement', async () => {
    const { id, key, secret } = await create();
    expect(id).toMatch(/^1\d{15}$/);
    expect(cloud.plane.keyOf(key)).toEqual({ secret, account: id, active: true });
    expect(await openeip('ListAccounts')).toMatchObject({
      Accounts: { Account: [{ AccountId: TEST_ACCOUNT }, { AccountId: id, Name: 'second', MultiEip: false, Arrears: false, Quotas: { Quota: [] } }] },
    });
    expect(JSON.stringify(await openeip('ListAccounts'))).not.toContain(secret);
  });

  it('a seed never gives a secret', async () => {
    const other = await testCloud();
    const twin = await other.call('OpenEIP', 'CreateAccount', { Name: 'second' });
    const { id, secret } = await create();
    expect(field(twin, 'AccountId')).toBe(id);
    expect(field(twin, 'AccessKeySecret')).not.toBe(secret);
    other.store.close();
  });

  it('do not see each other’s resources', async () => {
    const { id: account } = await create();
    const region = { RegionId: 'cn-hangzhou' };
    const eip = textField(await cloud.call('Vpc', 'AllocateEipAddress', region), 'AllocationId');
    const vpc = textField(await cloud.call('Vpc', 'CreateVpc', { ...region, CidrBlock: '10.0.0.0/16' }), 'VpcId');
    for (const [action, parameters] of [['ReleaseEipAddress', { AllocationId: eip }], ['ModifyEipAddressAttribute', { AllocationId: eip, Name: 'mine' }]] as const) {
      expect(await codeOf(cloud.call('Vpc', action, { ...region, ...parameters }, { account }))).toBe('InvalidAllocationId.NotFound');
    }
    expect(await codeOf(cloud.call('Vpc', 'AssociateEipAddress', { ...region, AllocationId: eip, InstanceId: 'eni-1' }, { account }))).toBe('Forbidden');
    expect(await codeOf(cloud.call('Vpc', 'DeleteVpc', { ...region, VpcId: vpc }, { account }))).toBe('InvalidVpcId.NotFound');
    expect(await cloud.call('Vpc', 'DescribeEipAddresses', region, { account })).toMatchObject({ TotalCount: 0 });
    expect(await cloud.call('Vpc', 'DescribeVpcs', region, { account })).toMatchObject({ TotalCount: 0 });
  });

  it('go only when they have nothing, and the operator’s own never', async () => {
    const { id: account } = await create();
    const eip = textField(await cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-beijing' }, { account }), 'AllocationId');
    expect(await codeOf(openeip('DeleteAccount', { AccountId: account }))).toBe('InvalidOperation.AccountInUse');
    await cloud.call('Vpc', 'ReleaseEipAddress', { RegionId: 'cn-beijing', AllocationId: eip }, { account });
    await cloud.settled();
    expect(await codeOf(openeip('DeleteAccount', { AccountId: account }))).toBe('accepted');
    expect(cloud.store.read.get('account', account)).toBeUndefined();
    expect(await codeOf(openeip('DeleteAccount', { AccountId: TEST_ACCOUNT }))).toBe('InvalidOperation.OperatorAccount');
    expect(await codeOf(openeip('DeleteAccount', { AccountId: account }))).toBe('InvalidAccountId.NotFound');
  });

  it('have two keys at the most, which can rest and go, but for the last', async () => {
    const { id, key } = await create();
    const second = textField(await openeip('CreateAccessKey', { AccountId: id }), 'AccessKeyId');
    expect(await codeOf(openeip('CreateAccessKey', { AccountId: id }))).toBe('LimitExceeded.AccessKey');
    await openeip('UpdateAccessKey', { AccessKeyId: key, Status: 'Inactive' });
    expect(cloud.plane.keyOf(key)).toMatchObject({ active: false });
    await openeip('DeleteAccessKey', { AccessKeyId: key });
    expect(cloud.plane.keyOf(key)).toBeUndefined();
    expect(await codeOf(openeip('DeleteAccessKey', { AccessKeyId: second }))).toBe('InvalidOperation.LastAccessKey');
    expect(await codeOf(openeip('DeleteAccessKey', { AccessKeyId: key }))).toBe('InvalidAccessKeyId.NotFound');
    expect(await codeOf(openeip('UpdateAccessKey', { AccessKeyId: 'LTAItest', Status: 'Inactive' }))).toBe('InvalidOperation.OperatorAccount');
  });

  it('are the operator’s alone', async () => {
    const { id: account } = await create();
    for (const [action, parameters] of [
      ['CreateAccount', { Name: 'third' }], ['ListAccounts', {}], ['DeleteAccount', { AccountId: account }], ['CreateAccessKey', {}],
      ['SetQuota', { Name: 'eipsPerAccount', Value: 1 }], ['ListQuotas', {}], ['SetEntitlement', { MultiEip: true }],
    ] as const) {
      expect(await codeOf(cloud.call('OpenEIP', action, parameters, { account }))).toBe('Forbidden.NotOperator');
    }
  });
});

describe('§8.1: quotas', () => {
  it('hold from the next call on, for that account only, and go back to the vendor’s', async () => {
    const { id: account } = await create();
    const allocate = (as: string) => codeOf(cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' }, { account: as }));
    await openeip('SetQuota', { AccountId: account, Name: 'eipsPerAccount', Value: 1 });
    expect([await allocate(account), await allocate(account), await allocate(TEST_ACCOUNT)]).toEqual(['accepted', 'QuotaExceeded.Eip', 'accepted']);
    expect(await openeip('SetQuota', { AccountId: account, Name: 'eipsPerAccount' })).toMatchObject({ Value: 20 });
    expect(await allocate(account)).toBe('accepted');
    expect(await openeip('ListQuotas', { AccountId: account })).toMatchObject({ Quotas: { Quota: expect.arrayContaining([{ Name: 'eipsPerAccount', Value: 20, Default: 20 }]) as unknown } });
    expect(await codeOf(openeip('SetQuota', { Name: 'eips', Value: 1 }))).toBe('InvalidParameter');
  });

  it('and entitlements that were ordered stay when OpenEIP starts again; what its settings say holds from that start on', async () => {
    await openeip('SetQuota', { Name: 'vpcsPerRegion', Value: 3 });
    await openeip('SetEntitlement', { MultiEip: true });
    await cloud.plane.openAccount(TEST_ACCOUNT, 'LTAItest', 'secret');
    expect(cloud.store.read.get('account', TEST_ACCOUNT)).toMatchObject({ quotas: { vpcsPerRegion: 3 }, entitlements: { multiEip: true } });
    const strict = await testCloud({ settings: { multiEip: false, quotas: { vpcsPerRegion: 5 } } });
    await strict.call('OpenEIP', 'SetEntitlement', { MultiEip: true });
    await strict.call('OpenEIP', 'SetQuota', { Name: 'enisPerRegion', Value: 7 });
    await strict.plane.openAccount(TEST_ACCOUNT, 'LTAItest', 'secret');
    expect(strict.store.read.get('account', TEST_ACCOUNT)).toMatchObject({
      quotas: { vpcsPerRegion: 5, enisPerRegion: 7 }, entitlements: { multiEip: false },
    });
    strict.store.close();
  });
});
