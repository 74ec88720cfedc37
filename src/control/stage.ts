/** A control plane with a small cloud and agents that answer only when a test tells them to: peers of the protocol, no kernel. */
import { sample } from '../cloud/testing.js';
import type { InstanceRow, Row, RowKind, RowOf } from '../cloud/resources.js';
import { settingsSchema } from '../cloud/settings.js';
import { key } from '../network/objects.js';
import { parseDown } from '../network/schema.js';
import type { GuestState, ProbeRequest, Up, Update } from '../network/protocol.js';
import { openStore, type Store } from '../store/store.js';
import { ControlPlane } from './control-plane.js';
import type { AgentSession } from './feeder.js';
import { seeded } from '../cloud/random.js';

export class Stage {
  readonly store: Store = openStore(':memory:');
  readonly clock = { now: 1_000_000 };
  readonly faults: string[] = [];
  plane = this.start();

  /** A new control plane on the same store, as after a crash. */
  restart(): void {
    this.plane = this.start();
  }

  async settled(): Promise<void> {
    while (this.store.open) await this.plane.committed();
  }

  /** One commit, and what settles after it. */
  async write(...put: readonly Row[]): Promise<void> {
    this.plane.write({ put, remove: [] }, { time: 0, requestId: 'R', account: '1', action: 'test' });
    await this.settled();
  }

  row<K extends RowKind>(kind: K, id: string): RowOf<K> {
    const found = this.store.read.get(kind, id);
    if (found === undefined) throw new Error(`no ${kind} ${id}`);
    return found;
  }

  get eip(): RowOf<'eip'> {
    return this.row('eip', 'eip-a');
  }

  get instance(): RowOf<'instance'> {
    return this.row('instance', 'i-a');
  }

  guest(): string {
    return key('guest', this.instance.n);
  }

  /** `eip-a` on its way to `eni-b`. */
  associating(): Row {
    const binding = {
      type: 'NetworkInterface', shownId: 'eni-b', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-b', privateIp: '10.0.0.6', vpcId: 'vpc-a',
    } as const;
    return { ...this.eip, status: 'Associating', binding };
  }

  /** `eni-b` on its way to `i-a`. */
  attaching(groupIds: readonly string[] = ['sg-a']): Row {
    return { ...this.row('eni', 'eni-b'), status: 'Attaching', instanceId: 'i-a', deviceIndex: 1, groupIds };
  }

  changed(change: Partial<InstanceRow>): Row {
    return { ...this.instance, ...change };
  }

  peer(name: string, hello: { readonly epoch?: string; readonly version?: number } = {}): Peer {
    return new Peer(this.plane, name, hello);
  }

  private start(): ControlPlane {
    return new ControlPlane({
      store: this.store, actions: [], settings: settingsSchema.parse({}), now: () => this.clock.now, random: seeded(1), snapshots: '/nonexistent',
      log: { error: (fields, message) => this.faults.push(`${message} ${JSON.stringify(fields)}`) },
    });
  }
}

/** A VPC with a stopped instance, a detached ENI and an EIP: 8 objects. */
export const NETWORK: readonly Row[] = [
  sample.vpc({ id: 'vpc-a', routeTableId: 'vtb-a' }),
  sample.routeTable({ id: 'vtb-a', vpcId: 'vpc-a' }),
  sample.vswitch({ id: 'vsw-a', vpcId: 'vpc-a', routeTableId: 'vtb-a' }),
  sample.securityGroup({ id: 'sg-a', vpcId: 'vpc-a' }),
  sample.instance({ id: 'i-a', vpcId: 'vpc-a', vswitchId: 'vsw-a', primaryEniId: 'eni-a', status: 'Stopped' }),
  sample.eni({
    id: 'eni-a', vpcId: 'vpc-a', vswitchId: 'vsw-a', privateIps: ['10.0.0.5'], groupIds: ['sg-a'], instanceId: 'i-a', status: 'InUse', type: 'Primary',
  }),
  sample.eni({ id: 'eni-b', vpcId: 'vpc-a', vswitchId: 'vsw-a', privateIps: ['10.0.0.6'], groupIds: ['sg-a'], mac: '00:16:3e:00:00:02' }),
  sample.eip({ id: 'eip-a' }),
];

/** A peer of the protocol that answers only when it is told to. */
export class Peer {
  readonly got: Update[] = [];
  readonly asked: ProbeRequest[] = [];
  closed = false;
  private readonly session: AgentSession;

  constructor(plane: ControlPlane, readonly name: string, hello: { readonly epoch?: string; readonly version?: number }) {
    this.session = plane.connect({
      send: (message) => {
        const down = parseDown(JSON.stringify(message));
        if (down.type === 'update') this.got.push(down);
        else if (down.type === 'probe') this.asked.push(down);
      },
      close: () => {
        this.closed = true;
      },
    });
    this.say({ type: 'hello', host: name, epoch: hello.epoch ?? '', version: hello.version ?? 0 });
  }

  say(message: Up): void {
    this.session.receive(message);
  }

  get last(): Update {
    const message = this.got.at(-1);
    if (message === undefined) throw new Error(`${this.name} got nothing`);
    return message;
  }

  /** Confirms the last message. */
  ack(failed: Extract<Up, { type: 'applied' }>['failed'] = []): void {
    this.say({ type: 'applied', epoch: this.last.epoch, version: this.last.version, failed });
  }

  observe(...guests: readonly GuestState[]): void {
    this.say({ type: 'observed', guests, leases: [] });
  }

  leave(): void {
    this.session.closed();
  }
}
