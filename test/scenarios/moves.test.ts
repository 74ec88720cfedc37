/** Moves and rebindings under traffic in each mode: 50 in NAT mode, some in the direct ones; the campaign makes more. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { moveUnderTraffic, rebindUnderTraffic } from './moves.js';

describe('under TCP, UDP and ICMP', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { multiEip: true } });
  });
  afterAll(() => cloud.down());

  it.each([['NAT', 13], ['BINDED', 5], ['MULTI_BINDED', 5]] as const)('P17, %s: %i moves there and back leave no packet to the old holder after Available', (mode, rounds) =>
    moveUnderTraffic(cloud, rounds, mode));
  it.each([['NAT', 13], ['BINDED', 5], ['MULTI_BINDED', 5]] as const)('%s: %i rebindings there and back leave no packet to the old holder after Available', (mode, rounds) =>
    rebindUnderTraffic(cloud, rounds, mode));
});
