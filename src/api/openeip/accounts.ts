/** Accounts of the cloud, their keys, quotas and entitlements; payments, and what happens where they are missing (behaviour §7.5, §8.1). */
import { z } from 'zod';
import { deleteAccount, newAccount, withKey, withKeyActive, withoutKey, withQuota } from '../../cloud/account.js';
import { operatorErrors } from '../../cloud/errors/operator.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { claim } from '../../cloud/indexes.js';
import { inArrears, paid } from '../../cloud/payment.js';
import { QUOTA_NAMES, QUOTAS, quotaOf } from '../../cloud/quotas.js';
import type { AccountRow, WriteSet } from '../../cloud/resources.js';
import { action, type Action, type Call, type JsonObject } from '../action.js';
import { bool, int, oneOf, text } from '../parameters.js';
import { operatorOf } from './operator.js';

const createAccount = action({
  product: 'OpenEIP',
  name: 'CreateAccount',
  writes: true,
  parameters: z.object({ Name: text().min(1).max(64), MultiEip: bool().default(false) }),
  run(call, { Name, MultiEip }) {
    const key = operatorOf(call).newAccessKey();
    // Sixteen digits, as the cloud's.
    const id = `1${String(call.ids.int(1e7)).padStart(7, '0')}${String(call.ids.int(1e8)).padStart(8, '0')}`;
    const account = { ...newAccount(id, Name, key), entitlements: { multiEip: MultiEip } };
    return { body: { AccountId: id, AccessKeyId: key.id, AccessKeySecret: key.secret }, write: put(account) };
  },
});

const deleteAccountAction = action({
  product: 'OpenEIP',
  name: 'DeleteAccount',
  writes: true,
  parameters: z.object({ AccountId: text() }),
  run(call, { AccountId }) {
    const account = accountOf(call, AccountId);
    if (account.id === call.account.id) throw new Refusal(operatorErrors['InvalidOperation.OperatorAccount'], account.id);
    return { body: {}, write: deleteAccount(account, call.read) };
  },
});

const listAccounts = action({
  product: 'OpenEIP',
  name: 'ListAccounts',
  writes: false,
  parameters: z.object({}),
  run: (call) => ({ body: { Accounts: { Account: operatorOf(call).accounts().map(view) } } }),
});

const createAccessKey = action({
  product: 'OpenEIP',
  name: 'CreateAccessKey',
  writes: true,
  parameters: z.object({ AccountId: text().optional() }),
  run(call, { AccountId }) {
    const account = accountOf(call, AccountId);
    const key = operatorOf(call).newAccessKey();
    return { body: { AccountId: account.id, AccessKeyId: key.id, AccessKeySecret: key.secret }, write: put(withKey(account, key)) };
  },
});

/** An inactive key is refused like an unknown one. */
const updateAccessKey = action({
  product: 'OpenEIP',
  name: 'UpdateAccessKey',
  writes: true,
  parameters: z.object({ AccessKeyId: text(), Status: oneOf('Active', 'Inactive') }),
  run: (call, { AccessKeyId, Status }) => ({ body: {}, write: put(withKeyActive(spareKeyOwner(call, AccessKeyId), AccessKeyId, Status === 'Active')) }),
});

const deleteAccessKey = action({
  product: 'OpenEIP',
  name: 'DeleteAccessKey',
  writes: true,
  parameters: z.object({ AccessKeyId: text() }),
  run: (call, { AccessKeyId }) => ({ body: {}, write: put(withoutKey(spareKeyOwner(call, AccessKeyId), AccessKeyId)) }),
});

const setEntitlement = action({
  product: 'OpenEIP',
  name: 'SetEntitlement',
  writes: true,
  parameters: z.object({ AccountId: text().optional(), MultiEip: bool() }),
  run(call, { AccountId, MultiEip }) {
    const account: AccountRow = { ...accountOf(call, AccountId), entitlements: { multiEip: MultiEip } };
    return { body: view(account), write: put(account) };
  },
});

/** Without a value: the vendor's again. */
const setQuota = action({
  product: 'OpenEIP',
  name: 'SetQuota',
  writes: true,
  parameters: z.object({ AccountId: text().optional(), Name: oneOf(...QUOTA_NAMES), Value: int(0).optional() }),
  run(call, { AccountId, Name, Value }) {
    const account = withQuota(accountOf(call, AccountId), Name, Value);
    return { body: { AccountId: account.id, Name, Value: quotaOf(account, Name) }, write: put(account) };
  },
});

const listQuotas = action({
  product: 'OpenEIP',
  name: 'ListQuotas',
  writes: false,
  parameters: z.object({ AccountId: text().optional() }),
  run(call, { AccountId }) {
    const account = accountOf(call, AccountId);
    return { body: { AccountId: account.id, Quotas: { Quota: QUOTA_NAMES.map((Name) => ({ Name, Value: quotaOf(account, Name), Default: QUOTAS[Name] })) } } };
  },
});

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
    const account = accountOf(call, AccountId);
    return { body: { AccountId: account.id, Arrears }, write: inArrears(account, Arrears, call.now, call.read) };
  },
});

export const accountActions: readonly Action[] = [
  createAccount, deleteAccountAction, listAccounts, createAccessKey, updateAccessKey, deleteAccessKey, setEntitlement, setQuota, listQuotas, payEip,
  setArrears,
];

/** The one that is named, or the operator's own. Throws Refusal for callers who are not the operator. */
function accountOf(call: Call, id: string | undefined): AccountRow {
  operatorOf(call);
  const account = id === undefined ? call.account : call.read.get('account', id);
  if (account === undefined) throw new Refusal(operatorErrors['InvalidAccountId.NotFound'], id ?? '');
  return account;
}

/** The account of a key that may go. Throws Refusal for the one in OPENEIP_HOME: the next start would bring it back. */
function spareKeyOwner(call: Call, accessKeyId: string): AccountRow {
  operatorOf(call);
  const account = call.read.holder('account', claim.accessKey(accessKeyId));
  if (account === undefined) throw new Refusal(operatorErrors['InvalidAccessKeyId.NotFound'], accessKeyId);
  if (account.id === call.account.id && account.keys[0]?.id === accessKeyId) throw new Refusal(operatorErrors['InvalidOperation.OperatorAccount'], account.id);
  return account;
}

/** Without secrets. */
function view(account: AccountRow): JsonObject {
  return {
    AccountId: account.id,
    Name: account.name,
    MultiEip: account.entitlements.multiEip,
    Arrears: account.arrears !== null,
    AccessKeys: { AccessKey: account.keys.map(({ id, active }) => ({ AccessKeyId: id, Status: active ? 'Active' : 'Inactive' })) },
    Quotas: { Quota: Object.entries(account.quotas).map(([Name, Value]) => ({ Name, Value })) },
  };
}

function put(row: AccountRow): WriteSet {
  return { put: [row], remove: [] };
}
