/**
 * A cloud on one page: the rules of EIPs, ENIs, instances, VPCs, routes and gateways as the specification states them, over plain rows,
 * and nothing of OpenEIP's own code. A rule tells what a call does and what speaks against it. Where the specification orders the checks,
 * the first that fails decides; where it only lists codes, any that applies will do. A transitional state lasts until it is seen to be over.
 */

/** §8.2 */
const MULTI_REGIONS = 'cn-shanghai cn-beijing cn-zhangjiakou cn-shenzhen cn-chengdu ap-southeast-1 eu-central-1 eu-west-1 us-east-1'.split(' ');
const BINDED_REGIONS = [...MULTI_REGIONS, 'cn-hangzhou', 'cn-qingdao', 'cn-huhehaote', 'cn-guangzhou', 'ap-southeast-5'];
/** §8.3, of the types that the commands use: ENIs, private addresses an ENI, and whether the family takes multi-EIP ENIs (S-36). */
export const TYPES: Readonly<Record<string, { readonly enis: number; readonly ips: number; readonly multi: boolean }>> = {
  'ecs.g5.large': { enis: 2, ips: 6, multi: true }, 'ecs.g6.xlarge': { enis: 3, ips: 10, multi: false }, 'ecs.t5-lc1m1.small': { enis: 2, ips: 2, multi: true },
};
const EIP_TYPES = ['EcsInstance', 'NetworkInterface', 'Nat', 'SlbInstance', 'HaVip', 'IpAddress'];
const MODES = ['NAT', 'BINDED', 'MULTI_BINDED'];
const FORBIDDEN_BLOCKS = ['100.64.0.0/10', '224.0.0.0/4', '127.0.0.0/8', '169.254.0.0/16', '0.0.0.0/8'];
export const HOUR = 3_600_000;

/** First and last address of a block, or that one address, as numbers. */
const first = (cidr: string): number => cidr.replace(/\/.*/, '').split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const last = (cidr: string): number => first(cidr) + 2 ** (32 - Number(cidr.split('/')[1] ?? 32)) - 1;
const holds = (outer: string, inner: string): boolean => first(outer) <= first(inner) && last(inner) <= last(outer);
const overlap = (a: string, b: string): boolean => first(a) <= last(b) && first(b) <= last(a);
/** The first address of a vSwitch and the last three are kept. */
const usable = (cidr: string, ip: string): boolean => first(cidr) < first(ip) && first(ip) < last(cidr) - 2;
/** The same day of a later month, or its last one. */
function monthsLater(time: number, months: number): number {
  const end = new Date(time);
  end.setUTCMonth(end.getUTCMonth() + months);
  return end.getUTCDate() === new Date(time).getUTCDate() ? end.getTime() : end.setUTCDate(0);
}

export type Kind = 'eip' | 'eni' | 'instance' | 'vpc' | 'vswitch' | 'group' | 'table' | 'entry' | 'gateway';
const FIELDS = {
  kind: 'eip' as Kind, id: '', account: '', region: '', status: '',
  // Ids of the rows that it is in, or bound or attached to, '' for none; a route's next hop; an instance's primary ENI.
  vpc: '', vswitch: '', table: '', group: '', instance: '', eni: '', hop: '',
  // Of an EIP: the type of what it is bound to, what `InstanceId` shows, the private address really mapped and the one shown.
  address: '', bandwidth: 0, prepaid: false, traffic: false, expires: 0, locked: false, mode: 'NAT', type: '', shown: '', ip: '', shownIp: '',
  // Of an ENI: its private addresses, and whether it goes with its instance. Of places: the block (an ENI has its vSwitch's), secondary blocks.
  primary: false, ips: [] as string[], released: true, zone: '', cidr: '', more: [] as string[], destination: '', system: false, enabled: false,
};
/** A row of any kind, flat and changeable: it has all fields and uses those of its kind. */
export type Row = typeof FIELDS;
type Like = { readonly [F in keyof Row]?: Row[F] | undefined };
/** Stands for a row that does not exist; none refers to it. */
const NONE: Row = Object.freeze({ ...FIELDS, id: 'none' });

/** What becomes of a row in a transitional state. */
const ENDS: Readonly<Record<string, Like>> = {
  Associating: { status: 'InUse' }, Attaching: { status: 'InUse' }, Pending: { status: 'Available' }, 'instance Pending': { status: 'Starting' },
  Starting: { status: 'Running' }, Stopping: { status: 'Stopped' }, Creating: { status: 'Created' }, Activating: { status: 'Created' },
  Unassociating: { status: 'Available', mode: 'NAT', type: '', shown: '', eni: '', ip: '', shownIp: '', vpc: '' },
  Detaching: { status: 'Available', instance: '' }, Releasing: { status: 'Gone' }, Deleting: { status: 'Gone' },
};

/** Of a call; or what an answer tells that the model could not know: ids and addresses, by the names of the rows' fields. */
export type Parameters = Readonly<Record<string, string>>;
export interface Call { readonly account: string; readonly region: string; readonly action: string; readonly parameters: Parameters }
type Effect = (learned: Parameters) => unknown;
/** Codes are alternatives, separated by bars; `*` is any. */
type Fault = readonly [failed: boolean, codes: string];
const is = ({ status }: Row, ...states: readonly string[]): boolean => states.includes(status);
const set = (row: Row, fields: Like): Effect => () => Object.assign(row, fields);
const stable = (instance: Row): boolean => instance === NONE || is(instance, 'Running', 'Stopped');
const atRest = (row: Row): boolean => is(row, 'Available', 'InUse');

/** Accounts that may use multi-EIP mode, how many EIPs and VPCs each may have, and zones by region. */
interface World { readonly entitled: readonly string[]; readonly eips: number; readonly vpcs: number; readonly zones: ReadonlyMap<string, readonly string[]> }

class State {
  rows = new Map<string, Row>();
  constructor(protected readonly world: World, public now: number) {}

  /** Rows of a kind, or those of them with such fields. */
  all = (kind: Kind, like: Like = {}): readonly Row[] =>
    [...this.rows.values()].filter((row) => Object.entries({ ...like, kind }).every(([name, value]) => row[name as keyof Row] === value));
  find = (kind: Kind, like: Like): Row => this.all(kind, like)[0] ?? NONE;
  get = (kind: Kind, id: string | undefined): Row => this.find(kind, { id });
  /** What is in a place, or is bound or attached to a row. */
  of = (row: Row, ...kinds: readonly Kind[]): readonly Row[] => kinds.flatMap((kind) => this.all(kind, { [row.kind]: row.id }));
  has = (row: Row, ...kinds: readonly Kind[]): boolean => this.of(row, ...kinds).length > 0;
  leadingTo = ({ id: hop }: Row): readonly Row[] => this.all('entry', { hop }).filter((entry) => !is(entry, 'Deleting'));
  systemTable = (vpc: string): string => this.find('table', { vpc, system: true }).id;
  mappedTo = (vpc: string, ip: string | undefined, except = NONE): Row => this.all('eip', { vpc, ip }).find((eip) => eip !== except) ?? NONE;
  eniOf = (eip: Row): Row => this.get('eni', eip.eni);
  steady = ({ instance }: Row): boolean => stable(this.get('instance', instance));

  /** Ends all transitional states. */
  settle = (): void => [...this.rows.values()].forEach((row) => { while (this.end(row)); });
  /** Ends a transitional state; false where there is none. */
  end(row: Row): boolean {
    const end = ENDS[`${row.kind} ${row.status}`] ?? ENDS[row.status];
    Object.assign(row, end);
    if (row.status === 'Gone') this.rows.delete(row.id);
    return end !== undefined;
  }
  remove = (...rows: readonly Row[]): Effect => () => rows.forEach(({ id }) => this.rows.delete(id));
  unbind(eip: Row): void {
    if (is(eip, 'InUse', 'Associating')) Object.assign(eip, { status: 'Unassociating', shown: '' });
  }
  /** Deletes an ENI or a gateway with the routes that lead to it. */
  delete(row: Row): void {
    for (const eip of this.of(row, 'eip')) this.unbind(eip);
    for (const one of [row, ...this.leadingTo(row)]) one.status = 'Deleting';
  }
  deleteInstance(instance: Row): void {
    instance.status = 'Deleting';
    for (const eni of this.of(instance, 'eni')) {
      for (const eip of this.of(eni, 'eip')) if (eip.type === 'EcsInstance') this.unbind(eip);
      if (eni.released && !is(eni, 'Detaching')) this.delete(eni);
      else eni.status = 'Detaching';
    }
  }
  /** U-07: the private address that a binding maps. */
  mapped = (eip: Row, { ips, vpc }: Row, mode: string, wanted = mode === 'BINDED' ? ips[0] : ips.find((ip) => this.mappedTo(vpc, ip, eip) === NONE)): string =>
    mode === 'MULTI_BINDED' ? '' : wanted ?? '';
  /** What speaks against a private address, if one is wanted, in a vSwitch or for an ENI of it. */
  addressFaults({ vpc, cidr }: Row, ip?: string): readonly Fault[] {
    const used = this.all('eni', { vpc }).flatMap(({ ips }) => ips);
    return ip === undefined ? [] : [[!usable(cidr, ip), 'InvalidVSwitchId.IpInvalid'], [used.includes(ip), 'InvalidIp.IpAssigned']];
  }
  busyFaults = (eni: Row): readonly Fault[] =>
    [[!atRest(eni), 'InvalidOperation.InvalidEniState'], [eni.primary && !this.steady(eni), 'InvalidOperation.InvalidEcsState']];
  /** Addresses that the cloud chose: free and usable ones. */
  chosen(place: Row, ips = ''): string[] {
    if (ips.split(',').some((ip) => this.addressFaults(place, ip).some(([failed]) => failed))) throw new Error(`${ips} out of ${place.cidr}`);
    return ips.split(',');
  }
  eniIn = (vswitch: Row, { id: group }: Row, ips: string | undefined): Like =>
    ({ kind: 'eni', vpc: vswitch.vpc, vswitch: vswitch.id, zone: vswitch.zone, cidr: vswitch.cidr, group, ips: this.chosen(vswitch, ips) });
}

/** A call, and the rows that it names. A rule takes them in the order of the checks: one that its caller does not have here refuses the call. */
class Asked {
  /** The codes of the first check in order that failed. */
  refusal: string | undefined;
  constructor(private readonly state: State, readonly call: Call, readonly p = call.parameters) {}

  get eip() { return this.own('eip', this.p['AllocationId'], 'InvalidAllocationId.NotFound'); }
  get eni() { return this.own('eni', this.p['NetworkInterfaceId'], 'InvalidEniId.NotFound'); }
  get instance() { return this.own('instance', this.p['InstanceId'], 'InvalidInstanceId.NotFound'); }
  /** The same, as the actions of ENIs say it. */
  get ecs() { return this.own('instance', this.p['InstanceId'], 'InvalidEcsId.NotFound'); }
  get vpc() { return this.own('vpc', this.p['VpcId'], 'InvalidVpcId.NotFound'); }
  get vswitch() { return this.own('vswitch', this.p['VSwitchId'], 'InvalidVSwitchId.NotFound|InvalidVswitchID.NotFound'); }
  get group() { return this.own('group', this.p['SecurityGroupId'], 'InvalidSecurityGroupId.NotFound'); }
  get table() { return this.own('table', this.p['RouteTableId'], 'InvalidRouteTableId.NotFound'); }
  get entry() { return this.own('entry', `${this.table.id} ${this.p['DestinationCidrBlock']}`, 'InvalidRouteEntry.NotFound|InvalidRouteEntry.SystemRoute'); }
  get gateway() { return this.own('gateway', this.p['Ipv4GatewayId'], 'ResourceNotFound.Ipv4Gateway'); }
  /** Where the specification orders the checks: the call is refused at the first that fails. */
  readonly inOrder = (...faults: readonly Fault[]): readonly [] => {
    this.refusal ??= faults.find(([failed]) => failed)?.[1];
    return [];
  };
  readonly own = (kind: Kind, id: string | undefined, codes: string): Row => {
    const row = this.state.find(kind, { id, account: this.call.account, region: this.call.region });
    this.inOrder([row === NONE, codes]);
    return row;
  };

  /** Adds rows of the caller. */
  readonly add = (...rows: readonly Like[]): void => {
    for (const { id = '', ...row } of rows) {
      if (id === '' || this.state.rows.has(id)) throw new Error(`${this.call.action} gave the id '${id}'`);
      this.state.rows.set(id, Object.assign(structuredClone(FIELDS), row, { id, account: this.call.account, region: this.call.region }));
    }
  };
  readonly create = (kind: Kind, fields: Like): Effect => ({ id, address = '' }) => this.add({ kind, id, address, ...fields });
  readonly route = ({ id: table, vpc }: Row, destination: string, hop: string): void =>
    this.add({ kind: 'entry', id: `${table} ${destination}`, status: 'Pending', vpc, table, destination, hop });
}

/** What a call does, and what speaks against it. */
type Rule = (asked: Asked) => readonly [effect: Effect, ...faults: readonly Fault[]];
const isOpen = (gateway: Row): boolean => gateway.enabled && is(gateway, 'Created');
const blocksOf = (vpc: Row): readonly string[] => [vpc.cidr, ...vpc.more];
const limitsOf = ({ type }: Row) => TYPES[type] ?? { enis: 0, ips: 50, multi: false };
const outside = (bandwidth: string, most: number): boolean => Number(bandwidth) < 1 || Number(bandwidth) > most;
const power = (from: string, to: string): Rule => ({ instance }) => [set(instance, { status: to }), [!is(instance, from), 'IncorrectInstanceStatus']];

export class Model extends State {
  /** What the cloud has to answer: one of these codes, or success if there is none; and what applies a call that succeeded. */
  judge(call: Call): { readonly codes: readonly string[]; readonly follow: Effect } {
    const [asked, rule] = [new Asked(this, call), this.rules[call.action]];
    if (rule === undefined) throw new Error(`the model knows no ${call.action}`);
    const [follow, ...faults] = rule(asked);
    const refusals = asked.refusal === undefined ? faults.filter(([failed]) => failed).map(([, codes]) => codes) : [asked.refusal];
    return { codes: refusals.flatMap((codes) => codes.split('|')), follow };
  }

  /** §7.5: what the cloud's clock, in ms, does to subscriptions. */
  pass(to: number): void {
    this.now = to;
    for (const eip of this.all('eip', { prepaid: true })) {
      if (to >= eip.expires + 72 * HOUR) eip.locked = true;
      if (to >= eip.expires + 144 * HOUR) eip.status = 'Releasing';
    }
  }

  private readonly rules: Readonly<Record<string, Rule>> = {
    AllocateEipAddress: ({ call: { account }, create, p: { Bandwidth = '5', InstanceChargeType, InternetChargeType, Period } }) => {
      const [prepaid, traffic] = [InstanceChargeType === 'PrePaid', InternetChargeType === 'PayByTraffic'];
      return [create('eip', { status: 'Available', bandwidth: Number(Bandwidth), prepaid, traffic, expires: monthsLater(this.now, Number(Period ?? 0)) }),
        [outside(Bandwidth, prepaid ? 1_000 : traffic ? 200 : 500) || (prepaid && traffic), 'InvalidParameter'],
        [prepaid && Period === undefined, 'InvalidParameter|MissingParameter'], [this.all('eip', { account }).length >= this.world.eips, 'QuotaExceeded.Eip']];
    },
    ModifyEipAddressAttribute: ({ eip, p: { Bandwidth = '' } }) => [set(eip, { bandwidth: Number(Bandwidth) }),
      [!atRest(eip), 'IncorrectEipStatus'], [eip.prepaid || outside(Bandwidth, eip.traffic ? 200 : 500), 'InvalidParameter']],
    ReleaseEipAddress: ({ eip, inOrder }) => [set(eip, { status: 'Releasing' }),
      ...inOrder([eip.prepaid, 'Forbidden.ChargeTypeIsPrepaid'], [!is(eip, 'Available'), 'IncorrectEipStatus'])],
    AssociateEipAddress: (asked) => this.bind(asked),
    AssociateEipAddressBatch: ({ call, inOrder, p: { BindedInstanceId: InstanceId = '', BindedInstanceType: InstanceType = '', Mode = 'NAT', ...given } }) => {
      // All or nothing: tried on a copy, which becomes the cloud if all succeed.
      const copy = Object.assign(new Model(this.world, this.now), { rows: structuredClone(this.rows) });
      const ids = Object.entries(given).filter(([name]) => name.startsWith('InstanceIds.'));
      const tried = ids.map(([, AllocationId]): Fault => {
        const { codes, follow } = copy.judge({ ...call, action: 'AssociateEipAddress', parameters: { AllocationId, InstanceId, InstanceType, Mode } });
        if (codes.length === 0) follow({});
        return [codes.length > 0, codes.join('|')];
      });
      const unknown = InstanceType !== 'NetworkInterface' && InstanceType !== 'Nat';
      return [() => (this.rows = copy.rows),
        ...inOrder([ids.length === 0, 'InvalidParameter|MissingParameter'], [unknown, 'InvalidInstanceType.ValueNotSupported'], ...tried)];
    },
    UnassociateEipAddress: ({ eip, inOrder, p: { InstanceId: id, InstanceType: type } }) => [() => this.unbind(eip), ...inOrder(
      [!is(eip, 'InUse'), 'IncorrectEipStatus'], [id !== undefined && id !== eip.shown, 'InvalidInstanceId.NotFound'],
      [type !== undefined && (!EIP_TYPES.includes(type) || (id !== undefined && type !== eip.type)), 'InvalidInstanceType.ValueNotSupported'],
      [eip.mode !== 'NAT' && is(this.eniOf(eip), 'InUse'), 'Eni.Attached'],
      [eip.mode === 'NAT' && !this.steady(this.eniOf(eip)), 'InvalidStatus.EcsStatusNotSupport'],
      [eip.eni !== '' && !atRest(this.eniOf(eip)), 'InvalidStatus.EniStatusNotSupport'])],
    ModifyEipForwardMode: ({ inOrder, own, p: { InstanceId: id, Mode: mode = '' } }) => {
      const eip = own('eip', id, 'InvalidAllocationId.NotFound');
      const [direct, eni] = [mode !== 'NAT', mode === eip.mode ? NONE : this.eniOf(eip)];
      const ip = eni === NONE ? eip.ip : this.mapped(eip, eni, mode);
      return [set(eip, { mode, ip, shownIp: eip.shownIp === ip ? ip : '' }), ...inOrder(
        [!MODES.includes(mode), 'IllegalParam.Mode'], [direct && eip.type !== '' && eip.type !== 'NetworkInterface', 'Invalid.DirectEip.BindType'],
        [eip.locked, 'Forbidden.FinancialLocked'], [!atRest(eip), 'IncorrectEipStatus'], ...(eni === NONE ? [] : this.placeFaults(eip, eni, mode)),
        [eip.mode !== 'NAT' && is(eni, 'InUse'), 'Eni.Attached'])];
    },
    CreateNetworkInterface: (asked) => [({ id, ips }) => asked.add({ ...this.eniIn(asked.vswitch, asked.group, ips), id, status: 'Available' }),
      ...asked.inOrder([!is(asked.vswitch, 'Available'), 'IncorrectVSwitchStatus']), ...this.addressFaults(asked.vswitch, asked.p['PrimaryIpAddress']),
      [asked.group.vpc !== asked.vswitch.vpc, 'InvalidOperation.VpcMismatch|InvalidSecurityGroupId.NotVpc']],
    ModifyNetworkInterfaceAttribute: ({ eni, p: { DeleteOnRelease } }) => [set(eni, { released: DeleteOnRelease === 'true' }),
      [eni.primary, 'InvalidOperation.InvalidEniType'], [is(eni, 'Deleting'), 'InvalidOperation.InvalidEniState']],
    AttachNetworkInterface: ({ eni, ecs }) => [set(eni, { status: 'Attaching', instance: ecs.id }),
      [eni.primary, 'InvalidOperation.InvalidEniType'], [!is(eni, 'Available'), 'InvalidOperation.InvalidEniState'],
      [!stable(ecs), 'InvalidOperation.InvalidEcsState'], [eni.vpc !== ecs.vpc, 'InvalidOperation.VpcMismatch'],
      [eni.zone !== ecs.zone, 'InvalidOperation.AvailabilityZoneMismatch'], [this.of(ecs, 'eni').length >= limitsOf(ecs).enis, 'EniPerInstanceLimitExceeded'],
      [eni.ips.length > limitsOf(ecs).ips, 'InvalidOperation.Ipv4CountExceeded'],
      // Ordered after the bind, and after the unbind.
      [!limitsOf(ecs).multi && this.of(eni, 'eip').some((eip) => eip.mode === 'MULTI_BINDED' && !is(eip, 'Unassociating')), 'InvalidOperation.InvalidGeneration']],
    DetachNetworkInterface: ({ eni, ecs, inOrder }) => [set(eni, { status: 'Detaching' }),
      ...inOrder([eni.primary, 'InvalidOperation.DetachPrimaryEniNotAllowed']), [!stable(ecs), 'InvalidOperation.InvalidEcsState'],
      [!is(eni, 'InUse', 'Detaching') || eni.instance !== ecs.id, 'InvalidOperation.InvalidEniState']],
    DeleteNetworkInterface: ({ eni }) => [() => this.delete(eni),
      [!is(eni, 'Available', 'Deleting'), 'InvalidOperation.InvalidEniState'], [eni.primary, 'InvalidOperation.InvalidEniType']],
    AssignPrivateIpAddresses: ({ eni, p: { 'PrivateIpAddress.1': wanted, SecondaryPrivateIpAddressCount: count = '1' } }) => [
      ({ ips }) => eni.ips.push(...this.chosen(eni, ips)), ...this.busyFaults(eni), ...this.addressFaults(eni, wanted),
      [this.of(eni, 'eip').some(({ mode }) => mode === 'BINDED'), 'InvalidAction'],
      [eni.ips.length + Number(count) > limitsOf(this.get('instance', eni.instance)).ips, 'InvalidOperation.Ipv4CountExceeded']],
    UnassignPrivateIpAddresses: ({ eni, p: { 'PrivateIpAddress.1': ip = '' } }) => [set(eni, { ips: eni.ips.filter((one) => one !== ip) }),
      ...this.busyFaults(eni), [ip === eni.ips[0], 'InvalidParameter'], [!eni.ips.includes(ip), 'InvalidIp.IpUnassigned'],
      [this.of(eni, 'eip').some((eip) => eip.ip === ip), 'InvalidAction']],
    RunInstances: ({ add, own, p: { InstanceType: type = '', SecurityGroupId, VSwitchId } }) => {
      const unknown = type in TYPES ? '' : '|InvalidInstanceType.ValueNotSupported';
      const vswitch = own('vswitch', VSwitchId, `InvalidVSwitchId.NotFound${unknown}`);
      const group = own('group', SecurityGroupId, `InvalidSecurityGroupId.NotFound${unknown}`);
      return [({ id, eni, ips }) => add(
        { kind: 'instance', id, status: 'Pending', type, vpc: vswitch.vpc, vswitch: vswitch.id, zone: vswitch.zone, eni },
        { ...this.eniIn(vswitch, group, ips), id: eni, status: 'Attaching', primary: true, instance: id }),
        [unknown !== '', 'InvalidInstanceType.ValueNotSupported'], [!is(vswitch, 'Available'), 'IncorrectVSwitchStatus'],
        [group.vpc !== vswitch.vpc, 'OperationDenied.InconsistentNetwork|InvalidSecurityGroupId.NotVpc|InvalidOperation.VpcMismatch']];
    },
    StartInstance: power('Stopped', 'Starting'),
    StopInstance: power('Running', 'Stopping'),
    RebootInstance: power('Running', 'Starting'),
    DeleteInstance: ({ instance, p: { Force } }) => [() => this.deleteInstance(instance),
      [is(instance, 'Deleting') || (!is(instance, 'Stopped') && Force !== 'true'), 'IncorrectInstanceStatus'],
      [this.leadingTo(instance).length > 0, 'DependencyViolation.RouteEntry']],
    CreateVpc: ({ add, call: { account, region }, p: { CidrBlock: cidr = '172.16.0.0/12' } }) => [
      ({ id, table }) => add({ kind: 'vpc', id, status: 'Pending', cidr }, { kind: 'table', id: table, status: 'Available', vpc: id, system: true }),
      [FORBIDDEN_BLOCKS.some((block) => overlap(block, cidr)), 'InvalidParameter|InvalidCidrBlock.Malformed'],
      [this.all('vpc', { account, region }).length >= this.world.vpcs, 'QuotaExceeded.Vpc']],
    DeleteVpc: ({ vpc, p: { ForceDelete } }) => [this.remove(vpc, ...this.of(vpc, 'entry', 'table', 'gateway')),
      [!is(vpc, 'Available'), 'IncorrectVpcStatus'], [this.has(vpc, 'vswitch'), 'DependencyViolation.VSwitch'],
      [this.has(vpc, 'group'), 'DependencyViolation.SecurityGroup'], [this.has(vpc, 'eip'), 'DependencyViolation.Eip'],
      [this.of(vpc, 'table').some(({ system }) => !system), 'DependencyViolation.RouteTable'],
      [this.has(vpc, 'gateway') && ForceDelete !== 'true', 'DependencyViolation.Ipv4Gateway'],
      [this.of(vpc, 'entry').some(({ hop }) => ForceDelete !== 'true' || this.get('gateway', hop) === NONE), 'DependencyViolation.RouteEntry']],
    AssociateVpcCidrBlock: ({ vpc, p: { SecondaryCidrBlock: cidr = '' } }) => [set(vpc, { status: 'Pending', more: [...vpc.more, cidr] }),
      [!is(vpc, 'Available'), 'IncorrectStatus.Vpc'], [vpc.more.includes(cidr), 'Duplicated.SecondaryCidrBlock'],
      [[...FORBIDDEN_BLOCKS, ...blocksOf(vpc)].some((block) => overlap(block, cidr)), 'IllegalParam.SecondaryCidrBlock'],
      [this.of(vpc, 'entry').some(({ destination }) => destination === cidr), 'OperationFailed.ConflictWithEntry']],
    UnassociateVpcCidrBlock: ({ vpc, p: { SecondaryCidrBlock: cidr = '' } }) => [
      set(vpc, { status: 'Pending', more: vpc.more.filter((one) => one !== cidr) }),
      [!is(vpc, 'Available'), 'IncorrectStatus.Vpc'], [!vpc.more.includes(cidr), 'ResourceNotFound.SecondaryCidrBlock'],
      [this.of(vpc, 'vswitch').some((vswitch) => holds(cidr, vswitch.cidr)), 'OperationFailed.CidrInUse']],
    CreateVSwitch: (asked) => {
      const { ZoneId: zone = '', CidrBlock: cidr = '' } = asked.p;
      asked.inOrder([this.world.zones.get(asked.call.region)?.includes(zone) !== true, 'InvalidZoneId.NotFound|InvalidVpcId.NotFound']);
      const { create, vpc } = asked;
      return [create('vswitch', { status: 'Pending', vpc: vpc.id, zone, cidr, table: this.systemTable(vpc.id) }),
        [!is(vpc, 'Available'), 'TaskConflict'], [!blocksOf(vpc).some((block) => holds(block, cidr)), 'InvalidParameter'],
        [this.of(vpc, 'vswitch').some((other) => is(other, 'Pending')), 'IncorrectVSwitchStatus|TaskConflict'],
        [this.of(vpc, 'vswitch').some((other) => overlap(other.cidr, cidr)), 'InvalidCidrBlock.Overlapped'],
        [this.of(vpc, 'entry').some(({ destination }) => destination === cidr), 'InvalidCidrBlock.Overlapped']];
    },
    DeleteVSwitch: ({ vswitch }) => [this.remove(vswitch),
      [!is(vswitch, 'Available'), 'IncorrectVSwitchStatus'], [vswitch.table !== this.systemTable(vswitch.vpc), 'DependencyViolation.RouteTable'],
      [this.has(vswitch, 'eni', 'instance'), 'DependencyViolation|DependencyViolation.NetworkInterface|DependencyViolation.Instance']],
    CreateSecurityGroup: ({ create, vpc }) => [create('group', { vpc: vpc.id })],
    DeleteSecurityGroup: ({ group }) => [this.remove(group), [this.has(group, 'eni'), 'DependencyViolation']],
    CreateRouteTable: ({ create, vpc }) => [create('table', { status: 'Pending', vpc: vpc.id }),
      [!is(vpc, 'Available'), 'TaskConflict'], [this.of(vpc, 'table').length > 9, 'QuotaExceeded.RouteTable']],
    DeleteRouteTable: ({ table }) => [set(table, { status: 'Deleting' }),
      [table.system, 'OperationDenied.SystemRouteTable'], [this.has(table, 'vswitch'), 'IncorrectRouteTableStatus|DependencyViolation.VSwitch'],
      [is(table, 'Pending'), 'IncorrectRouteTableStatus'], [this.has(table, 'entry'), 'DependencyViolation.RouteEntry']],
    AssociateRouteTable: ({ table, vswitch }) => [() => ([table.status, vswitch.table] = ['Pending', table.id]),
      [table.system || table.vpc !== vswitch.vpc || !is(vswitch, 'Available') || !is(table, 'Available'), '*']],
    UnassociateRouteTable: ({ table, vswitch }) => [() => ([table.status, vswitch.table] = ['Pending', this.systemTable(vswitch.vpc)]),
      [table.system || vswitch.table !== table.id || !is(table, 'Available'), '*']],
    CreateRouteEntry: ({ call, route, table, p: { DestinationCidrBlock: to = '', NextHopType: type = 'Instance', NextHopId: hop = '' } }) => {
      const target = this.get(type === 'Instance' ? 'instance' : type === 'NetworkInterface' ? 'eni' : 'gateway', hop);
      return [() => route(table, to, hop),
        [is(table, 'Deleting'), 'IncorrectRouteTableStatus'], [this.rows.has(`${table.id} ${to}`), 'RouterEntryConflict.Duplicated'],
        [this.all('vswitch', { vpc: table.vpc }).some(({ cidr }) => holds(cidr, to)), 'InvalidCIDRBlock.Duplicate|InvalidCidrBlock'],
        [target.account !== call.account || target.vpc !== table.vpc || is(target, 'Deleting'), '*'],
        [this.all('eip', { eni: hop }).some(({ mode }) => mode !== 'NAT'), 'InvalidNexthop.DirectEni'],
        [target.kind === 'gateway' && !isOpen(target), 'IncorrectStatus.Ipv4Gateway']];
    },
    DeleteRouteEntry: ({ entry }) => [set(entry, { status: 'Deleting' }), [is(entry, 'Pending'), 'IncorrectRouteEntryStatus']],
    CreateIpv4Gateway: ({ create, own, p: { VpcId } }) => {
      const vpc = own('vpc', VpcId, 'OperationFailed.VpcNotExist');
      return [create('gateway', { status: 'Creating', vpc: vpc.id }),
        [!is(vpc, 'Available'), 'IncorrectStatus.Vpc'], [this.has(vpc, 'gateway'), 'OperationDenied.VpcExistIpv4Gateway'],
        [this.of(vpc, 'eip').some(({ mode }) => mode !== 'NAT'), 'OperationDenied.ExistDirectEip|OperationDenied.DirectEipExist']];
    },
    EnableVpcIpv4Gateway: ({ call, gateway, route, p: { 'RouteTableList.1': listed } }) => {
      const table = this.get('table', listed);
      return [() => {
        Object.assign(gateway, { status: 'Activating', enabled: true });
        if (table !== NONE) route(table, '0.0.0.0/0', gateway.id);
      }, [gateway.enabled, 'OperationFailed.Ipv4GatewayAlreadyActive.|OperationDenied.VpcHasAlreadyActive'],
        [!is(gateway, 'Created'), 'IncorrectStatus.Ipv4Gateway'],
        [listed !== undefined && (table.account !== call.account || table.vpc !== gateway.vpc || is(table, 'Deleting')), '*'],
        [this.rows.has(`${table.id} 0.0.0.0/0`), 'OperationDenied.ConflictOfAllZeroRouting|VPC_ROUTE_ENTRY_CIDR_BLOCK_DUPLICATE']];
    },
    DeleteIpv4Gateway: ({ gateway, p: { InternetMode } }) => [() => this.delete(gateway), [!is(gateway, 'Created', 'Deleting'), 'IncorrectStatus.Ipv4Gateway'],
      [InternetMode !== 'public' && this.leadingTo(gateway).length > 0, 'DependencyViolation.RouteEntry'],
      [this.find('eip', { vpc: gateway.vpc, type: 'IpAddress' }) !== NONE, 'DependencyViolation.Eip']],
  };

  /** §3.2 */
  private bind(asked: Asked): ReturnType<Rule> {
    const { call: { account, region }, inOrder, p } = asked;
    const { AllocationId, InstanceId: id = '', InstanceType: type = 'EcsInstance', PrivateIpAddress: wanted, VpcId } = p;
    const eip = this.find('eip', { id: AllocationId, region });
    const mode = p['Mode'] ?? (type === 'NetworkInterface' ? eip.mode : 'NAT');
    inOrder(
      [eip === NONE, 'InvalidAllocationId.NotFound'], [eip.account !== account, 'Forbidden'],
      [!EIP_TYPES.includes(type), 'InvalidInstanceType.ValueNotSupported'], [!MODES.includes(mode), 'IllegalParam.Mode'],
      [mode !== 'NAT' && type !== 'NetworkInterface', 'Invalid.DirectEip.BindType'], [eip.locked, 'Forbidden.FinancialLocked'],
      [!is(eip, 'Available'), 'IncorrectEipStatus'], [type === 'IpAddress' && VpcId === undefined, 'MissingParameter']);
    const bound = { status: 'Associating', mode, type, shown: id };
    if (type === 'IpAddress') {
      const { vpc } = asked;
      const [holder, gateway] = [this.mappedTo(vpc.id, id), this.find('gateway', { vpc: vpc.id })];
      return [set(eip, { ...bound, ip: id, vpc: vpc.id }), ...inOrder(
        [!blocksOf(vpc).some((block) => holds(block, id)), 'InvalidParameter'], [holder.eni !== '', 'ResourceAlreadyAssociated.IpAddress'],
        [gateway === NONE || is(gateway, 'Deleting'), 'OperationFailed.Ipv4GatewayNotOpenedInVpc'],
        [!isOpen(gateway), 'OperationFailed.Ipv4GatewayNotActivatedInVpc'], [holder !== NONE, 'ResourceAlreadyAssociated.IpAddress'])];
    }
    const ecs = type === 'EcsInstance' ? this.find('instance', { id, account }) : NONE;
    const eni = this.find('eni', { id: type === 'NetworkInterface' ? id : ecs.eni, account });
    const given = mode === 'MULTI_BINDED' || (type === 'EcsInstance' && wanted !== eni.ips[0]) ? undefined : wanted;
    return [set(eip, { ...bound, eni: eni.id, ip: this.mapped(eip, eni, mode, given), shownIp: given ?? '', vpc: eni.vpc }), ...inOrder(
      [eni === NONE, 'InvalidInstanId.NotFound'], [eni.region !== region, 'InvalidParameter.Mismatch'], [!stable(ecs), 'IncorrectInstanceStatus'],
      ...this.placeFaults(eip, eni, mode, given))];
  }

  /** §3.2 #14a to #31: what speaks against the ENI in this mode. */
  private placeFaults(eip: Row, eni: Row, mode: string, wanted?: string): readonly Fault[] {
    const others = this.of(eni, 'eip').filter((one) => one !== eip).map((one) => one.mode);
    const [nat, direct, binded, multi] = [mode === 'NAT', mode !== 'NAT', mode === 'BINDED', mode === 'MULTI_BINDED'];
    const [holder, free] = [this.mappedTo(eni.vpc, wanted, eip), eni.ips.some((ip) => this.mappedTo(eni.vpc, ip, eip) === NONE)];
    return [
      [nat && eni.primary && others.length > 0, 'InvalidAssociation.Duplicated'], [!atRest(eni), 'InvalidStatus.EniStatusNotSupport'],
      [!this.steady(eni), 'InvalidStatus.EcsStatusNotSupport'], [direct && eni.primary, 'InvalidParameter.EniInstanceId'],
      [direct && !(binded ? BINDED_REGIONS : MULTI_REGIONS).includes(eip.region), 'UnsupportedRegion'],
      [multi && !this.world.entitled.includes(eip.account), 'Mode.NotSupport'],
      [direct && this.find('gateway', { vpc: eni.vpc }) !== NONE, 'OperationDenied.Ipv4GatewayExist'], [direct && is(eni, 'InUse'), 'Eni.Attached'],
      [binded && eni.ips.length > 1, 'Eni.HasSubIp'], [direct && this.leadingTo(eni).length > 0, 'InvalidNexthop.DirectEni'],
      [(nat && others.includes('MULTI_BINDED')) || (multi && others.includes('NAT')), 'OperationFailed.EipBindModeConflict'],
      [others.some((other) => other !== mode), 'Mode.Conflict'], [binded && others.includes('BINDED'), 'InvalidAssociation.Duplicated'],
      [binded && wanted !== undefined && wanted !== eni.ips[0], 'InvalidParameter'], [multi && others.length >= 10, 'QuotaExceed.MultiBindedEip'],
      [nat && wanted !== undefined && !eni.ips.includes(wanted), 'InvalidParameter'], [nat && !free, 'InvalidEip.EipQuotaExceeded'],
      [nat && holder.type === 'IpAddress', 'ResourceAlreadyAssociated.IpAddress'], [nat && holder !== NONE, 'InvalidAssociation.Duplicated']];
  }
}
