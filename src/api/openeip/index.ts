/** OpenEIP's own product, version 2026-01-01: what an operator may do to the cloud itself. The cloud has none of it. */
import type { Action } from '../action.js';
import { clockActions } from './clock.js';
import { faultActions } from './faults.js';

export const openeipActions: readonly Action[] = [...clockActions, ...faultActions];
