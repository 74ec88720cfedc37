/**
 * New TCP connections per second and TCP round trip through each mode with a security group, against the same path that only routes. Client
 * and server are the same small programs of blocking calls on both; what they cost themselves is in both figures.
 */
import { barePath, eipPath, type Path } from '../paths.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { interleave, type Figure } from '../table.js';
import { python } from '../traffic.js';

const PORT = 9000;
const CLIENTS = 4;
/** `sessions`: what new connections should reach against the bare path. */
const WAYS = [
  { mode: 'NAT', limits: true, sessions: '≥ 0.74' },
  { mode: 'NAT', limits: false, sessions: '≥ 0.74' },
  { mode: 'BINDED', limits: true, sessions: '≥ 0.76' },
  { mode: 'BINDED', limits: false, sessions: '≥ 0.76' },
  { mode: 'MULTI_BINDED', limits: true, sessions: '≥ 0.76' },
  { mode: 'MULTI_BINDED', limits: false, sessions: '≥ 0.76' },
] as const;

export const connectionsRow: Row = {
  name: 'connections',
  measure: async (quick) => {
    const figures: Figure[] = [];
    for (const way of WAYS) figures.push(...await scoped((scope) => measureWay(scope, way, quick)));
    return figures;
  },
};

async function measureWay(scope: Scope, { mode, limits, sessions }: (typeof WAYS)[number], quick: boolean): Promise<readonly Figure[]> {
  const [seconds, rounds] = quick ? ['0.5', 2] : ['2', 7];
  const [ours, bare] = [await eipPath(scope, mode, limits), await barePath(scope)];
  for (const path of [ours, bare]) await path.serve(python('greeter', path.bind, String(PORT)), 'ready');
  const measured = async (figure: string, unit: string, reach: string, once: (path: Path) => Promise<number>): Promise<Figure> => {
    for (const path of [ours, bare]) await once(path);
    const { ours: value, reference, ratio } = await interleave(rounds, () => once(ours), () => once(bare));
    return { row: 'connections', figure: `${figure}, ${mode}, caps ${limits ? 'on' : 'off'}, 10,000 EIPs`, unit, value, reference, ratio, reach, rounds };
  };
  return [
    await measured('new TCP connections', 'connections/s', sessions, async (path) =>
      Number(await path.ask(python('connections', path.address, String(PORT), seconds, String(CLIENTS))))),
    await measured('TCP round trip', 'µs', '≤ 1.25', async (path) =>
      Number(await path.ask(python('roundtrip', path.address, String(PORT + 1), seconds)))),
  ];
}
