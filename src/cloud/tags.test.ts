import { describe, expect, it } from 'vitest';
import { carriesTags, newTags } from './tags.js';
import { codeOf } from './testing-reads.js';
import { sample } from './testing.js';

const account = sample.account({ id: '1' });

describe('§2.9 tags', () => {
  it.each([
    [[{ Key: '' }], 'InvalidTagKey.Malformed'],
    [[{ Value: 'v' }], 'InvalidTagKey.Malformed'],
    [[{ Key: 'k'.repeat(129) }], 'InvalidTagKey.Malformed'],
    [[{ Key: 'acs:x' }], 'InvalidTagKey.Malformed'],
    [[{ Key: 'aliyunx' }], 'InvalidTagKey.Malformed'],
    [[{ Key: 'see http://x' }], 'InvalidTagKey.Malformed'],
    [[{ Key: 'k', Value: 'v'.repeat(129) }], 'InvalidTagValue.Malformed'],
    [[{ Key: 'k', Value: 'https://x' }], 'InvalidTagValue.Malformed'],
    [[{ Key: 'k', Value: '1' }, { Key: 'k', Value: '2' }], 'Duplicate.TagKey'],
    [Array.from({ length: 21 }, (_, i) => ({ Key: `k${i}` })), 'QuotaExceed.Tags'],
    [Array.from({ length: 20 }, (_, i) => ({ Key: `k${i}` })), 'accepted'],
    [[{ Key: 'k'.repeat(128), Value: 'v'.repeat(128) }], 'accepted'],
  ])('%j → %s', (given, code) => {
    expect(codeOf(() => newTags(account, given))).toBe(code);
  });

  it('a filter wants every tag; a key alone matches any value; a value alone is refused', () => {
    const tags = newTags(account, [{ Key: 'a', Value: '1' }, { Key: 'b' }]);
    expect(carriesTags(tags, [])).toBe(true);
    expect(carriesTags(tags, [{ Key: 'a' }, { Key: 'b', Value: '' }])).toBe(true);
    expect(carriesTags(tags, [{ Key: 'a', Value: '2' }])).toBe(false);
    expect(carriesTags(tags, [{ Key: 'a' }, { Key: 'c' }])).toBe(false);
    expect(codeOf(() => carriesTags(tags, [{ Value: '1' }]))).toBe('InvalidTagKey.Malformed');
  });
});
