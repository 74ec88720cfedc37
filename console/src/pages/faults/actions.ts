/** What a fault can be ordered for: actions by product, to choose from. */
export const FAULT_ACTIONS = {
  Vpc: [
    'AddCommonBandwidthPackageIp', 'AddCommonBandwidthPackageIps', 'AllocateEipAddress', 'AllocateEipAddressPro', 'AssociateEipAddress',
    'AssociateEipAddressBatch', 'AssociateRouteTable', 'AssociateRouteTableWithGateway', 'AssociateVpcCidrBlock', 'CancelCommonBandwidthPackageIpBandwidth',
    'CreateCommonBandwidthPackage', 'CreateIpv4Gateway', 'CreateRouteEntries', 'CreateRouteEntry', 'CreateRouteTable', 'CreateVSwitch', 'CreateVpc',
    'DeleteCommonBandwidthPackage', 'DeleteIpv4Gateway', 'DeleteRouteEntries', 'DeleteRouteEntry', 'DeleteRouteTable', 'DeleteVSwitch', 'DeleteVpc',
    'DeletionProtection', 'DescribeCommonBandwidthPackages', 'DescribeEipAddresses', 'DescribeEipGatewayInfo', 'DescribeEipMonitorData', 'DescribeRegions',
    'DescribeRouteEntryList', 'DescribeRouteTableList', 'DescribeRouteTables', 'DescribeVRouters', 'DescribeVSwitchAttributes', 'DescribeVSwitches',
    'DescribeVpcAttribute', 'DescribeVpcs', 'DescribeZones', 'DissociateRouteTableFromGateway', 'EnableVpcIpv4Gateway', 'GetIpv4GatewayAttribute',
    'ListGatewayRouteTableEntries', 'ListIpv4Gateways', 'ListTagResources', 'ListVpcPublishedRouteEntries', 'ModifyCommonBandwidthPackageAttribute',
    'ModifyCommonBandwidthPackageIpBandwidth', 'ModifyCommonBandwidthPackageSpec', 'ModifyEipAddressAttribute', 'ModifyEipForwardMode', 'ModifyRouteEntry',
    'ModifyRouteTableAttributes', 'ModifyVSwitchAttribute', 'ModifyVpcAttribute', 'ModifyVpcCidrBlock', 'MoveResourceGroup', 'ReleaseEipAddress',
    'RemoveCommonBandwidthPackageIp', 'TagResources', 'UnTagResources', 'UnassociateEipAddress', 'UnassociateRouteTable', 'UnassociateVpcCidrBlock',
    'UpdateGatewayRouteTableEntryAttribute', 'UpdateIpv4GatewayAttribute',
  ],
  Ecs: [
    'AddTags', 'AllocateEipAddress', 'AllocatePublicIpAddress', 'AssignPrivateIpAddresses', 'AssociateEipAddress', 'AttachNetworkInterface',
    'AuthorizeSecurityGroup', 'AuthorizeSecurityGroupEgress', 'CreateInstance', 'CreateNetworkInterface', 'CreateRouteEntry', 'CreateSecurityGroup',
    'CreateVSwitch', 'CreateVpc', 'DeleteInstance', 'DeleteInstances', 'DeleteNetworkInterface', 'DeleteRouteEntry', 'DeleteSecurityGroup', 'DeleteVSwitch',
    'DeleteVpc', 'DescribeAvailableResource', 'DescribeDisks', 'DescribeEipAddresses', 'DescribeEipMonitorData', 'DescribeImageSupportInstanceTypes',
    'DescribeImages', 'DescribeInstanceAttachmentAttributes', 'DescribeInstanceAttribute', 'DescribeInstanceMaintenanceAttributes', 'DescribeInstanceRamRole',
    'DescribeInstanceStatus', 'DescribeInstanceTypeFamilies', 'DescribeInstanceTypes', 'DescribeInstances', 'DescribeNetworkInterfaceAttribute',
    'DescribeNetworkInterfaces', 'DescribeRegions', 'DescribeRouteTables', 'DescribeSecurityGroupAttribute', 'DescribeSecurityGroupReferences',
    'DescribeSecurityGroups', 'DescribeTags', 'DescribeUserData', 'DescribeVRouters', 'DescribeVSwitches', 'DescribeVpcs', 'DescribeZones',
    'DetachNetworkInterface', 'JoinResourceGroup', 'JoinSecurityGroup', 'LeaveSecurityGroup', 'ListTagResources', 'ModifyEipAddressAttribute',
    'ModifyInstanceAttribute', 'ModifyInstanceNetworkSpec', 'ModifyInstanceVpcAttribute', 'ModifyNetworkInterfaceAttribute', 'ModifySecurityGroupAttribute',
    'ModifySecurityGroupEgressRule', 'ModifySecurityGroupPolicy', 'ModifySecurityGroupRule', 'ModifyVSwitchAttribute', 'ModifyVpcAttribute', 'RebootInstance',
    'RebootInstances', 'ReleaseEipAddress', 'RemoveTags', 'RevokeSecurityGroup', 'RevokeSecurityGroupEgress', 'RunInstances', 'StartInstance', 'StartInstances',
    'StopInstance', 'StopInstances', 'TagResources', 'UnassignPrivateIpAddresses', 'UnassociateEipAddress', 'UntagResources',
  ],
  Sts: [
    'GetCallerIdentity',
  ],
  Location: [
    'DescribeEndpoints',
  ],
  ResourceManager: [
    'CreateResourceGroup', 'DeleteResourceGroup', 'GetResourceGroup', 'ListResourceGroups', 'ListTagResources', 'TagResources', 'UntagResources',
    'UpdateResourceGroup',
  ],
  BssOpenApi: [
    'QueryAvailableInstances',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type FaultProduct = keyof typeof FAULT_ACTIONS;
