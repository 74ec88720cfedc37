import { z } from 'zod';
import type { Provider } from '../provider.js';
import { altered, parts, sent, type ResourceType, type Values } from '../resource.js';
import { changeTags, tagList, tagged } from '../tags.js';
import { routeTables } from './route-table.js';

const vpcShape = z.object({
  VpcId: z.string(), CidrBlock: z.string(), ClassicLinkEnabled: z.boolean(), CreationTime: z.string(), Description: z.string(), DnsHostnameStatus: z.string(),
  EnabledIpv6: z.boolean(), Ipv6CidrBlock: z.string(), RegionId: z.string(), IsDefault: z.boolean(), ResourceGroupId: z.string(), VRouterId: z.string(),
  Status: z.string(), VpcName: z.string(), Ipv6CidrBlocks: z.object({ Ipv6CidrBlock: z.array(z.unknown()) }),
  SecondaryCidrBlocks: z.object({ SecondaryCidrBlock: z.array(z.string()) }), Tags: tagged.vpc, UserCidrs: z.object({ UserCidr: z.array(z.string()) }),
});
const vpcOf = async (provider: Provider, id: string) => {
  const vpc = await provider.found(async () => vpcShape.parse(await provider.tea('Vpc', 'DescribeVpcAttribute', { VpcId: id })));
  return vpc?.VpcId === '' ? undefined : vpc;
};
const available = (provider: Provider, id: string) => provider.until(`${id} Available`, () => vpcOf(provider, id), (vpc) => vpc?.Status === 'Available');
const systemTable = async (provider: Provider, id: string) => {
  const table = (await routeTables(provider, { VpcId: id })).find((one) => one.RouteTableType === 'System' && one.VpcId === id);
  if (table === undefined) throw new Error(`${id} has no system route table`);
  return table;
};

export const vpc: ResourceType = {
  defaults: {
    classic_link_enabled: false, description: '', enable_ipv6: false, system_route_table_name: '', system_route_table_description: '', tags: {}, vpc_name: '',
  },
  given: ['cidr_block', 'resource_group_id', 'user_cidrs', 'secondary_cidr_blocks'],
  forcesNew: ['user_cidrs'],

  async create(provider, wanted) {
    const form = {
      ...sent(wanted, { cidr_block: 'CidrBlock', vpc_name: 'VpcName', description: 'Description', resource_group_id: 'ResourceGroupId' }),
      ...(Array.isArray(wanted['user_cidrs']) ? { UserCidr: wanted['user_cidrs'].join(',') } : {}),
      Tag: tagList(wanted['tags']), ClientToken: provider.token('CreateVpc'),
    };
    const { VpcId } = await provider.retrying(['TaskConflict', 'UnknownError'], async () =>
      z.object({ VpcId: z.string() }).parse(await provider.tea('Vpc', 'CreateVpc', form)));
    await available(provider, VpcId);
    await systemTable(provider, VpcId);
    const { update } = vpc;
    await update?.(provider, VpcId, new Set(['system_route_table_name', 'system_route_table_description', 'secondary_cidr_blocks'].filter((name) => name in wanted)), wanted, {});
    return VpcId;
  },

  async read(provider, id) {
    const found = await vpcOf(provider, id);
    if (found === undefined) return undefined;
    const table = await systemTable(provider, id);
    return {
      cidr_block: found.CidrBlock, classic_link_enabled: found.ClassicLinkEnabled, create_time: found.CreationTime, description: found.Description,
      enable_ipv6: found.EnabledIpv6, ipv6_cidr_block: found.Ipv6CidrBlock, is_default: found.IsDefault, resource_group_id: found.ResourceGroupId,
      router_id: found.VRouterId, status: found.Status, vpc_name: found.VpcName, tags: found.Tags, user_cidrs: found.UserCidrs.UserCidr,
      secondary_cidr_blocks: found.SecondaryCidrBlocks.SecondaryCidrBlock, route_table_id: table.RouteTableId,
      system_route_table_name: table.RouteTableName, system_route_table_description: table.Description,
    };
  },

  async update(provider, id, names, wanted, was) {
    const form = altered(names, wanted, { vpc_name: 'VpcName', description: 'Description', cidr_block: 'CidrBlock' });
    if (Object.keys(form).length > 0) {
      await provider.retrying(['IncorrectVpcStatus', 'InternalError'], () => provider.tea('Vpc', 'ModifyVpcAttribute', { VpcId: id, ...form }));
      await available(provider, id);
    }
    if (names.has('system_route_table_name') || names.has('system_route_table_description')) {
      const { RouteTableId } = await systemTable(provider, id);
      const labels = altered(names, wanted, { system_route_table_name: 'RouteTableName', system_route_table_description: 'Description' });
      await provider.tea('Vpc', 'ModifyRouteTableAttributes', { RouteTableId, ...labels });
    }
    if (names.has('secondary_cidr_blocks')) {
      const blocks = z.array(z.string()).catch([]);
      const [before, after] = [blocks.parse(was['secondary_cidr_blocks']), blocks.parse(wanted['secondary_cidr_blocks'])];
      for (const block of before.filter((one) => !after.includes(one))) await provider.tea('Vpc', 'UnassociateVpcCidrBlock', { VpcId: id, SecondaryCidrBlock: block });
      for (const block of after.filter((one) => !before.includes(one))) await provider.tea('Vpc', 'AssociateVpcCidrBlock', { VpcId: id, SecondaryCidrBlock: block, IpVersion: 'IPV4' });
      await available(provider, id);
    }
    if (names.has('resource_group_id')) {
      await provider.tea('Vpc', 'MoveResourceGroup', { ResourceId: id, ResourceType: 'VPC', NewResourceGroupId: wanted['resource_group_id'] ?? '' });
    }
    if (names.has('tags')) await changeTags(provider, 'Vpc', 'VPC', id, was['tags'], wanted['tags']);
  },

  async delete(provider, id) {
    await provider.retrying(['DependencyViolation.VSwitch', 'DependencyViolation.SecurityGroup', 'IncorrectVpcStatus'], () =>
      provider.removing(['InvalidResource.NotFound'], () => provider.tea('Vpc', 'DeleteVpc', { VpcId: id })));
    await provider.until(`${id} gone`, () => vpcOf(provider, id), (found) => found === undefined);
  },
};

const vpcList = z.object({ Vpcs: z.object({ Vpc: z.array(vpcShape.pick({ VpcId: true, SecondaryCidrBlocks: true })) }) });

const BLOCK_BUSY = ['IncorrectStatus.Vpc', 'OperationConflict', 'IncorrectStatus', 'ServiceUnavailable', 'SystemBusy', 'LastTokenProcessing'];

export const vpcIpv4CidrBlock: ResourceType = {
  defaults: {},
  given: ['vpc_id', 'secondary_cidr_block'],
  forcesNew: ['vpc_id', 'secondary_cidr_block'],
  async create(provider, wanted) {
    const form = sent(wanted, { vpc_id: 'VpcId', secondary_cidr_block: 'SecondaryCidrBlock' });
    await provider.retrying(BLOCK_BUSY, () => provider.tea('Vpc', 'AssociateVpcCidrBlock', { ...form, IpVersion: 'IPV4' }));
    return `${String(form['VpcId'])}:${String(form['SecondaryCidrBlock'])}`;
  },
  async read(provider, id) {
    const [VpcId, block] = parts(id);
    const { Vpcs: { Vpc: [found] } } = vpcList.parse(await provider.tea('Vpc', 'DescribeVpcs', { VpcId }));
    return found?.SecondaryCidrBlocks.SecondaryCidrBlock.includes(block) === true ? { vpc_id: VpcId, secondary_cidr_block: block } : undefined;
  },
  async delete(provider, id) {
    const [VpcId, SecondaryCidrBlock] = parts(id);
    await provider.retrying([...BLOCK_BUSY, 'OperationFailed.CidrInUse'], () =>
      provider.removing([], () => provider.tea('Vpc', 'UnassociateVpcCidrBlock', { VpcId, SecondaryCidrBlock, IpVersion: 'IPV4' })));
  },
};

const vswitchShape = z.object({
  VSwitchId: z.string(), CidrBlock: z.string(), CreationTime: z.string(), Description: z.string(), Ipv6CidrBlock: z.string(), IsDefault: z.boolean(),
  Status: z.string(), VSwitchName: z.string(), VpcId: z.string(), ZoneId: z.string(), Tags: tagged.vpc,
});
const vswitchOf = async (provider: Provider, id: string) => {
  const found = await provider.found(async () => vswitchShape.parse(await provider.tea('Vpc', 'DescribeVSwitchAttributes', {}, { VSwitchId: id })));
  return found?.VSwitchId === '' ? undefined : found;
};

const VSWITCH_BUSY = [
  'TaskConflict', 'IncorrectStatus.cbnStatus', 'InvalidStatus.RouteEntry', 'OperationFailed.IdempotentTokenProcessing', 'IncorrectStatus',
  'CreateVSwitch.IncorrectStatus.cbnStatus', 'IncorrectVSwitchStatus', 'OperationConflict', 'OperationFailed.DistibuteLock', 'OperationFailed.NotifyCenCreate',
];

export const vswitch: ResourceType = {
  defaults: { description: '', enable_ipv6: false, tags: {}, vswitch_name: '' },
  given: ['vpc_id', 'zone_id', 'cidr_block'],
  forcesNew: ['vpc_id', 'zone_id', 'cidr_block'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, { vpc_id: 'VpcId', zone_id: 'ZoneId', cidr_block: 'CidrBlock', vswitch_name: 'VSwitchName', description: 'Description' }),
      ClientToken: provider.token('CreateVSwitch'),
    };
    const { VSwitchId } = await provider.retrying(VSWITCH_BUSY, async () =>
      z.object({ VSwitchId: z.string() }).parse(await provider.tea('Vpc', 'CreateVSwitch', form)));
    await provider.until(`${VSwitchId} Available`, () => vswitchOf(provider, VSwitchId), (found) => found?.Status === 'Available');
    await changeTags(provider, 'Vpc', 'VSWITCH', VSwitchId, {}, wanted['tags']);
    return VSwitchId;
  },
  async read(provider, id): Promise<Values | undefined> {
    const found = await vswitchOf(provider, id);
    return found && {
      cidr_block: found.CidrBlock, create_time: found.CreationTime, description: found.Description, enable_ipv6: found.Ipv6CidrBlock !== '',
      status: found.Status, vswitch_name: found.VSwitchName, vpc_id: found.VpcId, zone_id: found.ZoneId, tags: found.Tags, is_default: found.IsDefault,
    };
  },
  async update(provider, id, names, wanted, was) {
    const form = altered(names, wanted, { vswitch_name: 'VSwitchName', description: 'Description' });
    if (Object.keys(form).length > 0) {
      await provider.retrying(['OperationConflict', 'OperationFailed.LastTokenProcessing', 'IncorrectStatus.VSwitch', 'IncorrectStatus.VpcRouteEntry'], () =>
        provider.tea('Vpc', 'ModifyVSwitchAttribute', { VSwitchId: id, ...form }));
      await provider.until(`${id} Available`, () => vswitchOf(provider, id), (found) => found?.Status === 'Available');
    }
    if (names.has('tags')) await changeTags(provider, 'Vpc', 'VSWITCH', id, was['tags'], wanted['tags']);
  },
  async delete(provider, id) {
    await provider.retrying(['DependencyViolation', 'OperationConflict', 'IncorrectRouteEntryStatus', 'TaskConflict', 'IncorrectVSwitchStatus', 'LastTokenProcessing'], () =>
      provider.removing(['InvalidVSwitchId.NotFound', 'InvalidVswitchID.NotFound'], () => provider.tea('Vpc', 'DeleteVSwitch', { VSwitchId: id })));
    await provider.until(`${id} gone`, () => vswitchOf(provider, id), (found) => found === undefined);
  },
};
