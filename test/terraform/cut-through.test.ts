/** The cut-through example with real packets: what was applied answers on its EIP, what was destroyed does not. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { until } from '../support/world.js';
import { readExample, type Configuration } from './configuration.js';
import { leftOf } from './left.js';
import { Provider } from './provider.js';
import { authorityOf, environmentOf, targetOf } from './target.js';
import { Deployment } from './terraform.js';

let cloud: Cloud;
let configuration: Configuration;
let provider: Provider;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux' });
  const environment = environmentOf(cloud);
  configuration = await readExample('cut-through');
  provider = new Provider(targetOf(configuration, environment, authorityOf(environment)));
});
afterAll(async () => {
  provider.close();
  await cloud.down();
});

it('apply, curl, destroy, curl', async () => {
  const deployment = new Deployment(provider, configuration);
  await deployment.apply();
  const url = z.string().parse(deployment.output('url'));
  const ask = async () => (await cloud.exec('internet', ['curl', '-s', '-m', '1', url])).stdout.trim();
  // The guest boots, and its second NIC takes the lease: no call shows when.
  await until(async () => (await ask()) === 'cut-through');
  expect(await deployment.plan()).toEqual([]);
  await deployment.destroy();
  expect(await ask()).toBe('');
  expect(await leftOf(provider)).toEqual([]);
});
