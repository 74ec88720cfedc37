/** Bad input of any kind: answered with a code of the tables, without a trace. OPENEIP_SEED repeats a run, OPENEIP_FUZZ_FACTOR lengthens it. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/action.js';
import { ACTIONS } from '../../src/api/registry.js';
import { seeded } from '../../src/cloud/random.js';
import { field } from '../../src/control/testing.js';
import { CallError } from '../support/cloud.js';
import { kernelText } from '../support/kernel.js';
import { abreast, attack, complaints, counts, isRefused, shown } from './attack.js';
import { hostileCalls, hostileTexts } from './hostile.js';
import { Siege } from './siege.js';
import { firstOf, instanceOf, scene, text, type Scene } from './world.js';

const SEED = Number(process.env['OPENEIP_SEED'] ?? 1);
const CALLS = 10_000 * Number(process.env['OPENEIP_FUZZ_FACTOR'] ?? 1);
const MARK = join(tmpdir(), `openeip-pwned-${process.pid}`);
const RUN = { ImageId: 'openeip_manual', InstanceType: 'ecs.g6.4xlarge' };

describe(`with the memory data plane, seed ${SEED}`, () => {
  let live: Scene;
  let siege: Siege;
  beforeAll(async () => {
    live = await scene();
    siege = await Siege.lay(live, CALLS, SEED, MARK);
  });
  afterAll(() => live.down());

  it.each(ACTIONS.map((action) => ({ action, title: `${action.product}.${action.name}` })))('$title', ({ action }) => siege.storm(action));

  it('all in all', () => siege.report());

  it('refused once more, they change neither the counts nor the desired network', async () => {
    const lasting = siege.refused.filter(({ code }) => /^(MissingParameter|InvalidRegionId|InvalidParameter$|.*Malformed$)/.test(code)).slice(-1_000);
    expect(lasting.length).toBeGreaterThan(200);
    const before = counts(live.cloud);
    const rows = live.store.rows;
    expect((await attack(live.cloud, lasting)).filter((reply) => !isRefused(reply)).map(shown)).toEqual([]);
    expect(counts(live.cloud)).toEqual(before);
    expect(live.store.rows).toEqual(rows);
  });

  it('what was there before and was not aimed at is as it was', async () => {
    expect(firstOf(await live.vpc('DescribeEipAddresses', { AllocationId: live.eip.id }), 'EipAddresses.EipAddress')).toMatchObject({
      IpAddress: live.eip.address, Status: 'Available', Name: '', Description: '', Tags: { Tag: [] },
    });
  });
});

describe('text stays text', () => {
  let live: Scene;
  beforeAll(async () => {
    live = await scene();
  });
  afterAll(() => live.down());

  const vpc = (action: string, parameters: JsonObject) => live.vpc(action, parameters);
  const ecs = (action: string, parameters: JsonObject) => live.ecs(action, parameters);
  const inNetwork = () => ({ VSwitchId: live.world.vswitchId, SecurityGroupId: live.world.openGroup });
  const vpcRow = async (made: JsonObject) => {
    const row = await vpc('DescribeVpcAttribute', { VpcId: text(made, 'VpcId') });
    await vpc('DeleteVpc', { VpcId: text(made, 'VpcId') });
    return row;
  };
  const eipRow = async (made: JsonObject) => live.eipRow(text(made, 'AllocationId'));
  let block = 0;
  const place = () => ({ VpcId: live.world.vpcId, ZoneId: live.world.zone, CidrBlock: `10.${1 + (block >> 8)}.${block++ & 255}.0/24` });
  const vswitchRow = async (made: JsonObject) => vpc('DescribeVSwitchAttributes', { VSwitchId: text(made, 'VSwitchId') });
  const groupRow = async (made: JsonObject) => firstOf(await ecs('DescribeSecurityGroups', { SecurityGroupId: text(made, 'SecurityGroupId') }), 'SecurityGroups.SecurityGroup');
  const eniRow = (id: string) => live.eniRow(id);
  const instanceRow = async (made: JsonObject) => {
    const id = instanceOf(made);
    const row = await live.instanceRow(id);
    await ecs('DeleteInstance', { InstanceId: id, Force: true });
    return row;
  };
  const rule = async (given: JsonObject) => {
    const group = text(await ecs('CreateSecurityGroup', { VpcId: live.world.vpcId }), 'SecurityGroupId');
    await ecs('AuthorizeSecurityGroup', { SecurityGroupId: group, Permissions: [{ IpProtocol: 'ALL', SourceCidrIp: '0.0.0.0/0', ...given }] });
    return firstOf(await ecs('DescribeSecurityGroupAttribute', { SecurityGroupId: group }), 'Permissions.Permission');
  };

  /** What is kept of a text, by the path at which it is shown again. */
  const KEPT: readonly (readonly [string, string, (value: string) => Promise<JsonObject>])[] = [
    ['CreateVpc VpcName', 'VpcName', async (VpcName) => vpcRow(await vpc('CreateVpc', { VpcName }))],
    ['CreateVpc Description', 'Description', async (Description) => vpcRow(await vpc('CreateVpc', { Description }))],
    ['CreateVpc Tag.1.Value', 'Tags.Tag.0.Value', async (Value) => vpcRow(await vpc('CreateVpc', { Tag: [{ Key: 'k', Value }] }))],
    ['CreateVpc Tag.1.Key', 'Tags.Tag.0.Key', async (Key) => vpcRow(await vpc('CreateVpc', { Tag: [{ Key, Value: 'v' }] }))],
    ['CreateVSwitch VSwitchName', 'VSwitchName', async (VSwitchName) => vswitchRow(await vpc('CreateVSwitch', { ...place(), VSwitchName }))],
    ['CreateVSwitch Description', 'Description', async (Description) => vswitchRow(await vpc('CreateVSwitch', { ...place(), Description }))],
    ['AllocateEipAddress Name', 'Name', async (Name) => eipRow(await vpc('AllocateEipAddress', { Name }))],
    ['AllocateEipAddress Description', 'Descritpion', async (Description) => eipRow(await vpc('AllocateEipAddress', { Description }))],
    ['CreateSecurityGroup SecurityGroupName', 'SecurityGroupName', async (SecurityGroupName) => groupRow(await ecs('CreateSecurityGroup', { VpcId: live.world.vpcId, SecurityGroupName }))],
    ['CreateSecurityGroup Description', 'Description', async (Description) => groupRow(await ecs('CreateSecurityGroup', { VpcId: live.world.vpcId, Description }))],
    ['CreateSecurityGroup Tag.1.Value', 'Tags.Tag.0.TagValue', async (Value) => groupRow(await ecs('CreateSecurityGroup', { VpcId: live.world.vpcId, Tag: [{ Key: 'k', Value }] }))],
    ['AuthorizeSecurityGroup Description', 'Description', (Description) => rule({ Description })],
    ['AuthorizeSecurityGroup SourceCidrIp', 'SourceCidrIp', (SourceCidrIp) => rule({ SourceCidrIp })],
    ['CreateNetworkInterface NetworkInterfaceName', 'NetworkInterfaceName', async (NetworkInterfaceName) =>
      eniRow(text(await ecs('CreateNetworkInterface', { ...inNetwork(), NetworkInterfaceName }), 'NetworkInterfaceId'))],
    ['ModifyNetworkInterfaceAttribute Description', 'Description', async (Description) => {
      const { id } = await live.world.eni();
      await ecs('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: id, Description });
      return eniRow(id);
    }],
    ['RunInstances InstanceName', 'InstanceName', async (InstanceName) => instanceRow(await ecs('RunInstances', { ...RUN, ...inNetwork(), InstanceName }))],
    ['RunInstances HostName', 'HostName', async (HostName) => instanceRow(await ecs('RunInstances', { ...RUN, ...inNetwork(), HostName }))],
    ['RunInstances Description', 'Description', async (Description) => instanceRow(await ecs('RunInstances', { ...RUN, ...inNetwork(), Description }))],
    ['RunInstances KeyPairName', 'KeyPairName', async (KeyPairName) => instanceRow(await ecs('RunInstances', { ...RUN, ...inNetwork(), KeyPairName }))],
  ];

  it.each(KEPT)('%s', async (_name, path, roundTrip) => {
    let accepted = 0;
    await abreast(8, [...hostileTexts(MARK), 'web', '10.0.0.0/8'], async (value) => {
      try {
        expect(field(await roundTrip(value), path)).toBe(value);
        accepted += 1;
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        expect(error.status).toBeLessThan(500);
      }
    });
    expect(accepted).toBeGreaterThan(0);
  });

  it('leaves no complaint and runs nothing', () => {
    expect(complaints(live.cloud)).toBe('');
    expect(existsSync(MARK)).toBe(false);
  });
});

describe(`with the Linux data plane, seed ${SEED}`, () => {
  /** Actions that reach the kernel, each with a parameter without which it comes to nothing. */
  const REACH: Readonly<Record<string, string>> = {
    CreateVSwitch: 'VpcId', AssociateEipAddress: 'InstanceId', UnassociateEipAddress: 'AllocationId', CreateNetworkInterface: 'VSwitchId',
    DeleteNetworkInterface: 'NetworkInterfaceId', AttachNetworkInterface: 'InstanceId', DetachNetworkInterface: 'NetworkInterfaceId',
    AssignPrivateIpAddresses: 'NetworkInterfaceId', UnassignPrivateIpAddresses: 'NetworkInterfaceId', ModifyNetworkInterfaceAttribute: 'NetworkInterfaceId',
    AuthorizeSecurityGroup: 'SecurityGroupId', AuthorizeSecurityGroupEgress: 'SecurityGroupId', RevokeSecurityGroup: 'SecurityGroupId',
    JoinSecurityGroup: 'SecurityGroupId', LeaveSecurityGroup: 'SecurityGroupId', RunInstances: 'VSwitchId', DeleteInstance: 'InstanceId',
    DeleteInstances: 'InstanceId.1', StopInstance: 'InstanceId', RebootInstance: 'InstanceId',
  };
  const NO_IDS = ['$(reboot)', '; flush ruleset', '"', "'", '{}', '*', '../x', '\0', 'a\nb', '__proto__', 'x'.repeat(5_000), '日本', 'eni-bp1'];

  let live: Scene;
  beforeAll(async () => {
    live = await scene('linux');
  });
  afterAll(() => live.down());

  it('300 refused calls leave the kernel as it is', async () => {
    const { world, eni, eip, instance } = live;
    await world.booted(instance);
    await world.attach(eni, instance);
    // Until the guest has brought its interface up the link's state is still on its way.
    await world.device(instance, eni);
    await world.bind(eip, eni, { privateIp: eni.addresses[1] ?? '' });
    const aim = {
      vpc: world.vpcId, vswitch: world.vswitchId, group: world.openGroup, second: world.openGroup, eni: eni.id, instance, other: instance, eip: eip.id,
      added: eni.addresses[1] ?? '',
    };
    const random = seeded(SEED);
    const calls = Object.entries(REACH).flatMap(([name, vital]) => {
      const action = ACTIONS.find((one) => one.name === name);
      if (action === undefined) throw new Error(`${name} is not served`);
      return hostileCalls(action, aim, 15, random, MARK).map((call, index) => ({
        ...call, parameters: { RegionId: 'cn-hangzhou', ...call.parameters, [vital]: NO_IDS[index % NO_IDS.length] ?? '' },
      }));
    });
    expect(calls).toHaveLength(300);
    const [kernel, rows, before] = [kernelText(live.cloud), live.store.rows, counts(live.cloud)];

    const replies = await attack(live.cloud, calls);
    expect(replies.filter((reply) => !isRefused(reply) || reply.status >= 500).map(shown)).toEqual([]);
    await live.store.settled();
    expect(live.store.rows).toEqual(rows);
    expect(counts(live.cloud)).toEqual(before);
    expect(kernelText(live.cloud)).toBe(kernel);
    expect(existsSync(MARK)).toBe(false);
  });

  it('texts that are accepted reach neither the kernel nor a shell', async () => {
    const { world, ecs, vpc, instance } = live;
    const kernel = kernelText(live.cloud);
    for (const value of hostileTexts(MARK)) {
      for (const call of [
        () => ecs('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: live.eni.id, Description: value }),
        () => vpc('AllocateEipAddress', { Description: value }),
        // A group has chains and sets of its own until it is gone.
        async () => ecs('DeleteSecurityGroup', {
          SecurityGroupId: text(await ecs('CreateSecurityGroup', { VpcId: world.vpcId, Description: value, 'Tag.1.Key': 'k', 'Tag.1.Value': value }), 'SecurityGroupId'),
        }),
      ]) {
        await call().catch((error: unknown) => {
          if (!(error instanceof CallError)) throw error;
        });
      }
    }
    expect(kernelText(live.cloud)).toBe(kernel);

    const tag = Object.fromEntries(hostileTexts(MARK).slice(0, 10).flatMap((value, index) => [[`Tag.${index + 1}.Key`, `k${index}`], [`Tag.${index + 1}.Value`, value]]));
    const named = instanceOf(await ecs('RunInstances', {
      ...RUN, VSwitchId: world.vswitchId, SecurityGroupId: world.openGroup, Description: `$(touch ${MARK}) \`touch ${MARK}\` ; touch ${MARK}`, ...tag,
    }));
    await world.booted(named);
    expect(kernelText(live.cloud)).not.toContain('touch');
    for (const where of [instance, named, 'internet']) expect((await live.cloud.exec(where, ['test', '-e', MARK])).code).toBe(1);
    expect(existsSync(MARK)).toBe(false);
    expect(complaints(live.cloud)).toBe('');
  });
});
