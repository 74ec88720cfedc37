import { errorTable } from './refusal.js';

/** Errors of common bandwidth packages (behaviour §4.1), as the vendor's pages of their actions name them. Spelling is the cloud's. */
export const packageErrors = errorTable({
  'InvalidBandwidthPackageId.NotFound': [404, 'The specified bandwidthPackageId does not exist in our records.'],
  'BandwidthPackageOperation.conflict': [400, 'BandwidthPackage operation conflict, please wait a moment and try again.', 'retry'],

  // Create, modify
  'InvalidParameter.Name.Malformed': [400, 'The specified Name is not valid.'],
  'InvalidParameter.Description.Malformed': [400, 'The specified Description is not valid.'],
  'InvalidParameter.Bandwidth': [400, 'The specified bandwidth is not valid.'],
  'InvalidParameter.InvalidChargeType': [400, 'The specified chargeType is not valid.'],
  'IllegalParam.Ratio': [400, 'The specified ratio is not valid.'],
  'InvalidZoneId.NotFound': [404, 'Specified value of ZoneId is not exists.'],
  'OperationUnsupported.InvalidZone': [400, 'It is not allowed to create CBWP in the specified zone.'],
  'OperationFailed.SaleValidate': [400, 'Validate sale condition with subArticle failed.'],
  'BandwidthPackage.QuotaExceeded': [400, 'Create BandwidthPackage has exceeded quota.'],
  'BandwidthPackage.FinancialLocked': [404, 'The specified BandwidthPackage has been Financial Lock.'],
  'IncorrectStatus.CbwpModifying': [400, 'Cbwp Modifying status is invalid.', 'retry'],

  // Delete
  'OperationFailed.BandwidthPackageNotEmpty': [400, 'Eip bandwidth package not empty.'],
  'OperationUnsupported.Release95Instance': [400, 'Releasing instances that payBy95 or payByOld95 is unsupported.'],

  // Add, remove
  'OperationUnsupported.IpType': [400, 'Ip type does not support the operation.'],
  'InvalidIpInstanceId.NotFound': [404, 'The specified Eip InstanceId does not exist in our records.'],
  'IpInstanceId.ChargeType.NotSupport': [400, 'The specified Eip instance is PrePaid type, Cannot add to BandwidthPackage.'],
  'IpInstanceId.AlreadyInBandwidthPackage': [400, 'The specified Eip InstanceId already in bandwidthPackage.'],
  'OperationDenied.SecurityProtectionTypesInconsistent': [
    400,
    'The operation is not allowed because of SecurityProtectionTypesInconsistent.',
  ],
  'BandwidthPackageId.InvalidBizStatus': [400, 'The specified BandwidthPackageId has been FinancialLocked, Cannot add Ip.'],
  'IncorrectStatus.Eip': [400, 'Eip status error.', 'retry'],
  'IpInstanceId.QuotaExceeded': [
    400,
    'The specified BandwidthPackageId has too many ip in it. exceed the quota , Cannot add more.',
  ],
  'OperationUnsupported.IpNotInCbwp': [400, 'The specified eip not exist in the commonBandwidthPackage.'],
});
