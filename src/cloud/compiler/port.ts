/** Attached ENIs: their ports and what DHCP answers on them. */
import { key, type Ipv4, type Lease, type Port } from '../../network/objects.js';
import { blockOf } from '../address-pool.js';
import { hasPrivateNetwork, leasedEip } from '../association-modes/nic.js';
import { formatAddress, storedNetwork, vswitchAddresses } from '../cidr.js';
import type { EniRow, Reads } from '../resources.js';
import { isNextHop } from '../routing.js';
import { holderOf } from './holder.js';
import { policyKey } from './policy.js';

/** Addresses of the cloud's name servers. */
const NAME_SERVERS: readonly Ipv4[] = ['100.100.2.136', '100.100.2.138'];
const LEASE_SECONDS = 86_400;

export function buildPort(eni: EniRow, read: Reads): Port | undefined {
  const instance = holderOf(eni, read);
  const policy = policyKey(eni.groupIds, (id) => read.get('securityGroup', id));
  const vpc = read.get('vpc', eni.vpcId);
  const subnet = subnetOf(eni, read);
  if (instance === undefined || policy === undefined || vpc === undefined || subnet === undefined) return undefined;
  return {
    kind: 'port',
    key: key('port', eni.n),
    n: eni.n,
    space: key('space', vpc.n),
    mac: eni.mac,
    addresses: hasPrivateNetwork(eni, read) ? eni.privateIps.map((address, index) => ({ address, primary: index === 0 })) : [],
    length: subnet.length,
    gateway: subnet.gateway,
    guest: key('guest', instance.n),
    slot: eni.deviceIndex,
    policy,
    table: subnet.table,
    // Foreign sources and destinations pass at a next hop only (behaviour §2.3).
    sourceCheck: eni.sourceDestCheck || !isNextHop(eni, read),
  };
}

/** What DHCP answers: the EIP in cut-through mode (U-10), else the primary private address, and nothing where private network is dead (S-31). */
export function buildLease(eni: EniRow, read: Reads): Lease | undefined {
  const instance = holderOf(eni, read);
  const offer = offerOf(eni, read);
  if (instance === undefined || offer === undefined) return undefined;
  return {
    kind: 'lease',
    key: key('lease', eni.n),
    n: eni.n,
    port: key('port', eni.n),
    mac: eni.mac,
    ...offer,
    dns: NAME_SERVERS,
    hostname: instance.hostname,
    seconds: LEASE_SECONDS,
  };
}

function offerOf(eni: EniRow, read: Reads): Pick<Lease, 'address' | 'length' | 'gateway' | 'router'> | undefined {
  const eip = leasedEip(eni, read);
  // It comes with a default route of its own (S-32).
  if (eip !== undefined) return { address: eip.address, ...blockOf(eip.address), router: true };
  const subnet = subnetOf(eni, read);
  const [address] = eni.privateIps;
  if (eni.privateSuppressed || subnet === undefined || address === undefined) return undefined;
  return { address, length: subnet.length, gateway: subnet.gateway, router: eni.type === 'Primary' };
}

/** What an ENI has from its vSwitch. */
export function subnetOf(eni: EniRow, read: Reads) {
  const vswitch = read.get('vswitch', eni.vswitchId);
  const table = read.get('routeTable', vswitch?.routeTableId ?? '');
  if (vswitch === undefined || table === undefined) return undefined;
  const cidr = storedNetwork(vswitch.cidr);
  return {
    id: vswitch.id,
    cidr: vswitch.cidr,
    length: cidr.length,
    gateway: formatAddress(vswitchAddresses(cidr).gateway),
    table: key('table', table.n),
  };
}
