/** Who holds an ENI. */
import type { EniRow, InstanceRow, Reads } from '../resources.js';

/** The instance at which an ENI has its end; undefined for an ENI that nothing reaches. */
export function holderOf(eni: EniRow, read: Reads): InstanceRow | undefined {
  if (eni.status !== 'Attaching' && eni.status !== 'InUse') return undefined;
  const instance = read.get('instance', eni.instanceId);
  return instance?.status === 'Deleting' ? undefined : instance;
}
