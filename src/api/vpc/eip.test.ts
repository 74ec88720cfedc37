import { beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../../cloud/resources.js';
import { sample } from '../../cloud/testing.js';
import { field, TEST_ACCOUNT, testCloud, textField, type TestCloud } from '../../control/testing.js';
import type { JsonObject } from '../action.js';
import { shapeFaults } from '../testing-shapes.js';

const SDK = '@alicloud/vpc20160428';
const REGION = { RegionId: 'cn-hangzhou' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});

/** Rows of the test account, put there without an action. */
function seed(...rows: readonly Row[]): void {
  cloud.store.begin();
  cloud.store.apply(
    { put: rows.map((row) => ({ ...row, account: TEST_ACCOUNT })), remove: [] },
    { time: 0, requestId: 'seed', account: TEST_ACCOUNT, action: 'seed' },
  );
  cloud.store.commit();
}

const vpc = (action: string, parameters: Parameters<TestCloud['call']>[2] = {}) => cloud.call('Vpc', action, parameters);
const allocate = (parameters: Parameters<TestCloud['call']>[2] = {}) => vpc('AllocateEipAddress', { ...REGION, ...parameters });
const describeEips = (parameters: Parameters<TestCloud['call']>[2] = {}) => vpc('DescribeEipAddresses', { ...REGION, ...parameters });
const one = (body: JsonObject) => field(body, 'EipAddresses.EipAddress.0');

/** An ENI with two private addresses in a VPC. */
function eni(): void {
  seed(
    sample.vpc({ id: 'vpc-1' }),
    sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1' }),
    sample.eni({ id: 'eni-1', vpcId: 'vpc-1', vswitchId: 'vsw-1', privateIps: ['10.0.0.1', '10.0.0.2'] }),
  );
}

describe('§4.1 AllocateEipAddress', () => {
  it("answers what the SDK's model says", async () => {
    const body = await allocate();
    expect(shapeFaults(SDK, 'AllocateEipAddress', body, { absent: ['OrderId'] })).toEqual([]);
    const prepaid = await allocate({ InstanceChargeType: 'PrePaid', Period: 1 });
    expect(shapeFaults(SDK, 'AllocateEipAddress', prepaid, { absent: ['ResourceGroupId'] })).toEqual([]);
  });

  it('needs RegionId; knows no other region than the cloud', async () => {
    await expect(vpc('AllocateEipAddress')).rejects.toMatchObject({
      code: 'MissingParameter', status: 400,
      message: 'The input parameter "RegionId" that is mandatory for processing this request is not supplied.',
    });
    await expect(vpc('AllocateEipAddress', { RegionId: 'mars-1' })).rejects.toMatchObject({ code: 'InvalidRegionId.NotFound', status: 404 });
  });

  it('§4.0 ClientToken: the same call twice allocates once', async () => {
    const first = await allocate({ ClientToken: 't-1' });
    expect(await allocate({ ClientToken: 't-1' })).toEqual(first);
    await expect(allocate({ ClientToken: 't-1', Bandwidth: 6 })).rejects.toMatchObject({ code: 'IdempotentParameterMismatch' });
    expect(field(await describeEips(), 'TotalCount')).toBe(1);
  });

  it('a refused call leaves nothing behind', async () => {
    await expect(allocate({ Bandwidth: 501 })).rejects.toMatchObject({ code: 'InvalidParameter', status: 400 });
    expect(field(await describeEips(), 'TotalCount')).toBe(0);
  });

  it('20 at once hold 20 addresses, the 21st is refused', async () => {
    const bodies = await Promise.all(Array.from({ length: 20 }, () => allocate()));
    expect(new Set(bodies.map((body) => textField(body, 'EipAddress'))).size).toBe(20);
    await expect(allocate()).rejects.toMatchObject({ code: 'QuotaExceeded.Eip' });
  });
});

describe('§4.1 DescribeEipAddresses', () => {
  it("answers what the SDK's model says, and the cloud's own extras", async () => {
    await allocate({ Name: 'web', Description: 'the site', 'Tag.1.Key': 'team', 'Tag.1.Value': 'net', 'SecurityProtectionTypes.1': 'AntiDDoS_Enhanced' });
    const body = await describeEips();
    const extras = ['Descritpion', 'AvailableRegions'].map((name) => `EipAddresses.EipAddress.${name}`);
    expect(shapeFaults(SDK, 'DescribeEipAddresses', body, { extras })).toEqual([]);
    expect(one(body)).toMatchObject({
      Status: 'Available', Name: 'web', Description: 'the site', Descritpion: 'the site', Bandwidth: '5', EipBandwidth: '5',
      ChargeType: 'PostPaid', ExpiredTime: '', AllocationTime: '2026-01-02T03:04:05Z', HDMonitorStatus: 'OFF', Mode: 'NAT',
      InstanceId: '', InstanceType: '', PrivateIpAddress: '', VpcId: '', ServiceManaged: 0, DeletionProtection: false,
      Tags: { Tag: [{ Key: 'team', Value: 'net' }] }, OperationLocks: { LockReason: [] },
      AvailableRegions: { AvailableRegion: ['cn-hangzhou'] },
      SecurityProtectionTypes: { SecurityProtectionType: ['AntiDDoS_Enhanced'] },
    });
  });

  it('§10.12: the end of a subscription without seconds', async () => {
    await allocate({ InstanceChargeType: 'PrePaid', Period: 1 });
    expect(one(await describeEips())).toMatchObject({ ChargeType: 'PrePaid', ExpiredTime: '2026-02-02T03:04Z' });
  });

  it('an empty cloud still has the wrapper', async () => {
    expect(await describeEips()).toEqual({ PageNumber: 1, PageSize: 10, TotalCount: 0, EipAddresses: { EipAddress: [] } });
  });

  it('pages newest first; a page behind the end is empty', async () => {
    const ids = [];
    for (let i = 0; i < 12; i++) ids.push(textField(await allocate(), 'AllocationId'));
    ids.reverse();
    const page = async (PageNumber: number, PageSize: number) => {
      const body = await describeEips({ PageNumber, PageSize });
      const list = field(body, 'EipAddresses.EipAddress');
      return { total: field(body, 'TotalCount'), ids: Array.isArray(list) ? list.map((row: JsonObject) => row['AllocationId']) : [] };
    };
    expect(await page(1, 5)).toEqual({ total: 12, ids: ids.slice(0, 5) });
    expect(await page(3, 5)).toEqual({ total: 12, ids: ids.slice(10) });
    expect(await page(4, 5)).toEqual({ total: 12, ids: [] });
    expect(field(await describeEips({ PageSize: 1000 }), 'PageSize')).toBe(100);
    await expect(describeEips({ PageNumber: 0 })).rejects.toMatchObject({ code: 'InvalidParameter' });
  });

  it('filters', async () => {
    const a = await allocate({ Name: 'a', 'Tag.1.Key': 'k', 'Tag.1.Value': '1', InternetChargeType: 'PayByTraffic' });
    cloud.clock.now += 3_600_000;
    const b = await allocate({ Name: 'b', ISP: 'BGP_FinanceCloud', 'Tag.1.Key': 'k', 'Tag.1.Value': '2' });
    cloud.clock.now += 3_600_000;
    await allocate({ InstanceChargeType: 'PrePaid', Period: 1 });
    const [idA, idB] = [textField(a, 'AllocationId'), textField(b, 'AllocationId')];
    const total = async (parameters: Parameters<TestCloud['call']>[2]) => field(await describeEips(parameters), 'TotalCount');
    const cases: readonly (readonly [Parameters<TestCloud['call']>[2], number])[] = [
      [{ AllocationId: idA }, 1],
      [{ AllocationId: `${idA},${idB},${idA},eip-none` }, 2],
      [{ EipAddress: textField(a, 'EipAddress') }, 1],
      [{ EipAddress: `${textField(a, 'EipAddress')},${textField(b, 'EipAddress')}` }, 2],
      [{ EipAddress: textField(a, 'EipAddress'), AllocationId: idB }, 0],
      [{ EipAddress: '8.8.8.8' }, 0],
      [{ Status: 'Available' }, 3],
      [{ Status: 'InUse' }, 0],
      [{ EipName: 'b' }, 1],
      [{ EipName: 'b', AllocationId: idA }, 0],
      [{ ISP: 'BGP_FinanceCloud' }, 1],
      [{ ChargeType: 'PrePaid' }, 1],
      [{ ChargeType: 'PostPaid' }, 2],
      [{ ResourceGroupId: `rg-default${TEST_ACCOUNT}` }, 3],
      [{ ResourceGroupId: 'rg-none' }, 0],
      [{ 'Tag.1.Key': 'k' }, 2],
      [{ 'Tag.1.Key': 'k', 'Tag.1.Value': '2' }, 1],
      [{ 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': '2026-01-02T04:00Z' }, 2],
      [{ 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': '2026-01-02T04:00Z', 'Filter.2.Key': 'CreationEndTime', 'Filter.2.Value': '2026-01-02T05:00Z' }, 1],
      [{ LockReason: 'financial' }, 0],
      [{ SecurityProtectionEnabled: false }, 3],
      [{ SecurityProtectionEnabled: true }, 0],
      [{ ServiceManaged: true }, 0],
      [{ ServiceManaged: false }, 3],
      [{ SegmentInstanceId: 'eipsg-1' }, 0],
      [{ PublicIpAddressPoolId: 'pippool-1' }, 0],
      [{ AssociatedInstanceType: 'NetworkInterface' }, 0],
      [{ AssociatedInstanceId: 'eni-1' }, 0],
      [{ RegionId: 'cn-beijing' }, 0],
      [{ RegionId: 'cn-beijing', AllocationId: idA }, 0],
    ];
    for (const [parameters, expected] of cases) {
      expect([parameters, await total(parameters)]).toEqual([parameters, expected]);
    }
  });

  it.each([
    [{ AssociatedInstanceType: 'Ecs' }, 'InvalidIAssociatedInstanceType.ValueNotSupported', 400],
    [{ ChargeType: 'Free' }, 'InvalidChargeType.ValueNotSupported', 400],
    [{ LockReason: 'lost' }, 'InvalidLockReason.NotFound', 404],
    [{ AllocationId: Array.from({ length: 51 }, (_, i) => `eip-${i}`).join(',') }, 'InvalidParameter', 400],
    [{ 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': 'yesterday' }, 'InvalidParameter', 400],
    [{ 'Tag.1.Value': 'v' }, 'InvalidTagKey.Malformed', 400],
    [{ DryRun: true }, 'DryRunOperation', 400],
  ] as const)('%j → %s', async (parameters, code, status) => {
    await allocate();
    await expect(describeEips(parameters)).rejects.toMatchObject({ code, status });
  });
});

describe('Associate, Unassociate, Release', () => {
  it('§2.2, §3.2, §3.3, §10.8: the binding shows at once, its end drops the id at once, and nothing but queries is accepted between', async () => {
    eni();
    const id = textField(await allocate(), 'AllocationId');
    const shown = async () => one(await describeEips({ AllocationId: id }));
    cloud.agent.hold();
    expect(await vpc('AssociateEipAddress', { AllocationId: id, InstanceId: 'eni-1', InstanceType: 'NetworkInterface' })).toEqual({});
    expect(await shown()).toMatchObject({
      Status: 'Associating', InstanceId: 'eni-1', InstanceType: 'NetworkInterface', InstanceRegionId: 'cn-hangzhou', Mode: 'NAT',
      PrivateIpAddress: '', VpcId: '',
    });
    const refused: readonly (readonly [string, Parameters<typeof vpc>[1]])[] = [
      ['UnassociateEipAddress', { AllocationId: id }],
      ['AssociateEipAddress', { AllocationId: id, InstanceId: 'eni-1', InstanceType: 'NetworkInterface' }],
      ['ModifyEipForwardMode', { ...REGION, InstanceId: id, Mode: 'NAT' }],
      ['ModifyEipAddressAttribute', { AllocationId: id, Name: 'n' }],
      ['DeletionProtection', { ...REGION, InstanceId: id, Type: 'EIP', ProtectionEnable: true }],
      ['ReleaseEipAddress', { AllocationId: id }],
    ];
    for (const [action, parameters] of refused) await expect(vpc(action, parameters), action).rejects.toMatchObject({ code: 'IncorrectEipStatus' });
    cloud.agent.release();
    await cloud.settled();
    expect(await shown()).toMatchObject({ Status: 'InUse', InstanceId: 'eni-1' });
    await expect(vpc('ReleaseEipAddress', { AllocationId: id })).rejects.toMatchObject({ code: 'IncorrectEipStatus' });

    cloud.agent.hold();
    expect(await vpc('UnassociateEipAddress', { AllocationId: id, InstanceId: 'eni-1', InstanceType: 'NetworkInterface' })).toEqual({});
    expect(await shown()).toMatchObject({ Status: 'Unassociating', InstanceId: '', InstanceType: 'NetworkInterface' });
    cloud.agent.release();
    await cloud.settled();
    expect(await shown()).toMatchObject({ Status: 'Available', InstanceId: '', InstanceType: '', InstanceRegionId: '', Mode: 'NAT' });
    await vpc('ReleaseEipAddress', { AllocationId: id });
    await cloud.settled();
    expect(field(await describeEips({ AllocationId: id }), 'TotalCount')).toBe(0);
    await expect(vpc('ReleaseEipAddress', { AllocationId: id })).rejects.toMatchObject({
      code: 'InvalidAllocationId.NotFound', status: 404, message: 'Specified allocation ID is not found',
    });
    expect(cloud.faults).toEqual([]);
  });

  it('§3.5: an address of a VPC shows as what it is bound to, and its VPC beside it', async () => {
    seed(
      sample.vpc({ id: 'vpc-1' }),
      sample.ipv4Gateway({ id: 'ipv4gw-1', vpcId: 'vpc-1', enabled: true }),
    );
    const id = textField(await allocate(), 'AllocationId');
    await vpc('AssociateEipAddress', { AllocationId: id, InstanceId: '10.0.7.7', InstanceType: 'IpAddress', VpcId: 'vpc-1' });
    expect(one(await describeEips())).toMatchObject({ InstanceType: 'IpAddress', InstanceId: '10.0.7.7', VpcId: 'vpc-1', Mode: 'NAT', PrivateIpAddress: '' });
    expect(field(await describeEips({ AssociatedInstanceType: 'IpAddress' }), 'TotalCount')).toBe(1);
  });

  it('§2.4: PrivateIpAddress shows only what the request said', async () => {
    eni();
    const id = textField(await allocate(), 'AllocationId');
    await vpc('AssociateEipAddress', { AllocationId: id, InstanceId: 'eni-1', InstanceType: 'NetworkInterface', PrivateIpAddress: '10.0.0.2' });
    expect(one(await describeEips())).toMatchObject({ PrivateIpAddress: '10.0.0.2' });
    expect(field(await describeEips({ AssociatedInstanceId: 'eni-1', AssociatedInstanceType: 'NetworkInterface' }), 'TotalCount')).toBe(1);
  });

  it.each([
    [{ InstanceId: 'eni-1' }, 'AllocationId'],
    [{ AllocationId: 'eip-1' }, 'InstanceId'],
    [{}, 'AllocationId'],
  ])('#1: %j misses %s', async (parameters, missing) => {
    await expect(vpc('AssociateEipAddress', parameters)).rejects.toMatchObject({
      code: 'MissingParameter', message: `The input parameter "${missing}" that is mandatory for processing this request is not supplied.`,
    });
  });

  it('two EIPs race for one private address: one wins, the other gets the documented code', async () => {
    eni();
    const ids = [textField(await allocate(), 'AllocationId'), textField(await allocate(), 'AllocationId')];
    const results = await Promise.allSettled(
      ids.map((AllocationId) =>
        vpc('AssociateEipAddress', { AllocationId, InstanceId: 'eni-1', InstanceType: 'NetworkInterface', PrivateIpAddress: '10.0.0.1' })),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { code: 'InvalidAssociation.Duplicated' } });
  });

  it('one EIP, two binds at once: the second finds it in work', async () => {
    eni();
    const AllocationId = textField(await allocate(), 'AllocationId');
    const results = await Promise.allSettled(
      [1, 2].map(() => vpc('AssociateEipAddress', { AllocationId, InstanceId: 'eni-1', InstanceType: 'NetworkInterface' })),
    );
    expect(results[1]).toMatchObject({ status: 'rejected', reason: { code: 'IncorrectEipStatus' } });
  });

  it('a bind that the data plane cannot make real leaves the EIP free', async () => {
    eni();
    const AllocationId = textField(await allocate(), 'AllocationId');
    const n = cloud.store.read.get('eip', AllocationId)?.n ?? 0;
    cloud.agent.failing.set(`translation/${n}`, 'ENOBUFS');
    await vpc('AssociateEipAddress', { AllocationId, InstanceId: 'eni-1', InstanceType: 'NetworkInterface' });
    await cloud.settled();
    expect(one(await describeEips())).toMatchObject({ Status: 'Available', InstanceId: '' });
  });
});
