import { z } from 'zod';
import { protect } from '../../cloud/deletion-protection.js';
import { action } from '../action.js';
import { bool, text } from '../parameters.js';

/** Of EIPs and bandwidth packages. */
export const deletionProtection = action({
  product: 'Vpc',
  name: 'DeletionProtection',
  writes: true,
  parameters: z.object({ RegionId: text(), InstanceId: text(), Type: text(), ProtectionEnable: bool(), ClientToken: text().optional() }),
  run: (call, parameters) => ({ body: {}, write: { put: [protect(call, parameters)], remove: [] } }),
});
