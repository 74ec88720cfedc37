/** The cloud's resources as its API shows them: the fields that the console reads, under their wire names. */
import { z } from 'zod';

const vpcTags = z.object({ Tag: z.array(z.object({ Key: z.string(), Value: z.string() })) });
const ecsTags = z
  .object({ Tag: z.array(z.object({ TagKey: z.string(), TagValue: z.string() })) })
  .transform(({ Tag }) => ({ Tag: Tag.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })) }));

export const mode = z.enum(['NAT', 'BINDED', 'MULTI_BINDED']);
export type Mode = z.infer<typeof mode>;

export const eip = z.object({
  AllocationId: z.string(),
  AllocationTime: z.string(),
  IpAddress: z.string(),
  Status: z.enum(['Associating', 'Unassociating', 'InUse', 'Available', 'Releasing']),
  Name: z.string(),
  Description: z.string(),
  Bandwidth: z.string(),
  BandwidthPackageId: z.string(),
  BusinessStatus: z.string(),
  ChargeType: z.enum(['PostPaid', 'PrePaid']),
  InternetChargeType: z.string(),
  ExpiredTime: z.string(),
  DeletionProtection: z.boolean(),
  ISP: z.string(),
  InstanceId: z.string(),
  InstanceType: z.string(),
  Mode: mode,
  PrivateIpAddress: z.string(),
  /** Of an EIP on a mere address, else ''. */
  VpcId: z.string(),
  ResourceGroupId: z.string(),
  Tags: vpcTags,
  /** Not of the answer: whether it cannot be unbound as its ENI is attached. */
  Held: z.boolean().default(false),
});
export type Eip = z.infer<typeof eip>;

const publicIp = z.object({ AllocationId: z.string().optional(), PublicIpAddress: z.string().optional() });

export const eni = z.object({
  NetworkInterfaceId: z.string(),
  NetworkInterfaceName: z.string(),
  Description: z.string(),
  Status: z.string(),
  Type: z.enum(['Primary', 'Secondary']),
  VpcId: z.string(),
  VSwitchId: z.string(),
  ZoneId: z.string(),
  MacAddress: z.string(),
  PrivateIpAddress: z.string(),
  ResourceGroupId: z.string(),
  SecurityGroupIds: z.object({ SecurityGroupId: z.array(z.string()) }),
  SourceDestCheck: z.boolean(),
  DeleteOnRelease: z.boolean(),
  InstanceId: z.string(),
  CreationTime: z.string(),
  Attachment: z.object({ DeviceIndex: z.number().optional() }),
  PrivateIpSets: z.object({
    PrivateIpSet: z.array(z.object({ PrivateIpAddress: z.string(), Primary: z.boolean(), AssociatedPublicIp: publicIp })),
  }),
  Tags: ecsTags,
});
export type Eni = z.infer<typeof eni>;

export const instance = z.object({
  InstanceId: z.string(),
  InstanceName: z.string(),
  Description: z.string(),
  HostName: z.string(),
  ZoneId: z.string(),
  Status: z.string(),
  CreationTime: z.string(),
  InstanceType: z.string(),
  InstanceTypeFamily: z.string(),
  Cpu: z.number(),
  Memory: z.number(),
  OSName: z.string(),
  ImageId: z.string(),
  ResourceGroupId: z.string(),
  DeletionProtection: z.boolean(),
  EipAddress: z.object({ AllocationId: z.string(), IpAddress: z.string() }),
  VpcAttributes: z.object({ VpcId: z.string(), VSwitchId: z.string(), PrivateIpAddress: z.object({ IpAddress: z.array(z.string()) }) }),
  SecurityGroupIds: z.object({ SecurityGroupId: z.array(z.string()) }),
  NetworkInterfaces: z.object({
    NetworkInterface: z.array(z.object({ NetworkInterfaceId: z.string(), MacAddress: z.string(), Type: z.string(), PrimaryIpAddress: z.string() })),
  }),
  Tags: ecsTags,
});
export type Instance = z.infer<typeof instance>;

export const instanceType = z.object({
  InstanceTypeId: z.string(),
  InstanceTypeFamily: z.string(),
  CpuCoreCount: z.number(),
  MemorySize: z.number(),
  EniQuantity: z.number(),
  EniPrivateIpAddressQuantity: z.number(),
});
export type InstanceType = z.infer<typeof instanceType>;

export const image = z.object({ ImageId: z.string(), OSName: z.string(), Description: z.string() });
export type Image = z.infer<typeof image>;

export const vpc = z.object({
  VpcId: z.string(),
  VpcName: z.string(),
  Description: z.string(),
  CidrBlock: z.string(),
  Status: z.string(),
  CreationTime: z.string(),
  VRouterId: z.string(),
  ResourceGroupId: z.string(),
  SecondaryCidrBlocks: z.object({ SecondaryCidrBlock: z.array(z.string()) }),
  UserCidrs: z.object({ UserCidr: z.array(z.string()) }),
  VSwitchIds: z.object({ VSwitchId: z.array(z.string()) }),
  Tags: vpcTags,
});
export type Vpc = z.infer<typeof vpc>;

export const vswitch = z.object({
  VSwitchId: z.string(),
  VSwitchName: z.string(),
  Description: z.string(),
  VpcId: z.string(),
  ZoneId: z.string(),
  CidrBlock: z.string(),
  Status: z.string(),
  AvailableIpAddressCount: z.number(),
  CreationTime: z.string(),
  ResourceGroupId: z.string(),
  RouteTable: z.object({ RouteTableId: z.string(), RouteTableType: z.string() }),
  Tags: vpcTags,
});
export type VSwitch = z.infer<typeof vswitch>;

export const routeTable = z.object({
  RouteTableId: z.string(),
  RouteTableName: z.string(),
  Description: z.string(),
  RouteTableType: z.enum(['System', 'Custom']),
  AssociateType: z.enum(['VSwitch', 'Gateway']),
  VpcId: z.string(),
  Status: z.string(),
  CreationTime: z.string(),
  ResourceGroupId: z.string(),
  VSwitchIds: z.object({ VSwitchId: z.array(z.string()) }),
  GatewayIds: z.object({ GatewayIds: z.array(z.string()) }),
  Tags: vpcTags,
});
export type RouteTable = z.infer<typeof routeTable>;

export const routeEntry = z.object({
  RouteEntryId: z.string(),
  RouteEntryName: z.string(),
  DestinationCidrBlock: z.string(),
  Type: z.string(),
  Status: z.string(),
  NextHops: z.object({ NextHop: z.array(z.object({ NextHopId: z.string(), NextHopType: z.string() })) }),
});
export type RouteEntry = z.infer<typeof routeEntry>;

export const ipv4Gateway = z.object({
  Ipv4GatewayId: z.string(),
  Ipv4GatewayName: z.string(),
  Ipv4GatewayDescription: z.string(),
  Enabled: z.boolean(),
  Status: z.string(),
  VpcId: z.string(),
  Ipv4GatewayRouteTableId: z.string(),
  GmtCreate: z.string(),
  ResourceGroupId: z.string(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).transform((Tag) => ({ Tag })),
});
export type Ipv4Gateway = z.infer<typeof ipv4Gateway>;

export const securityGroup = z.object({
  SecurityGroupId: z.string(),
  SecurityGroupName: z.string(),
  Description: z.string(),
  SecurityGroupType: z.enum(['normal', 'enterprise']),
  VpcId: z.string(),
  CreationTime: z.string(),
  ResourceGroupId: z.string(),
  Tags: ecsTags,
});
export type SecurityGroup = z.infer<typeof securityGroup>;

export const permission = z.object({
  SecurityGroupRuleId: z.string(),
  Direction: z.enum(['ingress', 'egress']),
  IpProtocol: z.string(),
  PortRange: z.string(),
  Policy: z.string(),
  Priority: z.union([z.string(), z.number()]),
  SourceCidrIp: z.string(),
  SourceGroupId: z.string(),
  DestCidrIp: z.string(),
  DestGroupId: z.string(),
  Description: z.string(),
});
export type Permission = z.infer<typeof permission>;

export const resourceGroup = z.object({ Id: z.string(), Name: z.string(), DisplayName: z.string(), Status: z.string(), CreateDate: z.string() });
export type ResourceGroup = z.infer<typeof resourceGroup>;
