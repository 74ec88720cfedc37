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

/** Several OpenEIPs on one host have a link each. */
const LINKS = Array.from({ length: 10 }, (_, n) => `openeip${String(n)}`);
/** Set aside for tests and documents (RFC 2544, RFC 5737): nobody is to be reached there. */
const SPARE = ['198.18.0.0/15', '198.51.100.0/24', '192.0.2.0/24', '203.0.113.0/24'];
const HOST_MAC = 'ee:00:00:00:02:02';
const EDGE_MAC = 'ee:00:00:00:02:01';
/** The edge is the first host of the Internet range, this host the second. */
const EDGE = 1;
const HOST = 2;

/** To be called once the agent has made the edge, or is about to. */
export async function putUpUplink(holder: HolderRecord, ranges: Ranges): Promise<Uplink> {
  const refused = refusal(ranges, routes());
  if (refused !== '') return { link: '', refused };
  const link = LINKS.find((name) => !existsSync(`/sys/class/net/${name}`));
  if (link === undefined) return { link: '', refused: `EIPs are not reachable from this host, which has ${LINKS.join(', ')} already` };
  const edge = insidePath(holder, '/run/netns/edge');
  while (!existsSync(edge)) await delay(20);
  const host = addressAt(ranges.internetRange, HOST);
  const gateway = addressAt(ranges.internetRange, EDGE);
  const failed =
    run(['ip', '-batch', '-'], [
      `link add ${link} address ${HOST_MAC} type veth peer name uplink address ${EDGE_MAC} netns ${edge}`,
      `address add ${host}/32 dev ${link}`,
      `link set ${link} up`,
      `neighbour add ${gateway} lladdr ${EDGE_MAC} dev ${link} nud permanent`,
      `route add ${ranges.eipPool} via ${gateway} dev ${link} onlink src ${host}`,
    ]) ||
    run(['nsenter', `--net=${edge}`, 'ip', '-batch', '-'], [
      'link set uplink up',
      `route add ${host}/32 dev uplink`,
      `neighbour add ${host} lladdr ${HOST_MAC} dev uplink nud permanent`,
    ]) ||
    // Not by its standard input: nft 1.0.9 reads files and pipes only, and Node's pipes are sockets.
    run(['nsenter', `--net=${edge}`, 'nft', [
      'table ip uplink {',
      // Only sessions with this host are followed: once a rule asks for a connection's state, every packet of the edge pays for it.
      `  chain untracked { type filter hook prerouting priority -300; iifname != "uplink" ip daddr != ${host} notrack; }`,
      '  chain forward { type filter hook forward priority 0; oifname "uplink" ct state != { established, related } drop; }',
      '}',
    ].join('\n')]);
  if (failed === '') return { link, refused: '' };
  takeDownUplink({ ...holder, uplink: link });
  return { link: '', refused: `EIPs are not reachable from this host: ${failed}` };
}

export function takeDownUplink({ uplink }: HolderRecord): void {
  if (uplink !== '') spawnSync('ip', ['link', 'delete', uplink], { stdio: 'ignore' });
}

/** Destinations that this host has routes to. */
function routes(): readonly string[] {
  const shown = spawnSync('ip', ['-json', 'route', 'show', 'table', 'all'], { encoding: 'utf8' });
  return z.array(z.object({ dst: z.string().default('default') })).parse(JSON.parse(shown.stdout || '[]')).map(({ dst }) => dst).filter((dst) => dst !== 'default');
}

/** Why this host gets no route to the EIPs, with ranges that it could have one to; '' where nothing stands against it. */
export function refusal({ eipPool, internetRange }: Ranges, taken: readonly string[]): string {
  const isTaken = (range: string) => taken.some((dst) => overlaps(range, dst));
  const [clash] = taken.filter((dst) => [eipPool, internetRange].some((range) => overlaps(range, dst)));
  if (clash === undefined) return '';
  const spare = SPARE.filter((range) => !isTaken(range));
  const pool = isTaken(eipPool) ? spare.find((range) => !overlaps(range, internetRange)) : eipPool;
  const internet = isTaken(internetRange) ? spare.find((range) => pool === undefined || !overlaps(range, pool)) : internetRange;
  const proposed = pool === undefined || internet === undefined
    ? 'another eipPool or internetRange'
    : [...(pool === eipPool ? [] : [`OPENEIP_EIP_POOL=${pool}`]), ...(internet === internetRange ? [] : [`OPENEIP_INTERNET_RANGE=${internet}`])].join(' ');
  return `this host already routes ${clash}, so EIPs are not reachable from it; start with ${proposed}, or use \`openeip exec internet\``;
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
function run(argv: readonly string[], lines: readonly string[] = []): string {
  const [file = '', ...rest] = argv;
  const done = spawnSync(file, rest, { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  return done.status === 0 ? '' : (done.error?.message ?? done.stderr.trim()) || `${file} failed`;
}
