/** The commands of a sequence: which call each is, chosen among what there is when its turn comes. */
import fc from 'fast-check';
import { HOUR, TYPES, type Kind, type Model, type Parameters, type Row } from './model.js';
import { REGIONS } from './real.js';
import type { Trial } from './trial.js';

/** Draws one after the other from the numbers of a step; the smallest numbers are the plainest choices. */
class Draw {
  /** True once a row was wanted of which there is none, or none that is apt. */
  missed = false;
  private next = 0;
  readonly account: string;
  readonly region: string;

  constructor(
    readonly model: Model,
    private readonly numbers: readonly number[],
    accounts: readonly string[],
  ) {
    const who = this.below(16);
    this.account = (who < 13 ? accounts[0] : accounts[1]) ?? '';
    this.region = who < 15 ? (who === 12 ? REGIONS[2] : REGIONS[0]) : this.of(REGIONS);
  }

  below(bound: number): number {
    return (this.numbers[this.next++ % this.numbers.length] ?? 0) % bound;
  }

  /** Once in so many. */
  chance(of: number): boolean {
    return this.below(of) === of - 1;
  }

  of<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /**
   * The id of a row of the caller here, mostly of one that is apt for the step; now and then of somebody else's, of one elsewhere, or of
   * nobody's.
   */
  id(kind: Kind, apt: (row: Row) => boolean = () => true): string {
    const [luck, index] = [this.below(32), this.below(64)];
    const all = this.model.all(kind);
    const own = all.filter((row) => row.account === this.account && row.region === this.region);
    const rows = luck === 31 ? all : luck < 27 ? own.filter(apt) : own;
    this.missed ||= rows.length === 0;
    return luck === 30 ? `${kind}-none` : rows[index % Math.max(1, rows.length)]?.id ?? `${kind}-none`;
  }

  row(kind: Kind, apt?: (row: Row) => boolean): Row {
    return this.model.get(kind, this.id(kind, apt));
  }

  /** Some private address: of an ENI, free in a vSwitch, kept by the vSwitch, or elsewhere. */
  address(): string {
    const enis = this.model.all('eni');
    const ips = enis[this.below(64) % Math.max(1, enis.length)]?.ips ?? [];
    return this.of([ips[0] ?? '10.0.0.7', ips.at(-1) ?? '10.0.0.8', '10.0.0.9', '10.0.1.9', '10.0.0.254', '192.168.7.7']);
  }

  /** Parameters that are given sometimes. */
  maybe(of: number, parameters: () => Parameters): Parameters {
    return this.below(of) === 0 ? {} : parameters();
  }
}

const free = (eip: Row): boolean => eip.status === 'Available';
const bound = (eip: Row): boolean => eip.status === 'InUse';
const detached = (eni: Row): boolean => eni.status === 'Available';
const plugged = (eni: Row): boolean => eni.status === 'InUse' && !eni.primary;

/** Weight and parameters by action. */
const CALLS: Readonly<Record<string, readonly [weight: number, parameters: (draw: Draw) => Parameters]>> = {
  AllocateEipAddress: [2, (draw) => draw.of<Parameters>([
    {}, { Bandwidth: '201', InternetChargeType: 'PayByTraffic' }, { Bandwidth: '100', InternetChargeType: 'PayByTraffic' }, { Bandwidth: '501' },
    { InstanceChargeType: 'PrePaid', Period: '1', Bandwidth: '1000' }, { InstanceChargeType: 'PrePaid', Period: '1', InternetChargeType: 'PayByTraffic' },
    { InstanceChargeType: 'PrePaid' }, { Bandwidth: '0' },
  ])],
  ModifyEipAddressAttribute: [1, (draw) => ({ AllocationId: draw.id('eip'), Bandwidth: draw.of(['10', '200', '201', '501']) })],
  ReleaseEipAddress: [2, (draw) => ({ AllocationId: draw.chance(3) ? draw.id('eip', ({ prepaid }) => prepaid) : draw.id('eip', free) })],
  AssociateEipAddress: [26, (draw) => {
    const AllocationId = draw.id('eip', free);
    const mode = () => draw.maybe(2, () => ({ Mode: draw.chance(16) ? 'OTHER' : draw.of(['NAT', 'MULTI_BINDED', 'BINDED', 'MULTI_BINDED', 'BINDED']) }));
    const target = draw.of<() => Parameters>([
      () => ({ InstanceType: 'NetworkInterface', InstanceId: draw.id('eni'), ...mode() }),
      () => ({ InstanceType: 'NetworkInterface', InstanceId: draw.id('eni', (eni) => !eni.primary), ...mode() }),
      () => ({ InstanceType: 'NetworkInterface', InstanceId: draw.id('eni', detached), ...mode() }),
      () => ({ InstanceType: 'NetworkInterface', InstanceId: draw.id('eni', detached), ...mode() }),
      () => ({ InstanceId: draw.id('instance') }),
      () => ({ InstanceType: 'EcsInstance', InstanceId: draw.id('instance'), ...draw.maybe(4, mode) }),
      () => ({ InstanceType: 'IpAddress', InstanceId: draw.address(), VpcId: draw.id('vpc', (vpc) => draw.model.all('gateway').some((one) => one.vpc === vpc.id)) }),
      () => ({ InstanceType: draw.of(['IpAddress', 'Nat', 'SlbInstance', 'Elsewhere']), InstanceId: draw.address() }),
    ]);
    return { AllocationId, ...target(), ...draw.maybe(2, () => ({ PrivateIpAddress: draw.address() })) };
  }],
  AssociateEipAddressBatch: [3, (draw) => ({
    BindedInstanceId: draw.id('eni', detached), BindedInstanceType: draw.chance(9) ? 'EcsInstance' : 'NetworkInterface',
    ...Object.fromEntries(Array.from({ length: draw.below(4) }, (_, index) => [`InstanceIds.${index + 1}`, draw.id('eip', free)])),
    ...draw.maybe(2, () => ({ Mode: draw.of(['MULTI_BINDED', 'BINDED', 'NAT']) })),
  })],
  UnassociateEipAddress: [8, (draw) => ({
    AllocationId: draw.id('eip', bound), ...draw.maybe(8, () => ({})), ...draw.maybe(2, () => ({ InstanceId: draw.id('eni') })),
    ...draw.maybe(2, () => ({ InstanceType: draw.of(['NetworkInterface', 'EcsInstance', 'Other']) })),
  })],
  ModifyEipForwardMode: [7, (draw) => ({ InstanceId: draw.id('eip', bound), Mode: draw.chance(16) ? 'OTHER' : draw.of(['BINDED', 'MULTI_BINDED', 'NAT']) })],
  CreateNetworkInterface: [4, (draw) => ({ VSwitchId: draw.id('vswitch'), SecurityGroupId: draw.id('group'), ...draw.maybe(2, () => ({ PrimaryIpAddress: draw.address() })) })],
  ModifyNetworkInterfaceAttribute: [2, (draw) => ({ NetworkInterfaceId: draw.id('eni'), DeleteOnRelease: draw.of(['false', 'true']) })],
  AttachNetworkInterface: [14, (draw) => {
    const eni = draw.row('eni', detached);
    return { NetworkInterfaceId: eni.id, InstanceId: draw.id('instance', ({ zone }) => zone === eni.zone) };
  }],
  DetachNetworkInterface: [8, (draw) => {
    const eni = draw.row('eni', plugged);
    return { NetworkInterfaceId: eni.id, InstanceId: draw.id('instance', ({ id }) => id === eni.instance) };
  }],
  DeleteNetworkInterface: [3, (draw) => ({ NetworkInterfaceId: draw.id('eni', detached) })],
  AssignPrivateIpAddresses: [5, (draw) => ({
    NetworkInterfaceId: draw.id('eni'), ...draw.of<Parameters>([{ SecondaryPrivateIpAddressCount: '1' }, { SecondaryPrivateIpAddressCount: '6' }, { 'PrivateIpAddress.1': draw.address() }]),
  })],
  UnassignPrivateIpAddresses: [3, (draw) => {
    const eni = draw.row('eni', ({ ips }) => ips.length > 1);
    return { NetworkInterfaceId: eni.id, 'PrivateIpAddress.1': draw.of([eni.ips.at(-1) ?? '10.0.0.7', eni.ips[0] ?? '10.0.0.8', draw.address()]) };
  }],
  RunInstances: [2, (draw) => ({
    VSwitchId: draw.id('vswitch'), SecurityGroupId: draw.id('group'), ImageId: 'openeip_auto',
    InstanceType: draw.chance(8) ? 'ecs.none' : draw.of(['ecs.t5-lc1m1.small', ...Object.keys(TYPES)]),
  })],
  StartInstance: [3, (draw) => ({ InstanceId: draw.id('instance', ({ status }) => status === 'Stopped') })],
  StopInstance: [3, (draw) => ({ InstanceId: draw.id('instance', ({ status }) => status === 'Running') })],
  RebootInstance: [2, (draw) => ({ InstanceId: draw.id('instance', ({ status }) => status === 'Running') })],
  DeleteInstance: [3, (draw) => ({ InstanceId: draw.id('instance', ({ status }) => status === 'Stopped'), ...draw.maybe(2, () => ({ Force: 'true' })) })],
  CreateVpc: [2, (draw) => draw.of<Parameters>([{}, { CidrBlock: '192.168.0.0/16' }, { CidrBlock: '100.64.0.0/16' }])],
  DeleteVpc: [3, (draw) => ({ VpcId: draw.id('vpc', (vpc) => !draw.model.all('vswitch').some((one) => one.vpc === vpc.id)), ...draw.maybe(2, () => ({ ForceDelete: 'true' })) })],
  AssociateVpcCidrBlock: [3, (draw) => ({ VpcId: draw.id('vpc'), SecondaryCidrBlock: draw.of(['172.20.0.0/16', '198.18.0.0/24', '10.9.0.0/16', '127.0.0.0/24']) })],
  UnassociateVpcCidrBlock: [1, (draw) => ({ VpcId: draw.id('vpc', ({ more }) => more.length > 0), SecondaryCidrBlock: draw.of(['172.20.0.0/16', '198.18.0.0/24']) })],
  CreateVSwitch: [2, (draw) => ({ VpcId: draw.id('vpc'), ZoneId: `${draw.region}-${draw.of(['a', 'b', 'g', 'none'])}`, CidrBlock: draw.of(['10.0.2.0/24', '10.0.0.128/25', '172.20.3.0/24', '192.168.7.0/24', '172.16.1.0/24']) })],
  DeleteVSwitch: [2, (draw) => ({ VSwitchId: draw.id('vswitch', ({ id }) => draw.chance(4) || !draw.model.all('eni').some((eni) => eni.vswitch === id)) })],
  CreateSecurityGroup: [1, (draw) => ({ VpcId: draw.id('vpc') })],
  DeleteSecurityGroup: [2, (draw) => ({ SecurityGroupId: draw.id('group', ({ id }) => draw.chance(4) || !draw.model.all('eni').some((eni) => eni.group === id)) })],
  CreateRouteTable: [2, (draw) => ({ VpcId: draw.id('vpc') })],
  DeleteRouteTable: [2, (draw) => ({ RouteTableId: draw.id('table', ({ system }) => !system) })],
  AssociateRouteTable: [2, (draw) => ({ RouteTableId: draw.id('table', ({ system }) => !system), VSwitchId: draw.id('vswitch') })],
  UnassociateRouteTable: [1, (draw) => ({ RouteTableId: draw.id('table', ({ system }) => !system), VSwitchId: draw.id('vswitch') })],
  CreateRouteEntry: [6, (draw) => {
    const hop = draw.of<() => Parameters>([
      () => ({ NextHopType: 'NetworkInterface', NextHopId: draw.id('eni') }), () => ({ NextHopType: 'Ipv4Gateway', NextHopId: draw.id('gateway') }), () => ({ NextHopId: draw.id('instance') }),
    ]);
    const to = draw.of(['0.0.0.0/0', '203.0.113.0/24', '172.20.0.0/16', '10.0.0.0/16', '10.0.2.0/24', '0.0.0.0/0', '10.0.0.0/24', '10.0.0.0/25']);
    return { RouteTableId: draw.id('table'), DestinationCidrBlock: to, ...hop() };
  }],
  DeleteRouteEntry: [3, (draw) => {
    const { table, destination } = draw.row('entry');
    return { RouteTableId: table || draw.id('table'), DestinationCidrBlock: destination || '0.0.0.0/0' };
  }],
  CreateIpv4Gateway: [3, (draw) => ({ VpcId: draw.id('vpc') })],
  EnableVpcIpv4Gateway: [4, (draw) => ({ Ipv4GatewayId: draw.id('gateway'), ...draw.maybe(2, () => ({ 'RouteTableList.1': draw.id('table') })) })],
  DeleteIpv4Gateway: [2, (draw) => ({ Ipv4GatewayId: draw.id('gateway'), ...draw.maybe(2, () => ({ InternetMode: 'public' })) })],
};

/** Until less than an hour before or after a subscription is suspended or released; a day where there is none. */
function hoursToDue(draw: Draw): number {
  const { expires } = draw.row('eip', ({ prepaid }) => prepaid);
  const hours = Math.ceil((expires + draw.of([72, 144]) * HOUR - draw.model.now) / HOUR) - draw.below(2);
  return hours > 0 ? hours : 24;
}

/** What the steps do. */
export const ACTIONS = Object.keys(CALLS);

/** A step as fast-check runs and shrinks it: a name and the numbers to draw from. */
class Step implements fc.AsyncCommand<Trial, Trial> {
  constructor(
    private readonly name: string,
    private readonly numbers: readonly number[],
  ) {}

  /** Whether there is anything here that the step could be about. */
  check(trial: Readonly<Trial>): boolean {
    const draw = this.draw(trial);
    CALLS[this.name]?.[1](draw);
    return !draw.missed;
  }

  async run(trial: Trial): Promise<void> {
    const draw = this.draw(trial);
    if (this.name === 'turn') return trial.turn();
    if (this.name === 'advance') return trial.advance(draw.chance(3) ? hoursToDue(draw) : draw.of([24, 300, 700, 72]));
    const parameters = CALLS[this.name]?.[1](draw) ?? {};
    return trial.say({ account: draw.account, region: draw.region, action: this.name, parameters });
  }

  private draw({ model, real }: Readonly<Trial>): Draw {
    return new Draw(model, this.numbers, real.accounts);
  }

  toString(): string {
    return `${this.name}(${this.numbers.join()})`;
  }
}

const numbers = fc.array(fc.nat({ max: 8191 }), { minLength: 12, maxLength: 12, size: 'max' });
const named = (name: string) => numbers.map((drawn) => new Step(name, drawn));
const weights: readonly (readonly [string, number])[] = [...Object.entries(CALLS).map(([name, [weight]]) => [name, weight] as const), ['advance', 2], ['turn', 8]];

/** Sequences of up to so many steps. */
export function steps(most: number): fc.Arbitrary<Iterable<fc.AsyncCommand<Trial, Trial>>> {
  const all = weights.flatMap(([name, weight]) => Array.from({ length: weight }, () => named(name)));
  return fc.commands(all, { maxCommands: most, size: 'max' });
}
