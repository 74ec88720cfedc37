import { describe, expect, it } from 'vitest';
import type { Row, WriteSet } from './resources.js';
import { carriesTags, newTags, taggedResources, tagResources, untagResources, wantedTags, type TagTypes } from './tags.js';
import { codeOf, contextOf } from './testing-reads.js';
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

  it('a filter wants every tag; a key alone matches any value; a value alone is refused, and so are 21', () => {
    const tags = newTags(account, [{ Key: 'a', Value: '1' }, { Key: 'b' }]);
    expect(carriesTags(tags, [])).toBe(true);
    expect(carriesTags(tags, [{ Key: 'a' }, { Key: 'b', Value: '' }])).toBe(true);
    expect(carriesTags(tags, [{ Key: 'a', Value: '2' }])).toBe(false);
    expect(carriesTags(tags, [{ Key: 'a' }, { Key: 'c' }])).toBe(false);
    expect(codeOf(() => wantedTags([{ Key: 'a' }, { Value: '1' }]))).toBe('InvalidTagKey.Malformed');
    expect(codeOf(() => wantedTags(Array.from({ length: 21 }, (_, i) => ({ Key: `k${i}` }))))).toBe('InvalidParameter');
  });
});

describe('§4.1 TagResources, UnTagResources, ListTagResources', () => {
  const types: TagTypes = new Map([['VPC', 'vpc'], ['EIP', 'eip'], ['HAVIP', null]]);
  const vpc = sample.vpc({ id: 'vpc-1', tags: [{ key: 'a', value: '1' }, { key: 'b', value: '2' }] });
  const other = sample.vpc({ id: 'vpc-2', tags: [{ key: 'a', value: '9' }] });
  const rows: readonly Row[] = [
    vpc, other, sample.vpc({ id: 'vpc-3' }), sample.vpc({ id: 'vpc-4', account: '2' }), sample.vpc({ id: 'vpc-5', region: 'cn-beijing' }),
  ];
  const named = { ResourceType: 'vpc', ResourceId: ['vpc-1', 'vpc-2'] };
  const tag = (asked: Partial<Parameters<typeof tagResources>[2]>) => tagResources(contextOf(rows), types, { ...named, Tag: [{ Key: 'a', Value: '0' }], ...asked });
  const untag = (asked: Partial<Parameters<typeof untagResources>[2]>) => untagResources(contextOf(rows), types, { ...named, TagKey: [], ...asked });
  const tagsOf = ({ put }: WriteSet) => put.map((row) => ('tags' in row ? row.tags.map(({ key, value }) => `${key}=${value}`).join() : ''));

  it('a new key is added, one that is there gets the new value, on every named resource', () => {
    expect(tagsOf(tag({}))).toEqual(['b=2,a=0', 'a=0']);
    expect(tagsOf(tag({ Tag: [{ Key: 'c' }] }))).toEqual(['a=1,b=2,c=', 'a=9,c=']);
    expect(tagsOf(tag({ ResourceId: ['vpc-1', 'vpc-1'] }))).toEqual(['b=2,a=0']);
  });

  it('keys are taken off; All takes off every one, but only where no key is named', () => {
    expect(tagsOf(untag({ TagKey: ['a', 'none'] }))).toEqual(['b=2', '']);
    expect(tagsOf(untag({ All: true }))).toEqual(['', '']);
    expect(tagsOf(untag({ All: true, TagKey: ['b'] }))).toEqual(['a=1', 'a=9']);
  });

  it.each<[() => unknown, string]>([
    [() => tag({ Tag: [] }), 'MissingParameter'],
    [() => tag({ ResourceId: [] }), 'MissingParameter'],
    [() => tag({ Tag: [{ Key: 'acs:x' }] }), 'InvalidTagKey.Malformed'],
    [() => tag({ Tag: Array.from({ length: 21 }, (_, i) => ({ Key: `k${i}` })) }), 'InvalidParameter'],
    [() => tag({ Tag: Array.from({ length: 19 }, (_, i) => ({ Key: `k${i}` })) }), 'QuotaExceed.Tags'],
    [() => tag({ Tag: Array.from({ length: 18 }, (_, i) => ({ Key: `k${i}` })) }), 'accepted'],
    [() => tag({ ResourceType: 'VSWITCH' }), 'InvalidParameter'],
    [() => tag({ ResourceType: 'havip' }), 'InvalidResourceId.NotFound'],
    [() => tag({ ResourceId: Array.from({ length: 51 }, (_, i) => `vpc-${i}`) }), 'InvalidParameter'],
    [() => tag({ ResourceId: ['vpc-1', 'vpc-9'] }), 'InvalidResourceId.NotFound'],
    [() => tag({ ResourceId: ['vpc-4'] }), 'InvalidResourceId.NotFound'],
    [() => tag({ ResourceId: ['vpc-5'] }), 'InvalidResourceId.NotFound'],
    [() => untag({}), 'MissingParameter'],
    [() => untag({ All: false }), 'MissingParameter'],
    [() => untag({ TagKey: Array.from({ length: 21 }, (_, i) => `k${i}`) }), 'InvalidParameter'],
    [() => untag({ TagKey: ['a'], ResourceId: ['vpc-9'] }), 'InvalidResourceId.NotFound'],
  ])('%s → %s', (rule, code) => {
    expect(codeOf(rule)).toBe(code);
  });

  it.each(['Associating', 'Unassociating', 'Releasing'] as const)('§2.2: an EIP that is %s is only asked about', (status) => {
    const context = contextOf([sample.eip({ id: 'eip-1', status, tags: [{ key: 'a', value: '1' }] })]);
    const eip = { ResourceType: 'EIP', ResourceId: ['eip-1'] };
    expect(codeOf(() => tagResources(context, types, { ...eip, Tag: [{ Key: 'b' }] }))).toBe('IncorrectEipStatus');
    expect(codeOf(() => untagResources(context, types, { ...eip, TagKey: ['a'] }))).toBe('IncorrectEipStatus');
    expect(taggedResources(context, types, { ...eip, Tag: [] })).toHaveLength(1);
  });

  it('lists what has tags, of the caller, in his region, newest first; unknown ids do not match', () => {
    const list = (asked: Partial<Parameters<typeof taggedResources>[2]>) =>
      taggedResources(contextOf(rows), types, { ResourceType: 'Vpc', ResourceId: [], Tag: [], ...asked }).map((row) => row.id);
    expect(list({})).toEqual(['vpc-2', 'vpc-1']);
    expect(list({ ResourceId: ['vpc-1', 'vpc-3', 'vpc-4', 'vpc-5', 'vpc-9'] })).toEqual(['vpc-1']);
    expect(list({ Tag: [{ Key: 'a', Value: '9' }] })).toEqual(['vpc-2']);
    expect(list({ Tag: [{ Key: 'a' }, { Key: 'b' }] })).toEqual(['vpc-1']);
    expect(list({ ResourceType: 'HaVip' })).toEqual([]);
    expect(codeOf(() => list({ ResourceType: 'disk' }))).toBe('InvalidParameter');
  });
});
