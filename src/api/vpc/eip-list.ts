/** DescribeEipAddresses. */
import { z } from 'zod';
import { INSTANCE_TYPES } from '../../cloud/eip-associate.js';
import { common } from '../../cloud/errors/common.js';
import { eipErrors } from '../../cloud/errors/eip.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { claim, link, tagFilterOf, type EipFilter } from '../../cloud/indexes.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { EipRow, Page } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
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

/** One page, newest first: by the ids or addresses that are named, else by the index of one filter, the narrowest where there are several. */
function find(call: Call, asked: Parameters, page: Page): Found {
  const { read, account, region } = call;
  const [tests, links] = [testsOf(asked), linksOf(call, asked)];
  const among = (eips: readonly EipRow[]): Found => {
    const matches = eips.filter((eip) => tests.every((test) => test(eip)));
    return { rows: slice(matches, page), total: matches.length };
  };
  // No EIP is part of a contiguous group or of an address pool of its own, and none belongs to a service.
  if (asked.SegmentInstanceId !== undefined || asked.PublicIpAddressPoolId !== undefined || asked.ServiceManaged === true) return among([]);
  const eips = named(call, asked);
  if (eips !== undefined) return among(eips);
  if (tests.length === 0) return { rows: read.list('eip', account.id, region.id, page), total: read.count('eip', account.id, region.id) };
  const [narrowest] = links.map((name) => ({ name, total: read.countLinked('eip', name) })).sort((a, b) => a.total - b.total);
  // Only the time of creation has no index.
  if (narrowest === undefined) return among(read.list('eip', account.id, region.id));
  if (tests.length === 1 && links.length === 1) return { rows: read.linkedPage('eip', narrowest.name, page), total: narrowest.total };
  return among(read.linked('eip', narrowest.name).toReversed());
}

/** The EIPs that ids or addresses of the request name, newest first; undefined when it names none. Unknown ones just do not match. */
function named({ read, account, region }: Call, { AllocationId, EipAddress }: Parameters): readonly EipRow[] | undefined {
  if (AllocationId === undefined && EipAddress === undefined) return undefined;
  const rows =
    AllocationId?.map((id) => read.get('eip', id)) ??
    EipAddress?.map((address) => read.holder('eip', claim.publicIp(address))) ??
    [];
  const own = rows.filter((eip) => eip !== undefined && eip.account === account.id && eip.region === region.id);
  return [...new Set(own)].filter((eip) => eip !== undefined).sort((a, b) => b.n - a.n);
}

/** The indexes of the filters that are given: each leads to exactly the EIPs that pass its filter. */
function linksOf({ account, region }: Call, asked: Parameters): readonly string[] {
  const given: readonly (readonly [EipFilter, string | undefined])[] = [
    ['status', asked.Status], ['chargeType', asked.ChargeType], ['isp', asked.ISP], ['group', asked.ResourceGroupId], ['lock', asked.LockReason],
    ['type', asked.AssociatedInstanceType], ['bound', asked.AssociatedInstanceId],
    ['name', asked.EipName], ['protected', asked.SecurityProtectionEnabled?.toString()],
    ...asked.Tag.map(({ Key, Value }) => ['tag', tagFilterOf(Key, Value)] as const),
  ];
  return given.flatMap(([field, value]) => (value === undefined ? [] : [link.filtered({ account: account.id, region: region.id }, field, value)]));
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

type Test = (eip: EipRow) => boolean;

/** One test per filter that is given; all must hold. */
function testsOf(asked: Parameters): readonly Test[] {
  const tests: Test[] = [];
  const when = <T>(value: T | undefined, test: (value: T, eip: EipRow) => boolean) => {
    if (value !== undefined) tests.push((eip) => test(value, eip));
  };
  // Beside AllocationId the addresses are a filter like the others.
  when(asked.AllocationId && asked.EipAddress, (addresses, eip) => addresses.includes(eip.address));
  when(asked.Status, (status, eip) => eip.status === status);
  when(asked.AssociatedInstanceType, (type, eip) => eip.binding?.type === type);
  when(asked.AssociatedInstanceId, (id, eip) => eip.binding?.shownId === id);
  when(asked.ChargeType, (type, eip) => eip.chargeType === type);
  when(asked.EipName, (name, eip) => eip.name === name);
  when(asked.ISP, (isp, eip) => eip.isp === isp);
  when(asked.ResourceGroupId, (wanted, eip) => inResourceGroup(eip, wanted));
  when(asked.LockReason, (reason, eip) => eip.locks.includes(reason));
  when(asked.SecurityProtectionEnabled, (enabled, eip) => eip.securityProtectionTypes.length > 0 === enabled);
  if (asked.Tag.length > 0) tests.push((eip) => carriesTags(eip.tags, asked.Tag));
  for (const { Key, Value } of asked.Filter) {
    if (Key === 'CreationStartTime') when(minute(Value), (from, eip) => eip.created >= from);
    if (Key === 'CreationEndTime') when(minute(Value), (to, eip) => eip.created <= to);
  }
  return tests;
}

/** `YYYY-MM-DDThh:mmZ` in ms. Throws Refusal. */
function minute(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) throw new Refusal(common.InvalidParameter, 'Filter.Value');
  return ms;
}
