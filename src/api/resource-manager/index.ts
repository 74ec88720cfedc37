import type { Action } from '../action.js';

export const resourceManagerActions: readonly Action[] = [];
