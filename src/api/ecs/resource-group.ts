/** JoinResourceGroup: the product's own way to move a resource to another resource group (behaviour §2.9). */
import { z } from 'zod';
import { common } from '../../cloud/errors/common.js';
import { ecsErrors } from '../../cloud/errors/ecs.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { tagErrors } from '../../cloud/errors/tag.js';
import { resourceGroupExists } from '../../cloud/resource-groups.js';
import { action } from '../action.js';
import { text } from '../parameters.js';

const KINDS: ReadonlyMap<string, 'instance' | 'eni' | 'securityGroup'> = new Map([
  ['instance', 'instance'], ['eni', 'eni'], ['securitygroup', 'securityGroup'],
]);

export const joinResourceGroup = action({
  product: 'Ecs',
  name: 'JoinResourceGroup',
  writes: true,
  parameters: z.object({ RegionId: text(), ResourceGroupId: text(), ResourceType: text(), ResourceId: text() }),
  run(call, { ResourceGroupId, ResourceType, ResourceId }) {
    const kind = KINDS.get(ResourceType.toLowerCase());
    if (kind === undefined) throw new Refusal(common.InvalidParameter, 'ResourceType');
    if (!resourceGroupExists(call, ResourceGroupId)) throw new Refusal(ecsErrors['InvalidResourceGroup.NotFound']);
    const row = call.find(kind, ResourceId);
    if (row === undefined) throw new Refusal(tagErrors['InvalidResourceId.NotFound'], ResourceId);
    return { body: {}, write: { put: [{ ...row, resourceGroup: ResourceGroupId }], remove: [] } };
  },
});
