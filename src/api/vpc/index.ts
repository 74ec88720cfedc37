import type { Action } from '../action.js';

export const vpcActions: readonly Action[] = [];
