/** How much traffic an EIP may have (behaviour §3.9 P19 and P20, U-20). */
import { key, type Shape } from '../../network/objects.js';
import { isLive } from '../association-modes/mode.js';
import type { EipRow, Reads } from '../resources.js';

const MBIT = 1_000_000;
/** Mbit/s: traffic to an EIP is not held back below this. */
const LEAST_INGRESS = 10;
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
    parent: null,
    ...limits ? rates(eip) : { ingress: null, egress: null },
  };
}

function rates(eip: EipRow): Pick<Shape, 'ingress' | 'egress'> {
  if (eip.locks.includes('financial')) return { ingress: SUSPENDED, egress: SUSPENDED };
  return { ingress: Math.max(eip.bandwidth, LEAST_INGRESS) * MBIT, egress: eip.bandwidth * MBIT };
}
