/** A small cloud that wire tests look at: the VPC of `World`, an instance, a secondary ENI with two addresses, an EIP. */
import { z } from 'zod';
import type { JsonObject } from '../../src/api/action.js';
import { field } from '../../src/control/testing.js';
import { Cloud, type Body, type Parameters } from '../support/cloud.js';
import { World, text, type Eip, type Eni } from '../support/world.js';
import { popClient } from './clients.js';
import { StoreView } from './store-view.js';

export interface Scene {
  readonly cloud: Cloud;
  readonly store: StoreView;
  readonly world: World;
  readonly instance: string;
  readonly eni: Eni;
  readonly eip: Eip;
  /** Vpc and Ecs calls with RegionId cn-hangzhou, by wire names; resolves once nothing is on its way any more. */
  vpc(action: string, parameters?: Parameters): Promise<JsonObject>;
  ecs(action: string, parameters?: Parameters): Promise<JsonObject>;
  /** Rows of the describing actions. */
  eipRow(id: string): Promise<JsonObject>;
  eniRow(id: string): Promise<JsonObject>;
  instanceRow(id: string): Promise<JsonObject>;
  down(): Promise<void>;
}

const object = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null);

/** Quotas that no wire test runs into. */
export const WIDE = Object.fromEntries(
  [
    'eipsPerAccount', 'vpcsPerRegion', 'vswitchesPerVpc', 'enisPerRegion', 'securityGroupsPerRegion', 'rulesPerSecurityGroup',
    'rulesPerEni', 'privateIpsPerBasicGroup', 'groupsAuthorizedPerGroup', 'bandwidthPackagesPerRegion',
  ].map((name) => [name, 100_000]),
);

export async function scene(dataplane: 'memory' | 'linux' = 'memory'): Promise<Scene> {
  const cloud = await Cloud.up({ dataplane, settings: { quotas: WIDE } });
  const store = new StoreView(cloud);
  const client = popClient(cloud);
  const caller = (product: 'Vpc' | 'Ecs') => async (action: string, parameters: Parameters = {}) => {
    const { body } = await client(product, action, { RegionId: 'cn-hangzhou', ...object.parse(parameters) });
    await store.settled();
    return body;
  };
  const [vpc, ecs] = [caller('Vpc'), caller('Ecs')];
  const world = await World.create(cloud, { vswitch: '10.0.0.0/16' });
  const instance = instanceOf(await ecs('RunInstances', {
    ImageId: 'openeip_auto', InstanceType: 'ecs.g6.4xlarge', VSwitchId: world.vswitchId, SecurityGroupId: world.openGroup,
  }));
  const eni = await world.eni({ addresses: 2 });
  const eip = await world.eip();
  return {
    cloud, store, world, instance, eni, eip, vpc, ecs,
    eipRow: async (id) => firstOf(await vpc('DescribeEipAddresses', { AllocationId: id }), 'EipAddresses.EipAddress'),
    eniRow: async (id) => firstOf(await ecs('DescribeNetworkInterfaces', { NetworkInterfaceId: [id] }), 'NetworkInterfaceSets.NetworkInterfaceSet'),
    instanceRow: async (id) => firstOf(await ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) }), 'Instances.Instance'),
    down: async () => {
      store.close();
      await cloud.down();
    },
  };
}

/** The first instance of a RunInstances answer. */
export function instanceOf(body: Body): string {
  return z.string().parse(field(object.parse(body), 'InstanceIdSets.InstanceIdSet.0'));
}

/** A field of the first row of a list, by paths. */
export function firstOf(body: JsonObject, list: string): JsonObject {
  const row = field(body, `${list}.0`);
  return object.parse(row);
}

export { text };
