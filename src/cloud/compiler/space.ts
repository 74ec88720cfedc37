/** VPCs: what stays inside them and where packets from the edge go on. */
import { key, type Prefix, type Space } from '../../network/objects.js';
import type { Reads, VpcRow } from '../resources.js';
import { ipv4GatewayOf, isActivated } from '../routing.js';

/** Never reached through the Internet edge, in any VPC (behaviour §3.4, NAT). */
const PRIVATE: readonly Prefix[] = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

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
  return [...new Set([...PRIVATE, ...rangesOf(vpc), ...vpc.userCidrs])].sort();
}

function rangesOf(vpc: VpcRow): readonly Prefix[] {
  return [vpc.cidr, ...vpc.secondaryCidrs];
}
