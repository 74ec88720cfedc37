import { key, type Translation } from '../../network/objects.js';
import { common } from '../errors/common.js';
import { eipErrors } from '../errors/eip.js';
import { claim, link } from '../indexes.js';
import type { EipRow, Reads } from '../resources.js';
import { apartFrom, eniStable, instanceChecks, unbindEniStable, unbindInstanceStable } from './checks.js';
import { isLive, type AssociationMode, type EniBind } from './mode.js';

/** What address translation lets through (S-14, U-19): payloads are never rewritten. */
export const TRANSLATED = ['icmp', 'tcp', 'udp'] as const;

/** U-07: as asked, else the primary private address if free, else the first free secondary one in order. '' when none is free. */
function chosen(bind: EniBind): string {
  return bind.privateIp !== '' ? bind.privateIp : (bind.eni.privateIps.find((address) => bind.mappedTo(address) === undefined) ?? '');
}

/** NAT mode: the EIP is mapped 1:1 to a private address of the ENI, outside the guest. */
export const nat: AssociationMode = {
  name: 'NAT',
  labels: { ja: 'NATモード', en: 'NAT Mode', zh: '普通模式' },
  regions: 'all',
  entitlement: 'none',
  enisOnly: false,
  eniTypes: ['Primary', 'Secondary'],
  capacity: { primary: (settings) => settings.maxEipPerPrimaryEni, secondary: 'one per private address' },
  detached: { bind: () => false, unbind: () => false },
  secondaryAddresses: () => true,
  ipv4Gateway: 'optional',
  instanceFamilies: 'all',
  keepsPrivateNetwork: true,
  nextHop: true,
  lease: 'the private address',
  inGuest: 'hidden',
  shownBy: 'AssociatedPublicIp',
  protocols: TRANSLATED,
  // #32, an address of an IP prefix, cannot happen: no ENI has one.
  bindChecks: [
    ...instanceChecks([
      {
        number: '14a',
        fails: ({ eni, bound, settings }) => eni.type === 'Primary' && bound.length >= nat.capacity.primary(settings),
        error: eipErrors['InvalidAssociation.Duplicated'],
      },
    ]),
    ...eniStable,
    apartFrom('MULTI_BINDED', eipErrors['OperationFailed.EipBindModeConflict']),
    apartFrom('BINDED', eipErrors['Mode.Conflict']),
    {
      number: '29',
      fails: ({ eni, privateIp }) => privateIp !== '' && !eni.privateIps.includes(privateIp),
      error: common['InvalidParameter#plain'],
    },
    {
      number: '30',
      fails: (bind) => bind.eni.privateIps.every((address) => bind.mappedTo(address) !== undefined),
      error: eipErrors['InvalidEip.EipQuotaExceeded'],
    },
    {
      number: '31',
      fails: (bind) => bind.mappedTo(chosen(bind))?.binding?.type === 'IpAddress',
      error: eipErrors['ResourceAlreadyAssociated.IpAddress'],
    },
    {
      number: '31',
      fails: (bind) => bind.mappedTo(chosen(bind)) !== undefined,
      error: eipErrors['InvalidAssociation.Duplicated'],
    },
  ],
  unbindChecks: [unbindInstanceStable, unbindEniStable],
  privateIp: chosen,
  network: (eip, read) => {
    const eni = read.get('eni', eip.binding?.eniId ?? '');
    return eni === undefined ? undefined : translation(eip, read, key('port', eni.n));
  },
  claims: ({ vpcId, privateIp }) => [claim.mapped(vpcId, privateIp)],
  links: ({ eniId }) => [link.eni(eniId)],
};

/** The mapping of a bound EIP, whether or not anything holds the private address. */
export function translation(eip: EipRow, read: Reads, port?: string): Translation | undefined {
  const vpc = read.get('vpc', eip.binding?.vpcId ?? '');
  if (!isLive(eip) || vpc === undefined) return undefined;
  return {
    kind: 'translation',
    key: key('translation', eip.n),
    n: eip.n,
    space: key('space', vpc.n),
    public: eip.address,
    private: eip.binding.privateIp,
    ...(port === undefined ? {} : { port }),
    protocols: TRANSLATED,
  };
}
