import { expect, it } from 'vitest';
import { fieldsOf } from './state.js';

it('a row of the store is told field by field, without what is empty and what only the store needs', () => {
  const row = {
    kind: 'eip', n: 3, version: 7, id: 'eip-1', binding: { eniId: 'eni-1', shownPrivateIp: '' }, locks: [], tags: [{ key: 'a', value: 'b' }], groupIds: ['sg-1', 'sg-2'],
    created: Date.UTC(2026, 0), expires: 0, deletionProtection: false, nothing: null,
  };
  expect(fieldsOf(row, (iso) => iso)).toEqual([
    ['id', 'eip-1'], ['binding.eniId', 'eni-1'], ['tags.0.key', 'a'], ['tags.0.value', 'b'], ['groupIds', 'sg-1, sg-2'], ['created', '2026-01-01T00:00:00.000Z'], ['deletionProtection', 'false'],
  ]);
});
