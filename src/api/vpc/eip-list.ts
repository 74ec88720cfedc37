/** DescribeEipAddresses. */
import { z } from 'zod';
import { linksOf } from '../../cloud/claims.js';
import { INSTANCE_TYPES } from '../../cloud/eip-associate.js';
import { common } from '../../cloud/errors/common.js';
import { eipErrors } from '../../cloud/errors/eip.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { carries, claim, link, tagFilterOf, type EipFilter, type Wanted } from '../../cloud/indexes.js';
import type { EipRow, Page } from '../../cloud/resources.js';
import { action, type Call } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { bool, commaList, group, list, text } from '../parameters.js';
import { listBody } from '../render.js';
import { eipView } from './eip-view.js';
import { tagFilter } from '../tags.js';

const LOCK_REASONS: ReadonlySet<string> = new Set(['financial', 'security', 'sharedPool', 'RecycleArrearage']);

const parameters = z.object({
  RegionId: text(),
  ...numberedPage,
  AllocationId: commaList(50).optional(),
  EipAddress: commaList(50).optional(),
  Status: text().optional(),
  AssociatedInstanceType: text().optional(),
  AssociatedInstanceId: text().optional(),
  ChargeType: text().optional(),
  EipName: text().optional(),
  ISP: text().optional(),
  ResourceGroupId: text().optional(),
  SegmentInstanceId: text().optional(),
  PublicIpAddressPoolId: text().optional(),
  LockReason: text().optional(),
  SecurityProtectionEnabled: bool().optional(),
  ServiceManaged: bool().optional(),
  IncludeReservationData: bool().optional(),
  Tag: tagFilter(),
  Filter: list(group({ Key: text().optional(), Value: text().optional() })),
  DryRun: bool().optional(),
});
type Parameters = z.infer<typeof parameters>;

export const describeEipAddresses = action({
  product: 'Vpc',
  name: 'DescribeEipAddresses',
  writes: false,
  parameters,
  run(call, asked) {
    const page = pageOf(asked, 100);
    checkValues(asked);
    const { rows, total } = find(call, asked, page);
    const fields = { PageNumber: page.number, PageSize: page.limit, TotalCount: total };
    return { body: listBody(fields, ['EipAddresses', 'EipAddress'], rows, eipView) };
  },
});

interface Found {
  readonly rows: readonly EipRow[];
  /** On all pages. */
  readonly total: number;
}

/** One page, newest first: of the EIPs that ids or addresses name, else by the indexes of the filters. */
function find(call: Call, asked: Parameters, page: Page): Found {
  const { read, account, region } = call;
  const wanted = wantedOf(call, asked);
  // No EIP is part of a contiguous group or of an address pool of its own, and none belongs to a service.
  if (asked.SegmentInstanceId !== undefined || asked.PublicIpAddressPoolId !== undefined || asked.ServiceManaged === true) return { rows: [], total: 0 };
  const eips = named(call, asked)?.filter((eip) => carries(linksOf(eip), wanted));
  if (eips !== undefined) return { rows: slice(eips, page), total: eips.length };
  if (wanted.length === 0) return { rows: read.list('eip', account.id, region.id, page), total: read.count('eip', account.id, region.id) };
  return { rows: read.matching('eip', wanted, page), total: read.countMatching('eip', wanted) };
}

/** The EIPs that ids or addresses of the request name, newest first; undefined when it names none. Unknown ones just do not match. */
function named({ read, account, region }: Call, { AllocationId, EipAddress }: Parameters): readonly EipRow[] | undefined {
  if (AllocationId === undefined && EipAddress === undefined) return undefined;
  const ids = AllocationId?.map((id) => read.get('eip', id)).filter((eip) => EipAddress?.includes(eip?.address ?? '') ?? true);
  const rows = ids ?? EipAddress?.map((address) => read.holder('eip', claim.publicIp(address))) ?? [];
  const own = rows.filter((eip) => eip !== undefined && eip.account === account.id && eip.region === region.id);
  return [...new Set(own)].filter((eip) => eip !== undefined).sort((a, b) => b.n - a.n);
}

/** What the filters that are given want an EIP to carry. Throws Refusal. */
function wantedOf({ account, region }: Call, asked: Parameters): readonly Wanted[] {
  const place = { account: account.id, region: region.id };
  const given: readonly (readonly [EipFilter, string | undefined])[] = [
    ['status', asked.Status], ['chargeType', asked.ChargeType], ['isp', asked.ISP], ['group', asked.ResourceGroupId], ['lock', asked.LockReason],
    ['type', asked.AssociatedInstanceType], ['bound', asked.AssociatedInstanceId],
    ['name', asked.EipName], ['protected', asked.SecurityProtectionEnabled?.toString()],
    ...asked.Tag.map(({ Key, Value }) => ['tag', tagFilterOf(Key, Value)] as const),
  ];
  const links = given.flatMap(([field, value]) => (value === undefined ? [] : [link.filtered(place, field, value)]));
  const times = (key: string) => asked.Filter.flatMap(({ Key, Value }) => (Key === key && Value !== undefined ? [minute(Value)] : []));
  const [from, to] = [times('CreationStartTime'), times('CreationEndTime')];
  return from.length + to.length === 0 ? links : [...links, link.createdBetween(place, Math.max(0, ...from), Math.min(Infinity, ...to))];
}

function checkValues({ AssociatedInstanceType, ChargeType, LockReason }: Parameters): void {
  if (AssociatedInstanceType !== undefined && !INSTANCE_TYPES.has(AssociatedInstanceType)) {
    throw new Refusal(eipErrors['InvalidIAssociatedInstanceType.ValueNotSupported']);
  }
  if (ChargeType !== undefined && ChargeType !== 'PostPaid' && ChargeType !== 'PrePaid') {
    throw new Refusal(eipErrors['InvalidChargeType.ValueNotSupported']);
  }
  if (LockReason !== undefined && !LOCK_REASONS.has(LockReason)) throw new Refusal(eipErrors['InvalidLockReason.NotFound']);
}

/** `YYYY-MM-DDThh:mmZ` in ms. Throws Refusal. */
function minute(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) throw new Refusal(common.InvalidParameter, 'Filter.Value');
  return ms;
}
