/** With transitional states that last as in the cloud, by a clock that runs fast: what is made at once meets them (client facts §2.3). */
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { readExample } from './configuration.js';
import { leftOf } from './left.js';
import { Provider } from './provider.js';
import { authorityOf, environmentOf, targetOf } from './target.js';
import { Deployment, revised } from './terraform.js';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory', settings: { latency: 'cloud', seed: 1 } });
});
afterAll(() => cloud.down());

/** Half a second of the cloud's time every few milliseconds, while the work goes on. */
async function hurried(work: () => Promise<void>): Promise<void> {
  const done = new AbortController();
  const clock = (async () => {
    while (!done.signal.aborted) {
      await cloud.call('OpenEIP', 'AdvanceClock', { By: '500ms' });
      await later(5);
    }
  })();
  await work().finally(() => done.abort());
  await clock;
}

it.each(['nat', 'secondary-cidr', 'ipv4-gateway'])('%s', async (name) => {
  const environment = environmentOf(cloud);
  const configuration = await readExample(name);
  const provider = new Provider(targetOf(configuration, environment, authorityOf(environment)));
  await hurried(async () => {
    const deployment = new Deployment(provider, configuration);
    await deployment.apply();
    expect(await deployment.plan()).toEqual([]);
    await deployment.apply(revised(configuration));
    expect(await deployment.plan()).toEqual([]);
    await deployment.destroy();
    expect(await leftOf(provider)).toEqual([]);
  }).finally(() => provider.close());
});
