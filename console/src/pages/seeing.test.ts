import { expect, it } from 'vitest';
import { en } from '../i18n/en.js';
import { seeingGroups, seeingRoutes } from './seeing.js';

it('every page stands in the navigation, where one finds it; so do the tests that walk all pages', () => {
  const listed = seeingGroups(en).flatMap(({ pages }) => pages.map(([path]) => path));
  expect(listed.sort()).toEqual(seeingRoutes.map(({ path }) => path).sort());
});
