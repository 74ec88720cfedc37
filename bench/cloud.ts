/** A cloud of a row's own. */
import { Cloud } from '../test/support/cloud.js';
import type { Scope } from './scope.js';

/** Ends with the scope, also when that is closed while the cloud still comes up. The home stays: it is somebody's directory. */
export function cloudUp(scope: Scope, options: Parameters<typeof Cloud.up>[0] & { readonly home: string }): Promise<Cloud> {
  return scope.own(Cloud.up(options), async (coming) => {
    const cloud = await coming.catch(() => undefined);
    await cloud?.down({ keep: true });
  });
}
