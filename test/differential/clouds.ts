/**
 * Random clouds as rows, and the networks that they compile to: overlapping VPCs with and without IPv4 gateways, routes over next hops,
 * groups, EIPs in every mode, secondary blocks that hold EIPs. A cloud's rows are legal in shape; what the rules of the API refuse
 * (a direct EIP in a VPC with a gateway, at a next hop, or beside one by NAT) they are without.
 */
import { compileAll } from '../../src/cloud/compiler/compile.js';
import type { Random } from '../../src/cloud/ids.js';
import type {
  EipBinding, EipRow, EniRow, InstanceRow, Ipv4GatewayRow, ModeName, RouteEntryRow, RouteTableRow, Row, SecurityGroupRow, SecurityGroupRule, VpcRow, VSwitchRow,
} from '../../src/cloud/resources.js';
import { sample } from '../../src/cloud/testing.js';
import { readsOf } from '../../src/cloud/testing-reads.js';
import type { NetworkObject } from '../../src/network/objects.js';

export const OUTSIDE = { internet: '203.0.113.0/24', pool: '198.18.0.0/15' };
export const CLIENT = '203.0.113.10';
export const SECOND_HOST = '203.0.113.11';
/** Destinations that entries lead to besides the VPCs' own. */
const ELSEWHERE = ['10.9.0.0/16', '192.168.7.0/24', '100.64.9.0/24', '10.0.0.0/8'];
/** Public ones, which count with an activated gateway only. */
const OUTWARD = ['0.0.0.0/0', '0.0.0.0/0', '203.0.113.0/25', '198.18.0.0/16', '198.18.3.0/24'];
/** Blocks of the EIP pool that VPCs may have as secondary blocks. */
const EIP_BLOCKS = ['198.18.7.0/24', '198.18.8.0/24'];

interface Vpc {
  readonly row: VpcRow;
  readonly vswitches: readonly VSwitchRow[];
  readonly tables: readonly RouteTableRow[];
  readonly gateway: Ipv4GatewayRow | undefined;
  readonly groups: SecurityGroupRow[];
  readonly instances: InstanceRow[];
  readonly enis: EniRow[];
}

/** A cloud and what may still change in it. */
export class RandomCloud {
  private readonly vpcs: Vpc[] = [];
  private entries: RouteEntryRow[] = [];
  private eips: EipRow[] = [];
  private number: number;

  /** Numbers of rows begin behind `first`: the store never gives one again. */
  constructor(private readonly random: Random, first: number) {
    this.number = first;
    for (const cidr of this.some(['10.0.0.0/16', '10.0.0.0/16', '172.16.0.0/16'], 2)) this.vpc(cidr);
    for (const vpc of this.vpcs) this.route(vpc);
    for (const vpc of this.vpcs) for (let left = 3 + random.int(5); left > 0; left--) this.bind(vpc);
  }

  network(): readonly NetworkObject[] {
    const rows = this.rows();
    return [...compileAll(rows, readsOf(rows)).values()];
  }

  /** EIPs are bound anew, ENIs move, routes and rules change: what the next network says at once. */
  change(): void {
    this.eips = this.eips.filter(() => this.chance(75));
    this.entries = this.entries.filter(() => this.chance(80));
    for (const vpc of this.vpcs) {
      for (const [index, eni] of vpc.enis.entries()) {
        if (eni.type === 'Secondary' && this.chance(30)) vpc.enis[index] = this.attached(vpc, { ...eni, instanceId: '', status: 'Available' });
      }
      for (const [index, instance] of vpc.instances.entries()) if (this.chance(8)) vpc.instances[index] = { ...instance, status: 'Stopped' };
      for (const [index, group] of vpc.groups.entries()) if (this.chance(20)) vpc.groups[index] = { ...group, rules: this.rules(vpc.groups) };
      if (this.chance(50)) this.route(vpc);
      for (let left = this.random.int(3); left > 0; left--) this.bind(vpc);
    }
  }

  /** Addresses of EIPs that are bound, and one that is not. */
  publics(): readonly string[] {
    return [...this.eips.map(({ address }) => address), '198.18.200.200'];
  }

  /** Every address that means something here, and some that do not. */
  addresses(): readonly string[] {
    return [
      CLIENT, CLIENT, SECOND_HOST, '192.0.2.1', '10.9.1.1', '192.168.7.7', '100.64.9.9', '100.100.100.200', '198.18.200.200', '198.18.7.77',
      ...this.eips.flatMap(({ address, binding }) => [address, address, address, ...(binding?.privateIp ?? '') === '' ? [] : [binding?.privateIp ?? '']]),
      ...this.vpcs.flatMap((vpc) => vpc.enis.flatMap((eni) => eni.privateIps)),
      ...this.vpcs.flatMap((vpc) => vpc.vswitches.map((vswitch) => vswitch.cidr.replace('.0/24', '.253'))),
    ];
  }

  private rows(): readonly Row[] {
    return [
      ...this.vpcs.flatMap(({ row, vswitches, tables, gateway, groups, instances, enis }): readonly Row[] =>
        [row, ...vswitches, ...tables, ...(gateway === undefined ? [] : [gateway]), ...groups, ...instances, ...enis]),
      ...this.entries, ...this.eips,
    ];
  }

  private vpc(cidr: string): void {
    const id = this.id('vpc');
    const block = this.chance(35) ? EIP_BLOCKS.find((one) => !this.vpcs.some((other) => other.row.secondaryCidrs.includes(one))) : undefined;
    const system = sample.routeTable({ ...this.numbered('vtb'), vpcId: id });
    const custom = this.chance(50) ? [sample.routeTable({ ...this.numbered('vtb'), vpcId: id, type: 'Custom' })] : [];
    const arrival = this.chance(50) ? [sample.routeTable({ ...this.numbered('vtb'), vpcId: id, type: 'Custom', associateType: 'Gateway' })] : [];
    const gateway = this.chance(45)
      ? sample.ipv4Gateway({ ...this.numbered('ipv4gw'), vpcId: id, enabled: this.chance(75), routeTableId: arrival[0]?.id ?? '' })
      : undefined;
    const row = sample.vpc({
      id, n: (this.number += 1), cidr, secondaryCidrs: block === undefined ? [] : [block], userCidrs: this.chance(15) ? ['192.0.2.0/24'] : [], routeTableId: system.id,
      privateOnly: gateway === undefined && this.chance(12),
    });
    const vswitches = [`${cidr.slice(0, -7)}.1.0/24`, `${cidr.slice(0, -7)}.2.0/24`, ...(block === undefined ? [] : [block])].map((each) =>
      sample.vswitch({ ...this.numbered('vsw'), vpcId: id, cidr: each, routeTableId: this.pick([system, ...custom]).id }));
    const groups = [0, 1].map(() => sample.securityGroup({
      ...this.numbered('sg'), vpcId: id, type: 'normal', innerAccess: this.chance(50) ? 'Accept' : 'Drop',
    }));
    const vpc: Vpc = { row, vswitches, tables: [system, ...custom, ...arrival], gateway, groups, instances: [], enis: [] };
    this.vpcs.push(vpc);
    const open: SecurityGroupRule = sample.rule({ id: this.id('sgr'), peerCidr: '0.0.0.0/0', priority: 50 });
    for (const [index, group] of groups.entries()) groups[index] = { ...group, rules: index === 0 ? [open] : this.rules(groups) };
    for (let left = 2 + this.random.int(2); left > 0; left--) this.instance(vpc);
    for (let left = 2 + this.random.int(3); left > 0; left--) vpc.enis.push(this.attached(vpc, this.eni(vpc, { type: 'Secondary' })));
  }

  private rules(groups: readonly SecurityGroupRow[]): readonly SecurityGroupRule[] {
    return Array.from({ length: 1 + this.random.int(4) }, () => {
      const protocol = this.pick(['ALL', 'ALL', 'TCP', 'UDP', 'ICMP', 'GRE'] as const);
      const ranged = protocol === 'TCP' || protocol === 'UDP';
      const byGroup = this.chance(25);
      return sample.rule({
        id: this.id('sgr'), direction: this.chance(60) ? 'ingress' : 'egress', protocol, policy: this.chance(70) ? 'Accept' : 'Drop',
        priority: 1 + this.random.int(100), portRange: ranged ? this.pick(['-1/-1', '80/80', '1/1024', '5000/65535']) : '-1/-1',
        sourcePortRange: ranged && this.chance(20) ? '1/40000' : '-1/-1',
        ...(byGroup
          ? { peerGroupId: this.pick(groups).id }
          : { peerCidr: this.pick(['0.0.0.0/0', '0.0.0.0/0', '10.0.1.0/24', '198.18.0.0/15', '203.0.113.0/24', '10.0.0.0/8']) }),
        ...(this.chance(15) ? { ownCidr: this.pick(['10.0.1.0/24', '10.0.2.0/24', '198.18.0.0/15']) } : {}),
      });
    });
  }

  private instance(vpc: Vpc): void {
    const instance = this.numbered('i');
    const eni = this.eni(vpc, { type: 'Primary', status: 'InUse', instanceId: instance.id, deviceIndex: 0 });
    vpc.instances.push(sample.instance({
      ...instance, vpcId: vpc.row.id, vswitchId: eni.vswitchId, primaryEniId: eni.id, status: this.chance(92) ? 'Running' : 'Stopped',
    }));
    vpc.enis.push(eni);
  }

  private eni(vpc: Vpc, more: Partial<EniRow>): EniRow {
    const vswitch = this.pick(vpc.vswitches);
    const named = this.numbered('eni');
    const addresses = Array.from({ length: this.chance(30) ? 2 : 1 }, () => this.free(vpc, vswitch.cidr));
    return sample.eni({
      ...named, vpcId: vpc.row.id, vswitchId: vswitch.id, mac: `00:16:3e:00:${hex(named.n >> 8)}:${hex(named.n & 255)}`, privateIps: addresses,
      groupIds: this.chance(25) ? vpc.groups.map((group) => group.id) : [this.pick(vpc.groups, 65).id], sourceDestCheck: this.chance(30),
      leased: this.chance(75), ...more,
    });
  }

  private free(vpc: Vpc, cidr: string): string {
    const onNics = this.eips.flatMap(({ mode, binding, address }) => (mode !== 'NAT' && binding?.vpcId === vpc.row.id ? [address] : []));
    const taken = [...vpc.enis.flatMap((eni) => eni.privateIps), ...onNics];
    for (;;) {
      const address = cidr.replace('.0/24', `.${String(5 + this.random.int(200))}`);
      if (!taken.includes(address)) return address;
    }
  }

  /** At an instance of its VPC, most of the time. */
  private attached(vpc: Vpc, eni: EniRow): EniRow {
    const instance = this.chance(85) ? this.pick(vpc.instances) : undefined;
    const slots = vpc.enis.filter((other) => other.id !== eni.id && other.instanceId === instance?.id).map((other) => other.deviceIndex);
    return instance === undefined ? eni : { ...eni, status: 'InUse', instanceId: instance.id, deviceIndex: [1, 2, 3, 4, 5, 6, 7].find((slot) => !slots.includes(slot)) ?? 8 };
  }

  private route({ row, vswitches, tables, gateway, enis, instances }: Vpc): void {
    const active = gateway?.enabled === true;
    const add = (table: RouteTableRow, destination: string, hop: Pick<RouteEntryRow, 'nextHopType' | 'nextHopId'>) => {
      if (this.entries.some((entry) => entry.routeTableId === table.id && entry.destination === destination)) return;
      this.entries.push(sample.routeEntry({ ...this.numbered('rte'), routeTableId: table.id, vpcId: row.id, destination, ...hop }));
    };
    const direct = new Set(this.eips.filter(({ mode }) => mode !== 'NAT').map(({ binding }) => binding?.eniId));
    const host = (): Pick<RouteEntryRow, 'nextHopType' | 'nextHopId'> | undefined => {
      if (this.chance(25)) return { nextHopType: 'Instance', nextHopId: this.pick(instances).id };
      const eni = this.pick(enis);
      return direct.has(eni.id) ? undefined : { nextHopType: 'NetworkInterface', nextHopId: eni.id };
    };
    for (const table of tables) {
      const ofGateway = table.associateType === 'Gateway';
      for (const destination of this.some(ofGateway ? vswitches.map((vswitch) => vswitch.cidr) : ELSEWHERE, ofGateway ? 1 : 2)) {
        const hop = this.chance(60) ? host() : undefined;
        if (hop !== undefined) add(table, destination, hop);
      }
      if (ofGateway || !active) continue;
      for (const destination of this.some(OUTWARD, 2)) {
        const hop = this.chance(70) ? { nextHopType: 'Ipv4Gateway' as const, nextHopId: gateway.id } : host();
        if (hop !== undefined) add(table, destination, hop);
      }
    }
  }

  private bind(vpc: Vpc): void {
    const { row, gateway } = vpc;
    const taken = new Set(this.eips.flatMap(({ binding }) => (binding?.vpcId === row.id ? [binding.privateIp] : [])));
    if (gateway?.enabled === true && this.chance(25)) {
      const address = this.chance(40) ? this.pick(vpc.enis).privateIps[0] ?? '' : `${row.cidr.slice(0, -7)}.${String(this.pick([1, 2, 3]))}.${String(1 + this.random.int(250))}`;
      if (!taken.has(address)) this.eip('NAT', { type: 'IpAddress', shownId: address, eniId: '', privateIp: address, vpcId: row.id });
      return;
    }
    const eni = this.pick(vpc.enis);
    const others = this.eips.filter(({ binding }) => binding?.eniId === eni.id);
    const nextHop = this.entries.some((entry) => entry.nextHopId === eni.id || (eni.type === 'Primary' && entry.nextHopId === eni.instanceId));
    const modes: readonly ModeName[] = eni.type === 'Primary' || gateway !== undefined || nextHop ? ['NAT'] : ['NAT', 'BINDED', 'MULTI_BINDED'];
    const mode = others[0]?.mode ?? this.pick(modes);
    if (others.length > 0 && (mode === 'BINDED' || !modes.includes(mode))) return;
    const target = { type: 'NetworkInterface' as const, shownId: eni.id, eniId: eni.id, vpcId: row.id };
    if (mode === 'MULTI_BINDED') this.eip(mode, { ...target, privateIp: '' });
    else if (mode === 'BINDED') {
      if (eni.privateIps.length === 1 && others.length === 0) this.eip(mode, { ...target, privateIp: eni.privateIps[0] ?? '' });
    } else {
      const privateIp = eni.privateIps.find((address) => !taken.has(address));
      if (privateIp !== undefined) this.eip(mode, { ...target, privateIp });
    }
  }

  /** In a secondary block the EIP is the private address. */
  private eip(mode: ModeName, binding: Pick<EipBinding, 'type' | 'shownId' | 'eniId' | 'privateIp' | 'vpcId'>): void {
    const same = mode === 'NAT' && binding.privateIp.startsWith('198.18.') && this.chance(85);
    const named = this.numbered('eip');
    const address = same ? binding.privateIp : `198.18.${String(this.pick([1, 1, 2, 3, 7]))}.${String(2 + this.random.int(250))}`;
    if (this.eips.some((other) => other.address === address)) return;
    // Refused by the rules: two would have the address.
    const enis = this.vpcs.find(({ row }) => row.id === binding.vpcId)?.enis ?? [];
    if (mode !== 'NAT' && enis.some(({ privateIps }) => privateIps.includes(address))) return;
    this.eips.push(sample.eip({ ...named, address, mode, status: 'InUse', bandwidth: 200, binding: { region: 'cn-hangzhou', shownPrivateIp: '', ...binding } }));
  }

  private numbered(kind: string): { readonly id: string; readonly n: number } {
    const n = (this.number += 1);
    return { id: `${kind}-${String(n)}`, n };
  }

  private id(kind: string): string {
    return this.numbered(kind).id;
  }

  /** With `bias`, the first of them so often, in percent. */
  pick<T>(items: readonly T[], bias = 0): T {
    const item = this.chance(bias) ? items[0] : items[this.random.int(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  chance(percent: number): boolean {
    return this.random.int(100) < percent;
  }

  /** At least `least` of them, in order. */
  private some<T>(items: readonly T[], least: number): readonly T[] {
    const kept = items.filter(() => this.chance(60));
    return kept.length >= least ? kept : items.slice(0, least);
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
