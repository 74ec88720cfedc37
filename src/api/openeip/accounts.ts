/** PayEip, SetArrears: payments, and what happens where they are missing (behaviour §7.5). */
import { z } from 'zod';
import { operatorErrors } from '../../cloud/errors/operator.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { inArrears, paid } from '../../cloud/payment.js';
import { action, type Action } from '../action.js';
import { bool, int, text } from '../parameters.js';
import { operatorOf } from './operator.js';

/** Renews a subscription by months, or pays for one that was ordered unpaid. */
const payEip = action({
  product: 'OpenEIP',
  name: 'PayEip',
  writes: true,
  parameters: z.object({ AllocationId: text(), Months: int(1, 60).default(1) }),
  run(call, { AllocationId, Months }) {
    operatorOf(call);
    const eip = call.read.get('eip', AllocationId);
    if (eip === undefined) throw new Refusal(operatorErrors['InvalidResourceId.NotFound'], AllocationId);
    const write = paid(eip, Months, call.now);
    const [row] = write.put;
    return { body: { ExpiredTime: row?.kind === 'eip' ? new Date(row.expires).toISOString() : '' }, write };
  },
});

/** The account begins to owe money, or has paid all it owes. */
const setArrears = action({
  product: 'OpenEIP',
  name: 'SetArrears',
  writes: true,
  parameters: z.object({ AccountId: text().optional(), Arrears: bool() }),
  run(call, { AccountId, Arrears }) {
    operatorOf(call);
    const account = AccountId === undefined ? call.account : call.read.get('account', AccountId);
    if (account === undefined) throw new Refusal(operatorErrors['InvalidResourceId.NotFound'], AccountId ?? '');
    return { body: { AccountId: account.id, Arrears }, write: inArrears(account, Arrears, call.now, call.read) };
  },
});

export const accountActions: readonly Action[] = [payEip, setArrears];
