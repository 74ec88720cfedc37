/**
 * From rows to the desired network, purely. A change of rows concerns a small set of keys (`affected`), and each object is built from
 * the rows alone (`build`): so what is compiled change by change equals what is compiled at once.
 */
import { key, kindOf, numberOf, type Key, type NetworkObject } from '../../network/objects.js';
import { modeOf } from '../association-modes/index.js';
import type { Reads, Row } from '../resources.js';
import type { Settings } from '../settings.js';
import { affected, type RowPair } from './affected.js';
import { buildDocument, buildGuest } from './guest.js';
import { buildPolicy, buildSet, policyKey } from './policy.js';
import { buildLease, buildPort } from './port.js';
import { buildPackage, buildShape } from './shape.js';
import { buildSpace } from './space.js';
import { buildStaticShape, buildStaticTranslation } from './static-address.js';
import { buildTable } from './table.js';

/** What of the settings shows in the network. */
export type NetworkSettings = Pick<Settings, 'bandwidthLimits' | 'blockOutboundTcp25'>;

const DEFAULTS: NetworkSettings = { bandwidthLimits: true, blockOutboundTcp25: false };

/** The object of a key, or undefined where the rows lead to none. */
export function build(of: Key, read: Reads, settings = DEFAULTS): NetworkObject | undefined {
  const kind = kindOf(of);
  switch (kind) {
    case 'space':
      return from(read.byNumber('vpc', numberOf(of)), (row) => buildSpace(row, read));
    case 'table':
      return from(read.byNumber('routeTable', numberOf(of)), (row) => buildTable(row, read));
    case 'policy':
      return buildPolicy(of, read, settings.blockOutboundTcp25);
    case 'set':
      return from(read.byNumber('securityGroup', numberOf(of)), (row) => buildSet(row, read));
    case 'port':
      return from(read.byNumber('eni', numberOf(of)), (row) => buildPort(row, read));
    case 'lease':
      return from(read.byNumber('eni', numberOf(of)), (row) => buildLease(row, read));
    case 'guest':
      return from(read.byNumber('instance', numberOf(of)), buildGuest);
    case 'document':
      return from(read.byNumber('instance', numberOf(of)), (row) => buildDocument(row, read));
    case 'translation':
    case 'direct': {
      const object = from(read.byNumber('eip', numberOf(of)), (row) => modeOf(row).network(row, read))
        ?? from(read.byNumber('instance', numberOf(of)), (row) => buildStaticTranslation(row, read));
      return object?.kind === kind ? object : undefined;
    }
    case 'shape':
      return from(read.byNumber('eip', numberOf(of)), (row) => buildShape(row, read, settings.bandwidthLimits))
        ?? from(read.byNumber('instance', numberOf(of)), (row) => buildStaticShape(row, read, settings.bandwidthLimits));
    case 'package':
      return from(read.byNumber('bandwidthPackage', numberOf(of)), (row) => buildPackage(row, settings.bandwidthLimits));
  }
}

/** The objects that a batch of changes concerns, with what they are now; undefined for those that are not there. */
export function compileChanges(changes: readonly RowPair[], read: Reads, settings = DEFAULTS): ReadonlyMap<Key, NetworkObject | undefined> {
  return new Map([...affected(changes, read, settings)].map((one) => [one, build(one, read, settings)]));
}

/** The whole network. `rows` are all rows, in any order. */
export function compileAll(rows: Iterable<Row>, read: Reads, settings = DEFAULTS): ReadonlyMap<Key, NetworkObject> {
  const network = new Map<Key, NetworkObject>();
  // A policy that no plugged ENI has is named by many: to find that out again for each would read all of them each time.
  const missing = new Set<Key>();
  for (const row of rows) {
    for (const one of keysOf(row, read)) {
      if (network.has(one) || missing.has(one)) continue;
      const object = build(one, read, settings);
      if (object !== undefined) network.set(one, object);
      else if (kindOf(one) === 'policy') missing.add(one);
    }
  }
  return network;
}

/** Each object is named by at least one row. */
function keysOf(row: Row, read: Reads): readonly Key[] {
  switch (row.kind) {
    case 'vpc':
      return [key('space', row.n)];
    case 'routeTable':
      return [key('table', row.n)];
    case 'securityGroup':
      return [key('set', row.n)];
    case 'eni': {
      const policy = policyKey(row.groupIds, (id) => read.get('securityGroup', id));
      return [key('port', row.n), key('lease', row.n), ...(policy === undefined ? [] : [policy])];
    }
    case 'instance':
      return [key('guest', row.n), key('document', row.n), key('translation', row.n), key('shape', row.n)];
    case 'eip':
      return [key('translation', row.n), key('direct', row.n), key('shape', row.n)];
    case 'bandwidthPackage':
      return [key('package', row.n)];
    case 'vswitch':
    case 'routeEntry':
    case 'ipv4Gateway':
    case 'releasedEip':
    case 'resourceGroup':
    case 'account':
      return [];
  }
}

function from<R, O>(row: R | undefined, make: (row: R) => O): O | undefined {
  return row === undefined ? undefined : make(row);
}
