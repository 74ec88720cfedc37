/** Actions of product Vpc, version 2016-04-28. */
import type { Action } from '../action.js';
import { describeCommonBandwidthPackages } from './bandwidth-package-list.js';
import { bandwidthPackageActions } from './bandwidth-package.js';
import { deletionProtection } from './deletion-protection.js';
import { describeHighDefinitionMonitorLogAttribute, setHighDefinitionMonitorLogStatus } from './monitor-log.js';
import { describeEipAddresses } from './eip-list.js';
import { describeEipMonitorData } from './eip-monitor.js';
import {
  associateEipAddress, associateEipAddressBatch, describeEipGatewayInfo, modifyEipForwardMode, unassociateEipAddress,
} from './eip-bind.js';
import { allocateEipAddress, allocateEipAddressPro, modifyEipAddressAttribute, releaseEipAddress } from './eip.js';
import {
  associateRouteTableWithGateway, dissociateRouteTableFromGateway, listGatewayRouteTableEntries, updateGatewayRouteTableEntryAttribute,
} from './gateway-route-table.js';
import {
  createIpv4GatewayAction, deleteIpv4GatewayAction, enableVpcIpv4Gateway, getIpv4GatewayAttribute, listIpv4Gateways, updateIpv4GatewayAttribute,
} from './ipv4-gateway.js';
import { describeRegions, describeZones } from './regions.js';
import { moveResourceGroup } from './resource-group.js';
import {
  createRouteEntryAction, deleteRouteEntryAction, describeRouteEntryList, listVpcPublishedRouteEntries, modifyRouteEntryAction,
} from './route-entry.js';
import { createRouteEntries, deleteRouteEntries } from './route-entry-batch.js';
import { describeRouteTableList, describeRouteTables, describeVRouters } from './route-table-list.js';
import {
  associateRouteTableAction, createRouteTableAction, deleteRouteTableAction, modifyRouteTableAttributes, unassociateRouteTableAction,
} from './route-table.js';
import { vpcTagActions } from './tags.js';
import { associateVpcCidrBlock, unassociateVpcCidrBlock } from './vpc-cidr.js';
import { createVpcAction, deleteVpcAction, describeVpcAttribute, describeVpcs, modifyVpcAttribute, modifyVpcCidrBlock } from './vpc.js';
import { createVSwitchAction, deleteVSwitchAction, describeVSwitchAttributes, describeVSwitches, modifyVSwitchAttribute } from './vswitch.js';

export const vpcActions: readonly Action[] = [
  createVpcAction,
  modifyVpcAttribute,
  modifyVpcCidrBlock,
  deleteVpcAction,
  describeVpcAttribute,
  describeVpcs,
  associateVpcCidrBlock,
  unassociateVpcCidrBlock,
  createRouteTableAction,
  deleteRouteTableAction,
  modifyRouteTableAttributes,
  associateRouteTableAction,
  unassociateRouteTableAction,
  describeRouteTableList,
  describeRouteTables,
  describeVRouters,
  createRouteEntryAction,
  deleteRouteEntryAction,
  modifyRouteEntryAction,
  describeRouteEntryList,
  listVpcPublishedRouteEntries,
  createRouteEntries,
  deleteRouteEntries,
  createIpv4GatewayAction,
  enableVpcIpv4Gateway,
  deleteIpv4GatewayAction,
  updateIpv4GatewayAttribute,
  getIpv4GatewayAttribute,
  listIpv4Gateways,
  associateRouteTableWithGateway,
  dissociateRouteTableFromGateway,
  listGatewayRouteTableEntries,
  updateGatewayRouteTableEntryAttribute,
  createVSwitchAction,
  modifyVSwitchAttribute,
  deleteVSwitchAction,
  describeVSwitchAttributes,
  describeVSwitches,
  allocateEipAddress,
  allocateEipAddressPro,
  releaseEipAddress,
  modifyEipAddressAttribute,
  associateEipAddress,
  associateEipAddressBatch,
  unassociateEipAddress,
  modifyEipForwardMode,
  describeEipGatewayInfo,
  describeEipAddresses,
  describeEipMonitorData,
  setHighDefinitionMonitorLogStatus,
  describeHighDefinitionMonitorLogAttribute,
  deletionProtection,
  ...bandwidthPackageActions,
  describeCommonBandwidthPackages,
  describeRegions,
  describeZones,
  ...vpcTagActions,
  moveResourceGroup,
];
