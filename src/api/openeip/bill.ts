/** DescribeBill: what EIPs and bandwidth packages cost, by each and hour, with the reason for each line. */
import { z } from 'zod';
import { meter, meterPackage, runs, type Line } from '../../cloud/billing/meter.js';
import { shown, sum, type Parts } from '../../cloud/billing/money.js';
import { pricesOf } from '../../cloud/billing/prices.js';
import { REGIONS } from '../../cloud/catalogue/regions.js';
import { common } from '../../cloud/errors/common.js';
import { operatorErrors } from '../../cloud/errors/operator.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { livesOf, statesOf } from '../../cloud/history.js';
import { quotaOf } from '../../cloud/quotas.js';
import { action, type Action, type Call, type JsonObject } from '../action.js';
import type { Operator } from '../operator.js';
import { moment, text } from '../parameters.js';
import { changesOf } from './changes.js';
import { operatorOf } from './operator.js';

/** EIPs of instances cost no configuration fee up to this quota. */
const FREE_QUOTA = 2_000;

interface Billed {
  readonly view: JsonObject;
  readonly total: Parts;
}

const describeBill = action({
  product: 'OpenEIP',
  name: 'DescribeBill',
  writes: false,
  parameters: z.object({
    /** All EIPs and packages of the account that existed in the time, without one. */
    AllocationId: text().optional(),
    AccountId: text().optional(),
    /** Start of the month. */
    From: moment().optional(),
    /** Now. */
    To: moment().optional(),
  }),
  run(call, { AllocationId, AccountId, From, To }) {
    const operator = operatorOf(call);
    const from = From ?? new Date(call.now).setUTCDate(1) - (call.now % 86_400_000);
    const to = Math.min(To ?? call.now, call.now);
    if (from > to) throw new Refusal(common.InvalidParameter, 'From');
    const ids = AllocationId === undefined ? eipsOf(call, operator, AccountId ?? call.account.id, from) : [AllocationId];
    const bills = ids.map((id) => billOf(call, operator, id, from, to));
    const packages = AllocationId === undefined ? packagesOf(call, operator, AccountId ?? call.account.id, from) : [];
    const shared = packages.map((id) => billOfPackage(call, operator, id, from, to));
    return {
      body: {
        Currency: call.settings.prices.currency,
        From: new Date(from).toISOString(),
        To: new Date(to).toISOString(),
        Total: shown(sum([...bills, ...shared].map(({ total }) => total))),
        Eips: { Eip: bills.map(({ view }) => view) },
        Packages: { Package: shared.map(({ view }) => view) },
      },
    };
  },
});

/** Those that exist, and those that existed then. */
function eipsOf({ read }: Call, { events }: Operator, account: string, from: number): readonly string[] {
  const present = REGIONS.flatMap(({ id }) => read.list('eip', account, id)).map(({ id }) => id);
  return [...new Set([...present, ...goneOf('eip', events, account, from)])];
}

function packagesOf({ read }: Call, { events }: Operator, account: string, from: number): readonly string[] {
  const present = REGIONS.flatMap(({ id }) => read.list('bandwidthPackage', account, id)).map(({ id }) => id);
  return [...present, ...goneOf('bandwidthPackage', events, account, from)];
}

function goneOf(kind: 'eip' | 'bandwidthPackage', events: Operator['events'], account: string, from: number): readonly string[] {
  return changesOf(kind, events.removedSince(kind, from)).map(({ before }) => before).filter((row) => row?.account === account).map((row) => row?.id ?? '');
}

function billOf(call: Call, operator: Operator, id: string, from: number, to: number): Billed {
  const states = statesOf(changesOf('eip', operator.events.history('eip', id)));
  const row = states.at(-1)?.row;
  if (row === undefined) throw new Refusal(operatorErrors['InvalidResourceId.NotFound'], id);
  const owner = call.read.get('account', row.account) ?? call.account;
  const lines = livesOf(states).flatMap((life) => meter({
    states: life,
    prices: pricesOf(call.settings.prices, row.region),
    isPrimary: (eniId) => isPrimary(call, operator, eniId),
    freeOnInstances: quotaOf(owner, 'eipsPerAccount') <= FREE_QUOTA,
    sentBytes: (start, end) => operator.sentBytes(life[0]?.row.n ?? row.n, start, end),
  }, from, to));
  const total = sum(lines.map(({ amount }) => amount));
  return { total, view: { AllocationId: id, IpAddress: row.address, RegionId: row.region, Total: shown(total), Lines: { Line: runs(lines).map(lineView) } } };
}

function billOfPackage({ settings }: Call, { events }: Operator, id: string, from: number, to: number): Billed {
  const states = statesOf(changesOf('bandwidthPackage', events.history('bandwidthPackage', id)));
  const region = states.at(-1)?.row.region ?? '';
  const lines = meterPackage(states, pricesOf(settings.prices, region), from, to);
  const total = sum(lines.map(({ amount }) => amount));
  return { total, view: { BandwidthPackageId: id, RegionId: region, Total: shown(total), Lines: { Line: runs(lines).map(lineView) } } };
}

/** Also after the ENI is gone. */
function isPrimary({ read }: Call, { events }: Operator, eniId: string): boolean {
  const last = events.last('eni', eniId);
  const row = read.get('eni', eniId) ?? changesOf('eni', last === undefined ? [] : [last])[0]?.before;
  return row?.type === 'Primary';
}

function lineView({ item, time, hours, quantity, amount, reason }: Line): JsonObject {
  return { Item: item, Time: new Date(time).toISOString(), Hours: hours, Quantity: quantity, Amount: shown(amount), Reason: reason };
}

export const billActions: readonly Action[] = [describeBill];
