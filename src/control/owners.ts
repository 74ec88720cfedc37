/** Whose objects are these? */
import { link } from '../cloud/indexes.js';
import type { BandwidthPackageRow, Reads, Row, VpcRow } from '../cloud/resources.js';
import { ipv4GatewayOf } from '../cloud/routing.js';
import { key as networkKey, kindOf, numberOf, type Key } from '../network/objects.js';
import type { DesiredNetwork } from './network.js';

/** The rows in a transitional state that need an object of the network to be real. */
export function ownersOf(key: Key, network: DesiredNetwork, read: Reads): readonly Row[] {
  switch (kindOf(key)) {
    case 'translation':
    case 'direct':
    case 'shape':
      return present(read.byNumber('eip', numberOf(key)) ?? read.byNumber('instance', numberOf(key)));
    case 'port':
    case 'lease':
      return present(read.byNumber('eni', numberOf(key)));
    case 'guest':
    case 'document':
      return present(read.byNumber('instance', numberOf(key)));
    case 'table':
      return [...routesOf(key, read), ...comingUp(key, network, read)];
    case 'space':
      return [...ofVpc(read.byNumber('vpc', numberOf(key)), read), ...comingUp(key, network, read)];
    case 'package':
      return packageOf(read.byNumber('bandwidthPackage', numberOf(key)), read);
    case 'policy':
    case 'set':
      return comingUp(key, network, read);
  }
}

/** The package with those that are joining it. */
function packageOf(row: BandwidthPackageRow | undefined, read: Reads): readonly Row[] {
  return row === undefined ? [] : [row, ...read.linked('eip', link.package(row.id)).filter((eip) => eip.joiningPackage)];
}

/** Shared by many ports: those that are just coming up depend on it. */
function comingUp(key: Key, network: DesiredNetwork, read: Reads): readonly Row[] {
  return read.linked('eni', link.moving()).filter((eni) => {
    const port = network.get(networkKey('port', eni.n));
    return port?.kind === 'port' && [port.space, port.table, port.policy].includes(key);
  });
}

/** The table itself, its entries, and what all tables of its VPC say. */
function routesOf(key: Key, read: Reads): readonly Row[] {
  const table = read.byNumber('routeTable', numberOf(key));
  if (table === undefined) return [];
  const entries = read.linked('routeEntry', link.moving()).filter((entry) => entry.routeTableId === table.id);
  return [table, ...entries, ...ofVpc(read.get('vpc', table.vpcId), read)];
}

/** The VPC with what is changing in it for all of its packets. */
function ofVpc(vpc: VpcRow | undefined, read: Reads): readonly Row[] {
  if (vpc === undefined) return [];
  const gateway = ipv4GatewayOf(vpc.id, read);
  const vswitches = read.linked('vswitch', link.moving()).filter((vswitch) => vswitch.vpcId === vpc.id);
  return [vpc, ...(gateway === undefined ? [] : [gateway]), ...vswitches];
}

function present(row: Row | undefined): readonly Row[] {
  return row === undefined ? [] : [row];
}
