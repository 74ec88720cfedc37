import type { Action } from '../action.js';

export const ecsActions: readonly Action[] = [];
