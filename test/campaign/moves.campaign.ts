import { afterAll, beforeAll, describe, it } from 'vitest';
import { moveUnderTraffic, rebindUnderTraffic } from '../scenarios/moves.js';
import { Cloud } from '../support/cloud.js';

describe('under TCP, UDP and ICMP', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { multiEip: true } });
  });
  afterAll(() => cloud.down());

  it.each([['NAT', 500], ['BINDED', 50], ['MULTI_BINDED', 50]] as const)('%s: %i moves there and back leave no packet to the old holder', (mode, rounds) =>
    moveUnderTraffic(cloud, rounds, mode));
  it.each([['NAT', 500], ['BINDED', 50], ['MULTI_BINDED', 50]] as const)('%s: %i rebindings there and back leave no packet to the old holder', (mode, rounds) =>
    rebindUnderTraffic(cloud, rounds, mode));
});
