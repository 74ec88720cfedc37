/** Two VPCs with four guests, brought up once per suite, and short words for what the tests do with them. */
import { expect } from 'vitest';
import type { Changes } from '../../src/network/objects.js';
import type { Seen } from '../../src/network/protocol.js';
import { Holder } from './holder.js';
import type { Driver, GuestHandle, Running } from './holder.js';
import { guest, policy, port, rule, space, table, translation } from './network.js';

export const CLIENT = '203.0.113.10';
export const EIP = { a1: '198.18.0.6', a1second: '198.18.0.7', b: '198.18.0.8', c: '198.18.1.5' };
export const IP = { a0: '10.0.0.5', a1: '10.0.0.6', a1second: '10.0.0.7', b: '10.0.0.8', n: '10.0.0.9', c: '10.0.0.5' };

export const objects = {
  space: space(1), table: table(1, 1), open: policy('1', rule()),
  guests: [guest(1), guest(2), guest(3), guest(4)],
  a0: port(10, { guest: 1, slot: 0, addresses: [IP.a0] }),
  a1: port(11, { guest: 1, slot: 1, addresses: [IP.a1, IP.a1second] }),
  b0: port(12, { guest: 2, slot: 0, addresses: [IP.b] }),
  n0: port(13, { guest: 3, slot: 0, addresses: [IP.n] }),
  other: space(2), otherTable: table(2, 2), otherPolicy: policy('2', rule()),
  c0: port(14, { guest: 4, slot: 0, addresses: [IP.c], space: 2, policy: '2' }),
  ta1: translation(21, EIP.a1, IP.a1), ta1second: translation(22, EIP.a1second, IP.a1second),
  tb: translation(23, EIP.b, IP.b), tc: translation(24, EIP.c, IP.c, 2),
};
export const network = Object.values(objects).flat();

type Place = string | GuestHandle;

export class Stage {
  private constructor(
    readonly holder: Holder,
    public driver: Driver,
    readonly a: GuestHandle,
    readonly b: GuestHandle,
    /** The neighbour without an EIP, who means harm. */
    readonly n: GuestHandle,
    /** In another VPC with the same private range. */
    public c: GuestHandle,
  ) {}

  static async set(rootless: boolean): Promise<Stage> {
    const holder = await Holder.start(rootless);
    const driver = holder.driver();
    await driver.call('open');
    const stage = new Stage(
      holder, driver, await driver.call('guest'), await driver.call('guest'), await driver.call('guest'), await driver.call('guest'),
    );
    const { a, b, n, c } = stage;
    expect((await driver.call('replace', network)).failures).toEqual([]);
    for (const [index, handle] of [a, b, n, c].entries()) {
      expect((await driver.call('guestUp', guest(index + 1), handle)).failures).toEqual([]);
    }
    stage.configure(a, 'eth0', [IP.a0]);
    stage.configure(a, 'eth1', [IP.a1, IP.a1second], false);
    stage.configure(b, 'eth0', [IP.b]);
    stage.configure(n, 'eth0', [IP.n]);
    stage.configure(c, 'eth0', [IP.c]);
    await Promise.all([
      stage.serve(a, IP.a0), stage.serve(a, IP.a1), stage.serve(a, IP.a1second), stage.serve(b, IP.b), stage.serve(c, IP.c),
      stage.serve(n, IP.n), stage.serve('internet', CLIENT),
    ]);
    return stage;
  }

  /** What somebody does in a guest by hand. */
  configure(who: GuestHandle, device: string, addresses: readonly string[], gateway = true): void {
    this.holder.must(who, ['ip', 'link', 'set', device, 'up']);
    for (const address of addresses) this.holder.must(who, ['ip', 'address', 'add', `${address}/24`, 'dev', device]);
    if (gateway) this.holder.must(who, ['ip', 'route', 'replace', 'default', 'via', '10.0.0.253', 'dev', device]);
  }

  /** Answers TCP with the address that the caller seems to have. */
  serve(who: Place, address: string, port_ = 80): Promise<Running> {
    return this.holder.start(who, [
      'socat', '-d', '-d', `TCP4-LISTEN:${String(port_)},bind=${address},reuseaddr,fork`, 'SYSTEM:echo $SOCAT_PEERADDR',
    ], 'listening on');
  }

  ask(from: Place, to: string, { bind = '', at = 80 } = {}): string {
    return this.holder.run(from, [
      'socat', '-T3', '-', `TCP4:${to}:${String(at)},connect-timeout=3${bind === '' ? '' : `,bind=${bind}`}`,
    ]).output.trim();
  }

  ping(from: Place, to: string, more: readonly string[] = []): boolean {
    return this.holder.run(from, ['ping', '-c1', '-W2', ...more, to]).code === 0;
  }

  /** Sends one datagram to `address:port`. */
  datagram(from: Place, to: string, bind = ''): void {
    this.holder.run(from, ['socat', '-u', '-', `UDP4-SENDTO:${to}${bind === '' ? '' : `,bind=${bind}`}`], 'x');
  }

  /** Packets that `work` made the engine drop for the cause. */
  async dropped(cause: string, work: () => unknown, namespace = 'vpc1'): Promise<number> {
    const count = async (): Promise<number> =>
      (await this.driver.call('counters')).find((each) => each.namespace === namespace)?.drops[cause] ?? Number.NaN;
    const before = await count();
    await work();
    return await count() - before;
  }

  /** `udp 10.0.0.8 > 198.18.0.6 from port/12` as a probe; what was seen in the same manner, or `nobody`. Others than tcp, udp and icmp by number. */
  async probe(text: string, answerBy?: string): Promise<{ arrived: string; answered: string }> {
    const [name = '', source = '', , destination = '', , from = ''] = text.split(' ');
    const protocol = { icmp: 1, tcp: 6, udp: 17 }[name] ?? Number(name);
    const ports = name === 'tcp' || name === 'udp' ? { sourcePort: 40_000, destinationPort: 8080 } : { sourcePort: null, destinationPort: null };
    const { arrived, answered } = await this.driver.call('probe', { from, packet: { source, destination, protocol, ...ports }, ...answerBy === undefined ? {} : { answerBy } });
    const said = (seen: Seen | null): string => seen === null ? 'nobody' : `${seen.packet.source} > ${seen.packet.destination} at ${seen.at}`;
    return { arrived: said(arrived), answered: said(answered) };
  }

  async apply(changes: Changes): Promise<void> {
    expect((await this.driver.call('apply', changes)).failures).toEqual([]);
  }

  /** Everything that the engine can change, as text; without counters of packets and the carrier, which the kernel sees in its own time. */
  snapshot(): string {
    return ['edge', 'vpc1', 'vpc2'].flatMap((name) => [
      ['nft', '-a', '-s', 'list', 'ruleset'], ['ip', '-d', 'link'], ['ip', 'address'], ['ip', 'route', 'show', 'table', 'all'],
      ['ip', 'rule'], ['ip', 'neigh', 'show', 'nud', 'permanent'],
    ].map((argv) => this.holder.must(name, argv))).join('\n').replaceAll(/NO-CARRIER,|,LOWER_UP|M-DOWN|linkdown | state \w+/g, '');
  }
}
