/** `openeip trace` of one packet and its answer, from the signed call to the told hops, with many EIPs in the cloud. */
import { z } from 'zod';
import { Home } from '../../src/cli/home.js';
import { signedCall } from '../../src/cli/signed-call.js';
import { findTarget } from '../../src/cli/target.js';
import { populated } from '../populated.js';
import type { Row } from '../row.js';
import { scoped } from '../scope.js';
import { median, quantile } from '../table.js';

const EIPS = 10_000;
const answered = z.object({ Trace: z.object({ answered: z.boolean() }) });

export const traceRow: Row = {
  name: 'trace',
  measure: (quick) => scoped(async (scope) => {
    const rounds = quick ? 20 : 500;
    const { cloud, world, eni, eip } = await populated(scope, EIPS);
    await world.bind(eip, eni);
    const target = findTarget(new Home(cloud.home));
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      const body = await signedCall(target, 'OpenEIP', 'TracePacket', { From: 'internet', To: eip.address, SourcePort: '40000' });
      times.push(performance.now() - began);
      if (!answered.parse(body).Trace.answered) throw new Error('the packet should arrive');
    }
    const one = (figure: string, value: number) =>
      ({ row: 'trace', figure: `trace of one packet, ${EIPS.toLocaleString('en')} EIPs, ${figure}`, unit: 'ms', value, reach: '≤ 20', rounds });
    return [one('p50', median(times)), one('p99', quantile(times, 0.99))];
  }),
};
