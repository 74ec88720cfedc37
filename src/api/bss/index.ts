import type { Action } from '../action.js';

export const bssActions: readonly Action[] = [];
