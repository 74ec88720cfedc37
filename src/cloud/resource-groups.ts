/** Resource groups (behaviour §2.9, §4.10): every account has a default one without a row, and those that somebody made. */
import type { Context } from './context.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { resourceManagerErrors } from './errors/resource-manager.js';
import { claim, link } from './indexes.js';
import { RESOURCE_KINDS } from './kinds.js';
import { quotaOf } from './quotas.js';
import type { ResourceGroupRow } from './resources.js';
import { newTags, type GivenTag } from './tags.js';

/** Of the default group, and of no other. */
export const DEFAULT_GROUP_NAME = 'default';

const NAME = /^[a-z][a-z0-9-]{1,49}$/i;

/** The default group of an account; it always exists and a stored '' means it, too. */
export function defaultResourceGroup(accountId: string): string {
  return `rg-default${accountId}`;
}

/** Whether the caller has such a group. */
export function resourceGroupExists({ account, read }: Pick<Context, 'account' | 'read'>, id: string): boolean {
  return id === defaultResourceGroup(account.id) || read.get('resourceGroup', id)?.account === account.id;
}

/** Whether a row's stored group is the one that a filter asks for. */
export function inResourceGroup(row: { readonly account: string; readonly resourceGroup: string }, wanted: string): boolean {
  return (row.resourceGroup === '' ? defaultResourceGroup(row.account) : row.resourceGroup) === wanted;
}

/** Parameters of CreateResourceGroup under their wire names. */
export interface NewResourceGroup {
  readonly Name: string;
  readonly DisplayName: string;
  readonly Tag: readonly GivenTag[];
}

/** Throws Refusal. */
export function createResourceGroup({ account, region, now, ids, read }: Context, asked: NewResourceGroup): ResourceGroupRow {
  if (!NAME.test(asked.Name)) throw new Refusal(common.InvalidParameter, 'Name');
  checkDisplayName(asked.DisplayName, 'DisplayName');
  const tags = newTags(account, asked.Tag);
  if (asked.Name === DEFAULT_GROUP_NAME || read.holder('resourceGroup', claim.resourceGroup(account.id, asked.Name)) !== undefined) {
    throw new Refusal(resourceManagerErrors['EntityAlreadyExists.ResourceGroup'], asked.Name);
  }
  if (read.countOfAccount('resourceGroup', account.id) >= quotaOf(account, 'resourceGroupsPerAccount')) {
    throw new Refusal(resourceManagerErrors['LimitExceeded.ResourceGroup']);
  }
  return {
    kind: 'resourceGroup', id: ids.make('rg', region.id), n: 0, version: 0, account: account.id, region: '',
    name: asked.Name, displayName: asked.DisplayName, tags, created: now,
  };
}

/** The group under another display name; its name stays. Throws Refusal. */
export function updateResourceGroup(context: Context, id: string, displayName: string): ResourceGroupRow {
  checkDisplayName(displayName, 'NewDisplayName');
  return { ...ownResourceGroup(context, id), displayName };
}

/** The group to be removed: nothing is in it. Throws Refusal. */
export function deleteResourceGroup(context: Context, id: string): ResourceGroupRow {
  const group = ownResourceGroup(context, id);
  if (RESOURCE_KINDS.some((kind) => context.read.countLinked(kind, link.resourceGroup(group.id)) > 0)) {
    throw new Refusal(resourceManagerErrors['DeleteConflict.ResourceGroup.Resource']);
  }
  return group;
}

/** A group that the caller made; the default one is not to be changed. Throws Refusal. */
export function ownResourceGroup({ account, read }: Context, id: string): ResourceGroupRow {
  if (id === defaultResourceGroup(account.id)) throw new Refusal(common.InvalidParameter, 'ResourceGroupId');
  const group = read.get('resourceGroup', id);
  if (group?.account !== account.id) throw new Refusal(resourceManagerErrors['EntityNotExists.ResourceGroup']);
  return group;
}

function checkDisplayName(name: string, parameter: string): void {
  if (name.length < 1 || name.length > 50) throw new Refusal(common.InvalidParameter, parameter);
}
