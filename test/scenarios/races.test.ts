/** Two clients at once on one EIP, one ENI, one private address: never two holders, and the loser hears the documented code (E23). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CallError, Cloud } from '../support/cloud.js';
import { World } from '../support/world.js';

const ROUNDS = 1_000;

describe('races', () => {
  let cloud: Cloud;
  let world: World;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'memory' });
    world = await World.create(cloud);
  });
  afterAll(() => cloud.down());

  /** Both calls at once: exactly one succeeds, the other is refused with one of the codes. */
  async function oneWins(calls: readonly [Promise<unknown>, Promise<unknown>], codes: readonly string[]): Promise<void> {
    const results = await Promise.allSettled(calls);
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(lost).toHaveLength(1);
    expect(lost[0]).toBeInstanceOf(CallError);
    expect(codes).toContain((lost[0] as CallError).code);
  }

  it(`E23: one EIP to two ENIs, ${ROUNDS} rounds`, async () => {
    const [eip, one, two] = [await world.eip(), await world.eni(), await world.eni()];
    for (let round = 0; round < ROUNDS; round++) {
      await oneWins([world.bind(eip, one), world.bind(eip, two)], ['IncorrectEipStatus', 'TaskConflict']);
      expect([one.id, two.id]).toContain((await world.describeEip(eip)).InstanceId);
      await world.unbind(eip);
    }
  });

  it(`two EIPs to one private address, ${ROUNDS} rounds`, async () => {
    const [eni, one, two] = [await world.eni(), await world.eip(), await world.eip()];
    const address = eni.addresses[0] ?? '';
    for (let round = 0; round < ROUNDS; round++) {
      await oneWins(
        [world.bind(one, eni, { privateIp: address }), world.bind(two, eni, { privateIp: address })],
        ['InvalidEip.EipQuotaExceeded', 'InvalidAssociation.Duplicated', 'TaskConflict'],
      );
      const holder = (await world.describeEip(one)).InstanceId === '' ? two : one;
      expect((await world.describeEip(holder)).InstanceId).toBe(eni.id);
      await world.unbind(holder);
    }
  });

  it(`one ENI to two instances, ${ROUNDS} rounds`, async () => {
    const eni = await world.eni();
    const ids = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.tuple([z.string(), z.string()]) }) });
    const body = await world.ecs('RunInstances', {
      Amount: 2, InstanceType: 'ecs.g6.xlarge', ImageId: (await world.images())[0], VSwitchId: world.vswitchId,
      SecurityGroupId: world.openGroup,
    });
    const [one, two] = ids.parse(body).InstanceIdSets.InstanceIdSet;
    for (const instance of [one, two]) await world.instanceIs(instance, 'Running');
    for (let round = 0; round < ROUNDS; round++) {
      await oneWins(
        [world.attach(eni, one), world.attach(eni, two)],
        ['InvalidOperation.InvalidEniState', 'Operation.Conflict'],
      );
      const holder = (await world.describeEni(eni.id)).InstanceId;
      expect([one, two]).toContain(holder);
      await world.detach(eni, holder);
    }
  });

  it(`one private address for two ENIs, ${ROUNDS} rounds`, async () => {
    const [one, two] = [await world.eni(), await world.eni()];
    const assign = (eni: { id: string }) =>
      world.ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: eni.id, 'PrivateIpAddress.1': '10.0.0.200' });
    for (let round = 0; round < ROUNDS; round++) {
      await oneWins([assign(one), assign(two)], ['InvalidIp.IpAssigned']);
      const rows = await Promise.all([one, two].map((eni) => world.describeEni(eni.id)));
      const holders = rows.filter((row) => row.PrivateIpSets.PrivateIpSet.some((ip) => ip.PrivateIpAddress === '10.0.0.200'));
      expect(holders).toHaveLength(1);
      await world.ecs('UnassignPrivateIpAddresses', {
        NetworkInterfaceId: holders[0]?.NetworkInterfaceId, 'PrivateIpAddress.1': '10.0.0.200',
      });
    }
  });
});
