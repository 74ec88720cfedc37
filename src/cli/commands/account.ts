/** `openeip account …`: accounts, their keys, quotas and entitlements. Without an account, the operator's own is meant. */
import { z } from 'zod';
import { operate, table, type PrintOptions } from '../operator.js';

export interface AccountOptions extends PrintOptions {
  readonly account?: string;
}

const keySchema = z.object({ AccountId: z.string(), AccessKeyId: z.string(), AccessKeySecret: z.string() });
const printKey = ({ AccountId, AccessKeyId, AccessKeySecret }: z.infer<typeof keySchema>) =>
  `Account ${AccountId} has the access key\n\n  ${AccessKeyId}\n  ${AccessKeySecret}\n\nPoint clients at it with: eval "$(openeip env --account ${AccountId})"\n`;

export function createAccount(name: string, options: PrintOptions & { readonly multiEip?: boolean }): Promise<void> {
  return operate(options, ['CreateAccount', { Name: name, MultiEip: String(options.multiEip ?? false) }], keySchema, printKey);
}

export function deleteAccount(id: string, options: PrintOptions): Promise<void> {
  return operate(options, ['DeleteAccount', { AccountId: id }], z.object({}), () => `Account ${id} is gone.\n`);
}

const listSchema = z.object({
  Accounts: z.object({
    Account: z.array(z.object({
      AccountId: z.string(), Name: z.string(), MultiEip: z.boolean(), Arrears: z.boolean(),
      AccessKeys: z.object({ AccessKey: z.array(z.object({ AccessKeyId: z.string(), Status: z.string() })) }),
    })),
  }),
});

export function listAccounts(options: PrintOptions): Promise<void> {
  return operate(options, ['ListAccounts', {}], listSchema, ({ Accounts }) => table([
    ['ACCOUNT', 'NAME', 'MULTI-EIP', 'ARREARS', 'ACCESS KEYS'],
    ...Accounts.Account.map(({ AccountId, Name, MultiEip, Arrears, AccessKeys }) => [
      AccountId, Name, MultiEip ? 'yes' : 'no', Arrears ? 'yes' : 'no',
      AccessKeys.AccessKey.map(({ AccessKeyId, Status }) => (Status === 'Active' ? AccessKeyId : `${AccessKeyId} (inactive)`)).join(', '),
    ]),
  ]));
}

export function addKey(options: AccountOptions): Promise<void> {
  return operate(options, ['CreateAccessKey', { AccountId: options.account }], keySchema, printKey);
}

export function setKey(id: string, status: 'Active' | 'Inactive', options: PrintOptions): Promise<void> {
  return operate(options, ['UpdateAccessKey', { AccessKeyId: id, Status: status }], z.object({}), () => `${id} is ${status.toLowerCase()}.\n`);
}

export function deleteKey(id: string, options: PrintOptions): Promise<void> {
  return operate(options, ['DeleteAccessKey', { AccessKeyId: id }], z.object({}), () => `${id} is gone.\n`);
}

export function entitle(multiEip: boolean, options: AccountOptions): Promise<void> {
  return operate(options, ['SetEntitlement', { AccountId: options.account, MultiEip: String(multiEip) }], z.object({ AccountId: z.string() }), ({ AccountId }) =>
    `Account ${AccountId} is ${multiEip ? '' : 'not '}entitled to multi-EIP mode.\n`);
}

const quotasSchema = z.object({ Quotas: z.object({ Quota: z.array(z.object({ Name: z.string(), Value: z.int(), Default: z.int() })) }) });

export function listQuotas(options: AccountOptions): Promise<void> {
  return operate(options, ['ListQuotas', { AccountId: options.account }], quotasSchema, ({ Quotas }) => table([
    ['QUOTA', 'VALUE', 'VENDOR’S'],
    ...Quotas.Quota.map(({ Name, Value, Default }) => [Name, String(Value), String(Default)]),
  ]));
}

/** Without a value: the vendor's again. */
export function setQuota(name: string, value: string | undefined, options: AccountOptions): Promise<void> {
  return operate(options, ['SetQuota', { AccountId: options.account, Name: name, Value: value }], z.object({ AccountId: z.string(), Value: z.int() }),
    ({ AccountId, Value }) => `${name} of account ${AccountId} is ${String(Value)}.\n`);
}
