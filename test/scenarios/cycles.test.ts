/** A thousand rapid cycles leave nothing behind, in the kernel or in the store. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { kernelText } from '../support/kernel.js';
import { World } from '../support/world.js';

const CYCLES = 1_000;

describe('rapid cycles', () => {
  let cloud: Cloud;
  let world: World;
  let instance: string;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux' });
    world = await World.create(cloud);
    instance = await world.instance({ name: 'cycles', image: 'manual' });
  });
  afterAll(() => cloud.down());

  const counts = () => cloud.status().rows;

  it(`${CYCLES} times associated and unassociated and, beside that, as often attached and detached, nothing leaks`, async () => {
    const [primary, eip, eni] = [await world.primaryEni(instance), await world.eip(), await world.eni({ addresses: 3 })];
    const cycles = async (count: number): Promise<void> => {
      for (let cycle = 0; cycle < count; cycle++) {
        await world.bind(eip, primary);
        await world.unbind(eip);
      }
    };
    const moves = async (count: number): Promise<void> => {
      for (let cycle = 0; cycle < count; cycle++) {
        await world.attach(eni, instance);
        await world.detach(eni, instance);
      }
    };
    await Promise.all([cycles(1), moves(1)]);
    const [kernel, rows] = [kernelText(cloud), counts()];
    await Promise.all([cycles(CYCLES), moves(CYCLES)]);
    expect(kernelText(cloud)).toBe(kernel);
    expect(counts()).toEqual(rows);
  }, 300_000);
});
