/** What a cap lets through: bulk TCP from an instance under an EIP's bandwidth, as IP bits per second against the cap. */
import { z } from 'zod';
import { cloudUp } from '../cloud.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { REGION } from '../seed.js';
import { median, type Figure } from '../table.js';
import { World } from '../../test/support/world.js';

const PORT = '5201';
/** Mbit/s */
const CAPS = [5, 100, 500] as const;
/** Of a full TCP segment with time stamps: what iperf3 counts, and the IP packet around it, bytes. */
const PAYLOAD = 1_448;
const PACKET = 1_500;
const report = z.object({ end: z.object({ sum_received: z.object({ bits_per_second: z.number() }) }) });

export const shapingRow: Row = {
  name: 'shaping',
  measure: async (quick) => [
    ...await scoped((scope) => egress(scope, true, quick)),
    ...await scoped((scope) => egress(scope, false, quick)),
  ],
};

/** Under each cap; with limits off, under the smallest, which holds nothing back then. */
async function egress(scope: Scope, bandwidthLimits: boolean, quick: boolean): Promise<readonly Figure[]> {
  const [seconds, rounds] = quick ? ['2', 1] : ['5', 5];
  const cloud = await cloudUp(scope, { dataplane: 'linux', home: scope.directory(), settings: { bandwidthLimits } });
  const world = await World.create(cloud, { region: REGION });
  const instance = await world.instance({ name: 'guest' });
  const [eni, eip] = [await world.primaryEni(instance), await world.eip()];
  await world.bind(eip, eni);
  const server = scope.own(
    cloud.spawn(instance, ['iperf3', '--server', '--bind', eni.addresses[0] ?? '', '--port', PORT, '--forceflush']),
    (one) => one.kill('SIGTERM'),
  );
  await new Promise((resolve) => server.stdout?.once('data', resolve));
  const figures: Figure[] = [];
  for (const cap of bandwidthLimits ? CAPS : CAPS.slice(0, 1)) {
    await world.vpc('ModifyEipAddressAttribute', { AllocationId: eip.id, Bandwidth: String(cap) });
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const argv = ['iperf3', '--client', eip.address, '--port', PORT, '--time', seconds, '--omit', '1', '--reverse', '--json'];
      const { stdout } = await cloud.exec('internet', argv);
      rates.push((report.parse(JSON.parse(stdout)).end.sum_received.bits_per_second * PACKET) / PAYLOAD / 1e6);
    }
    const [value, figure] = [median(rates), `egress under a cap of ${String(cap)} Mbit/s`];
    figures.push({
      row: 'shaping', figure: bandwidthLimits ? figure : `${figure}, caps off`, unit: 'Mbit/s', value, reference: cap, ratio: value / cap,
      reach: bandwidthLimits ? '0.95–1.05' : '–', rounds,
    });
  }
  return figures;
}
