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

  it(`${CYCLES} associate and unassociate cycles leak nothing`, async () => {
    const [eni, eip] = [await world.primaryEni(instance), await world.eip()];
    await world.bind(eip, eni);
    await world.unbind(eip);
    const [kernel, rows] = [kernelText(cloud), counts()];
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await world.bind(eip, eni);
      await world.unbind(eip);
    }
    expect(kernelText(cloud)).toBe(kernel);
    expect(counts()).toEqual(rows);
  });

  it(`${CYCLES} attach and detach cycles leak nothing`, async () => {
    const eni = await world.eni({ addresses: 3 });
    await world.attach(eni, instance);
    await world.detach(eni, instance);
    const [kernel, rows] = [kernelText(cloud), counts()];
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await world.attach(eni, instance);
      await world.detach(eni, instance);
    }
    expect(kernelText(cloud)).toBe(kernel);
    expect(counts()).toEqual(rows);
  });
});
