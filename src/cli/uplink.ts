/**
 * As root, the host becomes a neighbour of the Internet side: one link to the edge and one route for the EIP pool, so that
 * `curl http://<EIP>` works on the host itself. Only where the host routes nothing of those ranges already. The cloud cannot open
 * connections to the host. The link ends with the holder's namespaces, and the route with the link.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { insidePath } from './holder.js';
import type { HolderRecord } from './home.js';

export interface Ranges {
  readonly eipPool: string;
  readonly internetRange: string;
}

export interface Uplink {
  /** '' where there is none. */
  readonly link: string;
  /** Why there is none. */
  readonly refused: string;
}

const LINK = 'openeip0';
const HOST_MAC = 'ee:00:00:00:02:02';
const EDGE_MAC = 'ee:00:00:00:02:01';
/** The edge is the first host of the Internet range, this host the second. */
const EDGE = 1;
const HOST = 2;

/** To be called once the agent has made the edge, or is about to. */
export async function putUpUplink(holder: HolderRecord, ranges: Ranges): Promise<Uplink> {
  const taken = overlap(ranges);
  if (taken !== '') {
    const refused = `this host already routes ${taken}, so EIPs are not reachable from it; set another eipPool or internetRange, or use \`openeip exec internet\``;
    return { link: '', refused };
  }
  const edge = insidePath(holder, '/run/netns/edge');
  while (!existsSync(edge)) await delay(20);
  const host = addressAt(ranges.internetRange, HOST);
  const gateway = addressAt(ranges.internetRange, EDGE);
  const failed =
    run(['ip', '-batch', '-'], [
      `link add ${LINK} address ${HOST_MAC} type veth peer name uplink address ${EDGE_MAC} netns ${edge}`,
      `address add ${host}/32 dev ${LINK}`,
      `link set ${LINK} up`,
      `neighbour add ${gateway} lladdr ${EDGE_MAC} dev ${LINK} nud permanent`,
      `route add ${ranges.eipPool} via ${gateway} dev ${LINK} onlink src ${host}`,
    ]) ||
    run(['nsenter', `--net=${edge}`, 'ip', '-batch', '-'], [
      'link set uplink up',
      `route add ${host}/32 dev uplink`,
      `neighbour add ${host} lladdr ${HOST_MAC} dev uplink nud permanent`,
    ]) ||
    run(['nsenter', `--net=${edge}`, 'nft', '-f', '-'], [
      'table ip uplink {',
      // Only sessions with this host are followed: once a rule asks for a connection's state, every packet of the edge pays for it.
      `  chain untracked { type filter hook prerouting priority -300; iifname != "uplink" ip daddr != ${host} notrack; }`,
      '  chain forward { type filter hook forward priority 0; oifname "uplink" ct state != { established, related } drop; }',
      '}',
    ]);
  if (failed === '') return { link: LINK, refused: '' };
  takeDownUplink({ ...holder, uplink: LINK });
  return { link: '', refused: `EIPs are not reachable from this host: ${failed}` };
}

export function takeDownUplink({ uplink }: HolderRecord): void {
  if (uplink !== '') spawnSync('ip', ['link', 'delete', uplink], { stdio: 'ignore' });
}

/** The first route of this host that lies in one of the ranges or holds one, '' for none. */
function overlap({ eipPool, internetRange }: Ranges): string {
  const shown = spawnSync('ip', ['-json', 'route', 'show', 'table', 'all'], { encoding: 'utf8' });
  const routes = z.array(z.object({ dst: z.string().default('default') })).parse(JSON.parse(shown.stdout || '[]'));
  const ranges = [eipPool, internetRange];
  return routes.find(({ dst }) => dst !== 'default' && ranges.some((range) => overlaps(range, dst)))?.dst ?? '';
}

function overlaps(range: string, prefix: string): boolean {
  const text = prefix.includes('/') ? prefix : `${prefix}/32`;
  if (!ipaddr.IPv4.isValidCIDR(text)) return false;
  const [a, aLength] = ipaddr.IPv4.parseCIDR(range);
  const [b, bLength] = ipaddr.IPv4.parseCIDR(text);
  return a.match(b, Math.min(aLength, bLength));
}

function addressAt(range: string, index: number): string {
  const octets = ipaddr.IPv4.networkAddressFromCIDR(range).toByteArray();
  const value = Buffer.from(octets).readUInt32BE() + index;
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** '' when it worked, else what it said. */
function run(argv: readonly string[], lines: readonly string[]): string {
  const [file = '', ...rest] = argv;
  const done = spawnSync(file, rest, { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  return done.status === 0 ? '' : (done.error?.message ?? done.stderr.trim()) || `${file} failed`;
}
