/** The VPC and vSwitch actions of Ecs (client facts §9): those of Vpc without tags, groups and secondary blocks. */
import { z } from 'zod';
import { modifyVpc } from '../../../cloud/vpc.js';
import { action, type Action } from '../../action.js';
import { commaList } from '../../parameters.js';
import { createVpcAction, deleteVpcAction, describeVpcs, modifyVpcAttribute } from '../../vpc/vpc.js';
import { createVSwitchAction, deleteVSwitchAction, describeVSwitches, modifyVSwitchAttribute } from '../../vpc/vswitch.js';
import { fields, PAGE, shown } from './shown.js';

const VPCS = {
  ...PAGE,
  Vpcs: {
    Vpc: fields(
      'VpcId', 'RegionId', 'Status', 'VpcName', 'Description', 'CreationTime', 'CidrBlock', 'UserCidrs', 'VRouterId', 'VSwitchIds', 'IsDefault',
    ),
  },
};
const VSWITCHES = {
  ...PAGE,
  VSwitches: {
    VSwitch: fields(
      'VSwitchId', 'VpcId', 'ZoneId', 'Status', 'VSwitchName', 'Description', 'CreationTime', 'CidrBlock', 'AvailableIpAddressCount', 'IsDefault',
      'ResourceGroupId',
    ),
  },
};

export const vpcAliases: readonly Action[] = [
  action({
    product: 'Ecs',
    name: 'CreateVpc',
    writes: true,
    parameters: createVpcAction.parameters.pick({
      RegionId: true, CidrBlock: true, VpcName: true, Description: true, UserCidr: true, ClientToken: true,
    }),
    run: (call, asked) => shown(createVpcAction.run(call, { ...asked, Tag: [] }), fields('VpcId', 'VRouterId', 'RouteTableId')),
  }),
  action({
    product: 'Ecs',
    name: 'ModifyVpcAttribute',
    writes: true,
    // Only here user blocks change after a VPC is made.
    parameters: z.object({
      ...modifyVpcAttribute.parameters.pick({ VpcId: true, VpcName: true, Description: true, CidrBlock: true }).shape,
      UserCidr: commaList(Infinity).optional(),
    }),
    run: (call, asked) => ({ body: {}, write: { put: [modifyVpc(call, asked)], remove: [] } }),
  }),
  action({
    product: 'Ecs',
    name: 'DeleteVpc',
    writes: true,
    parameters: deleteVpcAction.parameters.pick({ VpcId: true }),
    run: (call, asked) => deleteVpcAction.run(call, asked),
  }),
  action({
    product: 'Ecs',
    name: 'DescribeVpcs',
    writes: false,
    parameters: describeVpcs.parameters.pick({ RegionId: true, PageNumber: true, PageSize: true, VpcId: true, IsDefault: true }),
    run: (call, asked) => shown(describeVpcs.run(call, { ...asked, Tag: [] }), VPCS),
  }),
  action({
    product: 'Ecs',
    name: 'CreateVSwitch',
    writes: true,
    parameters: createVSwitchAction.parameters.pick({
      VpcId: true, ZoneId: true, CidrBlock: true, VSwitchName: true, Description: true, ClientToken: true,
    }),
    run: (call, asked) => createVSwitchAction.run(call, { ...asked, Tag: [] }),
  }),
  action({
    product: 'Ecs',
    name: 'ModifyVSwitchAttribute',
    writes: true,
    parameters: modifyVSwitchAttribute.parameters.pick({ VSwitchId: true, VSwitchName: true, Description: true }),
    run: (call, asked) => modifyVSwitchAttribute.run(call, asked),
  }),
  action({
    product: 'Ecs',
    name: 'DeleteVSwitch',
    writes: true,
    parameters: deleteVSwitchAction.parameters.pick({ VSwitchId: true }),
    run: (call, asked) => deleteVSwitchAction.run(call, asked),
  }),
  action({
    product: 'Ecs',
    name: 'DescribeVSwitches',
    writes: false,
    parameters: describeVSwitches.parameters.pick({
      PageNumber: true, PageSize: true, VpcId: true, VSwitchId: true, ZoneId: true, IsDefault: true,
    }),
    run: (call, asked) => shown(describeVSwitches.run(call, { ...asked, Tag: [] }), VSWITCHES),
  }),
];
