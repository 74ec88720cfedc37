/** ListRequests: what was asked lately, by whom, and what came of it. */
import { z } from 'zod';
import { action, type Action, type JsonObject } from '../action.js';
import { int, moment, text } from '../parameters.js';
import type { RequestRecord } from '../request-record.js';
import { operatorOf } from './operator.js';

const listRequests = action({
  product: 'OpenEIP',
  name: 'ListRequests',
  writes: false,
  parameters: z.object({
    ActionName: text().optional(),
    /** `ok` for calls that succeeded. */
    ErrorCode: text().optional(),
    AccountId: text().optional(),
    Id: text().optional(),
    /** By the host's clock. */
    Since: moment().optional(),
    MaxResults: int(1, 1_000).default(100),
  }),
  run(call, { ActionName, ErrorCode, AccountId, Id, Since, MaxResults }) {
    const filter = { action: ActionName, code: ErrorCode, account: AccountId, requestId: Id, since: Since };
    return { body: { Requests: { Request: operatorOf(call).requests(filter, MaxResults).map(view) } } };
  },
});

/** Parameters as a list: clients name them as they like, which elements of XML cannot be named. */
function view({ requestId, time, product, action: name, region, account, parameters, status, code, message, durationMs, events }: RequestRecord): JsonObject {
  return {
    Id: requestId, Time: time, Product: product, ActionName: name, RegionId: region, AccountId: account,
    Parameters: { Parameter: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })) },
    Status: status, ErrorCode: code ?? '', ErrorMessage: message ?? '', DurationMs: durationMs,
    Events: { Event: events.map(({ kind, id, before, after }) => ({ Kind: kind, ResourceId: id, Before: before ?? '', After: after ?? '' })) },
  };
}

export const requestActions: readonly Action[] = [listRequests];
