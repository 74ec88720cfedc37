/** One sequence: every command is said to the model and to the cloud, and both have to answer alike and to show the same afterwards. */
import type { Row as StoredRow } from '../../src/cloud/resources.js';
import { Model, type Call, type Kind, type Parameters, type Row } from './model.js';
import { QUOTA, REGIONS, type Real } from './real.js';
import { expectedOf } from './view.js';

/** What every sequence starts from, on both sides. */
export interface Start {
  readonly stored: readonly StoredRow[];
  readonly modelled: ReadonlyMap<string, Row>;
}

export class Trial {
  private readonly said: string[] = [];

  private constructor(
    readonly model: Model,
    readonly real: Real,
  ) {}

  static async begin(real: Real, start: Start = { stored: [], modelled: new Map() }): Promise<Trial> {
    await real.restart(start.stored);
    const model = new Model({ entitled: real.accounts.slice(0, 1), zones: real.zones, ...QUOTA }, await real.now());
    model.rows = structuredClone(new Map(start.modelled));
    return new Trial(model, real);
  }

  /** Builds two starts: places of two accounts in three regions, where nothing is bound yet, and the same with something of everything. */
  static async starts(real: Real): Promise<{ readonly calm: Start; readonly busy: Start }> {
    const trial = await Trial.begin(real);
    const start = async (): Promise<Start> => {
      await trial.compare();
      return { stored: real.rows, modelled: structuredClone(trial.model.rows) };
    };
    await trial.furnish();
    const calm = await start();
    await trial.use();
    return { calm, busy: await start() };
  }

  async say(call: Call): Promise<void> {
    const { model, real } = this;
    const { codes, follow } = model.judge(call);
    const answer = await real.call(call);
    const code = typeof answer === 'string' ? answer : '';
    this.said.push(`${call.action} ${JSON.stringify(call.parameters)} as ${call.account} in ${call.region}: ${code === '' ? 'done' : code}`);
    const right = codes.length === 0 ? code === '' : code !== '' && (codes.includes(code) || codes.includes('*'));
    if (!right) this.fail(`the model says ${codes.length === 0 ? 'done' : codes.join(' or ')}`);
    if (typeof answer !== 'string') follow(answer);
    await this.look(call.account, call.region);
  }

  async advance(hours: number): Promise<void> {
    this.said.push(`${hours} h later`);
    await this.real.advance(hours);
    this.model.pass(await this.real.now());
    await this.compare();
  }

  /** The data plane stops to confirm, or confirms all that it owes. */
  async turn(): Promise<void> {
    const { real } = this;
    this.said.push(real.held ? 'the data plane confirms' : 'the data plane is held back');
    if (real.held) real.release();
    else real.hold();
    await this.compare();
  }

  /** Every account in every region. */
  async compare(): Promise<void> {
    for (const account of this.real.accounts) for (const region of REGIONS) await this.look(account, region);
  }

  /** At rest again, with nothing that the cloud itself complained of. */
  async end(): Promise<void> {
    if (this.real.held) await this.turn();
    else await this.compare();
    if (this.real.faults !== '') this.fail(this.real.faults);
  }

  private async look(account: string, region: string): Promise<void> {
    const { model, real } = this;
    if (!real.held) model.settle();
    const seen = await real.look(account, region);
    for (const row of [...model.rows.values()]) {
      if (row.account !== account || row.region !== region) continue;
      // While it is held back the data plane still owes nothing for what changes nothing of it: such states may be over.
      while (real.held && seen.get(row.id)?.shown.status !== expectedOf(row, model).status && model.end(row));
    }
    for (const row of model.rows.values()) {
      if (row.account !== account || row.region !== region) continue;
      const [shown, expected] = [seen.get(row.id)?.shown, expectedOf(row, model)];
      if (shown === undefined) this.fail(`${row.kind} ${row.id} is not shown`);
      if (shown.status !== expected.status || !like(shown.text, expected.text)) {
        this.fail(`${row.kind} ${row.id} shows\n  ${shown.status} ${shown.text}, the model says\n  ${expected.status} ${expected.text}`);
      }
    }
    for (const [id, { kind }] of seen) if (!model.rows.has(id)) this.fail(`${kind} ${id} is shown and should not be`);
  }

  private fail(why: string): never {
    throw new Error(`${this.said.join('\n')}\n${why}`);
  }

  private async furnish(): Promise<void> {
    const { model, real } = this;
    const [entitled = '', plain = ''] = real.accounts;
    for (const [account, region] of [[entitled, 'cn-shanghai'], [plain, 'cn-shanghai'], [entitled, 'ap-northeast-1']] as const) {
      const say = (action: string, parameters: Parameters) => this.say({ account, region, action, parameters });
      const newest = (kind: Kind) => model.all(kind).at(-1)?.id ?? '';
      const rich = account === entitled && region === 'cn-shanghai';
      await say('CreateVpc', { CidrBlock: '10.0.0.0/8' });
      const VpcId = newest('vpc');
      const vswitches: string[] = [];
      for (const [index, ZoneId] of (real.zones.get(region) ?? []).slice(0, rich ? 2 : 1).entries()) {
        await say('CreateVSwitch', { VpcId, ZoneId, CidrBlock: `10.0.${index}.0/24` });
        vswitches.push(newest('vswitch'));
      }
      await say('CreateSecurityGroup', { VpcId });
      const [SecurityGroupId, ImageId] = [newest('group'), 'openeip_auto'];
      const nic = (VSwitchId: string | undefined) => say('CreateNetworkInterface', { VSwitchId: VSwitchId ?? '', SecurityGroupId });
      for (const VSwitchId of vswitches) await nic(VSwitchId);
      for (let more = rich ? 4 : 1; more > 0; more--) await say('AllocateEipAddress', {});
      if (!rich) continue;
      for (const InstanceType of ['ecs.g5.large', 'ecs.g6.xlarge']) await say('RunInstances', { VSwitchId: vswitches[0] ?? '', SecurityGroupId, InstanceType, ImageId });
      await nic(vswitches[0]);
      await say('AssignPrivateIpAddresses', { NetworkInterfaceId: newest('eni'), SecondaryPrivateIpAddressCount: '1' });
      await say('AllocateEipAddress', { InstanceChargeType: 'PrePaid', Period: '1' });
    }
  }

  /** Binds and attaches in the first place, and makes another that has an activated gateway. */
  private async use(): Promise<void> {
    const { model, real } = this;
    const [account = '', region] = [real.accounts[0], 'cn-shanghai'] as const;
    const say = (action: string, parameters: Parameters) => this.say({ account, region, action, parameters });
    const own = (kind: Kind) => model.all(kind, { account, region }).map(({ id }) => id);
    const eips = own('eip');
    const enis = model.all('eni', { account, region, primary: false }).map(({ id }) => id);
    const bind = (eip: number, eni: number, Mode: string) =>
      say('AssociateEipAddress', { AllocationId: eips[eip] ?? '', InstanceType: 'NetworkInterface', InstanceId: enis[eni] ?? '', Mode });
    await bind(0, 0, 'NAT');
    await bind(1, 1, 'MULTI_BINDED');
    await say('AttachNetworkInterface', { NetworkInterfaceId: enis[0] ?? '', InstanceId: own('instance')[1] ?? '' });
    await say('AssociateEipAddress', { AllocationId: eips[2] ?? '', InstanceId: own('instance')[0] ?? '' });
    await say('CreateVpc', { CidrBlock: '10.0.0.0/8' });
    const [VpcId = '', table = ''] = [own('vpc')[1], own('table').at(-1)];
    await say('CreateVSwitch', { VpcId, ZoneId: real.zones.get(region)?.[0] ?? '', CidrBlock: '10.0.0.0/24' });
    await say('CreateSecurityGroup', { VpcId });
    const [VSwitchId = '', SecurityGroupId = ''] = [own('vswitch').at(-1), own('group').at(-1)];
    await say('CreateNetworkInterface', { VSwitchId, SecurityGroupId });
    await say('CreateVSwitch', { VpcId, ZoneId: real.zones.get(region)?.[0] ?? '', CidrBlock: '10.0.3.0/24' });
    await say('CreateIpv4Gateway', { VpcId });
    await say('EnableVpcIpv4Gateway', { Ipv4GatewayId: own('gateway')[0] ?? '', 'RouteTableList.1': table });
    await say('CreateRouteTable', { VpcId });
    await say('AssociateRouteTable', { RouteTableId: own('table').at(-1) ?? '', VSwitchId });
    await say('AssociateEipAddress', { AllocationId: eips[3] ?? '', InstanceType: 'IpAddress', InstanceId: '10.0.0.9', VpcId });
    await say('AssociateVpcCidrBlock', { VpcId, SecondaryCidrBlock: '172.20.0.0/16' });
    await say('CreateVpc', {});
  }
}

/** `*` at the end stands for anything. */
function like(shown: string, expected: string): boolean {
  return expected.endsWith('*') ? shown.startsWith(expected.slice(0, -1)) : shown === expected;
}
