import { common } from '../errors/common.js';
import { eipErrors } from '../errors/eip.js';
import { vpcErrors } from '../errors/vpc.js';
import { claim, link } from '../indexes.js';
import type { Reads } from '../resources.js';
import { ipv4GatewayOf, isEnabled } from '../routing.js';
import { isInside } from '../vpc.js';
import { TRANSLATED, translation } from './nat.js';
import type { AddressBind, AssociationMode } from './mode.js';

/** `InstanceType=IpAddress`: NAT to an address of a VPC that no ENI need hold; the VPC's routes say where it is. */
export const ipAddress: AssociationMode<AddressBind> = {
  name: 'NAT',
  labels: { ja: 'NATモード', en: 'NAT Mode', zh: '普通模式' },
  regions: 'all',
  entitlement: 'none',
  enisOnly: false,
  eniTypes: [],
  capacity: { primary: () => 0, secondary: 0 },
  detached: { bind: () => false, unbind: () => false },
  secondaryAddresses: () => true,
  ipv4Gateway: 'activated',
  instanceFamilies: 'all',
  keepsPrivateNetwork: true,
  nextHop: true,
  lease: 'the private address',
  inGuest: 'hidden',
  shownBy: 'nothing',
  protocols: TRANSLATED,
  bindChecks: [
    { number: '33', fails: ({ vpcId }) => vpcId === '', error: common.MissingParameter, values: () => ['VpcId'] },
    {
      number: '33a',
      fails: ({ read, vpcId, eip }) => {
        const vpc = read.get('vpc', vpcId);
        return vpc === undefined || vpc.account !== eip.account || vpc.region !== eip.region;
      },
      error: vpcErrors['InvalidVpcId.NotFound'],
    },
    {
      number: '33b',
      fails: ({ read, vpcId, address }) => {
        const vpc = read.get('vpc', vpcId);
        return vpc === undefined || !isInside(vpc, address);
      },
      error: common['InvalidParameter#plain'],
    },
    {
      number: '33c',
      // An ENI's EIP, or the static public address of an instance.
      fails: ({ read, vpcId, address }) =>
        (read.holder('eip', claim.mapped(vpcId, address))?.binding?.eniId ?? '') !== '' || hasStaticAddress(read, vpcId, address),
      error: eipErrors['ResourceAlreadyAssociated.IpAddress'],
    },
    {
      number: '34',
      // One that is going away must not get an EIP that its deletion would have been refused for.
      fails: ({ read, vpcId }) => (ipv4GatewayOf(vpcId, read)?.status ?? 'Deleting') === 'Deleting',
      error: eipErrors['OperationFailed.Ipv4GatewayNotOpenedInVpc'],
    },
    {
      number: '34',
      fails: ({ read, vpcId }) => !isEnabled(ipv4GatewayOf(vpcId, read)),
      error: eipErrors['OperationFailed.Ipv4GatewayNotActivatedInVpc'],
    },
    {
      number: '35',
      fails: ({ read, vpcId, address }) => read.holder('eip', claim.mapped(vpcId, address)) !== undefined,
      error: eipErrors['ResourceAlreadyAssociated.IpAddress'],
    },
  ],
  unbindChecks: [],
  privateIp: ({ address }) => address,
  network: (eip, read) => translation(eip, read),
  claims: ({ vpcId, privateIp }) => [claim.mapped(vpcId, privateIp)],
  links: ({ vpcId }) => [link.address(vpcId)],
};

function hasStaticAddress(read: Reads, vpcId: string, address: string): boolean {
  const eni = read.holder('eni', claim.privateIp(vpcId, address));
  return eni?.privateIps[0] === address && eni.type === 'Primary' && (read.get('instance', eni.instanceId)?.publicIp ?? '') !== '';
}
