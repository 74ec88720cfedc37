/** `openeip trace` of one packet and its answer, from the question on the admin socket to the told hops, with many EIPs in the cloud. */
import { askTrace } from '../../src/cli/admin.js';
import { Home } from '../../src/cli/home.js';
import { TCP } from '../../src/network/packet.js';
import { populated } from '../populated.js';
import type { Row } from '../row.js';
import { scoped } from '../scope.js';
import { median, quantile } from '../table.js';

const EIPS = 10_000;

export const traceRow: Row = {
  name: 'trace',
  measure: (quick) => scoped(async (scope) => {
    const rounds = quick ? 20 : 500;
    const { cloud, world, eni, eip } = await populated(scope, EIPS);
    await world.bind(eip, eni);
    const home = new Home(cloud.home);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      const { answered } = await askTrace(home, { from: 'internet', to: eip.address, vpc: '', protocol: TCP, sourcePort: 40_000, port: 80, probe: false });
      times.push(performance.now() - began);
      if (!answered) throw new Error('the packet should arrive');
    }
    const one = (figure: string, value: number) =>
      ({ row: 'trace', figure: `trace of one packet, ${EIPS.toLocaleString('en')} EIPs, ${figure}`, unit: 'ms', value, reach: '≤ 20', rounds });
    return [one('p50', median(times)), one('p99', quantile(times, 0.99))];
  }),
};
