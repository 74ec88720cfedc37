import type { Action } from '../action.js';

export const stsActions: readonly Action[] = [];
