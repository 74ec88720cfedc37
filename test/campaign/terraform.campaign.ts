/** The examples for Terraform, destroyed in all orders that their graphs allow. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { readExample } from '../terraform/configuration.js';
import { leftOf } from '../terraform/left.js';
import { ordersOfDestruction } from '../terraform/orders.js';
import { Provider } from '../terraform/provider.js';
import { authorityOf, environmentOf, targetOf } from '../terraform/target.js';
import { Deployment } from '../terraform/terraform.js';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory', settings: { multiEip: true } });
});
afterAll(() => cloud.down());

it.each(['nat', 'cut-through', 'multi-eip', 'secondary-cidr', 'ip-address', 'ipv4-gateway'])('%s: every step of every order of destruction', async (name) => {
  const [environment, configuration] = [environmentOf(cloud), await readExample(name)];
  const provider = new Provider(targetOf(configuration, environment, authorityOf(environment)));
  const orders = ordersOfDestruction(configuration);
  expect(orders.length).toBeGreaterThan(10);
  for (const order of orders) {
    const deployment = new Deployment(provider, configuration);
    await deployment.apply();
    await deployment.destroy(order);
    expect(await leftOf(provider), order.join(', ')).toEqual([]);
  }
  provider.close();
});
