/**
 * Two ways from a client to a server over two routers: through OpenEIP (Internet side → edge → VPC → instance, in some mode and with a
 * security group, many EIPs present), and the same number of veth links and namespaces that do nothing but route.
 */
import { Holder } from '../test/engine/holder.js';
import type { ModeName } from '../test/support/world.js';
import { populated } from './populated.js';
import type { Scope } from './scope.js';

/** One way: runs programs at its ends. */
export interface Path {
  /** Where the client finds the server. */
  readonly address: string;
  /** What the server binds. */
  readonly bind: string;
  /** Starts a server that goes on until the scope ends; `words` say that it is there. */
  serve(argv: readonly string[], words: string): Promise<unknown>;
  /** Runs a client to its end; what it printed. */
  ask(argv: readonly string[]): Promise<string>;
}

/** EIPs mapped in the VPC beside the one that is measured. */
const PRESENT = 10_000;
/** Some seconds more than any program runs, ms. */
const PATIENCE = 60_000;

/** The highest that an EIP takes, Mbit/s: nothing that is measured as new sessions or round trips comes near it. */
const BANDWIDTH = '500';

/** `limits`: whether bandwidth is limited at all. */
export async function eipPath(scope: Scope, mode: ModeName, limits: boolean): Promise<Path> {
  const { cloud, world, instance, eni: primary, eip } = await populated(scope, PRESENT, { multiEip: true, bandwidthLimits: limits });
  await world.vpc('ModifyEipAddressAttribute', { AllocationId: eip.id, Bandwidth: BANDWIDTH });
  const eni = mode === 'NAT' ? primary : await world.eni();
  await world.bind(eip, eni, { mode });
  if (mode !== 'NAT') await world.attach(eni, instance);
  return {
    address: eip.address,
    bind: await world.useEip(eip, eni, instance, mode),
    serve: async (argv, words) => {
      const child = scope.own(cloud.spawn(instance, argv), (one) => one.kill('SIGTERM'));
      let said = '';
      await new Promise<void>((resolve, reject) => {
        const listen = (bytes: Buffer) => {
          said += bytes.toString();
          if (said.includes(words)) resolve();
        };
        child.stdout?.on('data', listen);
        child.stderr?.on('data', listen);
        child.once('exit', () => { reject(new Error(`${argv[0] ?? ''} ended: ${said}`)); });
      });
    },
    ask: async (argv) => {
      const { code, stdout, stderr } = await cloud.exec('internet', argv, { timeout: PATIENCE });
      if (code !== 0) throw new Error(`${argv[0] ?? ''} ended with ${String(code)}: ${stdout}${stderr}`);
      return stdout;
    },
  };
}

/** From left to right, each joined to the next. */
const CHAIN = ['client', 'router1', 'router2', 'server'] as const;

export async function barePath(scope: Scope): Promise<Path> {
  const holder = scope.own(await Holder.start(false), (one) => one.stop());
  const self = { pid: 1, netns: 0 };
  const ip = (place: Parameters<Holder['must']>[0], ...argv: readonly string[]) => holder.must(place, ['ip', ...argv]);
  for (const name of CHAIN) {
    ip(self, 'netns', 'add', name);
    ip(name, 'link', 'set', 'lo', 'up');
    holder.must(name, ['sysctl', '-qw', 'net.ipv4.ip_forward=1']);
  }
  const join = (index: number) => {
    const [left = '', right = ''] = CHAIN.slice(index, index + 2);
    ip(self, 'link', 'add', 'right', 'netns', left, 'type', 'veth', 'peer', 'name', 'left', 'netns', right);
    for (const [end, host, device] of [[left, 1, 'right'], [right, 2, 'left']] as const) {
      ip(end, 'address', 'add', `192.0.2.${String(index * 4 + host)}/30`, 'dev', device);
      ip(end, 'link', 'set', device, 'up');
    }
  };
  for (let index = 0; index + 1 < CHAIN.length; index++) join(index);
  const route = (name: string, via: number, ...to: readonly string[]) => ip(name, 'route', 'add', ...to, 'via', `192.0.2.${String(via)}`);
  route('client', 2, 'default');
  route('router1', 6, '192.0.2.8/30');
  route('router2', 5, '192.0.2.0/30');
  route('server', 9, 'default');
  // The interpreters that instances have, not those of whoever runs the bench.
  const plain = (argv: readonly string[]) => ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', ...argv];
  return {
    address: '192.0.2.10',
    bind: '192.0.2.10',
    serve: (argv, words) => holder.start('server', plain(argv), words),
    ask: (argv) => Promise.resolve(holder.must('client', plain(argv))),
  };
}
