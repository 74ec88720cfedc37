/** A small model cloud for property tests: random commands as write sets, legal in shape, without the rules of the real actions. */
import { membersOf, outOfPackage } from '../cloud/bandwidth-package-members.js';
import { PLATFORM_ORDERS } from '../cloud/eip-platform.js';
import type { Random } from '../cloud/ids.js';
import { claim, link } from '../cloud/indexes.js';
import type {
  EipRow, EniRow, InstanceRow, Reads, RouteEntryRow, Row, RowKind, RowOf, SecurityGroupRow, VpcRow, WriteSet,
} from '../cloud/resources.js';
import { ipv4GatewayOf } from '../cloud/routing.js';
import { sample } from '../cloud/testing.js';
import { leaseGranted, revert, settle } from '../cloud/transitions.js';

const REGION = 'cn-hangzhou';

export class ModelCloud {
  private count = 0;

  constructor(
    private readonly read: Reads,
    private readonly random: Random,
  ) {}

  /** Two VPCs with everything in them. */
  seed(): readonly WriteSet[] {
    return [1, 2].map((index) => {
      const vpc = this.newVpc(index);
      const groups = [0, 1, 2].map(() => this.newGroup(vpc.put[0]?.id ?? ''));
      return { put: [...vpc.put, ...groups], remove: [] };
    });
  }

  /** One random command against the state as it is; empty where it does not apply. */
  next(): WriteSet {
    const commands = [
      () => this.createInstance(), () => this.createInstance(), () => this.deleteInstance(), () => this.power(),
      () => this.createEni(), () => this.createEni(), () => this.deleteEni(), () => this.attach(), () => this.attach(),
      () => this.detach(), () => this.move(), () => this.move(), () => this.move(), () => this.fallBack(),
      () => this.allocate(), () => this.allocate(), () => this.bind(), () => this.bind(), () => this.bind(), () => this.unbind(),
      () => this.bindAddress(), () => this.lease(), () => this.lease(), () => this.order(),
      () => this.release(), () => this.rename(), () => this.assign(), () => this.unassign(),
      () => this.joinOrLeave(), () => this.joinOrLeave(), () => this.addRule(), () => this.addRule(), () => this.dropRule(),
      () => this.innerAccess(), () => this.createGroup(), () => this.deleteGroup(), () => this.deleteGroup(),
      () => this.vpcBlocks(), () => this.deleteVpc(), () => this.moveTable(), () => this.hostname(), () => this.createTable(),
      () => this.deleteTable(), () => this.createEntry(), () => this.createEntry(), () => this.createEntry(), () => this.modifyEntry(),
      () => this.deleteEntry(), () => this.createGateway(), () => this.createGateway(), () => this.activate(), () => this.gatewayTable(),
      () => this.deleteGateway(), () => this.createVSwitch(), () => this.deleteVSwitch(), () => this.check(), () => this.staticAddress(),
      () => this.createPackage(), () => this.joinOrLeavePackage(), () => this.joinOrLeavePackage(), () => this.resizePackage(), () => this.deletePackage(),
    ];
    return this.pick(commands)?.() ?? nothing;
  }

  private newVpc(index: number): WriteSet {
    const [id, table] = [this.id('vpc'), this.id('vtb')];
    return put(
      sample.vpc({ id, cidr: `10.${index}.0.0/16`, routeTableId: table }),
      sample.routeTable({ id: table, vpcId: id }),
      ...[0, 1].map((third) => sample.vswitch({ id: this.id('vsw'), vpcId: id, cidr: `10.${index}.${third}.0/24`, routeTableId: table })),
    );
  }

  private newGroup(vpcId: string): SecurityGroupRow {
    return sample.securityGroup({
      id: this.id('sg'), vpcId, type: this.chance(4) ? 'enterprise' : 'normal', innerAccess: this.chance(3) ? 'Drop' : 'Accept',
    });
  }

  private newEni(vpc: VpcRow, change: Partial<EniRow>): EniRow | undefined {
    const vswitch = this.pick(this.read.linked('vswitch', link.vpc(vpc.id)));
    const groups = this.groups(vpc.id);
    if (vswitch === undefined || groups.length === 0) return undefined;
    const n = ++this.count;
    return sample.eni({
      id: `eni-${n}`, vpcId: vpc.id, vswitchId: vswitch.id, groupIds: groups, privateIps: [this.address(vswitch.cidr)],
      mac: `00:16:3e:${n.toString(16).padStart(6, '0').replace(/(..)(?=.)/g, '$1:')}`, ...change,
    });
  }

  private createInstance(): WriteSet {
    const vpc = this.any('vpc');
    if (vpc === undefined) return nothing;
    const id = this.id('i');
    const eni = this.newEni(vpc, { type: 'Primary', status: 'InUse', instanceId: id });
    if (eni === undefined) return nothing;
    return put(
      eni,
      sample.instance({ id, vpcId: vpc.id, vswitchId: eni.vswitchId, primaryEniId: eni.id, status: this.pick(['Pending', 'Running', 'Stopped']) ?? 'Running' }),
    );
  }

  /** Also while its ENIs carry EIPs: they are unbound with it. */
  private deleteInstance(): WriteSet {
    const instance = this.any('instance');
    if (instance === undefined) return nothing;
    const enis = this.read.linked('eni', link.instance(instance.id));
    const gone = enis.filter((eni) => eni.type === 'Primary' || this.chance(2));
    const kept = enis.filter((eni) => !gone.includes(eni));
    // A data plane that takes the instance away before the rows of its ENIs follow.
    if (this.chance(3)) return put({ ...instance, status: 'Deleting' });
    const atOnce = this.chance(2);
    const freed = gone.flatMap((eni) => this.read.linked('eip', link.eni(eni.id))).map((eip) => unbound(eip));
    const free = kept.map((eni): EniRow => ({ ...eni, status: 'Available', instanceId: '', deviceIndex: 0 }));
    return atOnce
      ? { put: [...freed, ...free], remove: [...gone, instance] }
      : put(...freed, ...free, ...gone.map((eni): EniRow => ({ ...eni, status: 'Deleting' })), { ...instance, status: 'Deleting' });
  }

  private power(): WriteSet {
    const instance = this.any('instance');
    if (instance?.status === 'Running') return put({ ...instance, status: 'Stopping' });
    if (instance?.status === 'Stopped') return put({ ...instance, status: 'Starting', boot: instance.boot + 1 });
    return nothing;
  }

  private hostname(): WriteSet {
    const instance = this.any('instance');
    return instance === undefined ? nothing : put({ ...instance, hostname: `h${++this.count}`, userData: 'ZWNobw==' } satisfies InstanceRow);
  }

  /** Given to an instance or taken from it. */
  private staticAddress(): WriteSet {
    const instance = this.any('instance');
    if (instance === undefined) return nothing;
    const n = ++this.count;
    const publicIp = instance.publicIp === '' ? `198.19.${n >> 8}.${n & 255}` : '';
    return put({ ...instance, publicIp, internetMaxBandwidthOut: publicIp === '' ? 0 : 1 + this.random.int(9) } satisfies InstanceRow);
  }

  private createEni(): WriteSet {
    const vpc = this.any('vpc');
    const eni = vpc && this.newEni(vpc, {});
    return eni === undefined ? nothing : put(eni);
  }

  private deleteEni(): WriteSet {
    const eni = this.any('eni');
    if (eni?.status !== 'Available') return nothing;
    const freed = this.read.linked('eip', link.eni(eni.id)).map(unbound);
    return this.chance(2) ? { put: freed, remove: [eni] } : put(...freed, { ...eni, status: 'Deleting' });
  }

  private attach(): WriteSet {
    const eni = this.any('eni');
    const instance = this.pick(eni === undefined ? [] : this.read.linked('instance', link.vpc(eni.vpcId)));
    if (eni?.status !== 'Available' || instance === undefined) return nothing;
    const taken = new Set(this.read.linked('eni', link.instance(instance.id)).map((one) => one.deviceIndex));
    const index = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((slot) => !taken.has(slot));
    return index === undefined ? nothing : put({ ...eni, status: 'Attaching', instanceId: instance.id, deviceIndex: index });
  }

  private detach(): WriteSet {
    const eni = this.any('eni');
    return eni?.status === 'InUse' && eni.type === 'Secondary' ? put({ ...eni, status: 'Detaching' }) : nothing;
  }

  private moving(): Row | undefined {
    const kinds: readonly RowKind[] = ['eip', 'bandwidthPackage', 'eni', 'instance', 'routeTable', 'routeEntry', 'ipv4Gateway'];
    return this.pick(kinds.flatMap((kind): readonly Row[] => this.read.linked(kind, link.moving())));
  }

  private move(): WriteSet {
    const row = this.moving();
    const guest = row?.kind === 'instance' ? { boot: row.boot, state: row.status === 'Starting' ? 'running' : 'stopped' } as const : undefined;
    return (row && settle(row, guest, 0)) ?? nothing;
  }

  private fallBack(): WriteSet {
    const row = this.moving();
    return (row && revert(row)) ?? nothing;
  }

  private allocate(): WriteSet {
    const n = ++this.count;
    return put(sample.eip({ id: `eip-${n}`, address: `198.18.${n >> 8}.${n & 255}` }));
  }

  /** One mode an ENI; in cut-through mode also while it is attached, as a switch allows. */
  private bind(): WriteSet {
    const [eip, eni] = [this.any('eip'), this.any('eni')];
    if (eip?.status !== 'Available' || eni === undefined || eni.status === 'Deleting') return nothing;
    const others = this.read.linked('eip', link.eni(eni.id));
    const mode = others[0]?.mode ?? this.pick(eni.type === 'Primary' ? ['NAT'] as const : ['NAT', 'NAT', 'BINDED', 'MULTI_BINDED'] as const) ?? 'NAT';
    const free = eni.privateIps.find((address) => this.read.holder('eip', claim.mapped(eni.vpcId, address)) === undefined);
    const privateIp = mode === 'MULTI_BINDED' ? '' : free;
    if (privateIp === undefined || (mode === 'BINDED' && (others.length > 0 || privateIp !== eni.privateIps[0]))) return nothing;
    return put({
      ...eip, status: 'Associating', mode,
      binding: { type: 'NetworkInterface', shownId: eni.id, region: REGION, shownPrivateIp: '', eniId: eni.id, privateIp, vpcId: eni.vpcId },
    });
  }

  /** To an address of a VPC, whether an ENI has it or not. */
  private bindAddress(): WriteSet {
    const [eip, vpc] = [this.any('eip'), this.any('vpc')];
    if (eip?.status !== 'Available' || vpc === undefined) return nothing;
    const privateIp = `${vpc.cidr.split('.').slice(0, 2).join('.')}.0.${1 + this.random.int(60)}`;
    if (this.read.holder('eip', claim.mapped(vpc.id, privateIp)) !== undefined) return nothing;
    return put({
      ...eip, status: 'Associating',
      binding: { type: 'IpAddress', shownId: privateIp, region: REGION, shownPrivateIp: '', eniId: '', privateIp, vpcId: vpc.id },
    });
  }

  private lease(): WriteSet {
    const eni = this.any('eni');
    const leased = eni && leaseGranted(eni);
    return leased === undefined ? nothing : put(leased);
  }

  /** Suspension, its end or forced release. */
  private order(): WriteSet {
    const eip = this.any('eip');
    const order = this.pick(Object.values(PLATFORM_ORDERS));
    return eip === undefined || order === undefined ? nothing : order(eip, this.read);
  }

  private createPackage(): WriteSet {
    return put(sample.bandwidthPackage({ id: this.id('cbwp'), bandwidth: 1 + this.random.int(20) }));
  }

  private joinOrLeavePackage(): WriteSet {
    const [eip, shared] = [this.any('eip'), this.any('bandwidthPackage')];
    if (eip === undefined) return nothing;
    if (eip.packageId !== '') return put(this.chance(2) ? outOfPackage(eip) : { ...eip, packageBandwidth: this.random.int(20) });
    return shared === undefined ? nothing : put({ ...eip, packageId: shared.id, sharedBandwidth: shared.bandwidth, joiningPackage: true });
  }

  private resizePackage(): WriteSet {
    const shared = this.any('bandwidthPackage');
    if (shared === undefined) return nothing;
    const bandwidth = 1 + this.random.int(20);
    return put({ ...shared, bandwidth, status: 'Modifying' }, ...membersOf(shared, this.read).map((eip) => ({ ...eip, sharedBandwidth: bandwidth })));
  }

  private deletePackage(): WriteSet {
    const shared = this.any('bandwidthPackage');
    return shared === undefined ? nothing : { put: membersOf(shared, this.read).map(outOfPackage), remove: [shared] };
  }

  private unbind(): WriteSet {
    const eip = this.any('eip');
    return eip?.status === 'InUse' && eip.binding !== null
      ? put({ ...eip, status: 'Unassociating', binding: { ...eip.binding, shownId: '' } })
      : nothing;
  }

  private release(): WriteSet {
    const eip = this.any('eip');
    return eip?.status === 'Available' ? put({ ...eip, status: 'Releasing' }) : nothing;
  }

  private rename(): WriteSet {
    const row = this.pick(['eip', 'eni', 'vpc', 'vswitch', 'securityGroup'] as const);
    const found = row && this.any(row);
    return found === undefined ? nothing : put({ ...found, name: `n${++this.count}` });
  }

  private assign(): WriteSet {
    const eni = this.any('eni');
    const vswitch = eni && this.read.get('vswitch', eni.vswitchId);
    return eni === undefined || vswitch === undefined ? nothing : put({ ...eni, privateIps: [...eni.privateIps, this.address(vswitch.cidr)] });
  }

  private unassign(): WriteSet {
    const eni = this.any('eni');
    const last = eni?.privateIps.at(-1);
    if (eni === undefined || eni.privateIps.length < 2) return nothing;
    const mapped = this.read.linked('eip', link.eni(eni.id)).some((eip) => eip.binding?.privateIp === last);
    return mapped ? nothing : put({ ...eni, privateIps: eni.privateIps.slice(0, -1) });
  }

  private joinOrLeave(): WriteSet {
    const eni = this.any('eni');
    const groups = eni === undefined ? [] : this.groups(eni.vpcId);
    return eni === undefined || groups.length === 0 ? nothing : put({ ...eni, groupIds: groups });
  }

  private addRule(): WriteSet {
    const group = this.any('securityGroup');
    if (group === undefined) return nothing;
    const peer = this.chance(2) ? (this.pick(this.read.linked('securityGroup', link.vpc(group.vpcId)))?.id ?? '') : '';
    const rule = sample.rule({
      id: this.id('sgr'), direction: this.chance(2) ? 'ingress' : 'egress', policy: this.chance(2) ? 'Accept' : 'Drop',
      protocol: this.pick(['TCP', 'UDP', 'ICMP', 'ICMPv6', 'GRE', 'ALL']) ?? 'ALL', portRange: '1/80', priority: 1 + this.random.int(3),
      peerGroupId: peer, peerCidr: peer === '' ? '10.0.0.0/8' : '',
    });
    return put({ ...group, rules: [...group.rules, rule] });
  }

  private dropRule(): WriteSet {
    const group = this.any('securityGroup');
    return group === undefined ? nothing : put({ ...group, rules: group.rules.slice(1) });
  }

  private innerAccess(): WriteSet {
    const group = this.any('securityGroup');
    return group === undefined ? nothing : put({ ...group, innerAccess: group.innerAccess === 'Accept' ? 'Drop' : 'Accept' });
  }

  private createGroup(): WriteSet {
    const vpc = this.any('vpc');
    return vpc === undefined ? nothing : put(this.newGroup(vpc.id));
  }

  /** Also while rules of other groups name it. */
  private deleteGroup(): WriteSet {
    const group = this.any('securityGroup');
    return group === undefined || this.read.countLinked('eni', link.member(group.id)) > 0 ? nothing : { put: [], remove: [group] };
  }

  private vpcBlocks(): WriteSet {
    const vpc = this.any('vpc');
    if (vpc === undefined) return nothing;
    const userCidrs = this.chance(2) ? ['192.0.2.0/24'] : [];
    const cidr = vpc.cidr.replace(/\d+$/, this.chance(2) ? '16' : '17');
    return put({ ...vpc, cidr, userCidrs, secondaryCidrs: this.chance(2) ? [`172.${16 + this.random.int(8)}.0.0/16`] : [] });
  }

  private deleteVpc(): WriteSet {
    const vpc = this.any('vpc');
    if (vpc === undefined || this.read.countLinked('eni', link.vpc(vpc.id)) + this.read.countLinked('eip', link.vpc(vpc.id)) > 0) return nothing;
    const rest = (['vswitch', 'routeEntry', 'ipv4Gateway', 'routeTable', 'securityGroup', 'instance'] as const).flatMap((kind): readonly Row[] => this.read.linked(kind, link.vpc(vpc.id)));
    return { put: [], remove: [...rest, vpc] };
  }

  /** A vSwitch on a new table, or on one of those there are. */
  private moveTable(): WriteSet {
    const vswitch = this.any('vswitch');
    if (vswitch === undefined) return nothing;
    const free = this.read.linked('routeTable', link.vpc(vswitch.vpcId)).filter((one) => one.status !== 'Deleting' && one.associateType === 'VSwitch');
    const other = this.pick(free);
    if (other !== undefined && this.chance(2)) return put({ ...vswitch, routeTableId: other.id });
    const table = sample.routeTable({ id: this.id('vtb'), vpcId: vswitch.vpcId, type: 'Custom' });
    return put(table, { ...vswitch, routeTableId: table.id });
  }

  private createTable(): WriteSet {
    const vpc = this.any('vpc');
    const associateType = this.chance(3) ? 'Gateway' : 'VSwitch';
    return vpc === undefined ? nothing : put(sample.routeTable({ id: this.id('vtb'), vpcId: vpc.id, type: 'Custom', associateType, status: 'Pending' }));
  }

  private deleteTable(): WriteSet {
    const table = this.any('routeTable');
    const used = table === undefined || table.type === 'System' ||
      (['vswitch', 'routeEntry', 'ipv4Gateway'] as const).some((kind) => this.read.countLinked(kind, link.routeTable(table.id)) > 0);
    return used ? nothing : put({ ...table, status: 'Deleting' });
  }

  /** Into any table, around, inside and beside what is private; also where a vSwitch is. */
  private createEntry(): WriteSet {
    const table = this.any('routeTable');
    const hop = table && this.nextHop(table.vpcId);
    const destination = this.pick([
      '0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '10.1.1.0/24', '10.2.7.0/24', '172.16.0.0/16', '192.168.3.0/24', '100.100.0.0/16', '192.0.2.0/25', '8.8.8.8/32',
    ]) ?? '';
    if (table === undefined || table.status === 'Deleting' || hop === undefined) return nothing;
    if (this.read.holder('routeEntry', claim.destination(table.id, destination)) !== undefined) return nothing;
    return put(sample.routeEntry({ id: this.id('rte'), routeTableId: table.id, vpcId: table.vpcId, destination, status: 'Pending', ...hop }));
  }

  private modifyEntry(): WriteSet {
    const entry = this.any('routeEntry');
    const hop = entry && this.nextHop(entry.vpcId);
    return entry === undefined || hop === undefined || entry.status === 'Deleting' ? nothing : put({ ...entry, status: 'Modifying', ...hop });
  }

  private deleteEntry(): WriteSet {
    const entry = this.any('routeEntry');
    return entry === undefined ? nothing : put({ ...entry, status: 'Deleting' });
  }

  private nextHop(vpcId: string): Pick<RouteEntryRow, 'nextHopType' | 'nextHopId'> | undefined {
    const nextHopType = this.pick(['Instance', 'NetworkInterface', 'Ipv4Gateway'] as const) ?? 'Instance';
    const kind = ({ Instance: 'instance', NetworkInterface: 'eni', Ipv4Gateway: 'ipv4Gateway' } as const)[nextHopType];
    const row = this.pick<Row>(this.read.linked(kind, link.vpc(vpcId)));
    return row && { nextHopType, nextHopId: row.id };
  }

  private createGateway(): WriteSet {
    const vpc = this.any('vpc');
    return vpc === undefined || ipv4GatewayOf(vpc.id, this.read) !== undefined
      ? nothing
      : put(sample.ipv4Gateway({ id: this.id('ipv4gw'), vpcId: vpc.id, status: 'Creating' }));
  }

  private activate(): WriteSet {
    const gateway = this.any('ipv4Gateway');
    return gateway?.status === 'Created' ? put({ ...gateway, status: 'Activating', enabled: true }) : nothing;
  }

  private gatewayTable(): WriteSet {
    const gateway = this.any('ipv4Gateway');
    const table = this.pick((gateway === undefined ? [] : this.read.linked('routeTable', link.vpc(gateway.vpcId))).filter((one) => one.associateType === 'Gateway'));
    if (gateway === undefined || table?.status === 'Deleting') return nothing;
    return put({ ...gateway, status: 'Modifying', routeTableId: this.chance(3) ? '' : (table?.id ?? '') });
  }

  /** In either mode; the routes to it may stay for a while. */
  private deleteGateway(): WriteSet {
    const gateway = this.any('ipv4Gateway');
    const vpc = gateway && this.read.get('vpc', gateway.vpcId);
    return gateway === undefined || vpc === undefined ? nothing : put({ ...gateway, status: 'Deleting' }, { ...vpc, privateOnly: this.chance(2) });
  }

  private createVSwitch(): WriteSet {
    const vpc = this.any('vpc');
    const third = 10 + this.random.int(200);
    return vpc === undefined || this.read.linked('vswitch', link.vpc(vpc.id)).some((one) => one.cidr.split('.')[2] === String(third))
      ? nothing
      : put(sample.vswitch({ id: this.id('vsw'), vpcId: vpc.id, cidr: vpc.cidr.replace('.0.0/16', `.${third}.0/24`), routeTableId: vpc.routeTableId }));
  }

  private deleteVSwitch(): WriteSet {
    const vswitch = this.any('vswitch');
    const used = vswitch === undefined || (['eni', 'instance'] as const).some((kind) => this.read.countLinked(kind, link.vswitch(vswitch.id)) > 0);
    return used ? nothing : { put: [], remove: [vswitch] };
  }

  /** Whether foreign packets pass at an ENI. */
  private check(): WriteSet {
    const eni = this.any('eni');
    return eni === undefined ? nothing : put({ ...eni, sourceDestCheck: !eni.sourceDestCheck });
  }

  /** One to three groups of a VPC, all of one type. */
  private groups(vpcId: string): readonly string[] {
    const all = this.read.linked('securityGroup', link.vpc(vpcId));
    const first = this.pick(all);
    if (first === undefined) return [];
    const others = all.filter((group) => group.type === first.type && group !== first && this.chance(3));
    return [first, ...others.slice(0, 2)].map((group) => group.id);
  }

  private address(cidr: string): string {
    const n = ++this.count;
    return `${cidr.split('.').slice(0, 2).join('.')}.${n >> 8}.${n & 255}`;
  }

  private any<K extends RowKind>(kind: K): RowOf<K> | undefined {
    const rows = this.read.count(kind, '1', REGION);
    return rows === 0 ? undefined : this.read.list(kind, '1', REGION, { limit: 1, offset: this.random.int(rows) })[0];
  }

  private pick<T>(items: readonly T[]): T | undefined {
    return items[this.random.int(Math.max(1, items.length))];
  }

  private chance(of: number): boolean {
    return this.random.int(of) === 0;
  }

  private id(prefix: string): string {
    return `${prefix}-${++this.count}`;
  }
}

const nothing: WriteSet = { put: [], remove: [] };

function put(...rows: readonly Row[]): WriteSet {
  return { put: rows, remove: [] };
}

const unbound = (eip: EipRow): EipRow => ({ ...eip, status: 'Available', mode: 'NAT', binding: null });
