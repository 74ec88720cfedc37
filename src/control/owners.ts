/** Whose objects are these? */
import { link } from '../cloud/indexes.js';
import type { Reads, Row } from '../cloud/resources.js';
import { key as networkKey, kindOf, numberOf, type Key } from '../network/objects.js';
import type { DesiredNetwork } from './network.js';

/** The rows in a transitional state that need an object of the network to be real. */
export function ownersOf(key: Key, network: DesiredNetwork, read: Reads): readonly Row[] {
  switch (kindOf(key)) {
    case 'translation':
    case 'direct':
    case 'shape':
      return present(read.byNumber('eip', numberOf(key)));
    case 'port':
    case 'lease':
      return present(read.byNumber('eni', numberOf(key)));
    case 'guest':
    case 'document':
      return present(read.byNumber('instance', numberOf(key)));
    case 'space':
    case 'table':
    case 'policy':
    case 'set':
      // Shared by many ports: those that are just coming up depend on it.
      return read.linked('eni', link.moving()).filter((eni) => {
        const port = network.get(networkKey('port', eni.n));
        return port?.kind === 'port' && [port.space, port.table, port.policy].includes(key);
      });
  }
}

function present(row: Row | undefined): readonly Row[] {
  return row === undefined ? [] : [row];
}
