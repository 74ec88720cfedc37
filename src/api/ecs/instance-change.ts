/** ModifyInstanceAttribute, ModifyInstanceVpcAttribute, ModifyInstanceNetworkSpec and AllocatePublicIpAddress. */
import { z } from 'zod';
import { modifyInstance, moveInstance } from '../../cloud/instance-change.js';
import { allocatePublicAddress, modifyNetworkSpec } from '../../cloud/public-address.js';
import { action } from '../action.js';
import { bool, int, list, oneOf, text } from '../parameters.js';
import { refuseUnserved } from './common.js';

export const modifyInstanceAttribute = action({
  product: 'Ecs',
  name: 'ModifyInstanceAttribute',
  writes: true,
  parameters: z.object({
    InstanceId: text(),
    InstanceName: text().optional(),
    Description: text().optional(),
    HostName: text().optional(),
    UserData: text().optional(),
    CreditSpecification: oneOf('Standard', 'Unlimited').optional(),
    DeletionProtection: bool().optional(),
    NetworkInterfaceQueueNumber: int(-1, 128).optional(),
    EnableJumboFrame: bool().optional(),
    EnableNetworkEncryption: bool().optional(),
    SecurityGroupIds: list(text()),
  }),
  run: (call, asked) => ({ body: {}, write: modifyInstance(call, asked) }),
});

export const modifyInstanceVpcAttribute = action({
  product: 'Ecs',
  name: 'ModifyInstanceVpcAttribute',
  writes: true,
  parameters: z.object({
    InstanceId: text(),
    VSwitchId: text(),
    PrivateIpAddress: text().optional(),
    VpcId: text().optional(),
    SecurityGroupId: list(text()),
  }),
  run: (call, asked) => ({ body: {}, write: moveInstance(call, asked) }),
});

export const modifyInstanceNetworkSpec = action({
  product: 'Ecs',
  name: 'ModifyInstanceNetworkSpec',
  writes: true,
  parameters: z.object({
    InstanceId: text(),
    InternetMaxBandwidthIn: int(1, 200).optional(),
    InternetMaxBandwidthOut: int(0, 200).optional(),
    NetworkChargeType: oneOf('PayByTraffic', 'PayByBandwidth').optional(),
    AllocatePublicIp: bool().optional(),
    AutoPay: bool().optional(),
    ISP: text().optional(),
    StartTime: text().optional(),
    EndTime: text().optional(),
    ClientToken: text().optional(),
  }),
  run: (call, asked) => ({ body: { OrderId: '' }, write: { put: [modifyNetworkSpec(call, asked)], remove: [] } }),
});

export const allocatePublicIpAddress = action({
  product: 'Ecs',
  name: 'AllocatePublicIpAddress',
  writes: true,
  parameters: z.object({ InstanceId: text(), IpAddress: text().optional(), VlanId: text().optional() }),
  run(call, asked) {
    // An address of one's own choice is for selected accounts.
    refuseUnserved(asked, 'IpAddress');
    const instance = allocatePublicAddress(call, asked.InstanceId);
    return { body: { IpAddress: instance.publicIp }, write: { put: [instance], remove: [] } };
  },
});
