/** The configurations of `examples/terraform`, applied by the very requests of the Terraform provider (client facts §2). */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { readExample, type Configuration } from './configuration.js';
import { leftOf } from './left.js';
import { ordersOfDestruction } from './orders.js';
import { Provider } from './provider.js';
import { authorityOf, environmentOf, targetOf } from './target.js';
import { Deployment, revised } from './terraform.js';

const EXAMPLES = ['nat', 'cut-through', 'multi-eip', 'secondary-cidr', 'ip-address', 'ipv4-gateway', 'provider-block'];

let cloud: Cloud;
let environment: ReadonlyMap<string, string>;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory', settings: { multiEip: true } });
  environment = environmentOf(cloud);
});
afterAll(() => cloud.down());

/** The provider block stands for itself: nothing of the environment but the CA that the system would trust. */
async function ready(name: string): Promise<{ readonly configuration: Configuration; readonly provider: Provider }> {
  const read = await readExample(name);
  const keys = { access_key: cloud.accessKeyId, secret_key: cloud.accessKeySecret, endpoint: new URL(cloud.endpoint).host };
  const alone = name === 'provider-block';
  const configuration = alone ? { ...read, variables: { ...read.variables, ...keys } } : read;
  return { configuration, provider: new Provider(targetOf(configuration, alone ? new Map() : environment, authorityOf(environment)), { twice: name === 'nat' }) };
}

it('every example is here', () => {
  const folders = readdirSync(join(import.meta.dirname, '../../examples/terraform'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).toSorted()).toEqual(EXAMPLES.toSorted());
});

describe.each(EXAMPLES)('E21: %s', (name) => {
  let configuration: Configuration;
  let provider: Provider;
  beforeAll(async () => {
    ({ configuration, provider } = await ready(name));
  });
  afterAll(() => provider.close());

  it('applies, plans clean, is changed in place, plans clean, and leaves nothing', async () => {
    const deployment = new Deployment(provider, configuration);
    await deployment.apply();
    expect(await deployment.plan()).toEqual([]);
    await deployment.apply(revised(configuration));
    expect(await deployment.plan()).toEqual([]);
    await deployment.destroy();
    expect(await leftOf(provider)).toEqual([]);
    expect(await deployment.destroyAgain()).toEqual([]);
  });

  it('is destroyed in a dozen of the orders that its graph allows; in all of them by the campaign', async () => {
    for (const order of ordersOfDestruction(configuration).slice(0, 12)) {
      const deployment = new Deployment(provider, configuration);
      await deployment.apply();
      await deployment.destroy(order);
      expect(await leftOf(provider), order.join(', ')).toEqual([]);
    }
  });
});

it.each(['cut-through', 'multi-eip'])('S-30, U-31: %s says that its attachment comes after the association, or the association could not end', async (name) => {
  const { configuration, provider } = await ready(name);
  const association = /^alicloud_eip_association/;
  const attachment = configuration.nodes.find(({ type }) => type === 'alicloud_ecs_network_interface_attachment');
  expect(attachment?.dependsOn.filter((address) => association.test(address))).toEqual(
    configuration.nodes.map(({ address }) => address).filter((address) => association.test(address)),
  );
  const deployment = new Deployment(provider, configuration);
  await deployment.apply();
  const first = configuration.nodes.map(({ address }) => address).filter((address) => association.test(address));
  await expect(deployment.destroy(first)).rejects.toMatchObject({ code: 'Eni.Attached' });
  await deployment.destroy();
  expect(await leftOf(provider)).toEqual([]);
  provider.close();
});
