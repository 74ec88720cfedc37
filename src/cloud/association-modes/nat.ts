import { key, type Translation } from '../../network/objects.js';
import { common } from '../errors/common.js';
import { eipErrors } from '../errors/eip.js';
import { claim } from '../indexes.js';
import type { EipRow, Reads } from '../resources.js';
import { apartFrom, eniStable, instanceChecks, unbindEniStable, unbindInstanceStable } from './checks.js';
import type { AssociationMode, EniBind } from './mode.js';

/** What address translation lets through (S-14, U-19): payloads are never rewritten. */
export const TRANSLATED = ['icmp', 'tcp', 'udp'] as const;

/** The EIP that a private address of the ENI is mapped to. */
function mappedTo({ eni, read }: EniBind, address: string): EipRow | undefined {
  return read.holder('eip', claim.mapped(eni.vpcId, address));
}

/** U-07: as asked, else the primary private address if free, else the first free secondary one in order. '' when none is free. */
function chosen(bind: EniBind): string {
  return bind.privateIp !== '' ? bind.privateIp : (bind.eni.privateIps.find((address) => mappedTo(bind, address) === undefined) ?? '');
}

/** NAT mode: the EIP is mapped 1:1 to a private address of the ENI, outside the guest. */
export const nat: AssociationMode = {
  name: 'NAT',
  labels: { ja: 'NATモード', en: 'NAT Mode', zh: '普通模式' },
  served: true,
  regions: 'all',
  enisOnly: false,
  eniTypes: ['Primary', 'Secondary'],
  capacity: { primary: (settings) => settings.maxEipPerPrimaryEni, secondary: 'one per private address' },
  instanceFamilies: 'all',
  keepsPrivateNetwork: true,
  inGuest: 'hidden',
  protocols: TRANSLATED,
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
      fails: (bind) => bind.eni.privateIps.every((address) => mappedTo(bind, address) !== undefined),
      error: eipErrors['InvalidEip.EipQuotaExceeded'],
    },
    {
      number: '31',
      fails: (bind) => mappedTo(bind, chosen(bind))?.binding?.type === 'IpAddress',
      error: eipErrors['ResourceAlreadyAssociated.IpAddress'],
    },
    {
      number: '31',
      fails: (bind) => mappedTo(bind, chosen(bind)) !== undefined,
      error: eipErrors['InvalidAssociation.Duplicated'],
    },
  ],
  unbindChecks: [unbindInstanceStable, unbindEniStable],
  privateIp: chosen,
  network: (eip, read) => {
    const eni = read.get('eni', eip.binding?.eniId ?? '');
    return eni === undefined ? undefined : translation(eip, read, key('port', eni.n));
  },
};

/** The mapping of a bound EIP, present from the moment its bind is accepted until its unbind is. */
export function translation(eip: EipRow, read: Reads, port?: string): Translation | undefined {
  const vpc = read.get('vpc', eip.binding?.vpcId ?? '');
  if (eip.binding === null || vpc === undefined || (eip.status !== 'Associating' && eip.status !== 'InUse')) return undefined;
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
