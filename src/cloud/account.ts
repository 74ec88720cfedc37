/** Accounts, their access keys, quotas (behaviour §8.1) and entitlements (S-07): what an operator orders about them. */
import { REGIONS } from './catalogue/regions.js';
import { operatorErrors } from './errors/operator.js';
import { Refusal } from './errors/refusal.js';
import { RESOURCE_KINDS } from './kinds.js';
import type { QuotaName } from './quotas.js';
import type { AccessKey, AccountRow, Reads, WriteSet } from './resources.js';

/** RAM's limit. */
const KEYS_PER_ACCOUNT = 2;

/** In debt to nobody, with the vendor's quotas, and without entitlements: those that a new account of the cloud would be refused. */
export function newAccount(id: string, name: string, key: Pick<AccessKey, 'id' | 'secret'>): AccountRow {
  return {
    kind: 'account', id, n: 0, version: 0, account: id, region: '', name, arrears: null,
    keys: [{ ...key, active: true }], quotas: {}, entitlements: { multiEip: false },
  };
}

/** Throws Refusal while it has anything. */
export function deleteAccount(account: AccountRow, read: Reads): WriteSet {
  // What it has released and might have back is forgotten with it.
  const kind = RESOURCE_KINDS.find((one) => one !== 'releasedEip' && read.countOfAccount(one, account.id) > 0);
  if (kind !== undefined) throw new Refusal(operatorErrors['InvalidOperation.AccountInUse'], account.id, kind);
  return { put: [], remove: [...REGIONS.flatMap(({ id }) => read.list('releasedEip', account.id, id)), account] };
}

/** Throws Refusal where it has as many as an account may have. */
export function withKey(account: AccountRow, key: Pick<AccessKey, 'id' | 'secret'>): AccountRow {
  if (account.keys.length >= KEYS_PER_ACCOUNT) throw new Refusal(operatorErrors['LimitExceeded.AccessKey'], account.id, String(KEYS_PER_ACCOUNT));
  return { ...account, keys: [...account.keys, { ...key, active: true }] };
}

export function withKeyActive(account: AccountRow, id: string, active: boolean): AccountRow {
  return { ...account, keys: account.keys.map((key) => (key.id === id ? { ...key, active } : key)) };
}

/** Throws Refusal for its last one: nobody could speak for the account any more. */
export function withoutKey(account: AccountRow, id: string): AccountRow {
  if (account.keys.length === 1) throw new Refusal(operatorErrors['InvalidOperation.LastAccessKey'], account.id);
  return { ...account, keys: account.keys.filter((key) => key.id !== id) };
}

/** What is there stays when a quota falls below it: only what would be more is refused. Undefined: the vendor's value again. */
export function withQuota(account: AccountRow, name: QuotaName, value: number | undefined): AccountRow {
  const others = Object.fromEntries(Object.entries(account.quotas).filter(([one]) => one !== name));
  return { ...account, quotas: value === undefined ? others : { ...others, [name]: value } };
}
