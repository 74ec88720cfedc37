/** A home whose store already holds a VPC with many EIPs in use: rows go through the store, the kernel's part through the agent at `up`. */
import { randomInt } from 'node:crypto';
import { configSchema } from '../src/cli/config.js';
import { Home } from '../src/cli/home.js';
import { capacity, eipPool } from '../src/cloud/address-pool.js';
import { formatAddress } from '../src/cloud/cidr.js';
import { Ids } from '../src/cloud/ids.js';
import type { EipRow, EniRow, Row } from '../src/cloud/resources.js';
import { openStore } from '../src/store/store.js';

/** As many private addresses as an ENI may have. */
const PER_ENI = 50;
/** Of all modes. */
export const REGION = 'cn-shanghai';
const ZONE = 'cn-shanghai-g';

export interface Site {
  readonly account: string;
  readonly region: string;
  readonly zone: string;
  readonly vpcId: string;
  /** Empty: for real instances. */
  readonly vswitchId: string;
}

/** Writes into a new home. The EIPs are `InUse` in NAT mode on private addresses of ENIs that no instance holds. */
export function seed(home: string, count: number): Site {
  const config = configSchema.parse({});
  const ids = new Ids({ int: (below) => randomInt(below) });
  const base = { n: 0, version: 0, account: config.accountId, region: REGION, resourceGroup: '', tags: [], created: Date.now() } as const;
  const named = { ...base, name: '', description: '' };
  const id = (prefix: string) => ids.make(prefix, REGION);
  const [vpcId, routerId, routeTableId, groupId] = [id('vpc'), id('vrt'), id('vtb'), id('sg')];
  const vswitch = (cidr: string) =>
    ({ ...named, kind: 'vswitch', id: id('vsw'), status: 'Available', vpcId, zone: ZONE, cidr, routeTableId }) as const;
  const full = [vswitch('10.0.0.0/16'), vswitch('10.1.0.0/16')] as const;
  const empty = vswitch('10.255.0.0/24');
  const frame: readonly Row[] = [
    { ...named, kind: 'vpc', id: vpcId, status: 'Available', cidr: '10.0.0.0/8', secondaryCidrs: [], userCidrs: [], routerId, routeTableId,
      privateOnly: false },
    { ...named, kind: 'routeTable', id: routeTableId, status: 'Available', type: 'System', associateType: 'VSwitch', vpcId, routerId },
    { ...named, kind: 'securityGroup', id: groupId, vpcId, type: 'enterprise', innerAccess: 'Drop', rules: [] },
    ...full, empty,
  ];

  const eni = (index: number, addresses: number): EniRow => {
    // 60,000 addresses a vSwitch, beginning after those that a vSwitch keeps.
    const place = index * PER_ENI;
    const [at, inside] = place < 60_000 ? [full[0], place] as const : [full[1], place - 60_000] as const;
    const first = (10 << 24) + (at === full[0] ? 0 : 1 << 16) + 256 + inside;
    return {
      ...named, kind: 'eni', id: id('eni'), status: 'Available', type: 'Secondary', vpcId, vswitchId: at.id, zone: ZONE,
      mac: `00:16:3e:f0:${hex(index >> 8)}:${hex(index & 255)}`,
      privateIps: Array.from({ length: addresses }, (_, one) => formatAddress(first + one)),
      groupIds: [groupId], instanceId: '', deviceIndex: 0, leased: false, privateSuppressed: false, deleteOnRelease: true, sourceDestCheck: false, queueNumber: 1,
      trafficMode: 'Standard', tracking: { tcpEstablished: 910, tcpClosed: 3, udp: 30 },
    };
  };
  const pool = eipPool(config.eipPool);
  const perPrefix = capacity(pool) / ((2 ** (32 - pool.length)) / 256);
  const eip = (index: number, { id: eniId }: EniRow, privateIp: string): EipRow => ({
    ...named, kind: 'eip', id: id('eip'), status: 'InUse', mode: 'NAT', name: parity(index), tags: [{ key: 'parity', value: parity(index) }],
    address: formatAddress(pool.first + Math.floor(index / perPrefix) * 256 + 2 + (index % perPrefix)),
    binding: { type: 'NetworkInterface', shownId: eniId, region: REGION, shownPrivateIp: privateIp, eniId, privateIp, vpcId },
    bandwidth: 5, packageId: '', sharedBandwidth: 0, packageBandwidth: 0, joiningPackage: false, chargeType: 'PostPaid', internetChargeType: 'PayByTraffic', businessStatus: 'Normal', locks: [], isp: 'BGP',
    netmode: 'public', zone: '', deletionProtection: false, monitorLog: null, securityProtectionTypes: [], expires: 0,
  });

  const cause = { time: base.created, requestId: '', account: config.accountId, action: 'system.seed' };
  const store = openStore(new Home(home).database);
  try {
    store.begin();
    store.apply({ put: frame, remove: [] }, cause);
    for (let done = 0; done < count; done += PER_ENI) {
      const owner = eni(done / PER_ENI, Math.min(PER_ENI, count - done));
      store.apply({ put: [owner, ...owner.privateIps.map((address, one) => eip(done + one, owner, address))], remove: [] }, cause);
    }
    store.commit();
  } finally {
    store.close();
  }
  return { account: config.accountId, region: REGION, zone: ZONE, vpcId, vswitchId: empty.id };
}

/** For filters that find half of them. */
function parity(index: number): string {
  return index % 2 === 0 ? 'even' : 'odd';
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
