/** Security groups and their members (behaviour §2.8, §4.8). */
import type { Context } from './context.js';
import { common } from './errors/common.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { link } from './indexes.js';
import { isDescription, isName } from './instance-names.js';
import { quotaOf } from './quotas.js';
import { resourceGroupExists } from './resource-groups.js';
import type { EniRow, SecurityGroupRow } from './resources.js';
import { newTags, type GivenTag } from './tags.js';

/** Parameters of CreateSecurityGroup under their wire names. */
export interface GroupRequest {
  readonly VpcId: string;
  readonly SecurityGroupName?: string | undefined;
  readonly Description?: string | undefined;
  readonly SecurityGroupType?: SecurityGroupRow['type'] | undefined;
  readonly ResourceGroupId?: string | undefined;
  readonly Tag: readonly GivenTag[];
}

const INNER_ACCESS: ReadonlyMap<string, SecurityGroupRow['innerAccess']> = new Map([['accept', 'Accept'], ['drop', 'Drop']]);

/** A new group without rules: basic ones let members reach each other, enterprise ones do not. Throws Refusal. */
export function createGroup(context: Context, asked: GroupRequest): SecurityGroupRow {
  const { account, region, read, ids, now } = context;
  const { SecurityGroupName: name = '', Description: description = '', SecurityGroupType: type = 'normal' } = asked;
  const vpc = read.get('vpc', asked.VpcId);
  if (vpc === undefined || vpc.account !== account.id || vpc.region !== region.id) {
    throw new Refusal(ecsErrors['InvalidVpcId.NotFound']);
  }
  checkLabels(asked);
  if (asked.ResourceGroupId !== undefined && !resourceGroupExists(context, asked.ResourceGroupId)) {
    throw new Refusal(ecsErrors['InvalidResourceGroup.NotFound']);
  }
  const tags = newTags(account, asked.Tag);
  if (read.count('securityGroup', account.id, region.id) >= quotaOf(account, 'securityGroupsPerRegion')) {
    throw new Refusal(ecsErrors['QuotaExceed.SecurityGroup']);
  }
  return {
    kind: 'securityGroup', id: ids.make('sg', region.id), n: 0, version: 0, account: account.id, region: region.id,
    vpcId: vpc.id, type, innerAccess: type === 'normal' ? 'Accept' : 'Drop', name, description, rules: [],
    resourceGroup: asked.ResourceGroupId ?? '', tags, created: now,
  };
}

/** The group under another name or description. Throws Refusal. */
export function modifyGroup(context: Context, id: string, asked: Pick<GroupRequest, 'SecurityGroupName' | 'Description'>): SecurityGroupRow {
  const group = ownGroup(context, id);
  checkLabels(asked);
  return { ...group, name: asked.SecurityGroupName ?? group.name, description: asked.Description ?? group.description };
}

/** The group with another say about packets among its members. Throws Refusal. */
export function modifyPolicy(context: Context, id: string, policy: string): SecurityGroupRow {
  const group = ownGroup(context, id);
  const innerAccess = INNER_ACCESS.get(policy.toLowerCase());
  if (innerAccess === undefined) throw new Refusal(ecsErrors['InvalidPolicy.Malformed']);
  if (group.type === 'enterprise') throw new Refusal(ecsErrors['InvalidOperation.InvalidSecurityGroupType']);
  return { ...group, innerAccess };
}

/** A group of the caller in the call's region. Throws Refusal. */
export function ownGroup({ account, region, read }: Context, id: string): SecurityGroupRow {
  const group = read.get('securityGroup', id);
  if (group === undefined || group.account !== account.id || group.region !== region.id) {
    throw new Refusal(ecsErrors['InvalidSecurityGroupId.NotFound'], id);
  }
  return group;
}

/** The group to be removed: nothing is in it and no other group's rules name it. Throws Refusal. */
export function deleteGroup(context: Context, id: string): SecurityGroupRow {
  const group = ownGroup(context, id);
  const named = context.read.linked('securityGroup', link.names(id)).some((other) => other.id !== id);
  if (named || context.read.countLinked('eni', link.member(id)) > 0) throw new Refusal(ecsErrors.DependencyViolation);
  return group;
}

/**
 * The groups that an ENI shall be in: 1 to 5 of one type in its VPC. `elsewhere` is the answer for a group of another VPC.
 * Throws Refusal.
 */
export function groupsOf(context: Context, ids: readonly string[], vpcId: string, elsewhere: Refusal): readonly SecurityGroupRow[] {
  const groups = [...new Set(ids)].map((id) => ownGroup(context, id));
  if (groups.some((group) => group.vpcId !== vpcId)) throw elsewhere;
  const most = quotaOf(context.account, 'securityGroupsPerEni');
  if (groups.length > most) throw new Refusal(ecsErrors.InstanceSecurityGroupLimitExceed, most);
  if (new Set(groups.map((group) => group.type)).size > 1) throw new Refusal(ecsErrors['InvalidOperation.MultiGroupType']);
  checkRules(context, groups);
  return groups;
}

/** Checks that an ENI may be in all of these groups, by the number of their rules. Throws Refusal. */
function checkRules({ account }: Context, groups: readonly SecurityGroupRow[]): void {
  const most = quotaOf(account, 'rulesPerEni');
  if (groups.reduce((sum, group) => sum + group.rules.length, 0) > most) {
    throw new Refusal(ecsErrors.AuthorizationLimitExceed, most, 'rules in all groups of an ENI');
  }
}

/** Checks that the members of a group may still be in it with the rules that it gets. Throws Refusal. */
export function checkMembersRules(context: Context, changed: SecurityGroupRow): void {
  const { account, read } = context;
  // Only where a group's own quota was raised can its members have too many.
  if (quotaOf(account, 'rulesPerSecurityGroup') * quotaOf(account, 'securityGroupsPerEni') <= quotaOf(account, 'rulesPerEni')) return;
  const sets = new Set(read.linked('eni', link.member(changed.id)).map((eni) => eni.groupIds.join()));
  for (const set of sets) checkRules(context, set.split(',').map((id) => (id === changed.id ? changed : ownGroup(context, id))));
}

/** Checks that a group takes so many private addresses more. Throws Refusal. */
export function checkRoom({ account, read }: Context, group: SecurityGroupRow, more: number): void {
  const limit = quotaOf(account, group.type === 'normal' ? 'privateIpsPerBasicGroup' : 'privateIpsPerEnterpriseGroup');
  // Counted exactly only where the group might be full: an ENI has at most so many addresses.
  const perEni = quotaOf(account, 'privateIpsPerEni');
  if (read.countLinked('eni', link.member(group.id)) * perEni + more <= limit) return;
  const members = read.linked('eni', link.member(group.id)).reduce((sum, eni) => sum + eni.privateIps.length, 0);
  if (members + more > limit) throw new Refusal(ecsErrors.SecurityGroupInstanceLimitExceed, group.id);
}

/** The ENI in exactly these groups. Throws Refusal. */
export function replaceGroups(context: Context, eni: EniRow, ids: readonly string[]): EniRow {
  const elsewhere = new Refusal(ecsErrors['InvalidOperation.VpcMismatch'], 'security group');
  const groups = groupsOf(context, ids, eni.vpcId, elsewhere);
  for (const group of groups) {
    if (!eni.groupIds.includes(group.id)) checkRoom(context, group, eni.privateIps.length);
  }
  return { ...eni, groupIds: groups.map((group) => group.id) };
}

/** The ENI in one group more. Throws Refusal. */
export function joinGroup(context: Context, eni: EniRow, groupId: string): EniRow {
  ownGroup(context, groupId);
  if (eni.groupIds.includes(groupId)) throw new Refusal(ecsErrors['InvalidInstanceId.AlreadyExists']);
  return replaceGroups(context, eni, [...eni.groupIds, groupId]);
}

/** The ENI in one group less, but never in none. Throws Refusal. */
export function leaveGroup(context: Context, eni: EniRow, groupId: string): EniRow {
  ownGroup(context, groupId);
  if (!eni.groupIds.includes(groupId)) throw new Refusal(ecsErrors['InvalidSecurityGroupAssociation.NotFound']);
  if (eni.groupIds.length === 1) throw new Refusal(ecsErrors.InstanceLastSecurityGroup);
  return { ...eni, groupIds: eni.groupIds.filter((id) => id !== groupId) };
}

function checkLabels({ SecurityGroupName: name, Description: description }: Pick<GroupRequest, 'SecurityGroupName' | 'Description'>): void {
  if (name !== undefined && !isName(name)) throw new Refusal(common.InvalidParameter, 'SecurityGroupName');
  if (description !== undefined && !isDescription(description)) throw new Refusal(common.InvalidParameter, 'Description');
}
