/** The resource types of the provider that are in scope, by their names; some have an older one, too. */
import type { ResourceType } from '../resource.js';
import { bandwidthPackage, bandwidthPackageAttachment } from './bandwidth-package.js';
import { eipAddress, eipAssociation } from './eip.js';
import { networkInterface, networkInterfaceAttachment } from './eni.js';
import { instance } from './instance.js';
import { vpcGatewayRouteTableAttachment, vpcIpv4Gateway } from './ipv4-gateway.js';
import { routeEntry, routeTable, routeTableAttachment, vpcRouteEntry } from './route-table.js';
import { securityGroup, securityGroupRule } from './security-group.js';
import { vpc, vpcIpv4CidrBlock, vswitch } from './vpc.js';

export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map([
  ['alicloud_vpc', vpc],
  ['alicloud_vpc_ipv4_cidr_block', vpcIpv4CidrBlock],
  ['alicloud_vswitch', vswitch],
  ['alicloud_route_table', routeTable],
  ['alicloud_route_table_attachment', routeTableAttachment],
  ['alicloud_route_entry', routeEntry],
  ['alicloud_vpc_route_entry', vpcRouteEntry],
  ['alicloud_vpc_ipv4_gateway', vpcIpv4Gateway],
  ['alicloud_vpc_gateway_route_table_attachment', vpcGatewayRouteTableAttachment],
  ['alicloud_security_group', securityGroup],
  ['alicloud_security_group_rule', securityGroupRule],
  ['alicloud_ecs_network_interface', networkInterface],
  ['alicloud_network_interface', networkInterface],
  ['alicloud_ecs_network_interface_attachment', networkInterfaceAttachment],
  ['alicloud_network_interface_attachment', networkInterfaceAttachment],
  ['alicloud_eip_address', eipAddress],
  ['alicloud_eip', eipAddress],
  ['alicloud_eip_association', eipAssociation],
  ['alicloud_common_bandwidth_package', bandwidthPackage],
  ['alicloud_common_bandwidth_package_attachment', bandwidthPackageAttachment],
  ['alicloud_instance', instance],
]);
