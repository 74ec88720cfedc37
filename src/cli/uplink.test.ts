import { describe, expect, it } from 'vitest';
import { refusal } from './uplink.js';

const DEFAULTS = { eipPool: '198.18.0.0/15', internetRange: '203.0.113.0/24' };

describe('a host that already routes what the cloud uses', () => {
  it('none does: there is nothing to say', () => {
    expect(refusal(DEFAULTS, ['10.0.0.0/8', '198.20.0.0/16', 'fe80::/64'])).toBe('');
  });

  it.each([
    [['198.18.0.0/15'], '198.18.0.0/15', 'OPENEIP_EIP_POOL=198.51.100.0/24'],
    [['198.19.7.7'], '198.19.7.7', 'OPENEIP_EIP_POOL=198.51.100.0/24'],
    [['203.0.113.2'], '203.0.113.2', 'OPENEIP_INTERNET_RANGE=198.51.100.0/24'],
    [['203.0.113.2', '198.18.0.0/15'], '203.0.113.2', 'OPENEIP_EIP_POOL=198.51.100.0/24 OPENEIP_INTERNET_RANGE=192.0.2.0/24'],
    [['198.18.0.0/15', '198.51.100.0/24'], '198.18.0.0/15', 'OPENEIP_EIP_POOL=192.0.2.0/24'],
    [['128.0.0.0/1'], '128.0.0.0/1', 'another eipPool or internetRange'],
  ])('%j: says which, and proposes what is free', (taken, clash, proposed) => {
    expect(refusal(DEFAULTS, taken)).toBe(
      `this host already routes ${clash}, so EIPs are not reachable from it; start with ${proposed}, or use \`openeip exec internet\``,
    );
  });
});
