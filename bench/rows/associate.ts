/**
 * Associate call → first answered packet of a client that asks all the time, with few and with many EIPs mapped, none of them limited: a
 * VPC has room for some 32,000 limits. The row `scale` has 10,000 with them.
 */
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { populated } from '../populated.js';
import { quantile, type Figure } from '../table.js';
import { milliseconds, Probe, python, start } from '../traffic.js';

const SIZES = [100, 10_000, 100_000] as const;
const PORT = 7;

export const associateRow: Row = {
  name: 'associate',
  measure: (quick) => scoped(async (scope) => {
    const rounds = quick ? 20 : 200;
    const sides = [];
    for (const size of SIZES) sides.push({ size, once: await site(scope, size), times: [] as number[] });
    for (let warm = 0; warm < 5; warm++) for (const { once } of sides) await once();
    for (let round = 0; round < rounds; round++) {
      for (const { once, times } of round % 2 === 0 ? sides : [...sides].reverse()) times.push(await once());
    }
    const few = sides[0]?.times ?? [];
    return sides.flatMap(({ size, times }) => [0.5, 0.99].map((q): Figure => {
      const [value, reference] = [quantile(times, q), quantile(few, q)];
      return {
        row: 'associate', figure: `associate call to first answer, ${size.toLocaleString('en')} EIPs mapped, caps off, p${String(q * 100)}`, unit: 'ms', value,
        ...(size === SIZES[0] ? {} : { reference, ratio: value / reference }),
        reach: [...(q === 0.99 ? ['≤ 20 ms'] : []), ...(size === 100_000 ? ['≤ 1.3×'] : [])].join(', ') || '–', rounds,
      };
    }));
  }),
};

/** Associates, waits for the first answer, and takes it back. Returns ms. */
async function site(scope: Scope, size: number): Promise<() => Promise<number>> {
  const { cloud, client, instance, eni, eip } = await populated(scope, size, { bandwidthLimits: false });
  await start(scope, cloud, instance, python('echo', String(PORT), ...eni.addresses));
  const probe = await Probe.open(scope, cloud, eip.address, PORT);
  const binding = { AllocationId: eip.id, InstanceId: eni.id, InstanceType: 'NetworkInterface', Mode: 'NAT' };
  return async () => {
    await probe.silent();
    const called = process.hrtime.bigint();
    await client.call('Vpc', 'AssociateEipAddress', binding);
    const { first } = await probe.answers(called);
    await client.eipIs(eip.id, 'InUse');
    await client.call('Vpc', 'UnassociateEipAddress', { AllocationId: eip.id });
    await client.eipIs(eip.id, 'Available');
    return milliseconds(called, first);
  };
}
