/** CreateVSwitch, ModifyVSwitchAttribute, DeleteVSwitch, DescribeVSwitchAttributes, DescribeVSwitches. */
import { z } from 'zod';
import { vpcErrors } from '../../cloud/errors/vpc.js';
import { link } from '../../cloud/indexes.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { Reads, VSwitchRow } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
import { createVSwitch, deleteVSwitch, freeAddresses, modifyVSwitch, ownVSwitch } from '../../cloud/vpc-vswitch.js';
import { action, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { bool, int, text } from '../parameters.js';
import { toSeconds, vpcTags } from '../render.js';
import { tagFilter, tagList } from '../tags.js';

export const createVSwitchAction = action({
  product: 'Vpc',
  name: 'CreateVSwitch',
  writes: true,
  parameters: z.object({
    VpcId: text(),
    ZoneId: text(),
    CidrBlock: text().optional(),
    CidrMask: int().optional(),
    VSwitchName: text().optional(),
    Description: text().optional(),
    Ipv6CidrBlock: text().optional(),
    Ipv6CidrMask: text().optional(),
    VpcIpv6CidrBlock: text().optional(),
    Tag: tagList(),
    ClientToken: text().optional(),
  }),
  run(call, parameters) {
    const vswitch = createVSwitch(call, parameters);
    return { body: { VSwitchId: vswitch.id }, write: { put: [vswitch], remove: [] } };
  },
});

export const modifyVSwitchAttribute = action({
  product: 'Vpc',
  name: 'ModifyVSwitchAttribute',
  writes: true,
  parameters: z.object({
    VSwitchId: text(),
    VSwitchName: text().optional(),
    Description: text().optional(),
    EnableIPv6: bool().optional(),
    Ipv6CidrBlock: text().optional(),
    Ipv6CidrMask: text().optional(),
    VpcIpv6CidrBlock: text().optional(),
  }),
  run: (call, asked) => ({ body: {}, write: { put: [modifyVSwitch(call, asked)], remove: [] } }),
});

export const deleteVSwitchAction = action({
  product: 'Vpc',
  name: 'DeleteVSwitch',
  writes: true,
  parameters: z.object({ VSwitchId: text(), DryRun: bool().optional() }),
  run: (call, { VSwitchId }) => ({ body: {}, write: deleteVSwitch(call, VSwitchId) }),
});

export const describeVSwitchAttributes = action({
  product: 'Vpc',
  name: 'DescribeVSwitchAttributes',
  writes: false,
  parameters: z.object({ VSwitchId: text(), DryRun: bool().optional() }),
  run: (call, { VSwitchId }) => ({ body: fieldsOf(ownVSwitch(call, VSwitchId, vpcErrors['InvalidVswitchID.NotFound']), call.read) }),
});

export const describeVSwitches = action({
  product: 'Vpc',
  name: 'DescribeVSwitches',
  writes: false,
  parameters: z.object({
    ...numberedPage,
    VpcId: text().optional(),
    VSwitchId: text().optional(),
    VSwitchName: text().optional(),
    ZoneId: text().optional(),
    RouteTableId: text().optional(),
    IsDefault: bool().optional(),
    EnableIpv6: bool().optional(),
    ResourceGroupId: text().optional(),
    VSwitchOwnerId: text().optional(),
    Tag: tagFilter(),
    DryRun: bool().optional(),
  }),
  run(call, asked) {
    const { read, account, region } = call;
    const page = pageOf(asked, 50);
    const all = asked.VpcId === undefined
      ? read.list('vswitch', account.id, region.id)
      : read.linked('vswitch', link.vpc(asked.VpcId)).toReversed();
    const matches = all.filter(
      (vswitch) =>
        vswitch.account === account.id && vswitch.region === region.id &&
        (asked.VSwitchId ?? vswitch.id) === vswitch.id &&
        (asked.VSwitchName ?? vswitch.name) === vswitch.name &&
        (asked.ZoneId ?? vswitch.zone) === vswitch.zone &&
        (asked.RouteTableId ?? vswitch.routeTableId) === vswitch.routeTableId &&
        // No vSwitch is a default one or has IPv6.
        asked.IsDefault !== true && asked.EnableIpv6 !== true &&
        (asked.VSwitchOwnerId ?? vswitch.account) === vswitch.account &&
        (asked.ResourceGroupId === undefined || inResourceGroup(vswitch, asked.ResourceGroupId)) &&
        carriesTags(vswitch.tags, asked.Tag),
    );
    const rows = slice(matches, page).map((vswitch) => fieldsOf(vswitch, read));
    return {
      body: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, VSwitches: { VSwitch: rows } },
    };
  },
});

function fieldsOf(vswitch: VSwitchRow, read: Reads): JsonObject {
  return {
    VSwitchId: vswitch.id,
    VpcId: vswitch.vpcId,
    ZoneId: vswitch.zone,
    Status: vswitch.status,
    VSwitchName: vswitch.name,
    Description: vswitch.description,
    CreationTime: toSeconds(vswitch.created),
    CidrBlock: vswitch.cidr,
    AvailableIpAddressCount: freeAddresses(vswitch, read),
    EnabledIpv6: false,
    // Empty text says "off"; clients read anything else as "on".
    Ipv6CidrBlock: '',
    IsDefault: false,
    NetworkAclId: '',
    OwnerId: Number(vswitch.account),
    ResourceGroupId: vswitch.resourceGroup,
    RouteTable: {
      RouteTableId: vswitch.routeTableId,
      RouteTableType: read.get('routeTable', vswitch.routeTableId)?.type ?? '',
    },
    ShareType: '',
    Tags: vpcTags(vswitch.tags),
  };
}
