/** A Linux cloud in whose VPC many EIPs are mapped, and one real instance with an EIP of its own. */
import type { Cloud } from '../test/support/cloud.js';
import { World, type Eip, type Eni } from '../test/support/world.js';
import { cloudUp } from './cloud.js';
import { Client } from './client.js';
import type { Scope } from './scope.js';
import { seed } from './seed.js';

export interface Populated {
  readonly cloud: Cloud;
  readonly world: World;
  readonly client: Client;
  readonly instance: string;
  /** The instance's primary ENI. */
  readonly eni: Eni;
  /** Available. */
  readonly eip: Eip;
}

/** `settings` are those of openeip.json; the instance is of a family that takes ENIs in every mode. */
export async function populated(scope: Scope, eips: number, settings: Readonly<Record<string, unknown>> = {}): Promise<Populated> {
  const home = scope.directory();
  const site = seed(home, eips);
  const quotas = { eipsPerAccount: 1_000_000, enisPerRegion: 100_000 };
  const cloud = await cloudUp(scope, { dataplane: 'linux', home, settings: { quotas, ...settings } });
  const client = scope.own(new Client(cloud), (one) => {
    one.close();
  });
  const world = await World.within(cloud, site);
  const instance = await world.instance({ name: 'guest', type: 'ecs.g5.4xlarge' });
  return { cloud, world, client, instance, eni: await world.primaryEni(instance), eip: await world.eip() };
}
