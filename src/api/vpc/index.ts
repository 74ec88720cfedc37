/** Actions of product Vpc, version 2016-04-28. */
import type { Action } from '../action.js';
import { describeEipAddresses } from './eip-list.js';
import { allocateEipAddress, associateEipAddress, releaseEipAddress, unassociateEipAddress } from './eip.js';
import { describeRegions, describeZones } from './regions.js';
import { describeRouteTableList } from './route-table.js';
import { createVpcAction, deleteVpcAction, describeVpcAttribute, describeVpcs } from './vpc.js';
import { createVSwitchAction, deleteVSwitchAction, describeVSwitchAttributes, describeVSwitches } from './vswitch.js';

export const vpcActions: readonly Action[] = [
  createVpcAction,
  deleteVpcAction,
  describeVpcAttribute,
  describeVpcs,
  describeRouteTableList,
  createVSwitchAction,
  deleteVSwitchAction,
  describeVSwitchAttributes,
  describeVSwitches,
  allocateEipAddress,
  releaseEipAddress,
  associateEipAddress,
  unassociateEipAddress,
  describeEipAddresses,
  describeRegions,
  describeZones,
];
