import { expect, it } from 'vitest';
import type { Guest, Space } from '../../network/objects.js';
import { MemoryDataPlane } from './memory.js';

const space: Space = { kind: 'space', key: 'space/10', n: 10, ranges: ['10.0.0.0/8'], private: ['10.0.0.0/8'] };
const other: Space = { ...space, key: 'space/9', n: 9 };
const guest: Guest = { kind: 'guest', key: 'guest/1', n: 1, name: 'i-1', image: 'auto', hostname: 'h', boot: 1, running: true, script: '' };

it('holds what it was asked for, sorted by kind and number', async () => {
  const plane = new MemoryDataPlane();
  await plane.open();
  expect(await plane.replace([guest, space])).toEqual([]);
  await plane.apply({ upserts: [other], deletes: [] });
  await plane.guestUp({ guest, pid: 1, netns: 1 });
  expect(plane.text().split('\n').map((line) => line.split(' ')[0])).toEqual(['space/9', 'space/10', 'guest/1', 'guest/1']);
  await plane.guestDown(guest.key);
  await plane.apply({ upserts: [], deletes: [space.key, guest.key] });
  expect(plane.text()).toBe('space/9 ranges 10.0.0.0/8 private 10.0.0.0/8');
  await plane.replace([guest]);
  expect(plane.text()).toBe('guest/1 i-1 h image auto boot 1 running script ""');
  await plane.cleanUp();
  expect(plane.text()).toBe('');
});
