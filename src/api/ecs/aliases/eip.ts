/** The EIP actions of Ecs (client facts §9): those of Vpc without modes, private addresses and names. */
import { action, type Action } from '../../action.js';
import { associateEipAddress, unassociateEipAddress } from '../../vpc/eip-bind.js';
import { describeEipAddresses } from '../../vpc/eip-list.js';
import { describeEipMonitorData } from '../../vpc/eip-monitor.js';
import { allocateEipAddress, modifyEipAddressAttribute, releaseEipAddress } from '../../vpc/eip.js';
import { fields, PAGE, shown } from './shown.js';

const ALLOCATED = fields('AllocationId', 'EipAddress');
const ADDRESSES = {
  ...PAGE,
  EipAddresses: {
    EipAddress: fields(
      'AllocationId', 'AllocationTime', 'Bandwidth', 'ChargeType', 'EipBandwidth', 'ExpiredTime', 'InstanceId', 'InstanceType', 'InternetChargeType',
      'IpAddress', 'OperationLocks', 'RegionId', 'Status',
    ),
  },
};

export const eipAliases: readonly Action[] = [
  action({
    product: 'Ecs',
    name: 'AllocateEipAddress',
    writes: true,
    parameters: allocateEipAddress.parameters.pick({ RegionId: true, Bandwidth: true, InternetChargeType: true, ISP: true, ClientToken: true }),
    run: (call, asked) => shown(allocateEipAddress.run(call, { ...asked, SecurityProtectionTypes: [], Tag: [] }), ALLOCATED),
  }),
  action({
    product: 'Ecs',
    name: 'ModifyEipAddressAttribute',
    writes: true,
    parameters: modifyEipAddressAttribute.parameters.pick({ AllocationId: true, Bandwidth: true }).required({ Bandwidth: true }),
    run: (call, asked) => modifyEipAddressAttribute.run(call, asked),
  }),
  action({
    product: 'Ecs',
    name: 'AssociateEipAddress',
    writes: true,
    parameters: associateEipAddress.parameters.pick({ AllocationId: true, InstanceId: true, InstanceType: true }),
    run: (call, asked) => associateEipAddress.run(call, asked),
  }),
  action({
    product: 'Ecs',
    name: 'UnassociateEipAddress',
    writes: true,
    parameters: unassociateEipAddress.parameters.pick({ AllocationId: true, InstanceId: true, InstanceType: true }).required({ InstanceId: true }),
    run: (call, asked) => unassociateEipAddress.run(call, asked),
  }),
  action({
    product: 'Ecs',
    name: 'ReleaseEipAddress',
    writes: true,
    parameters: releaseEipAddress.parameters.pick({ AllocationId: true }),
    run: (call, asked) => releaseEipAddress.run(call, asked),
  }),
  action({
    product: 'Ecs',
    name: 'DescribeEipAddresses',
    writes: false,
    parameters: describeEipAddresses.parameters.pick({
      RegionId: true, PageNumber: true, PageSize: true, AllocationId: true, EipAddress: true, Status: true, AssociatedInstanceType: true,
      AssociatedInstanceId: true, ChargeType: true, ISP: true, LockReason: true, Filter: true,
    }),
    run: (call, asked) => shown(describeEipAddresses.run(call, { ...asked, Tag: [] }), ADDRESSES),
  }),
  action({ ...describeEipMonitorData, product: 'Ecs' }),
];
