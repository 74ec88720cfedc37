import { describe, expect, it } from 'vitest';
import { VERSIONS } from '../api/action.js';
import { testCloud, TEST_ACCOUNT } from './testing.js';

describe('§6.7: throttling', () => {
  it('lets a second’s worth of calls of an account and action pass at once, then says in ms when the next may come', async () => {
    const cloud = await testCloud({ settings: { callsPerSecond: 2 } });
    const serve = (action: string, account = TEST_ACCOUNT) =>
      cloud.plane.serve({ requestId: 'R', version: VERSIONS.Vpc, action, parameters: new Map([['RegionId', 'cn-hangzhou']]), account, host: 'localhost' });
    const codeOf = async (action: string) => {
      const answer = await serve(action);
      return answer === 'reset' || answer.ok ? 'ok' : answer.code;
    };
    expect([await codeOf('DescribeVpcs'), await codeOf('DescribeVpcs'), await codeOf('DescribeVpcs'), await codeOf('DescribeVSwitches')])
      .toEqual(['ok', 'ok', 'Throttling.User', 'ok']);
    cloud.clock.now += 100;
    expect(await serve('DescribeVpcs')).toMatchObject({ status: 400, headers: { 'x-acs-retry-after': '400' } });
    cloud.clock.now += 400;
    expect([await codeOf('DescribeVpcs'), await codeOf('DescribeVpcs')]).toEqual(['ok', 'Throttling.User']);
    cloud.store.close();
  });

  it('is off by default', async () => {
    const cloud = await testCloud();
    for (let call = 0; call < 100; call++) {
      expect(await cloud.plane.serve({
        requestId: 'R', version: VERSIONS.Vpc, action: 'DescribeVpcs', parameters: new Map([['RegionId', 'cn-hangzhou']]), account: TEST_ACCOUNT, host: 'localhost',
      })).toMatchObject({ ok: true });
    }
    cloud.store.close();
  });
});
