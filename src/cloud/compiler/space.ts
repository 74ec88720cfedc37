/** VPCs: what stays inside them and where packets from the edge go on. */
import { key, type Prefix, type Space } from '../../network/objects.js';
import { PRIVATE_RANGES } from '../address-pool.js';
import type { Reads, VpcRow } from '../resources.js';
import { ipv4GatewayOf, isActivated } from '../routing.js';

export function buildSpace(vpc: VpcRow, read: Reads): Space | undefined {
  const gateway = ipv4GatewayOf(vpc.id, read);
  const arrival = read.get('routeTable', (isActivated(gateway) && gateway.routeTableId) || vpc.routeTableId);
  if (arrival === undefined) return undefined;
  return {
    kind: 'space',
    key: key('space', vpc.n),
    n: vpc.n,
    ranges: rangesOf(vpc),
    private: privateOf(vpc),
    arrival: key('table', arrival.n),
  };
}

/** Destinations that count as private in a VPC: without a gateway, only these follow its route tables. */
export function privateOf(vpc: VpcRow): readonly Prefix[] {
  return [...new Set([...PRIVATE_RANGES, ...rangesOf(vpc), ...vpc.userCidrs])].sort();
}

function rangesOf(vpc: VpcRow): readonly Prefix[] {
  return [vpc.cidr, ...vpc.secondaryCidrs];
}
