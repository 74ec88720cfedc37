/** Moving a resource to another resource group (behaviour §4.1, §11): nothing else about it changes, and no packet. */
import { ownPackage } from './bandwidth-package-members.js';
import type { Context } from './context.js';
import { ownEip } from './eip.js';
import { checkAtRest } from './eip-status.js';
import { common } from './errors/common.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import { tagErrors } from './errors/tag.js';
import { link } from './indexes.js';
import { ownIpv4Gateway } from './ipv4-gateway.js';
import { resourceGroupExists } from './resource-groups.js';
import type { Row, WriteSet } from './resources.js';
import { ownVpc } from './vpc.js';

/** Parameters of MoveResourceGroup under their wire names. */
export interface GroupMove {
  /** In any case of letters. */
  readonly ResourceType: string;
  readonly ResourceId: string;
  readonly NewResourceGroupId: string;
}

type Grouped = Extract<Row, { readonly resourceGroup: string }>;

/** What goes along with a resource, itself first. Throws Refusal where the caller has no such resource. */
const FINDERS: ReadonlyMap<string, (context: Context, id: string) => readonly Grouped[]> = new Map([
  ['vpc', vpcWithParts],
  ['eip', settledEip],
  ['bandwidthpackage', (context: Context, id: string) => [ownPackage(context, id)]],
  ['commonbandwidthpackage', (context: Context, id: string) => [ownPackage(context, id)]],
  ['ipv4gateway', (context: Context, id: string) => [ownIpv4Gateway(context, id)]],
]);

/** Types that the product has and nothing here can be of. */
const OTHER_TYPES: ReadonlySet<string> = new Set([
  'natgateway', 'vpngateway', 'prefixlist', 'publicipaddresspool', 'flowlog', 'havip', 'trafficmirrorfilter', 'trafficmirrorsession', 'ipv6gateway',
  'ipv6address', 'dhcpoptionsset', 'gatewayendpoint',
]);

/** Throws Refusal. */
export function moveToGroup(context: Context, asked: GroupMove): WriteSet {
  const type = asked.ResourceType.toLowerCase();
  const find = FINDERS.get(type);
  if (find === undefined && !OTHER_TYPES.has(type)) throw new Refusal(common.InvalidParameter, 'ResourceType');
  if (!resourceGroupExists(context, asked.NewResourceGroupId)) throw new Refusal(eipErrors.InvalidResourceGroupId);
  if (find === undefined) throw new Refusal(tagErrors['InvalidResourceId.NotFound'], asked.ResourceId);
  return { put: find(context, asked.ResourceId).map((row) => ({ ...row, resourceGroup: asked.NewResourceGroupId })), remove: [] };
}

/** vSwitches and route tables are in the group of their VPC from the start and stay with it. */
function vpcWithParts(context: Context, id: string): readonly Grouped[] {
  const vpc = ownVpc(context, id);
  const inside = link.vpc(vpc.id);
  return [vpc, ...context.read.linked('vswitch', inside), ...context.read.linked('routeTable', inside)];
}

/** On its way to another state an EIP can only be queried (§2.2). */
function settledEip(context: Context, id: string): readonly Grouped[] {
  const eip = ownEip(context, id);
  checkAtRest(eip);
  return [eip];
}
