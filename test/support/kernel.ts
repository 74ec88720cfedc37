/** The kernel's side of a cloud, as text: everything of the holder's namespaces that the engine makes. */
import { spawnSync } from 'node:child_process';
import { z } from 'zod';
import { insideArgv } from '../../src/cli/holder.js';
import { Home } from '../../src/cli/home.js';
import type { Cloud } from './cloud.js';

function inHolder(cloud: Cloud, ...argv: readonly string[]): string {
  const holder = new Home(cloud.home).holder();
  if (holder === undefined) throw new Error('no holder lives');
  const [file = '', ...rest] = insideArgv(holder, argv);
  const run = spawnSync(file, rest, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${argv.join(' ')}: ${run.stderr}`);
  return run.stdout;
}

/**
 * Namespaces, and in each of them links, addresses, routes, rules, neighbours, ruleset (without counters' values), and the holder's
 * processes by command. Two equal texts mean that nothing leaked between them.
 */
export function kernelText(cloud: Cloud): string {
  const names = inHolder(cloud, 'ip', 'netns', 'list').split('\n').map((line) => line.split(' ')[0] ?? '').filter(Boolean).sort();
  const parts = names.flatMap((name) => [
    `## ${name}`,
    ...[
      ['ip', '-o', 'link'], ['ip', '-o', 'address'], ['ip', 'route', 'show', 'table', 'all'], ['ip', 'rule'],
      ['ip', 'neigh', 'show', 'nud', 'permanent'],
    ].map((argv) => inHolder(cloud, 'ip', 'netns', 'exec', name, ...argv)),
    inHolder(cloud, 'ip', 'netns', 'exec', name, 'nft', '-s', 'list', 'ruleset'),
  ]);
  const processes = inHolder(cloud, 'ps', '-e', '-o', 'comm=').split('\n').filter((name) => name !== VISITOR).sort().join('\n');
  return [...parts.map(stable), processes].join('\n');
}

/** Packets that the VPCs of a cloud dropped for one cause (the data plane's CAUSES). */
export function drops(cloud: Cloud, cause: string): number {
  return spaces(cloud).reduce((sum, space) => {
    const counters = countersShape.parse(JSON.parse(inHolder(cloud, 'ip', 'netns', 'exec', space, 'nft', '-j', 'list', 'counters')));
    return sum + counters.nftables.reduce((packets, { counter }) => packets + (counter?.name === cause ? counter.packets : 0), 0);
  }, 0);
}

/** The host end of an ENI's link gets another MTU, bytes. */
export function setMtu(cloud: Cloud, mac: string, mtu: number): void {
  for (const space of spaces(cloud)) {
    const neighbours = inHolder(cloud, 'ip', '-n', space, 'neigh', 'show', 'nud', 'permanent');
    const device = new RegExp(`dev (\\S+) lladdr ${mac}`).exec(neighbours)?.[1];
    if (device !== undefined) {
      inHolder(cloud, 'ip', '-n', space, 'link', 'set', device, 'mtu', String(mtu));
      return;
    }
  }
  throw new Error(`no link leads to ${mac}`);
}

const countersShape = z.object({
  nftables: z.array(z.object({ counter: z.object({ name: z.string(), packets: z.number() }).optional() })),
});

/** Namespaces of the cloud's VPCs. */
function spaces(cloud: Cloud): readonly string[] {
  return inHolder(cloud, 'ip', 'netns', 'list').split('\n').map((line) => line.split(' ')[0] ?? '').filter((name) => name.startsWith('vpc'));
}

/** How a command of a test's own, which may be about to end, came into the holder. */
const VISITOR = 'nsenter';

/** An element that counts for an EIP: that of one that was unbound stays until it has been read, within seconds. */
const COUNTING = / comment "\d+\./;

/** Interface indices, timers and the order of hash sets differ between equal states. */
function stable(text: string): string {
  return text
    .replace(/^\d+: /gm, '')
    .replace(/@if\d+|link-netnsid \d+|link-netns \S+|valid_lft \S+|preferred_lft \S+|qlen \d+|state (UP|UNKNOWN)/g, '')
    .replace(/elements = \{([^}]*)\}/g, (_, body: string) => {
      const elements = body.split(',').map((one) => one.trim()).filter((one) => !COUNTING.test(one)).sort();
      return elements.length === 0 ? '' : `elements = {${elements.join(', ')}}`;
    })
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort()
    .join('\n');
}
