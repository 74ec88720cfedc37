import type { Action } from '../action.js';

export const locationActions: readonly Action[] = [];
