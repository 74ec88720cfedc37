import { expect, it } from 'vitest';
import { nearest } from './nearest.js';

const WORDS = ['AllocateRose', 'AssociateRose', 'UnassociateRose', 'DescribeTulips', 'CreateTulip'];

it.each([
  ['AsociateRos', 'AssociateRose'], ['associaterose', 'AssociateRose'], ['DescribeTulip', 'DescribeTulips'], ['Createtulips', 'CreateTulip'],
])('%s is nearest to %s', (word, near) => {
  expect(nearest(word, WORDS)[0]).toBe(near);
});

it('gives three at the most', () => {
  expect(nearest('Foo', WORDS)).toHaveLength(3);
  expect(nearest('Foo', WORDS.slice(0, 2))).toHaveLength(2);
});
