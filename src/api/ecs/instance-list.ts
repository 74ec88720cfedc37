/** DescribeInstances and DescribeInstanceStatus. */
import { z } from 'zod';
import { findInstanceType } from '../../cloud/catalogue/instance-types.js';
import { common } from '../../cloud/errors/common.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { link } from '../../cloud/indexes.js';
import { shownStatus } from '../../cloud/instance.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { InstanceRow } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type Call } from '../action.js';
import { numberedPage, pageOf, slice, tokenPage } from '../paging.js';
import { bool, group, int, jsonList, list, oneOf, text } from '../parameters.js';
import { tagFilter } from '../tags.js';
import { eitherPage, instancesOf, isOwn, matchesPattern } from './common.js';
import { eipOf, instanceFields } from './instance-view.js';

/** Ids or addresses in one JSON list at the most. */
const MOST_NAMED = 100;
const names = () => jsonList().refine((words) => words.length <= MOST_NAMED).optional();

const parameters = z.object({
  RegionId: text(),
  ...numberedPage,
  ...tokenPage,
  InstanceIds: names(),
  EipAddresses: names(),
  PrivateIpAddresses: names(),
  PublicIpAddresses: names(),
  InnerIpAddresses: names(),
  RdmaIpAddresses: names(),
  Ipv6Address: list(text()),
  InstanceName: text().optional(),
  InstanceNetworkType: oneOf('vpc', 'classic').optional(),
  InstanceType: text().optional(),
  InstanceTypeFamily: text().optional(),
  InstanceChargeType: text().optional(),
  InternetChargeType: text().optional(),
  ImageId: text().optional(),
  KeyPairName: text().optional(),
  Status: text().optional(),
  LockReason: text().optional(),
  IoOptimized: bool().optional(),
  DeviceAvailable: bool().optional(),
  NeedSaleCycle: bool().optional(),
  HpcClusterId: text().optional(),
  HttpEndpoint: text().optional(),
  HttpTokens: text().optional(),
  HttpPutResponseHopLimit: int().optional(),
  SecurityGroupId: text().optional(),
  VSwitchId: text().optional(),
  VpcId: text().optional(),
  ZoneId: text().optional(),
  ResourceGroupId: text().optional(),
  AdditionalAttributes: list(text()),
  Filter: list(group({ Key: text().optional(), Value: text().optional() })),
  Tag: tagFilter(),
  DryRun: bool().optional(),
});
type Parameters = z.infer<typeof parameters>;

export const describeInstances = action({
  product: 'Ecs',
  name: 'DescribeInstances',
  writes: false,
  parameters,
  run(call, asked) {
    const tests = testsOf(call, asked);
    const matches = candidates(call, asked).filter((row) => isOwn(call, row) && tests.every((test) => test(row)));
    const { rows, fields } = eitherPage(matches, asked, { size: 10, most: 100, mostNumbered: 100 });
    return { body: { ...fields, Instances: { Instance: rows.map((row) => instanceFields(row, call.read)) } } };
  },
});

export const describeInstanceStatus = action({
  product: 'Ecs',
  name: 'DescribeInstanceStatus',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    ...numberedPage,
    InstanceId: list(text()),
    ZoneId: text().optional(),
    ClusterId: text().optional(),
  }),
  run(call, asked) {
    const page = pageOf(asked, 50);
    const all = instancesOf(call, asked.InstanceId.length > 0 ? asked.InstanceId : undefined);
    const matches = all.filter((row) => (asked.ZoneId ?? row.zone) === row.zone && asked.ClusterId === undefined);
    const shown = slice(matches, page).map((row) => ({ InstanceId: row.id, Status: shownStatus(row) }));
    return {
      body: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, InstanceStatuses: { InstanceStatus: shown } },
    };
  },
});

function candidates(call: Call, { InstanceIds, VSwitchId, VpcId }: Parameters): readonly InstanceRow[] {
  const narrowest = (VSwitchId && link.vswitch(VSwitchId)) ?? (VpcId && link.vpc(VpcId));
  if (InstanceIds !== undefined || narrowest === undefined) return instancesOf(call, InstanceIds);
  return call.read.linked('instance', narrowest).toReversed();
}

type Test = (row: InstanceRow) => boolean;

/** One test per filter that is given; all must hold. */
function testsOf({ read }: Call, asked: Parameters): readonly Test[] {
  const tests: Test[] = [];
  const when = <T>(value: T | undefined, test: (value: T, row: InstanceRow) => boolean) => {
    if (value !== undefined) tests.push((row) => test(value, row));
  };
  if (asked.PrivateIpAddresses !== undefined && asked.InstanceNetworkType !== 'vpc') {
    throw new Refusal(common.InvalidParameter, 'InstanceNetworkType');
  }
  when(asked.InstanceName, (pattern, row) => matchesPattern(row.name, pattern));
  when(asked.InstanceNetworkType, (type) => type === 'vpc');
  when(asked.InstanceType, (type, row) => row.type === type);
  when(asked.InstanceTypeFamily, (family, row) => findInstanceType(row.type)?.family === family);
  when(asked.InstanceChargeType, (type, row) => row.chargeType === type);
  when(asked.InternetChargeType, (type, row) => row.internetChargeType === type);
  when(asked.ImageId, (id, row) => row.imageId === id);
  when(asked.KeyPairName, (name, row) => row.keyPairName === name);
  when(asked.Status, (status, row) => shownStatus(row) === status);
  when(asked.VSwitchId, (id, row) => row.vswitchId === id);
  when(asked.VpcId, (id, row) => row.vpcId === id);
  when(asked.ZoneId, (zone, row) => row.zone === zone);
  when(asked.SecurityGroupId, (id, row) => read.get('eni', row.primaryEniId)?.groupIds.includes(id) === true);
  when(asked.EipAddresses, (addresses, row) => addresses.includes(eipOf(row, read)?.address ?? ''));
  when(asked.PrivateIpAddresses, (addresses, row) => addresses.includes(read.get('eni', row.primaryEniId)?.privateIps[0] ?? ''));
  when(asked.PublicIpAddresses, (addresses, row) => row.publicIp !== '' && addresses.includes(row.publicIp));
  when(asked.ResourceGroupId, (wanted, row) => inResourceGroup(row, wanted));
  when(asked.IoOptimized, (optimized) => optimized);
  when(asked.DeviceAvailable, (available) => available);
  when(asked.HttpEndpoint, (endpoint) => endpoint === 'enabled');
  when(asked.HttpTokens, (tokens) => tokens === 'optional');
  // No instance is locked, in a cluster or has an address of these kinds.
  when(asked.LockReason ?? asked.HpcClusterId ?? asked.InnerIpAddresses ?? asked.RdmaIpAddresses, () => false);
  if (asked.Ipv6Address.length > 0) tests.push(() => false);
  if (asked.Tag.length > 0) tests.push((row) => carriesTags(row.tags, asked.Tag));
  for (const { Key, Value } of asked.Filter) {
    if (Key === 'CreationStartTime') when(minute(Value), (from, row) => row.created >= from);
    if (Key === 'CreationEndTime') when(minute(Value), (to, row) => row.created <= to);
  }
  return tests;
}

/** `YYYY-MM-DDThh:mmZ` in ms. Throws Refusal. */
function minute(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(given) ? Date.parse(given) : NaN;
  if (Number.isNaN(ms)) throw new Refusal(common.InvalidParameter, 'Filter.Value');
  return ms;
}
