import { afterAll, beforeAll, describe, it } from 'vitest';
import { moveUnderTraffic, rebindUnderTraffic } from '../scenarios/moves.js';
import { Cloud } from '../support/cloud.js';

describe('under TCP, UDP and ICMP', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux' });
  });
  afterAll(() => cloud.down());

  it('1,000 moves leave no packet to the old holder', () => moveUnderTraffic(cloud, 500));
  it('1,000 rebindings leave no packet to the old holder', () => rebindUnderTraffic(cloud, 500));
});
