/** ModifyInstanceAttribute and ModifyInstanceVpcAttribute. */
import { z } from 'zod';
import { modifyInstance, moveInstance } from '../../cloud/instance-change.js';
import { action } from '../action.js';
import { bool, int, list, oneOf, text } from '../parameters.js';

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
