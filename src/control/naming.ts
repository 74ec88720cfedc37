/** Objects of the network by the ids of their rows, as the cloud's users know them. */
import type { Reads } from '../cloud/resources.js';
import { kindOf, numberOf, type Key } from '../network/objects.js';
import type { Namer } from '../network/walk/words.js';

/** The key itself where its row is gone. */
export function namesOf(read: Reads): Namer {
  return (key) => idsOf(key, read) ?? key;
}

function idsOf(key: Key, read: Reads): string | undefined {
  switch (kindOf(key)) {
    case 'space': return read.byNumber('vpc', numberOf(key))?.id;
    case 'table': return read.byNumber('routeTable', numberOf(key))?.id;
    case 'set': return read.byNumber('securityGroup', numberOf(key))?.id;
    case 'policy': {
      const ids = groupNumbers(key).map((n) => read.byNumber('securityGroup', n)?.id);
      return ids.every((id) => id !== undefined) ? ids.join(', ') : undefined;
    }
    case 'port': case 'lease': return read.byNumber('eni', numberOf(key))?.id;
    case 'guest': case 'document': return read.byNumber('instance', numberOf(key))?.id;
    case 'translation': case 'direct': case 'shape': return (read.byNumber('eip', numberOf(key)) ?? read.byNumber('instance', numberOf(key)))?.id;
    case 'package': return read.byNumber('bandwidthPackage', numberOf(key))?.id;
  }
}

/** Of `policy/1-4-9`. */
export function groupNumbers(policy: Key): readonly number[] {
  return policy.slice(policy.indexOf('/') + 1).split('-').map(Number);
}
