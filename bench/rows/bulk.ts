/** Bulk TCP through each mode in both directions with no caps, against the same path that only routes. */
import { z } from 'zod';
import { barePath, eipPath, type Path } from '../paths.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import type { ModeName } from '../../test/support/world.js';
import { interleave, type Figure } from '../table.js';

const PORT = '5201';
const report = z.object({ end: z.object({ sum_received: z.object({ bits_per_second: z.number() }) }) });

export const bulkRow: Row = {
  name: 'bulk',
  measure: async (quick) => {
    const figures: Figure[] = [];
    for (const mode of ['NAT', 'BINDED', 'MULTI_BINDED'] as const) figures.push(...await scoped((scope) => measureMode(scope, mode, quick)));
    return figures;
  },
};

async function measureMode(scope: Scope, mode: ModeName, quick: boolean): Promise<readonly Figure[]> {
  const [seconds, rounds] = quick ? ['1', 2] : ['3', 5];
  const [ours, bare] = [await eipPath(scope, mode, false), await barePath(scope)];
  for (const path of [ours, bare]) {
    await path.serve(['iperf3', '--server', '--bind', path.bind, '--port', PORT, '--forceflush'], 'listening');
  }
  const once = async (path: Path, more: readonly string[]) => {
    const text = await path.ask(['iperf3', '--client', path.address, '--port', PORT, '--time', seconds, '--json', ...more]);
    return report.parse(JSON.parse(text)).end.sum_received.bits_per_second / 1e9;
  };
  const figures: Figure[] = [];
  for (const [figure, more] of [['to the instance', []], ['from the instance', ['--reverse']]] as const) {
    for (const path of [ours, bare]) await once(path, more);
    const { ours: value, reference, ratio } = await interleave(rounds, () => once(ours, more), () => once(bare, more));
    figures.push({ row: 'bulk', figure: `bulk TCP, ${mode}, ${figure}`, unit: 'Gbit/s', value, reference, ratio, reach: '≥ 0.92', rounds });
  }
  return figures;
}
