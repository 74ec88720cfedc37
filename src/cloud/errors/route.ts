import { errorTable } from './refusal.js';

/** Errors of route tables, route entries, IPv4 gateways and CIDR blocks (behaviour §4.2, §4.4, §4.5, §5.4). Spelling is the cloud's. */
export const routeErrors = errorTable({
  // Route tables
  'InvalidRouteTableId.NotFound': [404, 'Specified route table does not exist.'],
  'QuotaExceeded.RouteTable': [400, 'Route table quota exceeded.'],
  'OperationDenied.SystemRouteTable': [400, 'The operation is not allowed because of SystemRouteTable.'],
  'OperationDenied.GatewayAssociated': [400, 'The operation is not allowed because of GatewayAssociated.', 'retry'],
  'OperationDenied.RouteTableTypeIncorrect': [400, 'The operation is not allowed because of RouteTableTypeIncorrect.'],
  'OperationDenied.VSwitchNotAssociated': [400, 'The operation is not allowed because of VSwitchNotAssociated.'],
  'IncorrectStatus.RouteTable': [400, 'The status of the route table does not support this operation.', 'retry'],
  IncorrectRouteTableStatus: [400, 'Current route table status does not support this operation.', 'retry'],
  'Mismatch.VpcIdAndRouteTableId': [400, 'The specified vSwitch and route table are not in the same VPC.'],

  // Route entries
  InvalidCidrBlock: [400, 'Specified CIDR block is not valid.'],
  'InvalidCIDRBlock.Duplicate': [400, 'Specified CIDR block is already in use by a system route.'],
  'RouterEntryConflict.Duplicated': [400, 'The route entry already exists in the route table.'],
  InvalidNextHopType: [400, 'The specified NextHopType is not supported.'],
  'InvalidNextHop.NotFound': [400, 'Specified next hop does not exist.'],
  'InvalidNexthop.DirectEni': [400, 'The direct Eni cannot be nexthop.'],
  'ResourceNotFound.NetworkInterface': [400, 'The specified resource of NetworkInterface is not found.'],
  'IllegalParam.NextHopId': [400, 'The specified next hop is not in the VPC of the route table.'],
  'OperationDenied.GatewayRouteTableNotPermitted': [400, 'The operation is not allowed because of GatewayRouteTableNotPermitted.'],
  'OperationDenied.NextHopNotLocal': [400, 'The operation is not allowed because of NextHopNotLocal: set the next hop to Local first.'],
  'ResourceNotFound.GatewayRouteEntry': [400, 'The specified resource of GatewayRouteEntry is not found.'],
  QuotaExceeded: [400, 'Route entry quota exceeded.'],
  IncorrectRouteEntryStatus: [400, 'Current route entry status does not support this operation.', 'retry'],
  'InvalidRouteEntry.NotFound': [404, 'Specified route entry does not exist.'],
  'InvalidRouteEntry.SystemRoute': [400, 'A system route cannot be changed or deleted.'],

  // IPv4 gateways
  'ResourceNotFound.Ipv4Gateway': [404, 'The specified resource of Ipv4Gateway is not found.'],
  'IncorrectStatus.Ipv4Gateway': [400, 'The status of the Ipv4Gateway does not support this operation.', 'retry'],
  'Mismatch.Ipv4GatewayIdAndRouteTableId': [400, 'The specified Ipv4Gateway and route table are not in the same VPC.'],
  'OperationFailed.VpcNotExist': [400, 'The operation is failed because VpcNotExist.'],
  'IncorrectStatus.Vpc': [400, 'The status of the Vpc does not support this operation.', 'retry'],
  'IllegalParam.ResourceGroupId': [400, 'The specified ResourceGroupId does not exist.'],
  'OperationDenied.VpcExistIpv4Gateway': [400, 'The operation is not allowed because of VpcExistIpv4Gateway.'],
  'OperationDenied.ExistDirectEip': [400, 'The operation is not allowed because of ExistDirectEip.'],
  'OperationFailed.Ipv4GatewayAlreadyActive.': [400, 'The operation is failed because Ipv4GatewayAlreadyActive.'],
  'OperationDenied.ConflictOfAllZeroRouting': [400, 'The operation is not allowed because of ConflictOfAllZeroRouting.'],
  'OperationDenied.Ipv4GatewayNotActive': [400, 'The operation is not allowed because of Ipv4GatewayNotActive.'],
  'ResourceAlreadyAssociated.GatewayRouteTable': [400, 'The gateway route table is already associated with a gateway, or the gateway with one.'],
  'ResourceNotFound.GatewayRouteTable': [400, 'The specified resource of GatewayRouteTable is not found.'],
  'DependencyViolation.RouteEntry': [400, 'Specified object has dependent resources.', 'retry'],
  'DependencyViolation.VSwitch': [400, 'Specified object has dependent resources.', 'retry'],
  'DependencyViolation.Eip': [400, 'Specified object has dependent resources.', 'retry'],

  // Secondary CIDR blocks
  'MissingParam.SecondaryCidrBlockOrIpv6CidrBlock': [400, 'Either SecondaryCidrBlock or Ipv6CidrBlock must be specified.'],
  'IllegalParam.SecondaryCidrBlock': [400, 'The specified SecondaryCidrBlock is not valid.'],
  'Duplicated.SecondaryCidrBlock': [400, 'The specified SecondaryCidrBlock already belongs to the VPC.'],
  'QuotaExceeded.VpcMultiCidr': [400, 'The number of secondary CIDR blocks of the VPC exceeds the quota.'],
  'OperationFailed.ConflictWithEntry': [400, 'The operation is failed because ConflictWithEntry.'],
  'OperationFailed.CidrInUse': [400, 'The operation is failed because CidrInUse.', 'retry'],
  'ResourceNotFound.SecondaryCidrBlock': [404, 'The specified resource of SecondaryCidrBlock is not found.'],
});
