/** What cut-through and multi-EIP mode have in common: the EIP is on the NIC, nothing is rewritten. */
import { key, type Direct } from '../../network/objects.js';
import { blockOf } from '../address-pool.js';
import { eipErrors } from '../errors/eip.js';
import { claim, link } from '../indexes.js';
import type { EipBinding, EipRow, EniRow, ModeName, Reads } from '../resources.js';
import { ipv4GatewayOf, isNextHop } from '../routing.js';
import type { Settings } from '../settings.js';
import { isLive, type Check, type EniBind } from './mode.js';

/** A secondary ENI in a region of the mode, then `also`, then no IPv4 gateway in the VPC, and no instance where the mode wants none. */
export function directChecks(
  name: ModeName, regions: readonly string[], detached: (settings: Settings) => boolean, also: readonly Check<EniBind>[] = [],
): readonly Check<EniBind>[] {
  return [
    {
      number: '18',
      fails: ({ eni }) => eni.type === 'Primary',
      error: eipErrors['InvalidParameter.EniInstanceId'],
    },
    {
      number: '19',
      fails: ({ eip }) => !regions.includes(eip.region),
      error: eipErrors.UnsupportedRegion,
      values: () => [name],
    },
    ...also,
    {
      number: '21',
      fails: ({ eni, read }) => ipv4GatewayOf(eni.vpcId, read) !== undefined,
      error: eipErrors['OperationDenied.Ipv4GatewayExist'],
    },
    {
      number: '22',
      fails: ({ eni, settings }) => detached(settings) && eni.status === 'InUse',
      error: eipErrors['Eni.Attached'],
    },
  ];
}

/** No route leads to the ENI. */
export const notNextHop: Check<EniBind> = {
  number: '24',
  fails: ({ eni, read }) => isNextHop(eni, read),
  error: eipErrors['InvalidNexthop.DirectEni'],
};

/**
 * Nobody in the VPC has the EIP's address as a private one, as in a secondary block: packets to it would have two places to go. The
 * vendor's order (§3.2) knows no such check.
 */
export const nobodysAddress: Check<EniBind> = {
  number: '31a',
  fails: ({ eip, eni, read }) => read.holder('eni', claim.privateIp(eni.vpcId, eip.address)) !== undefined,
  error: eipErrors['ResourceAlreadyAssociated.IpAddress'],
};

/** The EIP at the ENI's port, whether that is plugged or not. */
export function direct(eip: EipRow, read: Reads, gateOf: (eni: EniRow) => Direct['gate']): Direct | undefined {
  const eni = read.get('eni', eip.binding?.eniId ?? '');
  const vpc = read.get('vpc', eni?.vpcId ?? '');
  if (!isLive(eip) || eni === undefined || vpc === undefined) return undefined;
  return {
    kind: 'direct',
    key: key('direct', eip.n),
    n: eip.n,
    space: key('space', vpc.n),
    public: eip.address,
    port: key('port', eni.n),
    gate: gateOf(eni),
    ...blockOf(eip.address),
  };
}

export function directLinks({ eniId, vpcId }: EipBinding): readonly string[] {
  return [link.eni(eniId), link.direct(vpcId)];
}
