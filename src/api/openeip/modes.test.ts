import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { testCloud, textField, type TestCloud } from '../../control/testing.js';

const answer = z.object({
  RegionId: z.string(),
  Modes: z.object({ Mode: z.array(z.object({ Mode: z.string(), Labels: z.object({ Ja: z.string() }), Possible: z.boolean().optional(), ErrorCode: z.string().optional() })) }),
  Rows: z.object({ Row: z.array(z.object({ Key: z.string(), Cells: z.object({ Cell: z.array(z.object({ Mode: z.string(), Values: z.object({ Value: z.array(z.string()) }) })) }) })) }),
});

let cloud: TestCloud;
let vpcId: string;
let place: { readonly VSwitchId: string; readonly SecurityGroupId: string };

const call = async (product: 'Vpc' | 'Ecs', action: string, parameters: Readonly<Record<string, string>> = {}) => {
  const body = await cloud.call(product, action, { RegionId: 'cn-hangzhou', ...parameters });
  await cloud.settled();
  return body;
};
const modes = async (parameters: Readonly<Record<string, string>> = {}) => answer.parse(await cloud.call('OpenEIP', 'DescribeAssociationModes', { RegionId: 'cn-hangzhou', ...parameters }));
/** By mode: `ok` or the code of the refusal. */
const possible = async (parameters: Readonly<Record<string, string>>) =>
  Object.fromEntries((await modes(parameters)).Modes.Mode.map(({ Mode, Possible, ErrorCode }) => [Mode, Possible === true ? 'ok' : ErrorCode]));
const eni = async () => textField(await call('Ecs', 'CreateNetworkInterface', place), 'NetworkInterfaceId');
/** What AssociateEipAddress answers, for a new EIP. */
const bind = async (InstanceId: string, Mode: string, AllocationId?: string) => {
  const id = AllocationId ?? textField(await call('Vpc', 'AllocateEipAddress'), 'AllocationId');
  const type = InstanceId.startsWith('eni') ? 'NetworkInterface' : 'EcsInstance';
  return call('Vpc', 'AssociateEipAddress', { AllocationId: id, InstanceId, InstanceType: type, Mode }).then(() => 'ok', (error: { readonly code: string }) => error.code);
};

beforeEach(async () => {
  cloud = await testCloud();
  vpcId = textField(await call('Vpc', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }), 'VpcId');
  place = {
    VSwitchId: textField(await call('Vpc', 'CreateVSwitch', { VpcId: vpcId, ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' }), 'VSwitchId'),
    SecurityGroupId: textField(await call('Ecs', 'CreateSecurityGroup', { VpcId: vpcId }), 'SecurityGroupId'),
  };
});

it('§3.1: the table is that of the modes, a row for each property', async () => {
  const { Modes, Rows } = await modes();
  expect(Modes.Mode.map(({ Mode, Labels, Possible }) => [Mode, Labels.Ja, Possible])).toEqual([
    ['NAT', 'NATモード', undefined], ['BINDED', 'カットスルーモード', undefined], ['MULTI_BINDED', 'ENI へのマルチ EIP バインドモード', undefined]]);
  const table = Object.fromEntries(Rows.Row.map(({ Key, Cells }) => [Key, Cells.Cell.map(({ Values }) => Values.Value.join(' '))]));
  expect(table).toMatchObject({
    inGuest: ['hidden', 'replacesThePrivateAddress', 'afterStaticConfiguration'],
    eniTypes: ['primary secondary', 'secondary', 'secondary'],
    eipsOnPrimary: ['1', '0', '0'],
    eipsOnSecondary: ['onePerPrivateAddress', '1', '10'],
    privateNetwork: ['yes', 'no', 'yes'],
    protocols: ['icmp tcp udp', 'all', 'all'],
    entitlement: ['none', 'none', 'multiEip'],
    throughInstance: ['yes', 'no', 'no'],
    bindAttached: ['yes', 'no', 'no'],
    ipv4Gateway: ['optional', 'forbidden', 'forbidden'],
    lease: ['thePrivateAddress', 'theEIP', 'thePrivateAddress'],
  });
  expect(table['regions']?.[1]?.split(' ')).toHaveLength(14);
  expect(table['instanceFamilies']?.[2]?.split(' ')).toHaveLength(14);
});

it('§3.2: of an ENI or an instance says what AssociateEipAddress would answer, and changes nothing', async () => {
  const id = await eni();
  expect(await possible({ NetworkInterfaceId: id })).toEqual({ NAT: 'ok', BINDED: 'ok', MULTI_BINDED: 'UnsupportedRegion' });
  expect(cloud.plane.status().rows['eip'] ?? 0).toBe(0);
  const instance = textField(await call('Ecs', 'RunInstances', { ...place, ImageId: 'openeip_auto', InstanceType: 'ecs.g5.xlarge' }), 'InstanceIdSets.InstanceIdSet.0');
  expect(await possible({ InstanceId: instance })).toEqual({ NAT: 'ok', BINDED: 'Invalid.DirectEip.BindType', MULTI_BINDED: 'Invalid.DirectEip.BindType' });
  expect(await possible({ NetworkInterfaceId: 'eni-none' })).toEqual({ NAT: 'InvalidInstanId.NotFound', BINDED: 'InvalidInstanId.NotFound', MULTI_BINDED: 'InvalidInstanId.NotFound' });
  await call('Ecs', 'AttachNetworkInterface', { NetworkInterfaceId: id, InstanceId: instance });
  const attached = await possible({ NetworkInterfaceId: id });
  expect(attached).toEqual({ NAT: 'ok', BINDED: 'Eni.Attached', MULTI_BINDED: 'UnsupportedRegion' });
  // The very rules: each answer is that of the call.
  for (const mode of ['MULTI_BINDED', 'BINDED', 'NAT']) expect(await bind(id, mode), mode).toBe(attached[mode]);
  expect(await possible({ NetworkInterfaceId: id })).toMatchObject({ NAT: await bind(id, 'NAT') });
  const bound = await modes({ NetworkInterfaceId: await eni(), AllocationId: String(cloud.store.all('eip').find((one) => one.binding !== null)?.id) });
  expect(bound.Modes.Mode.map(({ ErrorCode }) => ErrorCode)).toEqual(['IncorrectEipStatus', 'IncorrectEipStatus', 'IncorrectEipStatus']);
});

it('refuses what it cannot judge', async () => {
  await expect(modes({ NetworkInterfaceId: 'eni-1', InstanceId: 'i-1' })).rejects.toMatchObject({ code: 'InvalidParameter.Conflict' });
  await expect(modes({ NetworkInterfaceId: 'eni-1', AllocationId: 'eip-none' })).rejects.toMatchObject({ code: 'InvalidAllocationId.NotFound' });
});
