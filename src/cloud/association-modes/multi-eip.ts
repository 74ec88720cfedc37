import { findInstanceType } from '../catalogue/instance-types.js';
import { eipErrors } from '../errors/eip.js';
import { QUOTAS, quotaOf } from '../quotas.js';
import { apartFrom, directChecks, eniStable, instanceChecks, unbindDetached, unbindEniStable } from './checks.js';
import type { AssociationMode } from './mode.js';

const REGIONS = [
  'cn-shenzhen', 'cn-shanghai', 'cn-beijing', 'cn-zhangjiakou', 'cn-chengdu', 'ap-southeast-1', 'eu-central-1', 'us-east-1',
  'eu-west-1',
] as const;

/** S-36, U-02 */
const FAMILIES: readonly string[] = [
  'ecs.i2', 'ecs.r1', 'ecs.re4', 'ecs.re4e', 'ecs.sccg5', 'ecs.sccg6', 'ecs.scch5', 'ecs.g5', 'ecs.c5', 'ecs.r5', 'ecs.t5',
  'ecs.sn2ne', 'ecs.se1ne', 'ecs.sn1ne',
];

/** Multi-EIP-to-ENI mode: several EIPs beside the private address, configured in the guest; closed to new applicants (S-07). */
export const multiEip: AssociationMode = {
  name: 'MULTI_BINDED',
  labels: { ja: 'ENI へのマルチ EIP バインドモード', en: 'Multi-EIP-to-ENI Mode', zh: '多EIP网卡可见模式' },
  served: false,
  regions: REGIONS,
  enisOnly: true,
  eniTypes: ['Secondary'],
  capacity: { primary: () => 0, secondary: QUOTAS.eipsPerMultiEni },
  instanceFamilies: FAMILIES,
  keepsPrivateNetwork: true,
  inGuest: 'after static configuration',
  protocols: 'all',
  // #21 (an IPv4 gateway in the VPC) and #24 (the ENI as next hop) come with gateways and route entries.
  bindChecks: [
    ...instanceChecks([]),
    ...eniStable,
    ...directChecks('MULTI_BINDED', REGIONS),
    { number: '20', fails: ({ account }) => !account.entitlements.multiEip, error: eipErrors['Mode.NotSupport'] },
    {
      number: '22',
      fails: ({ eni, settings }) => settings.multiRequiresDetached && eni.status === 'InUse',
      error: eipErrors['Eni.Attached'],
    },
    {
      number: '22a',
      fails: ({ instance }) => instance !== undefined && !FAMILIES.includes(findInstanceType(instance.type)?.family ?? ''),
      error: eipErrors['OperationUnsupported.EipBindModel'],
    },
    apartFrom('NAT', eipErrors['OperationFailed.EipBindModeConflict']),
    apartFrom('BINDED', eipErrors['Mode.Conflict']),
    {
      number: '28',
      fails: ({ account, bound }) => bound.length >= quotaOf(account, 'eipsPerMultiEni'),
      error: eipErrors['QuotaExceed.MultiBindedEip'],
    },
  ],
  unbindChecks: [unbindDetached(({ settings }) => settings.multiRequiresDetached), unbindEniStable],
  privateIp: () => '',
  network: () => undefined,
};
