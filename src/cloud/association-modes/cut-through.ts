import { common } from '../errors/common.js';
import { eipErrors } from '../errors/eip.js';
import { QUOTAS } from '../quotas.js';
import { apartFrom, directChecks, eniStable, instanceChecks, unbindDetached, unbindEniStable } from './checks.js';
import type { AssociationMode } from './mode.js';

const REGIONS = [
  'cn-hangzhou', 'cn-shanghai', 'cn-qingdao', 'cn-beijing', 'cn-zhangjiakou', 'cn-huhehaote', 'cn-shenzhen', 'cn-guangzhou',
  'cn-chengdu', 'ap-southeast-1', 'ap-southeast-5', 'eu-central-1', 'eu-west-1', 'us-east-1',
] as const;

/** Cut-through mode: the EIP replaces the private address of the ENI; nothing is rewritten. */
export const cutThrough: AssociationMode = {
  name: 'BINDED',
  labels: { ja: 'カットスルーモード', en: 'Cut-Through Mode', zh: 'EIP网卡可见模式' },
  served: false,
  regions: REGIONS,
  enisOnly: true,
  eniTypes: ['Secondary'],
  capacity: { primary: () => 0, secondary: QUOTAS.eipsPerCutThroughEni },
  instanceFamilies: 'all',
  keepsPrivateNetwork: false,
  inGuest: 'replaces the private address',
  protocols: 'all',
  // #21 (an IPv4 gateway in the VPC) and #24 (the ENI as next hop) come with gateways and route entries.
  bindChecks: [
    ...instanceChecks([]),
    ...eniStable,
    ...directChecks('BINDED', REGIONS),
    { number: '22', fails: ({ eni }) => eni.status === 'InUse', error: eipErrors['Eni.Attached'] },
    {
      number: '23',
      fails: ({ eni, settings }) => settings.bindedRefusesSubIp && eni.privateIps.length > 1,
      error: eipErrors['Eni.HasSubIp'],
    },
    apartFrom('NAT', eipErrors['Mode.Conflict']),
    apartFrom('MULTI_BINDED', eipErrors['Mode.Conflict']),
    { number: '26', fails: ({ bound }) => bound.length > 0, error: eipErrors['InvalidAssociation.Duplicated'] },
    {
      number: '27',
      fails: ({ eni, privateIp }) => privateIp !== '' && privateIp !== eni.privateIps[0],
      error: common['InvalidParameter#plain'],
    },
  ],
  unbindChecks: [unbindDetached(({ settings }) => settings.bindedUnbindRequiresDetached), unbindEniStable],
  privateIp: ({ eni }) => eni.privateIps[0] ?? '',
  network: () => undefined,
};
