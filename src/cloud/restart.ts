import type { InstanceRow } from './resources.js';

/**
 * An instance as the loading of a snapshot leaves it. What ran starts anew, as after a reboot; and whatever its guest did before, under
 * the same number or another, was another boot.
 */
export function restarted(instance: InstanceRow, boot: number): InstanceRow {
  return { ...instance, boot, status: instance.status === 'Running' ? 'Starting' : instance.status };
}
