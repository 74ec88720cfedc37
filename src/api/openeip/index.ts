/** OpenEIP's own product, version 2026-01-01: what an operator may do to the cloud itself. The cloud has none of it. */
import type { Action } from '../action.js';
import { accountActions } from './accounts.js';
import { billActions } from './bill.js';
import { clockActions } from './clock.js';
import { faultActions } from './faults.js';
import { historyActions } from './history.js';
import { modeActions } from './modes.js';
import { requestActions } from './requests.js';
import { snapshotActions } from './snapshots.js';
import { traceActions } from './trace.js';

export const openeipActions: readonly Action[] = [...clockActions, ...faultActions, ...accountActions, ...billActions, ...historyActions, ...modeActions, ...requestActions, ...snapshotActions, ...traceActions];
