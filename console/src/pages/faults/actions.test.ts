import { expect, it } from 'vitest';
import { VERSIONS } from '../../../../src/api/action.js';
import { findAction } from '../../../../src/api/registry.js';
import { FAULT_ACTIONS, type FaultProduct } from './actions.js';

it('every product that a fault can be ordered for has its actions, and all of them are served', () => {
  expect(Object.keys(FAULT_ACTIONS).sort()).toEqual(Object.keys(VERSIONS).filter((product) => product !== 'OpenEIP').sort());
  const unserved = (Object.keys(FAULT_ACTIONS) as FaultProduct[]).flatMap((product) => FAULT_ACTIONS[product].filter((name) => findAction(VERSIONS[product], name) === undefined));
  expect(unserved).toEqual([]);
});
