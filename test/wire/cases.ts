/** Every served action called once or more, in an order that builds a small cloud and takes it down again. */
import type { JsonObject, ProductName } from '../../src/api/action.js';

/** Values of earlier answers, by the names under `keep`. */
export type Known = Readonly<Record<string, string>>;

export interface Case {
  readonly product: ProductName;
  readonly action: string;
  /** Nested, by wire names. */
  readonly parameters: (known: Known) => JsonObject;
  /** For later cases: a name, and where the answer has the value. */
  readonly keep: Readonly<Record<string, string>>;
}

function served(
  product: ProductName, action: string, parameters: JsonObject | ((known: Known) => JsonObject) = {}, keep: Readonly<Record<string, string>> = {},
): Case {
  return { product, action, parameters: typeof parameters === 'function' ? parameters : () => parameters, keep };
}

const REGION = { RegionId: 'cn-hangzhou' };

/** `''` when an earlier call that should have given the value failed. */
const get = (known: Known, name: string): string => known[name] ?? '';

const vpc = (action: string, parameters: (known: Known) => JsonObject, keep?: Readonly<Record<string, string>>) =>
  served('Vpc', action, (known) => ({ ...REGION, ...parameters(known) }), keep);
const ecs = (action: string, parameters: (known: Known) => JsonObject, keep?: Readonly<Record<string, string>>) =>
  served('Ecs', action, (known) => ({ ...REGION, ...parameters(known) }), keep);

/** `2026-01-02T03:04:05Z` */
const minutesAgo = (minutes: number): string => `${new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)}Z`;

const bandwidth = (known: Known) => ({ BandwidthPackageId: get(known, 'package') });
const made = (known: Known) => ({ ResourceType: 'ResourceGroup', ResourceId: [get(known, 'made')] });
const tagged = (known: Known) => ({ ResourceType: 'VPC', ResourceId: [get(known, 'vpc')] });
const oldEip = (known: Known) => ({ AllocationId: get(known, 'oldEip') });
const oldRoute = (known: Known) => ({
  RouteTableId: get(known, 'oldTable'), DestinationCidrBlock: '192.168.0.0/16', NextHopId: get(known, 'oldEni'),
});
const group = (known: Known) => ({ SecurityGroupId: get(known, 'group') });
const eni = (known: Known) => ({ NetworkInterfaceId: get(known, 'eni') });
const instance = (known: Known) => ({ InstanceId: get(known, 'instance') });
const batch = (known: Known) => ({ InstanceId: [get(known, 'instance')] });
const table = (known: Known) => ({ RouteTableId: get(known, 'table') });
const gateway = (known: Known) => ({ Ipv4GatewayId: get(known, 'gateway') });
const arrivals = (known: Known) => ({ RouteTableId: get(known, 'arrivals'), GatewayId: get(known, 'gateway'), GatewayType: 'IPv4Gateway' });
const run = (known: Known): JsonObject => ({
  ImageId: 'openeip_manual', InstanceType: 'ecs.g6.large', VSwitchId: get(known, 'vswitch'), SecurityGroupIds: [get(known, 'group')],
  InstanceName: 'web', HostName: 'web', Tag: [{ Key: 'role', Value: 'web' }],
});
const ingress = { IpProtocol: 'TCP', PortRange: '80/80', SourceCidrIp: '0.0.0.0/0', Policy: 'accept', Priority: '1', Description: 'web' };
const egress = { IpProtocol: 'ALL', PortRange: '-1/-1', DestCidrIp: '203.0.113.0/24', Policy: 'drop', Priority: '2' };

export const CASES: readonly Case[] = [
  served('Sts', 'GetCallerIdentity'),
  served('Location', 'DescribeEndpoints', { Id: 'cn-hangzhou', ServiceCode: 'vpc', Type: 'openAPI' }),
  served('ResourceManager', 'ListResourceGroups', {}, { resourceGroup: 'ResourceGroups.ResourceGroup.0.Id' }),
  served('ResourceManager', 'CreateResourceGroup', { Name: 'wire', DisplayName: 'of the wire test', Tag: [{ Key: 'k', Value: 'v' }] }, { made: 'ResourceGroup.Id' }),
  served('ResourceManager', 'GetResourceGroup', (known) => ({ ResourceGroupId: get(known, 'made'), IncludeTags: true })),
  served('ResourceManager', 'UpdateResourceGroup', (known) => ({ ResourceGroupId: get(known, 'made'), NewDisplayName: 'changed' })),
  served('ResourceManager', 'TagResources', (known) => ({ ...made(known), Tag: [{ Key: 'l', Value: 'w' }] })),
  served('ResourceManager', 'UntagResources', (known) => ({ ...made(known), TagKey: ['k'] })),
  served('ResourceManager', 'ListTagResources', made),
  served('ResourceManager', 'ListResourceGroups', { IncludeTags: true }),
  served('BssOpenApi', 'QueryAvailableInstances', REGION),
  served('Vpc', 'DescribeRegions', { AcceptLanguage: 'ja' }),
  vpc('DescribeZones', () => ({})),
  served('Ecs', 'DescribeRegions', { AcceptLanguage: 'en-US' }),
  ecs('DescribeZones', () => ({ Verbose: true })),
  ecs('DescribeAvailableResource', () => ({ DestinationResource: 'InstanceType' })),
  served('Ecs', 'DescribeInstanceTypes'),
  ecs('DescribeInstanceTypeFamilies', () => ({})),
  ecs('DescribeImages', () => ({})),
  ecs('DescribeImageSupportInstanceTypes', () => ({ ImageId: 'openeip_auto' })),

  vpc('CreateVpc', () => ({
    CidrBlock: '10.0.0.0/8', VpcName: 'net', Description: 'of the wire test', UserCidr: '1.0.0.0/8', Tag: [{ Key: 'k', Value: 'v' }],
  }), { vpc: 'VpcId' }),
  vpc('ModifyVpcAttribute', (known) => ({ VpcId: get(known, 'vpc'), VpcName: 'other', Description: 'changed' })),
  vpc('ModifyVpcCidrBlock', (known) => ({ VpcId: get(known, 'vpc'), OriginalCidrBlock: '10.0.0.0/8', TargetCidrBlock: '10.0.0.0/12' })),
  vpc('TagResources', (known) => ({ ...tagged(known), Tag: [{ Key: 'l', Value: 'w' }] })),
  vpc('UnTagResources', (known) => ({ ...tagged(known), TagKey: ['k'] })),
  vpc('ListTagResources', tagged),
  vpc('MoveResourceGroup', (known) => ({ ResourceType: 'vpc', ResourceId: get(known, 'vpc'), NewResourceGroupId: get(known, 'made') })),
  vpc('DescribeVpcAttribute', (known) => ({ VpcId: get(known, 'vpc') })),
  vpc('DescribeVpcs', (known) => ({ VpcId: get(known, 'vpc') })),
  vpc('DescribeRouteTableList', (known) => ({ VpcId: get(known, 'vpc') })),
  vpc('DescribeVRouters', () => ({})),
  vpc('AssociateVpcCidrBlock', (known) => ({ VpcId: get(known, 'vpc'), SecondaryCidrBlock: '198.18.5.0/24', IpVersion: 'IPV4' })),
  vpc('UnassociateVpcCidrBlock', (known) => ({ VpcId: get(known, 'vpc'), SecondaryCidrBlock: '198.18.5.0/24' })),
  vpc('CreateVSwitch', (known) => ({
    VpcId: get(known, 'vpc'), ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/16', VSwitchName: 'front', Tag: [{ Key: 'k', Value: 'v' }],
  }), { vswitch: 'VSwitchId' }),
  vpc('ModifyVSwitchAttribute', (known) => ({ VSwitchId: get(known, 'vswitch'), Description: 'changed' })),
  vpc('DescribeVSwitchAttributes', (known) => ({ VSwitchId: get(known, 'vswitch') })),
  vpc('DescribeVSwitches', (known) => ({ VpcId: get(known, 'vpc') })),

  ecs('CreateSecurityGroup', (known) => ({ VpcId: get(known, 'vpc'), SecurityGroupName: 'web', Tag: [{ Key: 'k', Value: 'v' }] }), { group: 'SecurityGroupId' }),
  ecs('CreateSecurityGroup', (known) => ({ VpcId: get(known, 'vpc') }), { second: 'SecurityGroupId' }),
  ecs('AuthorizeSecurityGroup', (known) => ({ ...group(known), Permissions: [ingress] })),
  ecs('AuthorizeSecurityGroupEgress', (known) => ({ ...group(known), Permissions: [egress] })),
  ecs('DescribeSecurityGroupAttribute', group),
  ecs('DescribeSecurityGroups', (known) => ({ ...group(known), IsQueryEcsCount: true })),
  ecs('DescribeSecurityGroupReferences', (known) => ({ SecurityGroupId: [get(known, 'group')] })),
  ecs('ModifySecurityGroupAttribute', (known) => ({ ...group(known), SecurityGroupName: 'front', Description: 'changed' })),
  ecs('ModifySecurityGroupPolicy', (known) => ({ ...group(known), InnerAccessPolicy: 'Drop' })),
  // As older clients send a rule: only its description changes.
  ecs('ModifySecurityGroupRule', (known) => ({ ...group(known), ...ingress, Description: 'changed' })),
  ecs('ModifySecurityGroupEgressRule', (known) => ({ ...group(known), ...egress, Description: 'changed' })),

  ecs('CreateNetworkInterface', (known) => ({
    VSwitchId: get(known, 'vswitch'), SecurityGroupIds: [get(known, 'group')], SecondaryPrivateIpAddressCount: 1,
    NetworkInterfaceName: 'second', Tag: [{ Key: 'k', Value: 'v' }],
  }), { eni: 'NetworkInterfaceId' }),
  vpc('CreateRouteTable', (known) => ({
    VpcId: get(known, 'vpc'), RouteTableName: 'own', Description: 'of the wire test', Tag: [{ Key: 'k', Value: 'v' }],
  }), { table: 'RouteTableId' }),
  vpc('ModifyRouteTableAttributes', (known) => ({ ...table(known), RouteTableName: 'other', RoutePropagationEnable: true })),
  vpc('AssociateRouteTable', (known) => ({ ...table(known), VSwitchId: get(known, 'vswitch') })),
  vpc('CreateRouteEntry', (known) => ({
    ...table(known), DestinationCidrBlock: '192.168.0.0/16', NextHopType: 'NetworkInterface', NextHopId: get(known, 'eni'), RouteEntryName: 'branch',
  }), { entry: 'RouteEntryId' }),
  vpc('ModifyRouteEntry', (known) => ({ RouteEntryId: get(known, 'entry'), Description: 'changed' })),
  vpc('CreateRouteEntries', (known) => ({
    RouteEntries: [{ ...table(known), DstCidrBlock: '172.16.0.0/16', NextHopType: 'NetworkInterface', NextHop: get(known, 'eni'), Name: 'other' }],
  }), { branch: 'RouteEntryIds.0' }),
  vpc('DeleteRouteEntries', (known) => ({ RouteEntries: [{ ...table(known), RouteEntryId: get(known, 'branch') }] })),
  vpc('DescribeRouteEntryList', (known) => ({ ...table(known), MaxResult: 10 })),
  vpc('ListVpcPublishedRouteEntries', (known) => ({ ...table(known), TargetType: 'CEN' })),
  vpc('DescribeRouteTables', table),
  vpc('CreateIpv4Gateway', (known) => ({
    VpcId: get(known, 'vpc'), Ipv4GatewayName: 'door', Ipv4GatewayDescription: 'of the wire test', Tag: [{ Key: 'k', Value: 'v' }],
  }), { gateway: 'Ipv4GatewayId' }),
  vpc('EnableVpcIpv4Gateway', (known) => ({ ...gateway(known), RouteTableList: [get(known, 'table')] })),
  vpc('GetIpv4GatewayAttribute', gateway),
  vpc('ListIpv4Gateways', (known) => ({ VpcId: get(known, 'vpc'), Tags: [{ Key: 'k', Value: 'v' }] })),
  vpc('UpdateIpv4GatewayAttribute', (known) => ({ ...gateway(known), Ipv4GatewayName: 'gate' })),
  vpc('CreateRouteTable', (known) => ({ VpcId: get(known, 'vpc'), AssociateType: 'Gateway' }), { arrivals: 'RouteTableId' }),
  vpc('AssociateRouteTableWithGateway', arrivals),
  vpc('UpdateGatewayRouteTableEntryAttribute', (known) => ({
    GatewayRouteTableId: get(known, 'arrivals'), DestinationCidrBlock: '10.0.0.0/16', NextHopType: 'NetworkInterface', NextHopId: get(known, 'eni'), Name: 'wall',
  })),
  vpc('ListGatewayRouteTableEntries', (known) => ({ GatewayRouteTableId: get(known, 'arrivals') })),
  vpc('UpdateGatewayRouteTableEntryAttribute', (known) => ({
    GatewayRouteTableId: get(known, 'arrivals'), DestinationCidrBlock: '10.0.0.0/16', NextHopType: 'Local',
  })),
  vpc('DissociateRouteTableFromGateway', arrivals),
  vpc('DeleteRouteTable', (known) => ({ RouteTableId: get(known, 'arrivals') })),
  vpc('DeleteRouteEntry', (known) => ({ RouteEntryId: get(known, 'entry') })),
  vpc('DeleteIpv4Gateway', (known) => ({ ...gateway(known), InternetMode: 'public' })),
  vpc('UnassociateRouteTable', (known) => ({ ...table(known), VSwitchId: get(known, 'vswitch') })),
  vpc('DeleteRouteTable', table),

  ecs('ListTagResources', (known) => ({ ResourceType: 'eni', ResourceId: [get(known, 'eni')] })),
  ecs('TagResources', (known) => ({ ResourceType: 'eni', ResourceId: [get(known, 'eni')], Tag: [{ Key: 't', Value: 'v' }] })),
  ecs('DescribeTags', (known) => ({ ResourceType: 'eni', ResourceId: get(known, 'eni') })),
  ecs('UntagResources', (known) => ({ ResourceType: 'eni', ResourceId: [get(known, 'eni')], TagKey: ['t'] })),
  ecs('AddTags', (known) => ({ ResourceType: 'securitygroup', ResourceId: get(known, 'group'), Tag: [{ Key: 't', Value: 'v' }] })),
  ecs('RemoveTags', (known) => ({ ResourceType: 'securitygroup', ResourceId: get(known, 'group'), Tag: [{ Key: 't' }] })),
  ecs('JoinResourceGroup', (known) => ({ ResourceGroupId: get(known, 'resourceGroup'), ResourceType: 'securitygroup', ResourceId: get(known, 'group') })),
  ecs('RunInstances', run, { instance: 'InstanceIdSets.InstanceIdSet.0' }),
  ecs('DescribeInstanceStatus', batch),
  ecs('AttachNetworkInterface', (known) => ({ ...eni(known), ...instance(known) })),
  vpc('AllocateEipAddress', () => ({ Name: 'front', Description: 'of the wire test', Bandwidth: '5' }), { eip: 'AllocationId' }),
  vpc('ModifyEipAddressAttribute', (known) => ({ AllocationId: get(known, 'eip'), Bandwidth: '10', Name: 'web' })),
  vpc('AllocateEipAddressPro', () => ({ InternetChargeType: 'PayByTraffic' }), { pro: 'AllocationId' }),
  vpc('SetHighDefinitionMonitorLogStatus', (known) => ({ InstanceId: get(known, 'eip'), InstanceType: 'EIP', LogProject: 'p', LogStore: 's', Status: 'ON' })),
  vpc('DescribeHighDefinitionMonitorLogAttribute', (known) => ({ InstanceId: get(known, 'eip') })),
  vpc('DeletionProtection', (known) => ({ InstanceId: get(known, 'eip'), Type: 'EIP', ProtectionEnable: true })),
  vpc('DeletionProtection', (known) => ({ InstanceId: get(known, 'eip'), Type: 'EIP', ProtectionEnable: false })),
  vpc('CreateCommonBandwidthPackage', () => ({ Bandwidth: 100, Name: 'shared', Description: 'of the wire test', Tag: [{ Key: 'k', Value: 'v' }] }),
    { package: 'BandwidthPackageId' }),
  vpc('ModifyCommonBandwidthPackageAttribute', (known) => ({ ...bandwidth(known), Name: 'common' })),
  vpc('AddCommonBandwidthPackageIp', (known) => ({ ...bandwidth(known), IpInstanceId: get(known, 'eip'), IpType: 'EIP' })),
  vpc('AddCommonBandwidthPackageIps', (known) => ({ ...bandwidth(known), IpInstanceIds: [get(known, 'pro')] })),
  vpc('ModifyCommonBandwidthPackageSpec', (known) => ({ ...bandwidth(known), Bandwidth: '200' })),
  vpc('ModifyCommonBandwidthPackageIpBandwidth', (known) => ({ ...bandwidth(known), EipId: get(known, 'pro'), Bandwidth: '50' })),
  vpc('DescribeCommonBandwidthPackages', bandwidth),
  vpc('CancelCommonBandwidthPackageIpBandwidth', (known) => ({ ...bandwidth(known), EipId: get(known, 'pro') })),
  vpc('RemoveCommonBandwidthPackageIp', (known) => ({ ...bandwidth(known), IpInstanceId: get(known, 'eip') })),
  vpc('DeleteCommonBandwidthPackage', (known) => ({ ...bandwidth(known), Force: true })),
  vpc('ReleaseEipAddress', (known) => ({ AllocationId: get(known, 'pro') })),
  vpc('ModifyEipForwardMode', (known) => ({ InstanceId: get(known, 'eip'), Mode: 'BINDED' })),
  vpc('AssociateEipAddress', (known) => ({
    AllocationId: get(known, 'eip'), InstanceId: get(known, 'eni'), InstanceType: 'NetworkInterface', Mode: 'NAT',
  })),
  vpc('DescribeEipAddresses', (known) => ({ AllocationId: get(known, 'eip') })),
  vpc('DescribeEipMonitorData', (known) => ({ AllocationId: get(known, 'eip'), StartTime: minutesAgo(10), EndTime: minutesAgo(0), Period: 300 })),
  ecs('DescribeInstances', (known) => ({ InstanceIds: JSON.stringify([get(known, 'instance')]) })),
  served('Ecs', 'DescribeInstanceAttribute', instance),
  ecs('DescribeDisks', (known) => ({ ...instance(known), DiskType: 'system' })),
  ecs('DescribeUserData', instance),
  ecs('DescribeInstanceRamRole', (known) => ({ InstanceIds: JSON.stringify([get(known, 'instance')]) })),
  ecs('DescribeInstanceMaintenanceAttributes', batch),
  ecs('DescribeInstanceAttachmentAttributes', (known) => ({ InstanceIds: JSON.stringify([get(known, 'instance')]) })),
  served('Ecs', 'ModifyInstanceAttribute', (known) => ({ ...instance(known), InstanceName: 'back', Description: 'changed' })),
  ecs('DescribeNetworkInterfaces', (known) => ({ ...instance(known) })),
  ecs('DescribeNetworkInterfaceAttribute', eni),
  ecs('ModifyNetworkInterfaceAttribute', (known) => ({ ...eni(known), Description: 'changed' })),
  ecs('AssignPrivateIpAddresses', (known) => ({ ...eni(known), SecondaryPrivateIpAddressCount: 1 }),
    { added: 'AssignedPrivateIpAddressesSet.PrivateIpSet.PrivateIpAddress.0' }),
  ecs('UnassignPrivateIpAddresses', (known) => ({ ...eni(known), PrivateIpAddress: [get(known, 'added')] })),
  ecs('JoinSecurityGroup', (known) => ({ SecurityGroupId: get(known, 'second'), ...instance(known) })),
  ecs('LeaveSecurityGroup', (known) => ({ SecurityGroupId: get(known, 'second'), ...instance(known) })),
  served('Ecs', 'RebootInstance', (known) => instance(known)),
  served('Ecs', 'StopInstance', (known) => instance(known)),
  served('Ecs', 'ModifyInstanceVpcAttribute', (known) => ({ ...instance(known), VSwitchId: get(known, 'vswitch'), PrivateIpAddress: '10.0.0.77' })),
  served('Ecs', 'StartInstance', (known) => instance(known)),
  ecs('RebootInstances', batch),
  ecs('StopInstances', batch),
  ecs('StartInstances', batch),

  vpc('UnassociateEipAddress', (known) => ({
    AllocationId: get(known, 'eip'), InstanceId: get(known, 'eni'), InstanceType: 'NetworkInterface',
  })),
  vpc('AssociateEipAddressBatch', (known) => ({
    BindedInstanceId: get(known, 'eni'), BindedInstanceType: 'NetworkInterface', InstanceIds: [get(known, 'eip')], Mode: 'NAT',
  })),
  vpc('DescribeEipGatewayInfo', (known) => ({ InstanceId: get(known, 'eni') })),
  vpc('UnassociateEipAddress', (known) => ({ AllocationId: get(known, 'eip') })),
  vpc('ReleaseEipAddress', (known) => ({ AllocationId: get(known, 'eip') })),
  ecs('DetachNetworkInterface', (known) => ({ ...eni(known), ...instance(known) })),
  ecs('DeleteNetworkInterface', eni),
  ecs('RunInstances', run, { other: 'InstanceIdSets.InstanceIdSet.0' }),
  ecs('CreateInstance', (known) => ({
    ImageId: 'openeip_auto', InstanceType: 'ecs.g6.large', VSwitchId: get(known, 'vswitch'), SecurityGroupId: get(known, 'group'),
    SystemDisk: { Category: 'cloud_essd', Size: 60 },
  }), { created: 'InstanceId' }),
  served('Ecs', 'ModifyInstanceNetworkSpec', (known) => ({ InstanceId: get(known, 'created'), InternetMaxBandwidthOut: 5 })),
  served('Ecs', 'AllocatePublicIpAddress', (known) => ({ InstanceId: get(known, 'created') })),
  served('Ecs', 'DeleteInstance', (known) => ({ InstanceId: get(known, 'created') })),
  served('Ecs', 'DeleteInstance', (known) => ({ ...instance(known), Force: true })),
  ecs('DeleteInstances', (known) => ({ InstanceId: [get(known, 'other')], Force: true })),
  // As older clients send a rule.
  ecs('RevokeSecurityGroup', (known) => ({ ...group(known), ...ingress })),
  ecs('RevokeSecurityGroupEgress', (known) => ({ ...group(known), Permissions: [egress] })),
  ecs('DeleteSecurityGroup', (known) => ({ SecurityGroupId: get(known, 'second') })),
  ecs('DeleteSecurityGroup', group),
  vpc('DeleteVSwitch', (known) => ({ VSwitchId: get(known, 'vswitch') })),
  vpc('DeleteVpc', (known) => ({ VpcId: get(known, 'vpc') })),
  served('ResourceManager', 'DeleteResourceGroup', (known) => ({ ResourceGroupId: get(known, 'made') })),

  // Under their older names.
  ecs('CreateVpc', () => ({ CidrBlock: '10.0.0.0/16', VpcName: 'old', UserCidr: '1.0.0.0/8' }), { oldVpc: 'VpcId', oldTable: 'RouteTableId' }),
  ecs('ModifyVpcAttribute', (known) => ({ VpcId: get(known, 'oldVpc'), Description: 'changed', UserCidr: '2.0.0.0/8' })),
  ecs('DescribeVpcs', (known) => ({ VpcId: get(known, 'oldVpc') })),
  ecs('DescribeVRouters', () => ({})),
  ecs('CreateVSwitch', (known) => ({ VpcId: get(known, 'oldVpc'), ZoneId: 'cn-hangzhou-g', CidrBlock: '10.0.0.0/24' }), { oldVswitch: 'VSwitchId' }),
  ecs('ModifyVSwitchAttribute', (known) => ({ VSwitchId: get(known, 'oldVswitch'), VSwitchName: 'front' })),
  ecs('DescribeVSwitches', (known) => ({ VpcId: get(known, 'oldVpc') })),
  ecs('CreateSecurityGroup', (known) => ({ VpcId: get(known, 'oldVpc') }), { oldGroup: 'SecurityGroupId' }),
  ecs('CreateNetworkInterface', (known) => ({ VSwitchId: get(known, 'oldVswitch'), SecurityGroupId: get(known, 'oldGroup') }), { oldEni: 'NetworkInterfaceId' }),
  ecs('CreateRouteEntry', (known) => ({ ...oldRoute(known), NextHopType: 'NetworkInterface' })),
  ecs('DescribeRouteTables', (known) => ({ RouteTableId: get(known, 'oldTable') })),
  ecs('DeleteRouteEntry', oldRoute),
  ecs('AllocateEipAddress', () => ({ Bandwidth: '5', InternetChargeType: 'PayByTraffic' }), { oldEip: 'AllocationId' }),
  ecs('ModifyEipAddressAttribute', (known) => ({ ...oldEip(known), Bandwidth: '10' })),
  ecs('AssociateEipAddress', (known) => ({ ...oldEip(known), InstanceId: get(known, 'oldEni'), InstanceType: 'NetworkInterface' })),
  ecs('DescribeEipAddresses', oldEip),
  ecs('DescribeEipMonitorData', (known) => ({ ...oldEip(known), StartTime: minutesAgo(10), EndTime: minutesAgo(0) })),
  ecs('UnassociateEipAddress', (known) => ({ ...oldEip(known), InstanceId: get(known, 'oldEni'), InstanceType: 'NetworkInterface' })),
  ecs('ReleaseEipAddress', oldEip),
  ecs('DeleteNetworkInterface', (known) => ({ NetworkInterfaceId: get(known, 'oldEni') })),
  ecs('DeleteSecurityGroup', (known) => ({ SecurityGroupId: get(known, 'oldGroup') })),
  ecs('DeleteVSwitch', (known) => ({ VSwitchId: get(known, 'oldVswitch') })),
  ecs('DeleteVpc', (known) => ({ VpcId: get(known, 'oldVpc') })),
];

/** A case as a test's name. */
export const titleOf = ({ product, action }: Case, index: number): string => `${index + 1}. ${product}.${action}`;
