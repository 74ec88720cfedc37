import { errorTable } from './refusal.js';

/** Errors of the EIP actions (behaviour §5.2). Spelling is the cloud's: clients match on codes. */
export const eipErrors = errorTable({
  // Allocate
  'InvalidParameter#value': [400, 'Specified value of "{0}" is not valid.'],
  'IllegalParam.Isp': [400, 'The parameter Isp is illegal.'],
  InvalidResourceGroupId: [400, 'The specified ResourceGroupId does not exist.'],
  'ResourceNotFound.PublicIpAddressPool': [400, 'The specified resource of PublicIpAddressPool is not found.'],
  'ExclusiveParam.ZoneAndPublicIpAddressPoolId': [
    400,
    'The parameters Zone and PublicIpAddressPoolId exclude each other.',
  ],
  'QuotaExceeded.Eip': [400, 'Elastic IP address quota exceeded.'],
  InsufficientBalance: [400, 'Your account does not have enough balance.'],
  'OperationFailed.AllocateUnfamiliarIp': [
    400,
    'The operation failed because only IP addresses used within the last seven days can be allocated.',
  ],
  'Ip.Allocated': [400, 'The specified IP address is already allocated.'],
  'IncorrectStatus.Ip': [400, 'The specified IP address is being released.', 'retry'],
  'ResourceNotFound.Ip': [400, 'The specified resource of Ip is not found.'],
  ReserveIpFail: [400, 'Reserving an IP address failed: no address of the pool is free.'],

  // Associate
  'InvalidAllocationId.NotFound': [404, 'Specified allocation ID is not found'],
  Forbidden: [400, 'The eip instance owner error'],
  'InvalidInstanceType.ValueNotSupported': [400, 'The specified value of InstanceType is not supported.'],
  'IllegalParam.Mode': [400, 'The parameter Mode is illegal.'],
  'Invalid.DirectEip.BindType': [400, 'The direct eip can be only associated with eni.'],
  'InvalidEIPStatus.BizDisabled': [400, 'The EIP has been locked.'],
  'Forbidden.FinancialLocked': [400, 'The ip business status is invalid.'],
  IncorrectEipStatus: [400, 'Current elastic IP status does not support this operation.', 'retry'],
  'InvalidInstanId.NotFound': [404, 'Specified instance does not exist.'],
  'InvalidParameter.Mismatch': [400, 'Specified elastic IP address and ECS instance are not in the same region.'],
  OperationDenied: [400, 'Specified instance is not in VPC.'],
  IncorrectInstanceStatus: [400, 'Current instance status does not support this operation.', 'retry'],
  'InvalidAssociation.Duplicated': [400, 'Specified instance already is associated.'],
  EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP: [400, 'instance already bind natpublicip,cannot bind eip.'],
  'Forbidden.InstanceBandwidthNotZero': [400, "Eip can not bind with instance when it's bandwidth is not zero."],
  'InvalidStatus.EniStatusNotSupport': [400, 'Current eni status does not support this operation.', 'retry'],
  'InvalidStatus.EcsStatusNotSupport': [400, 'The special instance status {0} is not support operate', 'retry'],
  'InvalidParameter.EniInstanceId': [400, 'The specified eni is not a secondary eni.'],
  UnsupportedRegion: [400, 'The mode {0} is not supported in this region.'],
  'Mode.NotSupport': [400, 'The user cannot use multi direct eip.'],
  'Eni.Attached': [400, 'The eni should be detached from ecs when associating with direct eip.'],
  'OperationUnsupported.EipBindModel': [400, 'The instance type of ecs does not support MULTI_BINDED model Eip.'],
  'Eni.HasSubIp': [400, 'Eni has sub ip can not bind direct eip.'],
  'OperationFailed.EipBindModeConflict': [
    400,
    'Eips can not bind Eni with NAT mode and MULTI_BINDED mode at the same time.',
  ],
  'Mode.Conflict': [400, 'The eni can bind only one mode of eip.'],
  'QuotaExceed.MultiBindedEip': [400, 'The number of multi binded eip is over limit.'],
  'InvalidEip.EipQuotaExceeded': [400, 'The specified eni assigned eip is more than privateIp.'],
  'ResourceAlreadyAssociated.IpAddress': [400, 'The specified IpAddress is already associated.'],
  'OperationFailed.Ipv4GatewayNotOpenedInVpc': [
    400,
    'The operation is failed because Ipv4Gateway is not opened in Vpc.',
  ],
  'OperationFailed.Ipv4GatewayNotActivatedInVpc': [
    400,
    'The operation is failed because Ipv4Gateway is not activated in Vpc.',
  ],
  'OperationDenied.Ipv4GatewayExist': [400, 'The operation is not allowed because of Ipv4GatewayExist.'],
  'InvalidNexthop.DirectEni': [400, 'The direct Eni cannot be nexthop.'],

  // Unassociate, release
  'InvalidInstanceId.NotFound': [400, 'Specified instance does not exist.'],
  'InvalidInstanceId': [400, 'Instance does not exist.'],
  'Forbidden.ChargeTypeIsPrepaid': [400, "It's forbidden to release a prepaid EIP"],
  'InvalidOperation.DeletionProtection': [400, 'The instance cannnot delete because of deletion protecion.'],

  // Deletion protection
  'DeletionProtection.TypeNotSupport': [400, 'The resource is not support.'],
  'DeletionProtection.ResourceNotExist': [400, 'The resource is not exist.'],
  'DeletionProtection.PrePaidNotSupport': [400, 'The prepaid resource is not support.'],
  'DeletionProtection.AlreadyEnabled': [400, 'The resource deletion protection is already enabled.'],
  'DeletionProtection.NotExist': [404, 'The resource deletion protection is not found'],

  // Modify
  'InvalidParameter#unsupported': [400, 'Specified value of "{0}" is not supported.'],
  'InsufficientBalance.Eip': [400, 'Your account does not have enough balance.'],

  // Describe
  'InvalidInstanceId.NotFound#eni': [404, 'Specified instance does not exist.'],
  Forbbiden: [403, 'The eip instance owner error'],
  'InvalidIAssociatedInstanceType.ValueNotSupported': [
    400,
    'The specified value of AssociatedInstanceType is not supported.',
  ],
  'InvalidChargeType.ValueNotSupported': [400, 'The specified value of ChargeType is not supported.'],
  'InvalidLockReason.NotFound': [404, 'The specified LockReason is not found'],

  // Monitor
  'InvalidStartTime.Malformed': [400, 'The specified StartTime is not valid.'],
  'InvalidStartTime.TooEarly': [400, 'The specified StartTime is too early: data is kept for 31 days.'],
  'InvalidEndTime.Malformed': [400, 'The specified EndTime is not valid.'],
  'InvalidPeriod.ValueNotSupported': [400, 'The specified Period is not supported.'],
  'OperationDenied.TooManyDataQueried': [400, 'Too much data is queried: at most 31 days and 400 points.'],
});
