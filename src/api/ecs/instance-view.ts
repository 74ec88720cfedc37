/** An instance as DescribeInstances shows it. */
import { isLive } from '../../cloud/association-modes/mode.js';
import { bandwidthNow } from '../../cloud/bandwidth-package-members.js';
import { findImage } from '../../cloud/catalogue/images.js';
import { findInstanceType } from '../../cloud/catalogue/instance-types.js';
import { link } from '../../cloud/indexes.js';
import { shownStatus } from '../../cloud/instance.js';
import type { EipRow, EniRow, InstanceRow, Reads } from '../../cloud/resources.js';
import type { JsonObject } from '../action.js';
import { toMinutes } from '../render.js';
import { ecsTags } from './common.js';

/** The end of an instance that is paid by use, as the cloud writes it. */
export const NEVER = '2099-12-31T15:59Z';

/** The EIP that the instance shows: one of its primary ENI, not one on its way out. */
export function eipOf(instance: InstanceRow, read: Reads): EipRow | undefined {
  return read.linked('eip', link.eni(instance.primaryEniId)).find(isLive);
}

export function instanceFields(instance: InstanceRow, read: Reads): JsonObject {
  const type = findInstanceType(instance.type);
  const image = findImage(instance.imageId);
  const enis = [...read.linked('eni', link.instance(instance.id))].sort((a, b) => a.deviceIndex - b.deviceIndex);
  const primary = read.get('eni', instance.primaryEniId);
  const eip = eipOf(instance, read);
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    Description: instance.description,
    HostName: instance.hostname,
    SerialNumber: serialNumber(instance),
    RegionId: instance.region,
    ZoneId: instance.zone,
    ClusterId: '',
    Status: shownStatus(instance),
    StoppedMode: instance.stoppedMode,
    CreationTime: toMinutes(instance.created),
    StartTime: instance.started === 0 ? '' : toMinutes(instance.started),
    ExpiredTime: NEVER,
    AutoReleaseTime: '',
    InstanceType: instance.type,
    InstanceTypeFamily: type?.family ?? '',
    Cpu: type?.cores ?? 0,
    // MiB
    Memory: (type?.memory ?? 0) * 1024,
    GPUAmount: 0,
    GPUSpec: '',
    LocalStorageAmount: 0,
    LocalStorageCapacity: 0,
    IoOptimized: true,
    ImageId: instance.imageId,
    OSName: image?.osName ?? '',
    OSNameEn: image?.osName ?? '',
    OSType: 'linux',
    InstanceChargeType: instance.chargeType,
    SaleCycle: '',
    SpotStrategy: 'NoSpot',
    SpotPriceLimit: 0,
    SpotDuration: 0,
    SpotInterruptionBehavior: '',
    CreditSpecification: instance.creditSpecification,
    DeletionProtection: instance.deletionProtection,
    DeviceAvailable: true,
    Recyclable: false,
    KeyPairName: instance.keyPairName,
    HpcClusterId: '',
    DeploymentSetId: '',
    DeploymentSetGroupNo: 0,
    ResourceGroupId: instance.resourceGroup,
    InstanceNetworkType: 'vpc',
    InternetChargeType: instance.internetChargeType,
    InternetMaxBandwidthIn: instance.internetMaxBandwidthIn,
    InternetMaxBandwidthOut: instance.internetMaxBandwidthOut,
    VlanId: '',
    ISP: '',
    PublicIpAddress: { IpAddress: instance.publicIp === '' ? [] : [instance.publicIp] },
    InnerIpAddress: { IpAddress: [] },
    RdmaIpAddress: { IpAddress: [] },
    EipAddress: { ...eipFields(eip), IsSupportUnassociate: eip !== undefined },
    VpcAttributes: {
      VpcId: instance.vpcId,
      VSwitchId: instance.vswitchId,
      PrivateIpAddress: { IpAddress: primary?.privateIps.slice(0, 1) ?? [] },
      NatIpAddress: '',
    },
    SecurityGroupIds: { SecurityGroupId: [...(primary?.groupIds ?? [])] },
    NetworkInterfaces: { NetworkInterface: enis.map(nicFields) },
    OperationLocks: { LockReason: [] },
    Tags: ecsTags(instance.tags),
    DedicatedHostAttribute: { DedicatedHostClusterId: '', DedicatedHostId: '', DedicatedHostName: '' },
    DedicatedInstanceAttribute: { Affinity: '', Tenancy: '' },
    EcsCapacityReservationAttr: { CapacityReservationId: '', CapacityReservationPreference: '' },
    HibernationOptions: { Configured: false },
    MetadataOptions: { HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 0, HttpTokens: 'optional', InstanceMetadataTags: '' },
  };
}

/** The EIP as an instance shows it. */
export function eipFields(eip: EipRow | undefined): JsonObject {
  return {
    AllocationId: eip?.id ?? '',
    IpAddress: eip?.address ?? '',
    Bandwidth: eip === undefined ? 0 : bandwidthNow(eip),
    InternetChargeType: eip?.internetChargeType ?? '',
  };
}

function nicFields(eni: EniRow): JsonObject {
  return {
    NetworkInterfaceId: eni.id,
    MacAddress: eni.mac,
    Type: eni.type,
    PrimaryIpAddress: eni.privateIps[0] ?? '',
    PrivateIpSets: {
      PrivateIpSet: eni.privateIps.map((address, index) => ({ PrivateIpAddress: address, Primary: index === 0, PrivateDnsName: '' })),
    },
    Ipv4PrefixSets: { Ipv4PrefixSet: [] },
    Ipv6PrefixSets: { Ipv6PrefixSet: [] },
    Ipv6Sets: { Ipv6Set: [] },
  };
}

/** A stable number in the form of a UUID, from the row's own. */
function serialNumber({ n }: InstanceRow): string {
  return `00163e00-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}
