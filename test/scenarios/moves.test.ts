/** Moves and rebindings under traffic: 25 rounds each move there and back, so 50 moves and 50 rebindings; the campaign makes 1,000. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { moveUnderTraffic, rebindUnderTraffic } from './moves.js';

describe('under TCP, UDP and ICMP', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux' });
  });
  afterAll(() => cloud.down());

  it('P17: 50 moves leave no packet to the old holder after Available', () => moveUnderTraffic(cloud, 25));
  it('50 rebindings leave no packet to the old holder after Available', () => rebindUnderTraffic(cloud, 25));
});
