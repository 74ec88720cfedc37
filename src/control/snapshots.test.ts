import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject, ProductName } from '../api/action.js';
import type { Row } from '../cloud/resources.js';
import { kindOf } from '../network/objects.js';
import { writeSnapshotFile } from '../store/snapshot-file.js';
import { NETWORK, Stage } from './stage.js';
import { field, testCloud, textField, TEST_ACCOUNT, type TestCloud } from './testing.js';

const HOUR = 3_600_000;

let directory: string;
let cloud: TestCloud;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'snapshots-'));
  cloud = await testCloud({ snapshots: join(directory, 'snapshots') });
});
afterEach(() => {
  expect(cloud.faults).toEqual([]);
  cloud.store.close();
  rmSync(directory, { recursive: true });
});

type Parameters = Readonly<Record<string, string | number | boolean>>;
const call = (product: ProductName, action: string, parameters: Parameters = {}, account?: string) =>
  cloud.call(product, action, parameters, account === undefined ? {} : { account });
const vpc = (action: string, parameters: Parameters = {}) => call('Vpc', action, { RegionId: 'cn-hangzhou', ...parameters });
const ecs = (action: string, parameters: Parameters = {}) => call('Ecs', action, { RegionId: 'cn-hangzhou', ...parameters });
const openeip = (action: string, parameters: Parameters = {}) => call('OpenEIP', action, parameters);
const allocate = async (parameters: Parameters = {}) => textField(await vpc('AllocateEipAddress', parameters), 'AllocationId');
const files = () => readdirSync(join(directory, 'snapshots'));
const path = (name: string) => join(directory, 'snapshots', `${name}.jsonl`);
const eip = (id: string) => cloud.store.read.get('eip', id);
const instance = (id: string) => cloud.store.read.get('instance', id);
const rows = (): readonly Row[] => [...cloud.store.snapshot.rows()];
/** The cloud's clock as its callers see it, ms. */
const now = async () => Date.parse(textField(await openeip('DescribeClock'), 'Time'));
const changes = async (parameters: Parameters) => field(await openeip('DiffSnapshots', parameters), 'Changes.Change') as readonly JsonObject[];

/** A running instance with an EIP on its primary ENI. */
async function running(): Promise<{ readonly instanceId: string; readonly eipId: string }> {
  const VpcId = textField(await vpc('CreateVpc', { CidrBlock: '10.0.0.0/16' }), 'VpcId');
  await cloud.settled();
  const VSwitchId = textField(await vpc('CreateVSwitch', { VpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' }), 'VSwitchId');
  const SecurityGroupId = textField(await ecs('CreateSecurityGroup', { VpcId }), 'SecurityGroupId');
  await cloud.settled();
  const ImageId = textField(await ecs('DescribeImages'), 'Images.Image.0.ImageId');
  const ran = await ecs('RunInstances', { ImageId, InstanceType: 'ecs.g6.large', VSwitchId, SecurityGroupId });
  const instanceId = textField(ran, 'InstanceIdSets.InstanceIdSet.0');
  await cloud.settled();
  const eipId = await allocate();
  await vpc('AssociateEipAddress', { AllocationId: eipId, InstanceId: instanceId });
  await cloud.settled();
  expect([instance(instanceId)?.status, eip(eipId)?.status]).toEqual(['Running', 'InUse']);
  return { instanceId, eipId };
}

describe('SaveSnapshot, ListSnapshots, DeleteSnapshot', () => {
  it('write a file that is its owner’s alone, name it, and take it away', async () => {
    await allocate();
    const saved = await openeip('SaveSnapshot', { Name: 'one' });
    expect(saved).toMatchObject({ Name: 'one', Resources: { account: 1, eip: 1 }, CloudTime: '2026-01-02T03:04:05.000Z', Refused: '' });
    expect([statSync(path('one')).mode & 0o777, statSync(join(directory, 'snapshots')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(statSync(path('one')).size).toBe(saved['Bytes']);
    await openeip('SaveSnapshot', { Name: 'another' });
    expect(field(await openeip('ListSnapshots'), 'Snapshots.Snapshot')).toMatchObject([{ Name: 'another' }, saved]);
    await openeip('DeleteSnapshot', { Name: 'one' });
    expect(files()).toEqual(['another.jsonl']);
  });

  it('list what cannot be loaded, with the reason', async () => {
    await openeip('SaveSnapshot', { Name: 'one' });
    writeFileSync(path('newer'), readFileSync(path('one'), 'utf8').replace('"format":1', '"format":2'));
    writeFileSync(path('next'), readFileSync(path('one'), 'utf8').replace(/"schema":\d+/, '"schema":99'));
    writeFileSync(path('other'), 'hello\n');
    expect(field(await openeip('ListSnapshots'), 'Snapshots.Snapshot')).toMatchObject([
      { Name: 'newer', Refused: 'format 2, of which this release knows 1' }, { Name: 'next', Refused: expect.stringContaining('schema version 99') as unknown }, { Name: 'one', Refused: '' }, { Name: 'other', Refused: 'line 1 is not JSON' },
    ]);
  });

  it.each([
    ['SaveSnapshot', { Name: 'one' }, 409, 'InvalidSnapshot.Exists'],
    ['LoadSnapshot', { Name: 'none' }, 404, 'InvalidSnapshot.NotFound'],
    ['DeleteSnapshot', { Name: 'none' }, 404, 'InvalidSnapshot.NotFound'],
    ['DiffSnapshots', { Name: 'one', With: 'none' }, 404, 'InvalidSnapshot.NotFound'],
    ['SaveSnapshot', { Name: '../one' }, 400, 'InvalidParameter'],
    ['LoadSnapshot', { Name: '.one' }, 400, 'InvalidParameter'],
    ['SaveSnapshot', {}, 400, 'MissingParameter'],
  ] as const)('%s %j is %i %s', async (action, parameters, status, code) => {
    await openeip('SaveSnapshot', { Name: 'one' });
    await expect(openeip(action, parameters)).rejects.toMatchObject({ status, code });
    expect(files()).toEqual(['one.jsonl']);
  });

  it('are for the operator', async () => {
    const other = textField(await openeip('CreateAccount', { Name: 'other' }), 'AccountId');
    for (const action of ['SaveSnapshot', 'LoadSnapshot', 'DiffSnapshots', 'DeleteSnapshot']) {
      await expect(call('OpenEIP', action, { Name: 'one' }, other)).rejects.toMatchObject({ status: 403, code: 'Forbidden.NotOperator' });
    }
    await expect(call('OpenEIP', 'ListSnapshots', {}, other)).rejects.toMatchObject({ code: 'Forbidden.NotOperator' });
  });

  it('leave no snapshot of what was never committed, and tell of a directory that cannot be written', async () => {
    const commit = cloud.store.commit.bind(cloud.store);
    cloud.store.commit = () => {
      cloud.store.commit = commit;
      throw new Error('disk full');
    };
    const results = await Promise.allSettled([allocate(), openeip('SaveSnapshot', { Name: 'one' })]);
    expect(results).toMatchObject([{ reason: { code: 'InternalError' } }, { reason: { code: 'InternalError' } }]);
    expect(files()).toEqual([]);
    expect(cloud.faults.splice(0)).toHaveLength(1);

    rmSync(join(directory, 'snapshots'), { recursive: true });
    writeFileSync(join(directory, 'snapshots'), 'in the way');
    await expect(openeip('SaveSnapshot', { Name: 'one' })).rejects.toMatchObject({ status: 500, code: 'SnapshotNotWritten' });
  });
});

describe('LoadSnapshot', () => {
  it('is the cloud as it was, in one commit and a new epoch; what ran boots anew', async () => {
    const { instanceId, eipId } = await running();
    await openeip('SaveSnapshot', { Name: 'one' });
    const before = rows();
    const [boot, epoch] = [instance(instanceId)?.boot ?? 0, cloud.plane.status().epoch];
    await vpc('UnassociateEipAddress', { AllocationId: eipId });
    await cloud.settled();
    await vpc('ReleaseEipAddress', { AllocationId: eipId });
    const later = await allocate();
    await cloud.settled();
    const { commits } = cloud.plane;
    cloud.agent.hold();
    await openeip('LoadSnapshot', { Name: 'one' });
    expect(cloud.plane.commits - commits).toBe(1);
    expect(cloud.plane.status().epoch).not.toBe(epoch);
    expect([eip(later), eip(eipId)?.status, instance(instanceId)?.status]).toEqual([undefined, 'InUse', 'Starting']);
    expect(instance(instanceId)?.boot).toBeGreaterThan(boot);
    cloud.agent.release();
    await cloud.settled();
    expect(instance(instanceId)?.status).toBe('Running');
    const timeless = (row: Row) => ({ ...row, version: 0, ...(row.kind === 'instance' ? { boot: 0, started: 0 } : {}) });
    expect(rows().map(timeless)).toEqual(before.map(timeless));
    const whole = cloud.agent.received.findLast((message) => message.list === 'only');
    expect(whole?.upserts.filter(({ key }) => kindOf(key) === 'guest')).toMatchObject([{ name: instanceId, running: true, boot: boot + 1 }]);
    expect(cloud.store.events.last('instance', instanceId)?.action).toBe('system.settle');
    expect(cloud.store.events.history('instance', instanceId).at(-2)?.action).toBe('OpenEIP.LoadSnapshot');
    // A boot of the time in between is no boot of this cloud.
    await openeip('LoadSnapshot', { Name: 'one' });
    await cloud.settled();
    expect(instance(instanceId)).toMatchObject({ status: 'Running', boot: boot + 2 });
  });

  it('§4.0: writes answer 503 ServiceUnavailable until the data plane has followed, reads do not wait', async () => {
    await openeip('SaveSnapshot', { Name: 'one' });
    cloud.agent.hold();
    await openeip('LoadSnapshot', { Name: 'one' });
    await expect(allocate()).rejects.toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    await expect(openeip('LoadSnapshot', { Name: 'one' })).rejects.toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    await expect(cloud.plane.loadFile(path('one'))).rejects.toMatchObject({ status: 503 });
    expect(await vpc('DescribeEipAddresses')).toMatchObject({ TotalCount: 0 });
    expect(await openeip('ListSnapshots')).toMatchObject({ Loading: true });
    cloud.agent.release();
    expect(eip(await allocate())).toBeDefined();
    expect(await openeip('ListSnapshots')).toMatchObject({ Loading: false });
  });

  it('takes the clock back to the moment of saving, and time goes on from there', async () => {
    const id = await allocate({ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1, ClientToken: 'before' });
    await openeip('SaveSnapshot', { Name: 'one' });
    const saved = await now();
    await openeip('AdvanceClock', { By: '60d' });
    cloud.clock.now += HOUR;
    expect(eip(id)).toBeUndefined();
    await openeip('LoadSnapshot', { Name: 'one' });
    await cloud.settled();
    expect([eip(id)?.businessStatus, await now()]).toEqual(['Normal', saved]);
    // A call of before is answered as it was; one of after the saving never was.
    expect(await allocate({ InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Period: 1, ClientToken: 'before' })).toBe(id);
    await openeip('AdvanceClock', { By: '35d' });
    expect(eip(id)?.businessStatus).toBe('OperationLock');
  });

  it('in the middle of a change goes on with it', async () => {
    const { eipId } = await running();
    cloud.agent.hold();
    await vpc('UnassociateEipAddress', { AllocationId: eipId });
    const VpcId = textField(await vpc('CreateVpc', { CidrBlock: '10.1.0.0/16' }), 'VpcId');
    await openeip('SaveSnapshot', { Name: 'one' });
    cloud.agent.release();
    await cloud.settled();
    cloud.agent.hold();
    await openeip('LoadSnapshot', { Name: 'one' });
    expect([eip(eipId)?.status, cloud.store.read.get('vpc', VpcId)?.status]).toEqual(['Unassociating', 'Pending']);
    cloud.agent.release();
    await cloud.settled();
    expect([eip(eipId)?.status, cloud.store.read.get('vpc', VpcId)?.status]).toEqual(['Available', 'Available']);
  });

  it('comes after the calls of its batch and before the others', async () => {
    await openeip('SaveSnapshot', { Name: 'one' });
    const results = await Promise.allSettled([allocate(), openeip('LoadSnapshot', { Name: 'one' }), vpc('DescribeEipAddresses'), allocate()]);
    expect(results).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }, { value: { TotalCount: 0 } }, { reason: { code: 'ServiceUnavailable' } }]);
    expect(cloud.store.counts()).toEqual({ account: 1 });
  });

  it('keeps the operator’s key, whatever key the file has, and the other accounts’ keys are theirs', async () => {
    const other = await openeip('CreateAccount', { Name: 'other' });
    await openeip('SaveSnapshot', { Name: 'one' });
    await openeip('DeleteAccount', { AccountId: textField(other, 'AccountId') });
    await cloud.plane.openAccount(TEST_ACCOUNT, 'LTAInew', 'fresh');
    await openeip('LoadSnapshot', { Name: 'one' });
    expect([cloud.plane.keyOf('LTAInew')?.secret, cloud.plane.keyOf('LTAItest')]).toEqual(['fresh', undefined]);
    expect(cloud.plane.keyOf(textField(other, 'AccessKeyId'))?.account).toBe(textField(other, 'AccountId'));
  });

  it('of a file in which another account has that key is refused, and nothing has changed', async () => {
    await cloud.plane.openAccount('3333333333333333', 'LTAIshared', 'a');
    await call('OpenEIP', 'SaveSnapshot', { Name: 'one' }, '3333333333333333');
    const elsewhere = await testCloud();
    await elsewhere.plane.openAccount('2222222222222222', 'LTAIshared', 'b');
    const before = [[...elsewhere.store.snapshot.lines()], elsewhere.plane.status()];
    await expect(elsewhere.plane.loadFile(path('one'))).rejects.toMatchObject({ code: 'InvalidSnapshot.Conflict', message: expect.stringContaining('LTAIshared') as unknown });
    expect([[...elsewhere.store.snapshot.lines()], elsewhere.plane.status()]).toEqual(before);
    await elsewhere.settled();
    elsewhere.store.close();
  });

  it.each([
    ['damaged', (text: string) => text.slice(0, -10), 'InvalidSnapshot.Damaged'],
    ['newer', (text: string) => text.replace('"format":1', '"format":9'), 'InvalidSnapshot.Newer'],
  ])('that is %s is refused, and nothing has changed', async (_, change, code) => {
    await openeip('SaveSnapshot', { Name: 'one' });
    writeFileSync(path('one'), change(readFileSync(path('one'), 'utf8')));
    await allocate();
    const before = [rows(), cloud.plane.status(), await now()];
    await expect(openeip('LoadSnapshot', { Name: 'one' })).rejects.toMatchObject({ status: 400, code });
    expect([rows(), cloud.plane.status(), await now()]).toEqual(before);
    expect(await allocate()).toBeTruthy();
  });

  it('whose commit fails leaves the cloud as it was', async () => {
    await openeip('SaveSnapshot', { Name: 'one' });
    const id = await allocate();
    await openeip('AdvanceClock', { By: '1h' });
    const before = [rows(), cloud.plane.status(), await now()];
    const commit = cloud.store.commit.bind(cloud.store);
    cloud.store.commit = () => {
      cloud.store.commit = commit;
      throw new Error('disk full');
    };
    await expect(openeip('LoadSnapshot', { Name: 'one' })).rejects.toMatchObject({ code: 'InternalError' });
    expect(cloud.faults.splice(0)).toHaveLength(1);
    expect([rows(), cloud.plane.status(), await now()]).toEqual(before);
    await vpc('ReleaseEipAddress', { AllocationId: id });
    await cloud.settled();
    expect(eip(id)).toBeUndefined();
  });
});

it('a control plane that dies before the data plane has followed a load goes on waiting for it', async () => {
  const stage = new Stage();
  await stage.write(...NETWORK);
  const file = join(directory, 'stage.jsonl');
  writeSnapshotFile(file, stage.store.snapshot.header(0, 0), stage.store.snapshot.lines());
  const before = stage.peer('h');
  before.ack();
  const { epoch } = stage.plane.status();
  await stage.write({ ...stage.eip, bandwidth: 9 });
  await stage.plane.loadFile(file);
  stage.restart();
  expect(stage.plane.status()).toMatchObject({ renewing: true, rows: { eip: 1 } });
  expect(stage.plane.status().epoch).not.toBe(epoch);
  const after = stage.peer('h', { epoch, version: 1 });
  expect(after.last).toMatchObject({ list: 'only', epoch: stage.plane.status().epoch });
  expect(stage.plane.status().renewing).toBe(true);
  after.ack();
  expect(stage.plane.status().renewing).toBe(false);
  expect([stage.eip.bandwidth, stage.faults]).toEqual([5, []]);
  await stage.settled();
  stage.store.close();
});

describe('DiffSnapshots', () => {
  it('says what was added, removed and changed, since and between', async () => {
    const [gone, changed] = [await allocate(), await allocate()];
    await openeip('SaveSnapshot', { Name: 'one' });
    expect(await changes({ Name: 'one' })).toEqual([]);
    await vpc('ReleaseEipAddress', { AllocationId: gone });
    await vpc('ModifyEipAddressAttribute', { AllocationId: changed, Bandwidth: 9 });
    const VpcId = textField(await vpc('CreateVpc', { CidrBlock: '10.0.0.0/16', VpcName: 'new' }), 'VpcId');
    await cloud.settled();
    const expected = [
      { Change: 'changed', Kind: 'eip', Id: changed, Fields: { Field: [{ Name: 'bandwidth', Before: '5', After: '9' }] } },
      { Change: 'removed', Kind: 'eip', Id: gone, RegionId: 'cn-hangzhou', AccountId: TEST_ACCOUNT },
      { Change: 'added', Kind: 'vpc', Id: VpcId, Label: 'new' },
    ];
    const found = (all: readonly JsonObject[]) => all.filter(({ Kind }) => Kind === 'eip' || Kind === 'vpc');
    const byId = (a: JsonObject, b: JsonObject) => (`${String(a['Kind'])} ${String(a['Id'])}` < `${String(b['Kind'])} ${String(b['Id'])}` ? -1 : 1);
    expect(found(await changes({ Name: 'one' }))).toMatchObject([...expected].sort(byId));
    await openeip('SaveSnapshot', { Name: 'two' });
    expect(found(await changes({ Name: 'one', With: 'two' }))).toMatchObject([...expected].sort(byId));
    expect(found(await changes({ Name: 'two', With: 'one' })).map(({ Change }) => Change).sort()).toEqual(['added', 'changed', 'removed']);
  });

  it('shows no secret', async () => {
    await openeip('SaveSnapshot', { Name: 'one' });
    const { AccessKeyId, AccessKeySecret } = await openeip('CreateAccessKey');
    const text = JSON.stringify(await changes({ Name: 'one' }));
    expect(text).toContain(AccessKeyId);
    expect(text).not.toContain(AccessKeySecret);
  });
});
