/** An ENI on the wire: in lists, as the answer to its creation and with its attributes. */
import { eipsOn } from '../../cloud/association-modes/nic.js';
import type { EipRow, EniRow, Reads } from '../../cloud/resources.js';
import type { JsonObject } from '../action.js';
import { toSeconds } from '../render.js';
import { ecsTags } from './common.js';

const NO_PREFIXES = { Ipv4PrefixSets: { Ipv4PrefixSet: [] }, Ipv6PrefixSets: { Ipv6PrefixSet: [] }, Ipv6Sets: { Ipv6Set: [] } };

/** What every answer about an ENI says. */
export function eniBasics(eni: EniRow): JsonObject {
  return {
    NetworkInterfaceId: eni.id,
    NetworkInterfaceName: eni.name,
    Description: eni.description,
    Status: eni.status,
    Type: eni.type,
    VpcId: eni.vpcId,
    VSwitchId: eni.vswitchId,
    ZoneId: eni.zone,
    MacAddress: eni.mac,
    PrivateIpAddress: eni.privateIps[0] ?? '',
    OwnerId: eni.account,
    // Empty unless it was given: clients compare it with their configuration.
    ResourceGroupId: eni.resourceGroup,
    SecurityGroupIds: { SecurityGroupId: [...eni.groupIds] },
    ServiceID: 0,
    ServiceManaged: false,
    SourceDestCheck: eni.sourceDestCheck,
    Tags: ecsTags(eni.tags),
    ...NO_PREFIXES,
  };
}

/** The ENI as DescribeNetworkInterfaces lists it, with the EIPs mapped to its private addresses. */
export function eniFields(eni: EniRow, read: Reads): JsonObject {
  const eips = eipsOn(eni, read);
  return {
    ...eniBasics(eni),
    AssociatedPublicIp: publicIpOf(eips, eni.privateIps[0]),
    Attachment: attachmentOf(eni),
    CreationTime: toSeconds(eni.created),
    DeleteOnRelease: eni.deleteOnRelease,
    InstanceId: eni.instanceId,
    NetworkInterfaceTrafficMode: eni.trafficMode,
    PrivateIpSets: {
      PrivateIpSet: eni.privateIps.map((address, index) => ({
        PrivateIpAddress: address,
        Primary: index === 0,
        PrivateDnsName: '',
        AssociatedPublicIp: publicIpOf(eips, address),
      })),
    },
    QueueNumber: eni.queueNumber,
    QueuePairNumber: 0,
  };
}

/** The ENI as DescribeNetworkInterfaceAttribute shows it. */
export function eniAttributes(eni: EniRow, read: Reads): JsonObject {
  const eips = eipsOn(eni, read);
  return {
    ...eniFields(eni, read),
    Attachment: eni.instanceId === '' ? {} : { ...attachmentOf(eni), MemberNetworkInterfaceIds: { MemberNetworkInterfaceId: [] } },
    PrivateIpSets: {
      PrivateIpSet: eni.privateIps.map((address, index) => ({
        PrivateIpAddress: address, Primary: index === 0, AssociatedPublicIp: publicIpOf(eips, address),
      })),
    },
    ConnectionTrackingConfiguration: {
      TcpEstablishedTimeout: eni.tracking.tcpEstablished,
      TcpClosedAndTimeWaitTimeout: eni.tracking.tcpClosed,
      UdpTimeout: eni.tracking.udp,
    },
    NetworkInterfaceTrafficConfig: {
      NetworkInterfaceTrafficMode: eni.trafficMode, QueueNumber: eni.queueNumber, QueuePairNumber: 0,
    },
  };
}

function attachmentOf(eni: EniRow): JsonObject {
  if (eni.instanceId === '') return {};
  return { DeviceIndex: eni.deviceIndex, InstanceId: eni.instanceId, NetworkCardIndex: 0, TrunkNetworkInterfaceId: '' };
}

/** `{}` where no EIP maps to the address. */
function publicIpOf(eips: readonly EipRow[], address: string | undefined): JsonObject {
  const eip = eips.find(({ binding }) => binding?.privateIp === address);
  return eip === undefined ? {} : { AllocationId: eip.id, PublicIpAddress: eip.address };
}
