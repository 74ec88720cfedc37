import { errorTable } from './refusal.js';

/** Errors of the VPC and vSwitch actions (behaviour §4.2, §4.3, §5.4). Spelling is the cloud's. */
export const vpcErrors = errorTable({
  'InvalidVpcId.NotFound': [404, 'Specified VPC does not exist.'],
  'InvalidParameter#vpcCidr': [400, 'Specified CIDR block is not valid'],
  'InvalidParameter#vswitchCidr': [400, 'Specified CIDR block is not valid in VPC.'],
  'InvalidCidrBlock.Malformed': [400, 'Specified CIDR block is not well formatted.'],
  'InvalidVpcName.Malformed': [400, 'The specified VpcName is not valid.'],
  'InvalidVpcDiscription.Malformed': [400, 'The specified description of the VPC is not valid.'],
  'InvalidUserCidr.Quota': [400, 'The number of user CIDR blocks exceeds the quota.'],
  'InvalidUserCidr.Malformed': [400, 'The specified UserCidr is not valid.'],
  'ResourceNotFound.ResourceGroup': [400, 'The specified resource of ResourceGroup is not found.'],
  'QuotaExceeded.Vpc': [400, 'VPC quota exceeded.'],
  IncorrectVpcStatus: [400, 'Current VPC status does not support this operation.', 'retry'],
  // What Terraform makes again when it creates vSwitches and route tables beside a change of the VPC's blocks: it does not for IncorrectVpcStatus.
  'TaskConflict#vpc': [400, 'The operation conflicts with another one on the VPC: TaskConflict.', 'retry'],
  'DependencyViolation.VSwitch': [400, 'Specified object has dependent resources.', 'retry'],
  'DependencyViolation.SecurityGroup': [400, 'Specified object has dependent resources.', 'retry'],
  'DependencyViolation.RouteTable': [400, 'Specified object has dependent resources.', 'retry'],
  'DependencyViolation.Ipv4Gateway': [400, 'Specified object has dependent resources.', 'retry'],
  'DependencyViolation.NetworkInterface': [400, 'Specified object has dependent resources.', 'retry'],
  DependencyViolation: [400, 'Specified object has dependent resources.', 'retry'],

  'InvalidZoneId.NotFound': [404, 'Specified zone does not exist.'],
  'InvalidCidrBlock.Overlapped': [400, 'Specified CIDR block is overlapped with other subnets.'],
  'InvalidCidrBlock.Overlapped#entry': [400, 'Specified CIDR block is overlapped with other entry.'],
  'InvalidCirdrBlock.MaskLength': [400, 'The mask length of the specified CIDR block is not valid.'],
  'QuotaExceeded.VSwitch': [400, 'VSwitch quota exceeded.'],
  IncorrectVSwitchStatus: [400, 'Current VSwitch status does not support this operation.', 'retry'],
  'InvalidVSwitchName.Malformed': [400, 'The specified VSwitchName is not valid.'],
  'InvalidVSwitchDiscription.Malformed': [400, 'The specified description of the VSwitch is not valid.'],
  ResourceNotAvailable: [400, 'No block of the VPC is free for the specified mask.'],
  'InvalidVSwitchId.NotFound': [404, 'Specified VSwitch does not exist.'],
  'InvalidVswitchID.NotFound': [404, 'Specified VSwitch does not exist.'],
});
