/** CreateVpc, ModifyVpcAttribute, ModifyVpcCidrBlock, DeleteVpc, DescribeVpcAttribute, DescribeVpcs. */
import { z } from 'zod';
import { link } from '../../cloud/indexes.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { Reads, VpcRow } from '../../cloud/resources.js';
import { ipv4GatewayOf, isActivated } from '../../cloud/routing.js';
import { carriesTags } from '../../cloud/tags.js';
import { createVpc, deleteVpc, modifyVpc, ownVpc, resizeVpc } from '../../cloud/vpc.js';
import { action, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { bool, commaList, int, text } from '../parameters.js';
import { toSeconds, vpcTags } from '../render.js';
import { tagFilter, tagList } from '../tags.js';

export const createVpcAction = action({
  product: 'Vpc',
  name: 'CreateVpc',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    CidrBlock: text().optional(),
    VpcName: text().optional(),
    Description: text().optional(),
    UserCidr: commaList(Infinity).optional(),
    ResourceGroupId: text().optional(),
    EnableIpv6: bool().optional(),
    EnableDnsHostname: bool().optional(),
    Ipv4CidrMask: int().optional(),
    Ipv4IpamPoolId: text().optional(),
    Ipv6CidrBlock: text().optional(),
    Ipv6CidrMask: text().optional(),
    Ipv6IpamPoolId: text().optional(),
    Ipv6Isp: text().optional(),
    Tag: tagList(),
    ClientToken: text().optional(),
    DryRun: bool().optional(),
  }),
  run(call, parameters) {
    const { vpc, routeTable } = createVpc(call, parameters);
    return {
      body: {
        VpcId: vpc.id,
        VRouterId: vpc.routerId,
        RouteTableId: vpc.routeTableId,
        ResourceGroupId: vpc.resourceGroup,
      },
      write: { put: [vpc, routeTable], remove: [] },
    };
  },
});

export const modifyVpcAttribute = action({
  product: 'Vpc',
  name: 'ModifyVpcAttribute',
  writes: true,
  parameters: z.object({
    VpcId: text(),
    VpcName: text().optional(),
    Description: text().optional(),
    CidrBlock: text().optional(),
    EnableDnsHostname: bool().optional(),
    EnableIPv6: bool().optional(),
    Ipv6CidrBlock: text().optional(),
    Ipv6Isp: text().optional(),
  }),
  run: (call, asked) => ({ body: {}, write: { put: [modifyVpc(call, asked)], remove: [] } }),
});

export const modifyVpcCidrBlock = action({
  product: 'Vpc',
  name: 'ModifyVpcCidrBlock',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    VpcId: text(),
    OriginalCidrBlock: text(),
    TargetCidrBlock: text(),
    ClientToken: text().optional(),
    DryRun: bool().optional(),
  }),
  run: (call, asked) => ({ body: {}, write: { put: [resizeVpc(call, asked)], remove: [] } }),
});

export const deleteVpcAction = action({
  product: 'Vpc',
  name: 'DeleteVpc',
  writes: true,
  parameters: z.object({
    VpcId: text(),
    ForceDelete: bool().optional(),
    ClientToken: text().optional(),
    DryRun: bool().optional(),
  }),
  run: (call, { VpcId, ForceDelete }) => ({ body: {}, write: { put: [], remove: deleteVpc(call, VpcId, ForceDelete) } }),
});

export const describeVpcAttribute = action({
  product: 'Vpc',
  name: 'DescribeVpcAttribute',
  writes: false,
  parameters: z.object({ RegionId: text(), VpcId: text(), IsDefault: bool().optional(), DryRun: bool().optional() }),
  run(call, { VpcId }) {
    const vpc = ownVpc(call, VpcId);
    const gateway = ipv4GatewayOf(vpc.id, call.read);
    const count = (kind: 'vswitch' | 'routeTable') => call.read.countLinked(kind, link.vpc(vpc.id));
    return {
      body: {
        ...fieldsOf(vpc, call.read),
        ClassicLinkEnabled: false,
        // True where Internet access is not direct: a gateway controls it, or was deleted in private mode.
        SupportIpv4Gateway: isActivated(gateway) || vpc.privateOnly,
        Ipv4GatewayId: gateway?.id ?? '',
        AssociatedCens: { AssociatedCen: [] },
        AssociatedPropagationSources: { AssociatedPropagationSources: [] },
        CloudResources: {
          CloudResourceSetType: [
            { ResourceType: 'VRouter', ResourceCount: 1 },
            { ResourceType: 'RouteTable', ResourceCount: count('routeTable') },
            { ResourceType: 'VSwitch', ResourceCount: count('vswitch') },
          ],
        },
      },
    };
  },
});

export const describeVpcs = action({
  product: 'Vpc',
  name: 'DescribeVpcs',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    ...numberedPage,
    VpcId: commaList(20).optional(),
    VpcName: text().optional(),
    IsDefault: bool().optional(),
    ResourceGroupId: text().optional(),
    EnableIpv6: bool().optional(),
    DhcpOptionsSetId: text().optional(),
    VpcOwnerId: text().optional(),
    Tag: tagFilter(),
    DryRun: bool().optional(),
  }),
  run(call, asked) {
    const page = pageOf(asked, 50);
    const matches = call.read.list('vpc', call.account.id, call.region.id).filter(
      (vpc) =>
        (asked.VpcId?.includes(vpc.id) ?? true) &&
        (asked.VpcName ?? vpc.name) === vpc.name &&
        // No VPC is a default one, has IPv6 or a set of DHCP options.
        asked.IsDefault !== true && asked.EnableIpv6 !== true && asked.DhcpOptionsSetId === undefined &&
        (asked.VpcOwnerId ?? vpc.account) === vpc.account &&
        (asked.ResourceGroupId === undefined || inResourceGroup(vpc, asked.ResourceGroupId)) &&
        carriesTags(vpc.tags, asked.Tag),
    );
    const rows = slice(matches, page).map((vpc) => ({
      ...fieldsOf(vpc, call.read),
      CenStatus: '',
      NatGatewayIds: { NatGatewayIds: [] },
      RouterTableIds: { RouterTableIds: idsOf('routeTable', vpc, call.read) },
    }));
    return { body: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, Vpcs: { Vpc: rows } } };
  },
});

/** What both describing actions show. */
function fieldsOf(vpc: VpcRow, read: Reads): JsonObject {
  return {
    VpcId: vpc.id,
    RegionId: vpc.region,
    Status: vpc.status,
    VpcName: vpc.name,
    Description: vpc.description,
    CreationTime: toSeconds(vpc.created),
    CidrBlock: vpc.cidr,
    SecondaryCidrBlocks: { SecondaryCidrBlock: [...vpc.secondaryCidrs] },
    UserCidrs: { UserCidr: [...vpc.userCidrs] },
    EnabledIpv6: false,
    Ipv6CidrBlock: '',
    Ipv6CidrBlocks: { Ipv6CidrBlock: [] },
    VRouterId: vpc.routerId,
    VSwitchIds: { VSwitchId: idsOf('vswitch', vpc, read) },
    IsDefault: false,
    OwnerId: Number(vpc.account),
    ResourceGroupId: vpc.resourceGroup,
    DhcpOptionsSetId: '',
    DhcpOptionsSetStatus: '',
    DnsHostnameStatus: 'DISABLED',
    Tags: vpcTags(vpc.tags),
  };
}

function idsOf(kind: 'vswitch' | 'routeTable', vpc: VpcRow, read: Reads): readonly string[] {
  return read.linked(kind, link.vpc(vpc.id)).map((row) => row.id);
}
