import { operatorErrors } from '../../cloud/errors/operator.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import type { Call } from '../action.js';
import type { Operator } from '../operator.js';

/** Throws Refusal for callers who are not the operator. */
export function operatorOf({ operator }: Call): Operator {
  if (operator === undefined) throw new Refusal(operatorErrors['Forbidden.NotOperator']);
  return operator;
}
