/** What the account that OpenEIP was started with may see: the request log, faults, the clock, snapshots, accounts. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import type { RequestRecord } from '../live/feed.js';
import { order, send } from './call.js';
import type { Parameters } from './flatten.js';

/** How many requests the server remembers, which is as many as it tells. */
export const REMEMBERED = 1_000;

const request = z
  .object({
    Id: z.string(), Time: z.string(), Product: z.string(), ActionName: z.string(), RegionId: z.string(), AccountId: z.string(),
    Parameters: z.object({ Parameter: z.array(z.object({ Name: z.string(), Value: z.string() })) }),
    Status: z.number(), ErrorCode: z.string(), ErrorMessage: z.string(), DurationMs: z.number(),
    Events: z.object({ Event: z.array(z.object({ Kind: z.string(), ResourceId: z.string(), Before: z.string(), After: z.string() })) }),
  })
  // As the event stream tells them.
  .transform((row): RequestRecord => ({
    requestId: row.Id, time: row.Time, product: row.Product, action: row.ActionName, region: row.RegionId, account: row.AccountId,
    parameters: Object.fromEntries(row.Parameters.Parameter.map(({ Name, Value }) => [Name, Value])),
    status: row.Status, code: orNull(row.ErrorCode), message: orNull(row.ErrorMessage), durationMs: row.DurationMs,
    events: row.Events.Event.map(({ Kind, ResourceId, Before, After }) => ({ kind: Kind, id: ResourceId, before: orNull(Before), after: orNull(After) })),
  }));
const requests = z.object({ Requests: z.object({ Request: z.array(request) }) });

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** The newest first. */
export async function listRequests(parameters: Parameters): Promise<readonly RequestRecord[]> {
  return (await operate('ListRequests', parameters, requests)).Requests.Request;
}

/** null: forgotten, or there never was one. */
export function requestQuery(Id: string) {
  return queryOptions({ queryKey: ['ListRequests', Id], queryFn: async () => (await listRequests({ Id }))[0] ?? null });
}

const fault = z.object({
  FaultId: z.string(), Product: z.string(), ActionName: z.string(), First: z.number(), Met: z.number(), DelayMs: z.number(), Reset: z.boolean(), After: z.boolean(),
  ErrorCode: z.string(), ErrorStatus: z.number(), ErrorMessage: z.string(),
});
export type Fault = z.infer<typeof fault>;
const faults = z.object({ Faults: z.object({ Fault: z.array(fault) }) });

export const faultsQuery = queryOptions({
  queryKey: ['ListFaults'], meta: { kinds: [] }, queryFn: async () => (await operate('ListFaults', {}, faults)).Faults.Fault,
});

const clock = z.object({ Time: z.string(), HostTime: z.string(), AheadSeconds: z.number(), NextDue: z.string() });
export type Clock = z.infer<typeof clock>;

/** With when it was asked, by this page's own clock. */
export const clockQuery = queryOptions({
  queryKey: ['DescribeClock'],
  // What is due next is due to an EIP, a released one, or to what an account owes.
  meta: { kinds: ['eip', 'account'] },
  queryFn: async () => ({ ...(await operate('DescribeClock', {}, clock)), asked: Date.now() }),
});

const snapshot = z.object({
  Name: z.string(), Bytes: z.number(), SavedTime: z.string(), CloudTime: z.string(), Resources: z.record(z.string(), z.number()),
  /** Why it cannot be loaded; ''. */
  Refused: z.string(),
});
export type Snapshot = z.infer<typeof snapshot>;
const snapshots = z.object({
  Snapshots: z.object({ Snapshot: z.array(snapshot) }),
  /** The data plane still follows one that was loaded. */
  Loading: z.boolean(),
});

/** ms between two looks while the data plane follows. */
const LOOK = 500;

export const snapshotsQuery = queryOptions({
  queryKey: ['ListSnapshots'],
  meta: { kinds: [] },
  refetchInterval: ({ state }) => (state.data?.loading === true ? LOOK : false),
  queryFn: async () => {
    const { Snapshots, Loading } = await operate('ListSnapshots', {}, snapshots);
    return { rows: Snapshots.Snapshot, loading: Loading };
  },
});

const change = z.object({
  Change: z.enum(['added', 'removed', 'changed']), Kind: z.string(), Id: z.string(), AccountId: z.string(), RegionId: z.string(), Label: z.string(),
  Fields: z.object({ Field: z.array(z.object({ Name: z.string(), Before: z.string(), After: z.string() })) }),
});
export type Change = z.infer<typeof change>;
const changes = z.object({ Changes: z.object({ Change: z.array(change) }) });

/** From one to another, or (without) to the cloud as it is. */
export function diffQuery(Name: string, With: string) {
  return queryOptions({
    queryKey: ['DiffSnapshots', Name, With],
    meta: {
      kinds: With !== '' ? [] : [
        'account', 'eip', 'eni', 'instance', 'vpc', 'vswitch', 'routeTable', 'routeEntry', 'ipv4Gateway', 'securityGroup', 'securityGroupRule', 'resourceGroup', 'bandwidthPackage',
      ] as const,
    },
    queryFn: async () => (await operate('DiffSnapshots', { Name, With }, changes)).Changes.Change,
  });
}

const account = z.object({ AccountId: z.string(), Name: z.string(), MultiEip: z.boolean() });
export type Account = z.infer<typeof account>;
const accounts = z.object({ Accounts: z.object({ Account: z.array(account) }) });

export const accountsQuery = queryOptions({
  queryKey: ['ListAccounts'], meta: { kinds: ['account'] }, queryFn: async () => (await operate('ListAccounts', {}, accounts)).Accounts.Account,
});

const quota = z.object({ Name: z.string(), Value: z.number(), Default: z.number() });
export type Quota = z.infer<typeof quota>;
const quotas = z.object({ Quotas: z.object({ Quota: z.array(quota) }) });

export function quotasQuery(AccountId: string) {
  return queryOptions({ queryKey: ['ListQuotas', AccountId], meta: { kinds: ['account'] }, queryFn: async () => (await operate('ListQuotas', { AccountId }, quotas)).Quotas.Quota });
}

function operate<S extends z.ZodType>(action: string, parameters: Parameters, answer: S): Promise<z.output<S>> {
  return send({ product: 'OpenEIP', action, parameters }, answer);
}

export function operateOrder(action: string, parameters: Parameters): Promise<unknown> {
  return order({ product: 'OpenEIP', action, parameters });
}
