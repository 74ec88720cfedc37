/** Hostile calls on every action of a running cloud, and what must hold after each action's share of them. */
import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import type { Action } from '../../src/api/action.js';
import { ACTIONS } from '../../src/api/registry.js';
import { seeded } from '../../src/cloud/random.js';
import { attack, complaints, isRefused, knownRefusals, shown, type Reply } from './attack.js';
import type { Known } from './cases.js';
import { hostileCalls, leaves } from './hostile.js';
import { firstOf, instanceOf, text, type Scene } from './world.js';

const paths = (action: Action) => Math.max(1, leaves(action.parameters).length);
const TOTAL = ACTIONS.reduce((sum, action) => sum + paths(action), 0);

export class Siege {
  readonly refused: Reply[] = [];
  private sent = 0;
  private traced = 0;

  private constructor(
    private readonly live: Scene,
    private readonly calls: number,
    private readonly seed: number,
    private readonly mark: string,
    private readonly known: ReadonlySet<string>,
  ) {}

  /** `calls` in all, an action's share being that of its parameters. `mark` is a file that no call may make. */
  static async lay(live: Scene, calls: number, seed: number, mark: string): Promise<Siege> {
    return new Siege(live, calls, seed, mark, knownRefusals());
  }

  async storm(action: Action): Promise<void> {
    const { live } = this;
    const share = Math.ceil((this.calls * paths(action)) / TOTAL);
    const calls = hostileCalls(action, await aims(live, action), share, seeded(this.seed + ACTIONS.indexOf(action)), this.mark);
    await live.store.settled();
    const before = { rows: live.store.rows, tokens: live.store.tokens };
    const replies = await attack(live.cloud, calls);
    await live.store.settled();

    expect(replies.filter(({ status }) => status >= 500).map(shown)).toEqual([]);
    expect(replies.filter(({ status, code }) => status !== 200 && !this.known.has(`${status} ${code}`)).map(shown)).toEqual([]);
    const writers = live.store.writers;
    expect(replies.filter((reply) => isRefused(reply) && writers.has(reply.requestId)).map(shown)).toEqual([]);
    const refused = replies.filter(isRefused);
    const accepted = replies.length - refused.length;
    expect(live.store.tokens - before.tokens).toBeLessThanOrEqual(accepted);
    if (!action.writes || accepted === 0) expect(live.store.rows).toEqual(before.rows);

    this.refused.push(...refused);
    this.sent += replies.length;
    this.traced += replies.filter((reply) => !isRefused(reply) && writers.has(reply.requestId)).length;
  }

  /** To be called when every action had its share. */
  report(): void {
    expect(this.sent).toBeGreaterThanOrEqual(this.calls);
    // Neither a wall that lets nothing through nor a hole.
    expect(this.sent - this.refused.length).toBeGreaterThan(this.calls / 20);
    expect(this.refused.length).toBeGreaterThan(this.calls / 4);
    // A call that wrote is known by its RequestId, so the search for refused ones among the writers looked at something.
    expect(this.traced).toBeGreaterThan(this.calls / 100);
    expect(complaints(this.live.cloud)).toBe('');
    expect(existsSync(this.mark)).toBe(false);
  }
}

/** What the sound part of a call names: made anew for each action, because calls that are accepted use it up. */
async function aims({ world, vpc, ecs, instance }: Scene, action: Action): Promise<Known> {
  const group = world.openGroup;
  const eni = await world.eni({ addresses: 2 });
  const eip = text(await vpc('AllocateEipAddress'), 'AllocationId');
  const second = text(await ecs('CreateSecurityGroup', { VpcId: world.vpcId }), 'SecurityGroupId');
  await ecs('AuthorizeSecurityGroup', { SecurityGroupId: second, IpProtocol: 'TCP', PortRange: '80/80', SourceCidrIp: '0.0.0.0/0' });
  if (/^(Detach|DescribeNetworkInterfaceAttribute)/.test(action.name)) await ecs('AttachNetworkInterface', { NetworkInterfaceId: eni.id, InstanceId: instance });
  if (action.name === 'UnassociateEipAddress') await vpc('AssociateEipAddress', { AllocationId: eip, InstanceId: eni.id, InstanceType: 'NetworkInterface' });
  const status = text(firstOf(await ecs('DescribeInstanceStatus', { InstanceId: [instance] }), 'InstanceStatuses.InstanceStatus'), 'Status');
  if (action.name.startsWith('Start') && status === 'Running') await ecs('StopInstance', { InstanceId: instance });
  if (!action.name.startsWith('Start') && status === 'Stopped') await ecs('StartInstance', { InstanceId: instance });
  const other = /^(Delete|Run)Instance/.test(action.name)
    ? instanceOf(await ecs('RunInstances', { ImageId: 'openeip_manual', InstanceType: 'ecs.g6.large', VSwitchId: world.vswitchId, SecurityGroupId: group }))
    : instance;
  return {
    vpc: world.vpcId, vswitch: world.vswitchId, group: action.name.startsWith('Delete') ? second : group, second, eni: eni.id, instance: other, other, eip,
    added: eni.addresses[1] ?? '',
  };
}
