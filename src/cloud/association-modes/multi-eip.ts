import { findInstanceType } from '../catalogue/instance-types.js';
import { eipErrors } from '../errors/eip.js';
import { claim } from '../indexes.js';
import { QUOTAS, quotaOf } from '../quotas.js';
import type { Settings } from '../settings.js';
import { apartFrom, eniStable, instanceChecks, unbindDetached, unbindEniStable } from './checks.js';
import { direct, directChecks, directLinks, nobodysAddress, notNextHop } from './direct.js';
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

const detached = (settings: Settings) => settings.multiRequiresDetached;

/** Multi-EIP-to-ENI mode: several EIPs beside the private address, configured in the guest; closed to new applicants (S-07). */
export const multiEip: AssociationMode = {
  name: 'MULTI_BINDED',
  labels: { ja: 'ENI へのマルチ EIP バインドモード', en: 'Multi-EIP-to-ENI Mode', zh: '多EIP网卡可见模式' },
  regions: REGIONS,
  entitlement: 'multiEip',
  enisOnly: true,
  eniTypes: ['Secondary'],
  capacity: { primary: () => 0, secondary: QUOTAS.eipsPerMultiEni },
  detached: { bind: detached, unbind: detached },
  secondaryAddresses: () => true,
  ipv4Gateway: 'forbidden',
  instanceFamilies: FAMILIES,
  keepsPrivateNetwork: true,
  nextHop: false,
  lease: 'the private address',
  inGuest: 'after static configuration',
  shownBy: 'DescribeEipGatewayInfo',
  protocols: 'all',
  bindChecks: [
    ...instanceChecks([]),
    ...eniStable,
    ...directChecks('MULTI_BINDED', REGIONS, detached, [
      { number: '20', fails: ({ account }) => !account.entitlements.multiEip, error: eipErrors['Mode.NotSupport'] },
    ]),
    {
      number: '22a',
      fails: ({ instance }) => instance !== undefined && !FAMILIES.includes(findInstanceType(instance.type)?.family ?? ''),
      error: eipErrors['OperationUnsupported.EipBindModel'],
    },
    notNextHop,
    apartFrom('NAT', eipErrors['OperationFailed.EipBindModeConflict']),
    apartFrom('BINDED', eipErrors['Mode.Conflict']),
    {
      number: '28',
      fails: ({ account, bound }) => bound.length >= quotaOf(account, 'eipsPerMultiEni'),
      error: eipErrors['QuotaExceed.MultiBindedEip'],
    },
    nobodysAddress,
  ],
  unbindChecks: [unbindDetached(detached), unbindEniStable],
  privateIp: () => '',
  // S-37, U-22. Without private network there is no DHCP either, so no lease of before counts (S-31).
  network: (eip, read) => direct(eip, read, (eni) => (eni.leased && !eni.privateSuppressed ? 'open' : 'lease')),
  claims: ({ vpcId }, address) => [claim.privateIp(vpcId, address)],
  links: directLinks,
};
