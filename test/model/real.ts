/**
 * The cloud under test, in this process: the real dispatcher, rules, store and compiler, and an agent without a kernel that can be held
 * back. One cloud serves many sequences: it is reset before each, and the rows of the start are put back.
 */
import type { Json, ProductName } from '../../src/api/action.js';
import type { Row as StoredRow, RowKind } from '../../src/cloud/resources.js';
import { CallError, field, testCloud, textField, type TestCloud } from '../../src/control/testing.js';
import type { Call, Kind, Parameters } from './model.js';
import { items, VIEWS, word, words, type Shown } from './view.js';

export const QUOTA = { eips: 7, vpcs: 4 } as const;
/** Of all modes, of all but multi-EIP, of NAT only. */
export const REGIONS = ['cn-shanghai', 'cn-hangzhou', 'ap-northeast-1'] as const;
const KINDS: readonly RowKind[] = ['vpc', 'vswitch', 'routeTable', 'routeEntry', 'ipv4Gateway', 'securityGroup', 'instance', 'eni', 'eip'];

const ECS = /Instance|NetworkInterface|SecurityGroup|PrivateIp/;
const productOf = (action: string): ProductName => (ECS.test(action) ? 'Ecs' : 'Vpc');

export class Real {
  /** True while the data plane confirms nothing. */
  held = false;

  private constructor(
    private readonly cloud: TestCloud,
    /** The first may use multi-EIP mode. */
    readonly accounts: readonly string[],
    readonly zones: ReadonlyMap<string, readonly string[]>,
    /** How often each action was answered with each code, '' for success. */
    private readonly answers: Map<string, number>,
  ) {}

  static async open(answers: Map<string, number>): Promise<Real> {
    const cloud = await testCloud();
    const accounts: string[] = [];
    for (const MultiEip of [true, false]) {
      const AccountId = textField(await cloud.call('OpenEIP', 'CreateAccount', { Name: `multi ${MultiEip}`, MultiEip }), 'AccountId');
      await cloud.call('OpenEIP', 'SetQuota', { AccountId, Name: 'eipsPerAccount', Value: QUOTA.eips });
      await cloud.call('OpenEIP', 'SetQuota', { AccountId, Name: 'vpcsPerRegion', Value: QUOTA.vpcs });
      accounts.push(AccountId);
    }
    const zones = new Map<string, readonly string[]>();
    for (const region of REGIONS) {
      const body = await cloud.call('Vpc', 'DescribeZones', { RegionId: region });
      zones.set(region, items(body, 'Zones', 'Zone').map((zone) => word(zone, 'ZoneId')));
    }
    return new Real(cloud, accounts, zones, answers);
  }

  /** All resources, to be put back by `restart`. */
  get rows(): readonly StoredRow[] {
    return KINDS.flatMap((kind): readonly StoredRow[] => this.cloud.store.all(kind));
  }

  /** An empty cloud at the host's time, then these rows. */
  async restart(rows: readonly StoredRow[]): Promise<void> {
    this.release();
    await this.cloud.settled();
    await this.cloud.plane.reset();
    await this.cloud.settled();
    await this.cloud.call('OpenEIP', 'ResetClock');
    const put = rows.map((row) => ({ ...row, n: 0, version: 0 }));
    this.cloud.plane.write({ put, remove: [] }, { time: 0, requestId: '', account: '', action: 'test.restart' });
    await this.cloud.settled();
  }

  async now(): Promise<number> {
    return Date.parse(textField(await this.cloud.call('OpenEIP', 'DescribeClock'), 'Time'));
  }

  async advance(hours: number): Promise<void> {
    await this.cloud.call('OpenEIP', 'AdvanceClock', { By: `${hours}h` });
    await this.cloud.settled();
  }

  hold(): void {
    this.held = true;
    this.cloud.agent.hold();
  }

  release(): void {
    this.held = false;
    this.cloud.agent.release();
  }

  /** Answers with the code of a refusal, or with what a success tells. */
  async call(call: Call): Promise<string | Parameters> {
    const answer = await this.answer(call);
    const key = `${call.action} ${typeof answer === 'string' ? answer : ''}`;
    this.answers.set(key, (this.answers.get(key) ?? 0) + 1);
    return answer;
  }

  private async answer({ account, region, action, parameters }: Call): Promise<string | Parameters> {
    try {
      const body = await this.cloud.call(productOf(action), action, { RegionId: region, ...parameters }, { account });
      await this.cloud.settled();
      return await this.learn(account, region, action, body);
    } catch (error) {
      if (error instanceof CallError) return error.code;
      throw error;
    }
  }

  /** Everything that an account sees in a region, by kind and id. */
  async look(account: string, region: string): Promise<ReadonlyMap<string, { readonly kind: Kind; readonly shown: Shown }>> {
    const seen = new Map<string, { readonly kind: Kind; readonly shown: Shown }>();
    const bodies = new Map<string, Json>();
    for (const { kind, product, action, page, list, seen: rows } of VIEWS) {
      const body = bodies.get(action) ?? await this.cloud.call(product, action, { RegionId: region, ...page }, { account });
      bodies.set(action, body);
      for (const item of items(body, ...list)) for (const [id, shown] of rows(item)) seen.set(id, { kind, shown });
    }
    return seen;
  }

  /** Faults of the system itself so far. */
  get faults(): string {
    return this.cloud.faults.map(({ message, fields }) => `${message} ${JSON.stringify(fields, (_, value: unknown) => (value instanceof Error ? value.stack : value))}`).join('\n');
  }

  async close(): Promise<void> {
    await this.restart([]);
    this.cloud.store.close();
  }

  private async learn(account: string, region: string, action: string, body: Json): Promise<Parameters> {
    const text = (path: string) => String(field(body, path) ?? '');
    switch (action) {
      case 'AllocateEipAddress':
        return { id: text('AllocationId'), address: text('EipAddress') };
      case 'CreateNetworkInterface':
        return { id: text('NetworkInterfaceId'), ips: items(body, 'PrivateIpSets', 'PrivateIpSet').map((ip) => word(ip, 'PrivateIpAddress')).join() };
      case 'AssignPrivateIpAddresses':
        return { ips: words(body, 'AssignedPrivateIpAddressesSet', 'PrivateIpSet', 'PrivateIpAddress').join() };
      case 'RunInstances': {
        const id = text('InstanceIdSets.InstanceIdSet.0');
        const nics = await this.cloud.call('Ecs', 'DescribeNetworkInterfaces', { RegionId: region, InstanceId: id }, { account });
        const eni = 'NetworkInterfaceSets.NetworkInterfaceSet.0';
        return { id, eni: String(field(nics, `${eni}.NetworkInterfaceId`)), ips: String(field(nics, `${eni}.PrivateIpAddress`)) };
      }
      case 'CreateVpc':
        return { id: text('VpcId'), table: text('RouteTableId') };
      default: {
        const id = ['VSwitchId', 'SecurityGroupId', 'RouteTableId', 'Ipv4GatewayId'].map(text).find((one) => one !== '');
        return id === undefined ? {} : { id };
      }
    }
  }
}
