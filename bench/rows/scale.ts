/** One more association in a cloud of 10,000 EIPs in all modes, 1,000 ENIs and 500 instances, against an empty cloud, in turns. */
import { buildMetropolis } from '../../test/support/metropolis.js';
import { World } from '../../test/support/world.js';
import { cloudUp } from '../cloud.js';
import { Client } from '../client.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { REGION } from '../seed.js';
import { interleave, median } from '../table.js';
import type { Cloud } from '../../test/support/cloud.js';

export const scaleRow: Row = {
  name: 'scale',
  measure: (quick) => scoped(async (scope) => {
    const [rounds, each] = quick ? [2, 5] : [10, 20];
    const city = await scope.own(buildMetropolis(scope.directory()), async (coming) => {
      await (await coming.catch(() => undefined))?.cloud.down({ keep: true });
    });
    const village = await cloudUp(scope, { dataplane: 'linux', home: scope.directory() });
    const inCity = await association(scope, city.cloud, city.world, each);
    const inVillage = await association(scope, village, await World.create(village, { region: REGION }), each);
    for (const one of [inCity, inVillage]) await one();
    const { ours, reference, ratio } = await interleave(rounds, inCity, inVillage);
    return [{ row: 'scale', figure: 'associate call to InUse, 10,000 EIPs against none', unit: 'ms', value: ours, reference, ratio, reach: '≤ 1.3', rounds }];
  }),
};

/** Measures the median of some associations, ms. */
async function association(scope: Scope, cloud: Cloud, world: World, each: number): Promise<() => Promise<number>> {
  const client = scope.own(new Client(cloud), (one) => {
    one.close();
  });
  const [eni, eip] = [await world.eni(), await world.eip()];
  return async () => {
    const times: number[] = [];
    for (let one = 0; one < each; one++) {
      const began = performance.now();
      await client.call('Vpc', 'AssociateEipAddress', { AllocationId: eip.id, InstanceId: eni.id, InstanceType: 'NetworkInterface' });
      await client.eipIs(eip.id, 'InUse');
      times.push(performance.now() - began);
      await client.call('Vpc', 'UnassociateEipAddress', { AllocationId: eip.id });
      await client.eipIs(eip.id, 'Available');
    }
    return median(times);
  };
}
