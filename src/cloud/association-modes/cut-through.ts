import { common } from '../errors/common.js';
import { eipErrors } from '../errors/eip.js';
import { claim } from '../indexes.js';
import { QUOTAS } from '../quotas.js';
import type { Settings } from '../settings.js';
import { apartFrom, eniStable, instanceChecks, unbindDetached, unbindEniStable } from './checks.js';
import { direct, directChecks, directLinks, nobodysAddress, notNextHop } from './direct.js';
import type { AssociationMode } from './mode.js';

const REGIONS = [
  'cn-hangzhou', 'cn-shanghai', 'cn-qingdao', 'cn-beijing', 'cn-zhangjiakou', 'cn-huhehaote', 'cn-shenzhen', 'cn-guangzhou',
  'cn-chengdu', 'ap-southeast-1', 'ap-southeast-5', 'eu-central-1', 'eu-west-1', 'us-east-1',
] as const;

const DETACHED = {
  bind: () => true,
  unbind: (settings: Settings) => settings.bindedUnbindRequiresDetached,
};

/** Cut-through mode: the EIP replaces the private address of the ENI; nothing is rewritten. */
export const cutThrough: AssociationMode = {
  name: 'BINDED',
  labels: { ja: 'カットスルーモード', en: 'Cut-Through Mode', zh: 'EIP网卡可见模式' },
  regions: REGIONS,
  entitlement: 'none',
  enisOnly: true,
  eniTypes: ['Secondary'],
  capacity: { primary: () => 0, secondary: QUOTAS.eipsPerCutThroughEni },
  detached: DETACHED,
  secondaryAddresses: (settings) => !settings.bindedRefusesSubIp,
  ipv4Gateway: 'forbidden',
  instanceFamilies: 'all',
  keepsPrivateNetwork: false,
  nextHop: false,
  lease: 'the EIP',
  inGuest: 'replaces the private address',
  shownBy: 'AssociatedPublicIp',
  protocols: 'all',
  bindChecks: [
    ...instanceChecks([]),
    ...eniStable,
    ...directChecks('BINDED', REGIONS, DETACHED.bind),
    {
      number: '23',
      fails: ({ eni, settings }) => !cutThrough.secondaryAddresses(settings) && eni.privateIps.length > 1,
      error: eipErrors['Eni.HasSubIp'],
    },
    notNextHop,
    apartFrom('NAT', eipErrors['Mode.Conflict']),
    apartFrom('MULTI_BINDED', eipErrors['Mode.Conflict']),
    { number: '26', fails: ({ bound }) => bound.length > 0, error: eipErrors['InvalidAssociation.Duplicated'] },
    {
      number: '27',
      fails: ({ eni, privateIp }) => privateIp !== '' && privateIp !== eni.privateIps[0],
      error: common['InvalidParameter#plain'],
    },
    nobodysAddress,
  ],
  unbindChecks: [unbindDetached(DETACHED.unbind), unbindEniStable],
  privateIp: ({ eni }) => eni.privateIps[0] ?? '',
  network: (eip, read) => direct(eip, read, () => 'open'),
  claims: ({ eniId, vpcId, privateIp }, address) => [claim.cutThrough(eniId), claim.mapped(vpcId, privateIp), claim.privateIp(vpcId, address)],
  links: directLinks,
};
