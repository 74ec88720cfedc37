/** CreateNetworkInterface, DeleteNetworkInterface, AttachNetworkInterface, DetachNetworkInterface, ModifyNetworkInterfaceAttribute. */
import { z } from 'zod';
import { attachEni, detachEni } from '../../cloud/eni-attach.js';
import { createEni, deleteEni, modifyEni } from '../../cloud/eni.js';
import { MOST_SECONDARY_ADDRESSES } from '../../cloud/quotas.js';
import { action } from '../action.js';
import { bool, group, int, list, oneOf, text } from '../parameters.js';
import { tagList } from '../tags.js';
import { notServed, refuseUnserved } from './common.js';
import { eniBasics } from './eni-view.js';

/** s */
const tracking = group({
  TcpEstablishedTimeout: int(30, 910).optional(),
  TcpClosedAndTimeWaitTimeout: int(3, 15).optional(),
  UdpTimeout: int(10, 300).optional(),
});

/** Names a secondary ENI can have in a request: the queue parameters come bare or within `NetworkInterfaceTrafficConfig`. */
const traffic = group({
  NetworkInterfaceTrafficMode: oneOf('Standard', 'HighPerformance').optional(),
  QueueNumber: int(1, 128).optional(),
});

export const createNetworkInterface = action({
  product: 'Ecs',
  name: 'CreateNetworkInterface',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    VSwitchId: text(),
    SecurityGroupId: text().optional(),
    SecurityGroupIds: list(text()),
    PrimaryIpAddress: text().optional(),
    PrivateIpAddress: list(text()),
    SecondaryPrivateIpAddressCount: int(1, MOST_SECONDARY_ADDRESSES).optional(),
    NetworkInterfaceName: text().optional(),
    Description: text().optional(),
    InstanceType: oneOf('Secondary', 'Trunk').optional(),
    DeleteOnRelease: bool().optional(),
    SourceDestCheck: bool().optional(),
    NetworkInterfaceTrafficMode: oneOf('Standard', 'HighPerformance').optional(),
    NetworkInterfaceTrafficConfig: traffic.optional(),
    QueueNumber: int(1, 128).optional(),
    ConnectionTrackingConfiguration: tracking.optional(),
    ResourceGroupId: text().optional(),
    Tag: tagList(),
    ...notServed,
    Ipv6Prefix: list(text()),
    Ipv6PrefixCount: int().optional(),
    ClientToken: text().optional(),
  }),
  run(call, asked) {
    refuseUnserved(asked, 'Ipv6Prefix', 'Ipv6PrefixCount', ...(asked.InstanceType === 'Trunk' ? ['InstanceType'] : []));
    const eni = createEni(call, { ...asked.NetworkInterfaceTrafficConfig, ...asked });
    const addresses = eni.privateIps.map((address, index) => ({ PrivateIpAddress: address, Primary: index === 0 }));
    return { body: { ...eniBasics(eni), PrivateIpSets: { PrivateIpSet: addresses } }, write: { put: [eni], remove: [] } };
  },
});

export const deleteNetworkInterface = action({
  product: 'Ecs',
  name: 'DeleteNetworkInterface',
  writes: true,
  parameters: z.object({ RegionId: text(), NetworkInterfaceId: text() }),
  run: (call, { NetworkInterfaceId }) => ({ body: {}, write: deleteEni(call, NetworkInterfaceId) }),
});

const attachment = z.object({
  RegionId: text(),
  NetworkInterfaceId: text(),
  InstanceId: text(),
  TrunkNetworkInstanceId: text().optional(),
});

export const attachNetworkInterface = action({
  product: 'Ecs',
  name: 'AttachNetworkInterface',
  writes: true,
  parameters: attachment.extend({ NetworkCardIndex: int(0).optional(), WaitForNetworkConfigurationReady: bool().optional() }),
  run(call, asked) {
    refuseUnserved(asked, 'TrunkNetworkInstanceId');
    return { body: {}, write: { put: [attachEni(call, asked.NetworkInterfaceId, asked.InstanceId)], remove: [] } };
  },
});

export const detachNetworkInterface = action({
  product: 'Ecs',
  name: 'DetachNetworkInterface',
  writes: true,
  parameters: attachment,
  run(call, asked) {
    refuseUnserved(asked, 'TrunkNetworkInstanceId');
    return { body: {}, write: { put: [detachEni(call, asked.NetworkInterfaceId, asked.InstanceId)], remove: [] } };
  },
});

export const modifyNetworkInterfaceAttribute = action({
  product: 'Ecs',
  name: 'ModifyNetworkInterfaceAttribute',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    NetworkInterfaceId: text(),
    NetworkInterfaceName: text().optional(),
    Description: text().optional(),
    SecurityGroupId: list(text()),
    DeleteOnRelease: bool().optional(),
    SourceDestCheck: bool().optional(),
    EnablePrimaryIPv6: notServed.EnablePrimaryIPv6,
    QueueNumber: int(1, 128).optional(),
    NetworkInterfaceTrafficConfig: traffic.optional(),
    ConnectionTrackingConfiguration: tracking.optional(),
  }),
  run(call, asked) {
    refuseUnserved(asked);
    return { body: {}, write: { put: [modifyEni(call, { ...asked.NetworkInterfaceTrafficConfig, ...asked })], remove: [] } };
  },
});
