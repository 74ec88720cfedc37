/** An EIP as DescribeEipAddresses shows it: a function of its row alone, so its text is made once per version. */
import { bandwidthNow } from '../../cloud/bandwidth-package-members.js';
import type { EipRow } from '../../cloud/resources.js';
import { rowView, toMinutes, toSeconds, vpcTags } from '../render.js';

export const eipView = rowView<EipRow>((eip) => {
  const { binding } = eip;
  const inPackage = eip.packageId !== '';
  return {
    AllocationId: eip.id,
    AllocationTime: toSeconds(eip.created),
    IpAddress: eip.address,
    Status: eip.status,
    Name: eip.name,
    Description: eip.description,
    // The cloud's own misspelling, which clients read.
    Descritpion: eip.description,
    Bandwidth: String(bandwidthNow(eip)),
    // The EIP's own bandwidth, always: clients take it whenever the key is there.
    EipBandwidth: String(eip.bandwidth),
    BandwidthPackageBandwidth: inPackage ? String(eip.sharedBandwidth) : '',
    BandwidthPackageId: eip.packageId,
    BandwidthPackageType: inPackage ? 'CommonBandwidthPackage' : '',
    BizType: 'Default',
    BusinessStatus: eip.businessStatus,
    ChargeType: eip.chargeType,
    InternetChargeType: eip.internetChargeType,
    ExpiredTime: eip.expires === 0 ? '' : toMinutes(eip.expires),
    DeletionProtection: eip.deletionProtection,
    HDMonitorStatus: eip.monitorLog === null ? 'OFF' : 'ON',
    HasReservationData: 'false',
    ReservationActiveTime: '',
    ReservationBandwidth: '',
    ReservationInternetChargeType: '',
    ReservationOrderType: '',
    ISP: eip.isp,
    Netmode: eip.netmode,
    Zone: eip.zone,
    RegionId: eip.region,
    AvailableRegions: { AvailableRegion: [eip.region] },
    InstanceId: binding?.shownId ?? '',
    InstanceType: binding?.type ?? '',
    InstanceRegionId: binding?.region ?? '',
    Mode: eip.mode,
    PrivateIpAddress: binding?.shownPrivateIp ?? '',
    VpcId: binding?.type === 'IpAddress' ? binding.vpcId : '',
    OperationLocks: { LockReason: eip.locks.map((reason) => ({ LockReason: reason })) },
    PublicIpAddressPoolId: '',
    ResourceGroupId: eip.resourceGroup,
    SecondLimited: false,
    SecurityProtectionTypes: { SecurityProtectionType: [...eip.securityProtectionTypes] },
    SegmentInstanceId: '',
    ServiceID: 0,
    ServiceManaged: 0,
    Tags: vpcTags(eip.tags),
  };
});
