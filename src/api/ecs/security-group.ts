/** Creating, changing and deleting security groups, and their members. */
import { z } from 'zod';
import { ownEni } from '../../cloud/eni.js';
import { common } from '../../cloud/errors/common.js';
import { ecsErrors } from '../../cloud/errors/ecs.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { ownInstance } from '../../cloud/instance.js';
import type { EniRow } from '../../cloud/resources.js';
import { createGroup, deleteGroup, joinGroup, leaveGroup, modifyGroup, modifyPolicy } from '../../cloud/security-group.js';
import { action, type Call } from '../action.js';
import { bool, oneOf, text } from '../parameters.js';
import { tagList } from '../tags.js';

export const createSecurityGroup = action({
  product: 'Ecs',
  name: 'CreateSecurityGroup',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    // Without one the cloud makes a group of its classic network, which is not served.
    VpcId: text(),
    SecurityGroupName: text().optional(),
    Description: text().optional(),
    SecurityGroupType: oneOf('normal', 'enterprise').optional(),
    ServiceManaged: bool().optional(),
    ResourceGroupId: text().optional(),
    Tag: tagList(),
    ClientToken: text().optional(),
  }),
  run(call, asked) {
    const group = createGroup(call, asked);
    return { body: { SecurityGroupId: group.id }, write: { put: [group], remove: [] } };
  },
});

export const deleteSecurityGroup = action({
  product: 'Ecs',
  name: 'DeleteSecurityGroup',
  writes: true,
  parameters: z.object({ RegionId: text(), SecurityGroupId: text() }),
  run: (call, { SecurityGroupId }) => ({ body: {}, write: { put: [], remove: [deleteGroup(call, SecurityGroupId)] } }),
});

export const modifySecurityGroupAttribute = action({
  product: 'Ecs',
  name: 'ModifySecurityGroupAttribute',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    SecurityGroupId: text(),
    SecurityGroupName: text().optional(),
    Description: text().optional(),
  }),
  run: (call, asked) => ({ body: {}, write: { put: [modifyGroup(call, asked.SecurityGroupId, asked)], remove: [] } }),
});

export const modifySecurityGroupPolicy = action({
  product: 'Ecs',
  name: 'ModifySecurityGroupPolicy',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    SecurityGroupId: text(),
    InnerAccessPolicy: text(),
    ClientToken: text().optional(),
  }),
  run: (call, asked) => ({ body: {}, write: { put: [modifyPolicy(call, asked.SecurityGroupId, asked.InnerAccessPolicy)], remove: [] } }),
});

const membership = z.object({
  RegionId: text().optional(),
  SecurityGroupId: text(),
  InstanceId: text().optional(),
  NetworkInterfaceId: text().optional(),
});

export const joinSecurityGroup = action({
  product: 'Ecs',
  name: 'JoinSecurityGroup',
  writes: true,
  parameters: membership,
  run: (call, asked) => ({ body: {}, write: { put: [joinGroup(call, memberOf(call, asked), asked.SecurityGroupId)], remove: [] } }),
});

export const leaveSecurityGroup = action({
  product: 'Ecs',
  name: 'LeaveSecurityGroup',
  writes: true,
  parameters: membership,
  run: (call, asked) => ({ body: {}, write: { put: [leaveGroup(call, memberOf(call, asked), asked.SecurityGroupId)], remove: [] } }),
});

/** The ENI whose groups change: an instance is in the groups of its primary ENI, which is named through it alone. */
function memberOf(call: Call, { InstanceId, NetworkInterfaceId }: z.infer<typeof membership>): EniRow {
  if (InstanceId !== undefined && NetworkInterfaceId !== undefined) {
    throw new Refusal(common['InvalidParameter.Conflict'], 'InstanceId', 'NetworkInterfaceId');
  }
  if (InstanceId !== undefined) {
    const instance = ownInstance(call, InstanceId);
    if (instance.status !== 'Running' && instance.status !== 'Stopped') throw new Refusal(ecsErrors.IncorrectInstanceStatus);
    return ownEni(call, instance.primaryEniId);
  }
  if (NetworkInterfaceId === undefined) throw new Refusal(common.MissingParameter, 'InstanceId');
  const eni = ownEni(call, NetworkInterfaceId);
  if (eni.type === 'Primary') throw new Refusal(ecsErrors['InvalidOperation.InvalidEniType'], eni.type);
  if (eni.status !== 'Available' && eni.status !== 'InUse') {
    throw new Refusal(ecsErrors['InvalidOperation.InvalidEniState'], 'Available/InUse', eni.status);
  }
  return eni;
}
