/** How much traffic an EIP may have, alone and with others (behaviour §3.9 P19 and P20, §4.1, U-20). */
import { key, type Shape } from '../../network/objects.js';
import { isLive } from '../association-modes/mode.js';
import { bandwidthNow } from '../bandwidth-package-members.js';
import type { BandwidthPackageRow, EipRow, Reads } from '../resources.js';

/** bit/s */
export const MBIT = 1_000_000;
/** Mbit/s: traffic to an EIP that is in no package is not held back below this. */
export const LEAST_INGRESS = 10;
/** What is left to a suspended EIP, bit/s. */
const SUSPENDED = 1_000;

/** One for every bound EIP: what passes is counted per shape. */
export function buildShape(eip: EipRow, read: Reads, limits: boolean): Shape | undefined {
  if (!isLive(eip)) return undefined;
  const vpc = read.get('vpc', eip.binding.vpcId);
  if (vpc === undefined) return undefined;
  return {
    kind: 'shape',
    key: key('shape', eip.n),
    n: eip.n,
    space: key('space', vpc.n),
    publics: [eip.address],
    ...limits ? { parent: parentOf(eip, read), ...rates(eip) } : { parent: null, ingress: null, egress: null },
  };
}

/** What all EIPs of a package have together, the same in both directions. */
export function buildPackage({ n, bandwidth }: BandwidthPackageRow, limits: boolean): Shape | undefined {
  if (!limits) return undefined;
  const rate = bandwidth * MBIT;
  return { kind: 'shape', key: key('package', n), n, space: null, publics: [], parent: null, ingress: rate, egress: rate };
}

function parentOf({ packageId }: EipRow, read: Reads): Shape['parent'] {
  const row = read.get('bandwidthPackage', packageId);
  return row === undefined ? null : key('package', row.n);
}

function rates(eip: EipRow): Pick<Shape, 'ingress' | 'egress'> {
  if (eip.locks.includes('financial')) return { ingress: SUSPENDED, egress: SUSPENDED };
  const bandwidth = bandwidthNow(eip);
  return { ingress: (eip.packageId === '' ? Math.max(bandwidth, LEAST_INGRESS) : bandwidth) * MBIT, egress: bandwidth * MBIT };
}
