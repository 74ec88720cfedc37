/** Bulk TCP through NAT in both directions, against the same path that only routes. */
import { z } from 'zod';
import { barePath, natPath, type Path } from '../paths.js';
import type { Row } from '../row.js';
import { scoped } from '../scope.js';
import { interleave, type Figure } from '../table.js';

const PORT = '5201';
const report = z.object({ end: z.object({ sum_received: z.object({ bits_per_second: z.number() }) }) });

export const bulkRow: Row = {
  name: 'bulk',
  measure: (quick) => scoped(async (scope) => {
    const [seconds, rounds] = quick ? ['1', 2] : ['3', 5];
    const [nat, bare] = [await natPath(scope), await barePath(scope)];
    for (const path of [nat, bare]) {
      await path.serve(['iperf3', '--server', '--bind', path.bind, '--port', PORT, '--forceflush'], 'listening');
    }
    const once = async (path: Path, more: readonly string[]) => {
      const text = await path.ask(['iperf3', '--client', path.address, '--port', PORT, '--time', seconds, '--json', ...more]);
      return report.parse(JSON.parse(text)).end.sum_received.bits_per_second / 1e9;
    };
    const figures: Figure[] = [];
    for (const [figure, more] of [['to the instance', []], ['from the instance', ['--reverse']]] as const) {
      for (const path of [nat, bare]) await once(path, more);
      const { ours, reference, ratio } = await interleave(rounds, () => once(nat, more), () => once(bare, more));
      figures.push({ row: 'bulk', figure: `bulk TCP through NAT, ${figure}`, unit: 'Gbit/s', value: ours, reference, ratio, reach: '≥ 0.92', rounds });
    }
    return figures;
  }),
};
