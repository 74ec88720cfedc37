/**
 * New TCP connections per second and TCP round trip through NAT with a security group, against the same path that only routes. Client and
 * server are the same small programs of blocking calls on both; what they cost themselves is in both figures.
 */
import { barePath, natPath, type Path } from '../paths.js';
import type { Row } from '../row.js';
import { scoped } from '../scope.js';
import { interleave, type Figure } from '../table.js';
import { python } from '../traffic.js';

const PORT = 9000;
const CLIENTS = 4;

export const connectionsRow: Row = {
  name: 'connections',
  measure: (quick) => scoped(async (scope) => {
    const [seconds, rounds] = quick ? ['0.5', 2] : ['2', 7];
    const [nat, bare] = [await natPath(scope), await barePath(scope)];
    for (const path of [nat, bare]) await path.serve(python('greeter', path.bind, String(PORT)), 'ready');
    const measured = async (figure: string, unit: string, reach: string, once: (path: Path) => Promise<number>): Promise<Figure> => {
      for (const path of [nat, bare]) await once(path);
      const { ours, reference, ratio } = await interleave(rounds, () => once(nat), () => once(bare));
      return { row: 'connections', figure, unit, value: ours, reference, ratio, reach, rounds };
    };
    return [
      await measured('new TCP connections through NAT, 10,000 EIPs', 'connections/s', '≥ 0.74', async (path) =>
        Number(await path.ask(python('connections', path.address, String(PORT), seconds, String(CLIENTS))))),
      await measured('TCP round trip through NAT, 10,000 EIPs', 'µs', '≤ 1.25', async (path) =>
        Number(await path.ask(python('roundtrip', path.address, String(PORT + 1), seconds)))),
    ];
  }),
};
