/** MoveResourceGroup of the Vpc product (behaviour §4.1). */
import { z } from 'zod';
import { moveToGroup } from '../../cloud/resource-group-move.js';
import { action } from '../action.js';
import { text } from '../parameters.js';

export const moveResourceGroup = action({
  product: 'Vpc',
  name: 'MoveResourceGroup',
  writes: true,
  parameters: z.object({ RegionId: text(), ResourceType: text(), ResourceId: text(), NewResourceGroupId: text() }),
  run: (call, asked) => ({ body: {}, write: moveToGroup(call, asked) }),
});
