/**
 * A cloud on one page: the rules of EIPs, ENIs, instances, VPCs, routes and gateways as the specification states them, over plain rows,
 * and nothing of OpenEIP's own code. Where the specification orders the checks, the first that fails decides; where it only lists
 * codes, any of those that apply will do. A transitional state lasts until `settle`, or until it is seen to be over.
 */
import { holds, monthsLater, overlap } from './addresses.js';
import { BINDED_REGIONS, EIP_TYPES, FORBIDDEN_BLOCKS, HOUR, MODES, MULTI_REGIONS, TYPES } from './facts.js';
import type { Eip, Eni, Instance, Row } from './rows.js';
import { anyOf, inOrder, Refused, State, UNBOUND, type Call, type Effect, type Fault, type Parameters, type Verdict } from './state.js';

const stable = (instance: Instance | undefined): boolean => instance === undefined || instance.status === 'Running' || instance.status === 'Stopped';
const atRest = ({ status }: Eip | Eni): boolean => status === 'Available' || status === 'InUse';

export class Model extends State {
  constructor(
    /** Accounts that may use multi-EIP mode. */
    private readonly entitled: ReadonlySet<string>,
    private readonly quota: { readonly eips: number; readonly vpcs: number },
    private readonly zones: ReadonlyMap<string, readonly string[]>,
    /** The cloud's clock, ms. */
    private now: number,
  ) {
    super();
  }

  /** What the cloud has to answer to a call. */
  judge(call: Call): Verdict {
    try {
      const rule = this.rules[call.action];
      if (rule === undefined) throw new Error(`the model knows no ${call.action}`);
      return { codes: [], follow: rule(call, call.parameters) };
    } catch (error) {
      if (error instanceof Refused) return { codes: error.codes, follow: () => undefined };
      throw error;
    }
  }

  /** §7.5: what time does to subscriptions. */
  pass(to: number): void {
    this.now = to;
    for (const eip of this.all('eip').filter((one) => one.prepaid)) {
      if (to >= eip.expires + 72 * HOUR) eip.locked = true;
      if (to >= eip.expires + 144 * HOUR) eip.status = 'Releasing';
    }
  }

  private readonly rules: Readonly<Record<string, (call: Call, p: Parameters) => Effect>> = {
    AllocateEipAddress: (call, { Bandwidth = '5', InstanceChargeType, InternetChargeType, Period }) => {
      const [prepaid, traffic, bandwidth] = [InstanceChargeType === 'PrePaid', InternetChargeType === 'PayByTraffic', Number(Bandwidth)];
      anyOf(
        [bandwidth < 1 || bandwidth > (prepaid ? 1_000 : traffic ? 200 : 500) || (prepaid && traffic), 'InvalidParameter'],
        [prepaid && Period === undefined, 'InvalidParameter|MissingParameter'],
        [this.all('eip').filter((eip) => eip.account === call.account).length >= this.quota.eips, 'QuotaExceeded.Eip'],
      );
      const expires = prepaid ? monthsLater(this.now, Number(Period)) : 0;
      return ({ id, address = '' }) =>
        this.add(call, { kind: 'eip', id, address, status: 'Available', bandwidth, prepaid, traffic, expires, locked: false, mode: 'NAT', ...UNBOUND });
    },
    ModifyEipAddressAttribute: (call, { Bandwidth }) => {
      const [eip, bandwidth] = [this.own('eip', call), Number(Bandwidth)];
      anyOf([!atRest(eip), 'IncorrectEipStatus'], [eip.prepaid || bandwidth < 1 || bandwidth > (eip.traffic ? 200 : 500), 'InvalidParameter']);
      return () => (eip.bandwidth = bandwidth);
    },
    ReleaseEipAddress: (call) => {
      const eip = this.own('eip', call);
      inOrder([eip.prepaid, 'Forbidden.ChargeTypeIsPrepaid'], [eip.status !== 'Available', 'IncorrectEipStatus']);
      return () => (eip.status = 'Releasing');
    },
    AssociateEipAddress: (call) => this.bind(call),
    AssociateEipAddressBatch: (call, { BindedInstanceId: InstanceId = '', BindedInstanceType: InstanceType = '', Mode = 'NAT', ...given }) => {
      const ids = Object.entries(given).filter(([name]) => name.startsWith('InstanceIds.')).map(([, id]) => id);
      const known = InstanceType === 'NetworkInterface' || InstanceType === 'Nat';
      inOrder([ids.length === 0, 'InvalidParameter|MissingParameter'], [!known, 'InvalidInstanceType.ValueNotSupported']);
      // All or nothing: tried on a copy, which becomes the cloud if all succeed.
      const before = this.rows;
      const after = (this.rows = structuredClone(before));
      try {
        for (const AllocationId of ids) this.bind({ ...call, parameters: { AllocationId, InstanceId, InstanceType, Mode } })({});
        return () => (this.rows = after);
      } finally {
        this.rows = before;
      }
    },
    UnassociateEipAddress: (call, { InstanceId: id, InstanceType: type }) => {
      const eip = this.own('eip', call);
      const eni = this.get('eni', eip.eni);
      inOrder(
        [eip.status !== 'InUse', 'IncorrectEipStatus'], [id !== undefined && id !== eip.shown, 'InvalidInstanceId.NotFound'],
        [type !== undefined && (!EIP_TYPES.includes(type) || (id !== undefined && type !== eip.type)), 'InvalidInstanceType.ValueNotSupported'],
        [eip.mode !== 'NAT' && eni?.status === 'InUse', 'Eni.Attached'],
        [eip.mode === 'NAT' && !stable(this.get('instance', eni?.instance)), 'InvalidStatus.EcsStatusNotSupport'],
        [eni !== undefined && !atRest(eni), 'InvalidStatus.EniStatusNotSupport'],
      );
      return () => this.unbind(eip);
    },
    ModifyEipForwardMode: (call, { Mode = '' }) => {
      const eip = this.own('eip', call, 'InstanceId');
      const [eni, direct] = [this.get('eni', eip.eni), Mode !== 'NAT'];
      inOrder(
        [!MODES.includes(Mode), 'IllegalParam.Mode'], [direct && eip.type !== '' && eip.type !== 'NetworkInterface', 'Invalid.DirectEip.BindType'],
        [eip.locked, 'Forbidden.FinancialLocked'], [!atRest(eip), 'IncorrectEipStatus'],
      );
      if (eni === undefined || Mode === eip.mode) return () => (eip.mode = Mode);
      inOrder(...this.placeFaults(eip, eni, Mode, undefined), [eip.mode !== 'NAT' && eni.status === 'InUse', 'Eni.Attached']);
      const ip = this.mapped(eip, eni, Mode, undefined);
      return () => Object.assign(eip, { mode: Mode, ip, shownIp: eip.shownIp === ip ? ip : '' });
    },
    CreateNetworkInterface: (call, { PrimaryIpAddress: wanted }) => {
      const vswitch = this.own('vswitch', call);
      inOrder([vswitch.status !== 'Available', 'IncorrectVSwitchStatus']);
      const group = this.own('group', call);
      anyOf([group.vpc !== vswitch.vpc, 'InvalidOperation.VpcMismatch|InvalidSecurityGroupId.NotVpc'], ...this.addressFaults(vswitch, wanted));
      return (learned) => this.addEni(call, vswitch, group.id, learned, { status: 'Available', primary: false, instance: '' });
    },
    ModifyNetworkInterfaceAttribute: (call, { DeleteOnRelease }) => {
      const eni = this.own('eni', call);
      anyOf([eni.primary, 'InvalidOperation.InvalidEniType'], [eni.status === 'Deleting', 'InvalidOperation.InvalidEniState']);
      return () => (eni.released = DeleteOnRelease === 'true');
    },
    AttachNetworkInterface: (call) => {
      const [eni, instance] = [this.own('eni', call), this.own('instance', call, 'InstanceId', 'InvalidEcsId.NotFound')];
      const [enis, ips, multi] = this.typeOf(instance);
      anyOf(
        [eni.primary, 'InvalidOperation.InvalidEniType'], [eni.status !== 'Available', 'InvalidOperation.InvalidEniState'],
        [!stable(instance), 'InvalidOperation.InvalidEcsState'], [eni.vpc !== instance.vpc, 'InvalidOperation.VpcMismatch'],
        [this.get('vswitch', eni.vswitch)?.zone !== instance.zone, 'InvalidOperation.AvailabilityZoneMismatch'],
        [this.at(instance).length >= enis, 'EniPerInstanceLimitExceeded'], [eni.ips.length > ips, 'InvalidOperation.Ipv4CountExceeded'],
        [!multi && this.on(eni).some((eip) => eip.mode === 'MULTI_BINDED'), 'InvalidOperation.InvalidGeneration'],
      );
      return () => Object.assign(eni, { status: 'Attaching', instance: instance.id });
    },
    DetachNetworkInterface: (call) => {
      const [eni, instance] = [this.own('eni', call), this.own('instance', call, 'InstanceId', 'InvalidEcsId.NotFound')];
      inOrder([eni.primary, 'InvalidOperation.DetachPrimaryEniNotAllowed']);
      const attached = (eni.status === 'InUse' || eni.status === 'Detaching') && eni.instance === instance.id;
      anyOf([!attached, 'InvalidOperation.InvalidEniState'], [!stable(instance), 'InvalidOperation.InvalidEcsState']);
      return () => (eni.status = 'Detaching');
    },
    DeleteNetworkInterface: (call) => {
      const eni = this.own('eni', call);
      const free = eni.status === 'Available' || eni.status === 'Deleting';
      anyOf([!free, 'InvalidOperation.InvalidEniState'], [eni.primary, 'InvalidOperation.InvalidEniType']);
      return () => this.deleteEni(eni);
    },
    AssignPrivateIpAddresses: (call, { 'PrivateIpAddress.1': wanted, SecondaryPrivateIpAddressCount: count = '1' }) => {
      const eni = this.own('eni', call);
      const [vswitch, instance] = [this.get('vswitch', eni.vswitch), this.get('instance', eni.instance)];
      if (vswitch === undefined) throw new Error(`${eni.id} has no vSwitch`);
      anyOf(
        [!atRest(eni), 'InvalidOperation.InvalidEniState'], [eni.primary && !stable(instance), 'InvalidOperation.InvalidEcsState'],
        [this.on(eni).some((eip) => eip.mode === 'BINDED'), 'InvalidAction'], ...this.addressFaults(vswitch, wanted),
        [eni.ips.length + Number(count) > (instance === undefined ? 50 : this.typeOf(instance)[1]), 'InvalidOperation.Ipv4CountExceeded'],
      );
      return ({ ips }) => eni.ips.push(...this.checked(vswitch, ips));
    },
    UnassignPrivateIpAddresses: (call, { 'PrivateIpAddress.1': ip = '' }) => {
      const eni = this.own('eni', call);
      anyOf(
        [!atRest(eni), 'InvalidOperation.InvalidEniState'],
        [eni.primary && !stable(this.get('instance', eni.instance)), 'InvalidOperation.InvalidEcsState'], [ip === eni.ips[0], 'InvalidParameter'],
        [!eni.ips.includes(ip), 'InvalidIp.IpUnassigned'], [this.on(eni).some((eip) => eip.ip === ip), 'InvalidAction'],
      );
      return () => (eni.ips = eni.ips.filter((one) => one !== ip));
    },
    RunInstances: (call, { InstanceType: type = '' }) => {
      const unknown = type in TYPES ? '' : '|InvalidInstanceType.ValueNotSupported';
      const vswitch = this.own('vswitch', call, 'VSwitchId', `InvalidVSwitchId.NotFound${unknown}`);
      const group = this.own('group', call, 'SecurityGroupId', `InvalidSecurityGroupId.NotFound${unknown}`);
      anyOf(
        [unknown !== '', 'InvalidInstanceType.ValueNotSupported'], [vswitch.status !== 'Available', 'IncorrectVSwitchStatus'],
        [group.vpc !== vswitch.vpc, 'OperationDenied.InconsistentNetwork|InvalidSecurityGroupId.NotVpc|InvalidOperation.VpcMismatch'],
      );
      return ({ id, eni = '', ips = '' }) => {
        this.add(call, { kind: 'instance', id, status: 'Pending', type, vpc: vswitch.vpc, zone: vswitch.zone, vswitch: vswitch.id, primary: eni });
        this.addEni(call, vswitch, group.id, { id: eni, ips }, { status: 'Attaching', primary: true, instance: id ?? '' });
      };
    },
    StartInstance: (call) => this.power(call, 'Stopped', 'Starting'),
    StopInstance: (call) => this.power(call, 'Running', 'Stopping'),
    RebootInstance: (call) => this.power(call, 'Running', 'Starting'),
    DeleteInstance: (call, { Force }) => {
      const instance = this.own('instance', call);
      anyOf(
        [instance.status === 'Deleting' || (instance.status !== 'Stopped' && Force !== 'true'), 'IncorrectInstanceStatus'],
        [this.leadingTo(instance.id).length > 0, 'DependencyViolation.RouteEntry'],
      );
      return () => {
        instance.status = 'Deleting';
        for (const eni of this.at(instance)) {
          for (const eip of this.on(eni)) if (eip.type === 'EcsInstance') this.unbind(eip);
          if (eni.released && eni.status !== 'Detaching') this.deleteEni(eni);
          else eni.status = 'Detaching';
        }
      };
    },
    CreateVpc: (call, { CidrBlock: cidr = '172.16.0.0/12' }) => {
      const own = this.all('vpc').filter((one) => one.account === call.account && one.region === call.region);
      const forbidden = FORBIDDEN_BLOCKS.some((block) => overlap(block, cidr));
      anyOf([forbidden, 'InvalidParameter|InvalidCidrBlock.Malformed'], [own.length >= this.quota.vpcs, 'QuotaExceeded.Vpc']);
      return ({ id = '', table }) => {
        this.add(call, { kind: 'vpc', id, status: 'Pending', cidr, more: [] });
        this.add(call, { kind: 'table', id: table, status: 'Available', vpc: id, system: true });
      };
    },
    DeleteVpc: (call, { ForceDelete }) => {
      const vpc = this.own('vpc', call);
      const [gateway, force, entries, tables] = [this.gatewayOf(vpc.id), ForceDelete === 'true', this.inside('entry', vpc.id), this.inside('table', vpc.id)];
      anyOf(
        [vpc.status !== 'Available', 'IncorrectVpcStatus'], [this.inside('vswitch', vpc.id).length > 0, 'DependencyViolation.VSwitch'],
        [this.inside('group', vpc.id).length > 0, 'DependencyViolation.SecurityGroup'], [gateway !== undefined && !force, 'DependencyViolation.Ipv4Gateway'],
        [entries.some((entry) => !force || entry.hop !== gateway?.id), 'DependencyViolation.RouteEntry'],
        [tables.some((table) => !table.system), 'DependencyViolation.RouteTable'], [this.inside('eip', vpc.id).length > 0, 'DependencyViolation.Eip'],
      );
      return () => [vpc, ...entries, ...tables, ...this.inside('gateway', vpc.id)].forEach(({ id }) => this.rows.delete(id));
    },
    AssociateVpcCidrBlock: (call, { SecondaryCidrBlock: cidr = '' }) => {
      const vpc = this.own('vpc', call);
      anyOf(
        [vpc.status !== 'Available', 'IncorrectStatus.Vpc'], [vpc.more.includes(cidr), 'Duplicated.SecondaryCidrBlock'],
        [[...FORBIDDEN_BLOCKS, vpc.cidr, ...vpc.more].some((block) => overlap(block, cidr)), 'IllegalParam.SecondaryCidrBlock'],
        [this.inside('entry', vpc.id).some(({ destination }) => destination === cidr), 'OperationFailed.ConflictWithEntry'],
      );
      return () => Object.assign(vpc, { status: 'Pending', more: [...vpc.more, cidr] });
    },
    UnassociateVpcCidrBlock: (call, { SecondaryCidrBlock: cidr = '' }) => {
      const vpc = this.own('vpc', call);
      anyOf(
        [vpc.status !== 'Available', 'IncorrectStatus.Vpc'], [!vpc.more.includes(cidr), 'ResourceNotFound.SecondaryCidrBlock'],
        [this.inside('vswitch', vpc.id).some((vswitch) => holds(cidr, vswitch.cidr)), 'OperationFailed.CidrInUse'],
      );
      return () => Object.assign(vpc, { status: 'Pending', more: vpc.more.filter((one) => one !== cidr) });
    },
    CreateVSwitch: (call, { ZoneId: zone = '', CidrBlock: cidr = '' }) => {
      inOrder([this.zones.get(call.region)?.includes(zone) !== true, 'InvalidZoneId.NotFound|InvalidVpcId.NotFound']);
      const vpc = this.own('vpc', call);
      const others = this.inside('vswitch', vpc.id);
      anyOf(
        [vpc.status !== 'Available', 'TaskConflict'], [![vpc.cidr, ...vpc.more].some((block) => holds(block, cidr)), 'InvalidParameter'],
        [others.some((other) => other.status === 'Pending'), 'IncorrectVSwitchStatus|TaskConflict'],
        [others.some((other) => overlap(other.cidr, cidr)), 'InvalidCidrBlock.Overlapped'],
        [this.inside('entry', vpc.id).some((entry) => entry.destination === cidr), 'InvalidCidrBlock.Overlapped'],
      );
      return ({ id }) => this.add(call, { kind: 'vswitch', id, status: 'Pending', vpc: vpc.id, zone, cidr, table: this.systemTable(vpc.id) });
    },
    DeleteVSwitch: (call) => {
      const vswitch = this.own('vswitch', call);
      const used = [...this.all('eni'), ...this.all('instance')].some((one) => one.vswitch === vswitch.id);
      anyOf(
        [vswitch.status !== 'Available', 'IncorrectVSwitchStatus'], [vswitch.table !== this.systemTable(vswitch.vpc), 'DependencyViolation.RouteTable'],
        [used, 'DependencyViolation|DependencyViolation.NetworkInterface|DependencyViolation.Instance'],
      );
      return () => this.rows.delete(vswitch.id);
    },
    CreateSecurityGroup: (call) => {
      const vpc = this.own('vpc', call);
      return ({ id }) => this.add(call, { kind: 'group', id, status: '', vpc: vpc.id });
    },
    DeleteSecurityGroup: (call) => {
      const group = this.own('group', call);
      anyOf([this.all('eni').some((eni) => eni.group === group.id), 'DependencyViolation']);
      return () => this.rows.delete(group.id);
    },
    CreateRouteTable: (call) => {
      const vpc = this.own('vpc', call);
      anyOf([vpc.status !== 'Available', 'TaskConflict'], [this.inside('table', vpc.id).length > 9, 'QuotaExceeded.RouteTable']);
      return ({ id }) => this.add(call, { kind: 'table', id, status: 'Pending', vpc: vpc.id, system: false });
    },
    DeleteRouteTable: (call) => {
      const table = this.own('table', call);
      const used = this.all('vswitch').some((vswitch) => vswitch.table === table.id);
      anyOf(
        [table.system, 'OperationDenied.SystemRouteTable'], [used, 'IncorrectRouteTableStatus|DependencyViolation.VSwitch'],
        [table.status === 'Pending', 'IncorrectRouteTableStatus'],
        [this.all('entry').some((entry) => entry.table === table.id), 'DependencyViolation.RouteEntry'],
      );
      return () => (table.status = 'Deleting');
    },
    AssociateRouteTable: (call) => {
      const [table, vswitch] = [this.own('table', call), this.own('vswitch', call)];
      anyOf([table.system || table.vpc !== vswitch.vpc || vswitch.status !== 'Available' || table.status !== 'Available', '*']);
      return () => ([table.status, vswitch.table] = ['Pending', table.id]);
    },
    UnassociateRouteTable: (call) => {
      const [table, vswitch] = [this.own('table', call), this.own('vswitch', call)];
      anyOf([table.system || vswitch.table !== table.id || table.status !== 'Available', '*']);
      return () => ([table.status, vswitch.table] = ['Pending', this.systemTable(vswitch.vpc)]);
    },
    CreateRouteEntry: (call, { DestinationCidrBlock: destination = '', NextHopType: type = 'Instance', NextHopId: hop = '' }) => {
      const table = this.own('table', call);
      const [eni, gateway] = [this.get('eni', hop), this.get('gateway', hop)];
      const target = type === 'Instance' ? this.get('instance', hop) : type === 'NetworkInterface' ? eni : gateway;
      anyOf(
        [table.status === 'Deleting', 'IncorrectRouteTableStatus'], [this.rows.has(`${table.id} ${destination}`), 'RouterEntryConflict.Duplicated'],
        [this.inside('vswitch', table.vpc).some((one) => holds(one.cidr, destination)), 'InvalidCIDRBlock.Duplicate|InvalidCidrBlock'],
        [target?.account !== call.account || target.vpc !== table.vpc || target.status === 'Deleting', '*'],
        [this.on(eni).some((eip) => eip.mode !== 'NAT'), 'InvalidNexthop.DirectEni'],
        [gateway !== undefined && !this.isOpen(gateway), 'IncorrectStatus.Ipv4Gateway'],
      );
      return () => this.route(call, table, destination, hop);
    },
    DeleteRouteEntry: (call, { DestinationCidrBlock: destination }) => {
      const entry = this.get('entry', `${this.own('table', call).id} ${destination}`);
      anyOf([entry === undefined, 'InvalidRouteEntry.NotFound|InvalidRouteEntry.SystemRoute'], [entry?.status === 'Pending', 'IncorrectRouteEntryStatus']);
      return () => Object.assign(entry ?? {}, { status: 'Deleting' });
    },
    CreateIpv4Gateway: (call) => {
      const vpc = this.own('vpc', call, 'VpcId', 'OperationFailed.VpcNotExist');
      anyOf(
        [vpc.status !== 'Available', 'IncorrectStatus.Vpc'], [this.gatewayOf(vpc.id) !== undefined, 'OperationDenied.VpcExistIpv4Gateway'],
        [this.inside('eip', vpc.id).some((eip) => eip.mode !== 'NAT'), 'OperationDenied.ExistDirectEip|OperationDenied.DirectEipExist'],
      );
      return ({ id }) => this.add(call, { kind: 'gateway', id, status: 'Creating', vpc: vpc.id, enabled: false });
    },
    EnableVpcIpv4Gateway: (call, { 'RouteTableList.1': listed }) => {
      const [gateway, table] = [this.own('gateway', call), this.get('table', listed)];
      anyOf(
        [gateway.enabled, 'OperationFailed.Ipv4GatewayAlreadyActive.|OperationDenied.VpcHasAlreadyActive'],
        [gateway.status !== 'Created', 'IncorrectStatus.Ipv4Gateway'],
        [listed !== undefined && (table?.account !== call.account || table.vpc !== gateway.vpc || table.status === 'Deleting'), '*'],
        [this.rows.has(`${listed} 0.0.0.0/0`), 'OperationDenied.ConflictOfAllZeroRouting|VPC_ROUTE_ENTRY_CIDR_BLOCK_DUPLICATE'],
      );
      return () => {
        Object.assign(gateway, { status: 'Activating', enabled: true });
        if (table !== undefined) this.route(call, table, '0.0.0.0/0', gateway.id);
      };
    },
    DeleteIpv4Gateway: (call, { InternetMode }) => {
      const gateway = this.own('gateway', call);
      const [again, entries] = [gateway.status === 'Deleting', this.leadingTo(gateway.id)];
      anyOf(
        [!again && gateway.status !== 'Created', 'IncorrectStatus.Ipv4Gateway'],
        [!again && InternetMode !== 'public' && entries.length > 0, 'DependencyViolation.RouteEntry'],
        [!again && this.inside('eip', gateway.vpc).some((eip) => eip.type === 'IpAddress'), 'DependencyViolation.Eip'],
      );
      return () => [gateway, ...entries].forEach((row) => (row.status = 'Deleting'));
    },
  };

  /** §3.2 */
  private bind(call: Call): Effect {
    const { AllocationId, InstanceId = '', InstanceType: type = 'EcsInstance', PrivateIpAddress: wanted, VpcId } = call.parameters;
    const eip = this.one('eip', AllocationId, (row) => row.region === call.region, 'InvalidAllocationId.NotFound');
    inOrder([eip.account !== call.account, 'Forbidden'], [!EIP_TYPES.includes(type), 'InvalidInstanceType.ValueNotSupported']);
    const mode = call.parameters['Mode'] ?? (type === 'NetworkInterface' ? eip.mode : 'NAT');
    inOrder(
      [!MODES.includes(mode), 'IllegalParam.Mode'], [mode !== 'NAT' && type !== 'NetworkInterface', 'Invalid.DirectEip.BindType'],
      [eip.locked, 'Forbidden.FinancialLocked'], [eip.status !== 'Available', 'IncorrectEipStatus'],
    );
    if (type === 'IpAddress') {
      inOrder([VpcId === undefined, 'MissingParameter']);
      const vpc = this.own('vpc', call);
      const [holder, gateway] = [this.mappedTo(vpc.id, InstanceId), this.gatewayOf(vpc.id)];
      inOrder(
        [![vpc.cidr, ...vpc.more].some((block) => holds(block, InstanceId)), 'InvalidParameter'],
        [holder !== undefined && holder.eni !== '', 'ResourceAlreadyAssociated.IpAddress'],
        [gateway === undefined || gateway.status === 'Deleting', 'OperationFailed.Ipv4GatewayNotOpenedInVpc'],
        [gateway !== undefined && !this.isOpen(gateway), 'OperationFailed.Ipv4GatewayNotActivatedInVpc'],
        [holder !== undefined, 'ResourceAlreadyAssociated.IpAddress'],
      );
      return () => Object.assign(eip, { status: 'Associating', mode, type, shown: InstanceId, ip: InstanceId, vpc: vpc.id });
    }
    const owned = (row: Row) => row.account === call.account;
    const ecs = type === 'EcsInstance' ? this.one('instance', InstanceId, owned, 'InvalidInstanId.NotFound') : undefined;
    const eni = this.one('eni', type === 'NetworkInterface' ? InstanceId : ecs?.primary, owned, 'InvalidInstanId.NotFound');
    const given = type === 'EcsInstance' && wanted !== eni.ips[0] ? undefined : wanted;
    inOrder([eni.region !== call.region, 'InvalidParameter.Mismatch'], [!stable(ecs), 'IncorrectInstanceStatus'], ...this.placeFaults(eip, eni, mode, given));
    const [ip, shownIp] = [this.mapped(eip, eni, mode, given), mode === 'MULTI_BINDED' ? '' : given ?? ''];
    return () => Object.assign(eip, { status: 'Associating', mode, type, shown: InstanceId, eni: eni.id, ip, shownIp, vpc: eni.vpc });
  }

  /** §3.2 #14a to #31: what speaks against the ENI in this mode. */
  private placeFaults(eip: Eip, eni: Eni, mode: string, wanted: string | undefined): readonly Fault[] {
    const bound = this.on(eni).filter((one) => one !== eip);
    const taken = (ip: string | undefined) => (ip === undefined ? undefined : this.mappedTo(eni.vpc, ip, eip));
    const has = (other: string) => bound.some((one) => one.mode === other);
    const [nat, direct, binded, multi] = [mode === 'NAT', mode !== 'NAT', mode === 'BINDED', mode === 'MULTI_BINDED'];
    return [
      [nat && eni.primary && bound.length > 0, 'InvalidAssociation.Duplicated'], [!atRest(eni), 'InvalidStatus.EniStatusNotSupport'],
      [!stable(this.get('instance', eni.instance)), 'InvalidStatus.EcsStatusNotSupport'], [direct && eni.primary, 'InvalidParameter.EniInstanceId'],
      [direct && !(binded ? BINDED_REGIONS : MULTI_REGIONS).includes(eip.region), 'UnsupportedRegion'],
      [multi && !this.entitled.has(eip.account), 'Mode.NotSupport'], [direct && this.gatewayOf(eni.vpc) !== undefined, 'OperationDenied.Ipv4GatewayExist'],
      [direct && eni.status === 'InUse', 'Eni.Attached'], [binded && eni.ips.length > 1, 'Eni.HasSubIp'],
      [direct && this.leadingTo(eni.id).length > 0, 'InvalidNexthop.DirectEni'],
      [(nat && has('MULTI_BINDED')) || (multi && has('NAT')), 'OperationFailed.EipBindModeConflict'],
      [MODES.some((other) => other !== mode && has(other)), 'Mode.Conflict'], [binded && has('BINDED'), 'InvalidAssociation.Duplicated'],
      [binded && wanted !== undefined && wanted !== eni.ips[0], 'InvalidParameter'], [multi && bound.length >= 10, 'QuotaExceed.MultiBindedEip'],
      [nat && wanted !== undefined && !eni.ips.includes(wanted), 'InvalidParameter'],
      [nat && eni.ips.every((ip) => taken(ip) !== undefined), 'InvalidEip.EipQuotaExceeded'],
      [nat && taken(wanted)?.type === 'IpAddress', 'ResourceAlreadyAssociated.IpAddress'], [nat && taken(wanted) !== undefined, 'InvalidAssociation.Duplicated'],
    ];
  }

  private power(call: Call, from: string, to: string): Effect {
    const instance = this.own('instance', call);
    inOrder([instance.status !== from, 'IncorrectInstanceStatus']);
    return () => (instance.status = to);
  }
  private typeOf = ({ type }: Instance) => TYPES[type] ?? [0, 0, false];
}
