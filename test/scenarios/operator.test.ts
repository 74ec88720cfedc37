/** `openeip eip`: what the operator does in the platform's place (behaviour §7.5), and the entitlement that it grants (S-07). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { World } from '../support/world.js';

describe('openeip eip', () => {
  let cloud: Cloud;
  let world: World;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'memory' });
    world = await World.create(cloud, { region: 'cn-shanghai' });
  });
  afterAll(() => cloud.down());

  const row = async (id: string) =>
    ((await world.vpc('DescribeEipAddresses', { AllocationId: id }))['EipAddresses'] as { EipAddress: Record<string, unknown>[] }).EipAddress[0];

  it('suspends an EIP and resumes it', async () => {
    const eip = await world.eip();
    expect(cloud.cli('eip', 'suspend', eip.id)).toMatchObject({ code: 0, stdout: `${eip.id} is suspended: 1 kbit/s each way until it is resumed.\n` });
    expect(await row(eip.id)).toMatchObject({ BusinessStatus: 'OperationLock', OperationLocks: { LockReason: [{ LockReason: 'financial' }] } });
    await expect(world.bind(eip, await world.eni())).rejects.toMatchObject({ code: 'Forbidden.FinancialLocked' });
    expect(cloud.cli('eip', 'resume', eip.id)).toMatchObject({ code: 0, stdout: `${eip.id} has its bandwidth again.\n` });
    expect(await row(eip.id)).toMatchObject({ BusinessStatus: 'Normal', OperationLocks: { LockReason: [] } });
  });

  it('releases a bound subscription, which no call can', async () => {
    const eip = await world.eip({ InstanceChargeType: 'PrePaid', Period: 1 });
    await world.bind(eip, await world.eni());
    await expect(world.vpc('ReleaseEipAddress', { AllocationId: eip.id })).rejects.toMatchObject({ code: 'Forbidden.ChargeTypeIsPrepaid' });
    expect(cloud.cli('eip', 'release', eip.id)).toMatchObject({ code: 0, stdout: `${eip.id} is gone.\n` });
    expect(await row(eip.id)).toBeUndefined();
  });

  it('says that it knows no such EIP, and how to find one', () => {
    const unknown = cloud.cli('eip', 'suspend', 'eip-none');
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toMatch(/There is no EIP eip-none\.\n.*openeip call vpc DescribeEipAddresses/);
  });

  it('E12, S-07: multi-EIP mode is refused to an account that is not entitled to it', async () => {
    await expect(world.bind(await world.eip(), await world.eni(), { mode: 'MULTI_BINDED' })).rejects.toMatchObject({ code: 'Mode.NotSupport', status: 400, message: expect.stringContaining('The user cannot use multi direct eip.') as string });
  });
});

it('S-07: an entitlement is granted and taken back at a start, and what is bound stays', async () => {
  const before = await Cloud.up({ dataplane: 'memory', settings: { multiEip: true } });
  const world = await World.create(before, { region: 'cn-shanghai' });
  const [eip, eni] = [await world.eip(), await world.eni()];
  await world.bind(eip, eni, { mode: 'MULTI_BINDED' });
  await before.down({ keep: true });
  const after = await Cloud.up({ dataplane: 'memory', home: before.home, settings: { multiEip: false } });
  try {
    const again = new World(after, world.region, world.zone, world.vpcId, world.vswitchId, world.openGroup);
    expect(await again.describeEip(eip)).toMatchObject({ Status: 'InUse', Mode: 'MULTI_BINDED' });
    await expect(again.bind(await again.eip(), eni, { mode: 'MULTI_BINDED' })).rejects.toMatchObject({ code: 'Mode.NotSupport' });
  } finally {
    await after.down();
  }
});
