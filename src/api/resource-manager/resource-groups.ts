/** CreateResourceGroup, GetResourceGroup, ListResourceGroups, UpdateResourceGroup, DeleteResourceGroup (behaviour §2.9, §4.10). */
import { z } from 'zod';
import { REGIONS } from '../../cloud/catalogue/regions.js';
import {
  createResourceGroup, DEFAULT_GROUP_NAME, defaultResourceGroup, deleteResourceGroup, ownResourceGroup, updateResourceGroup,
} from '../../cloud/resource-groups.js';
import type { AccountRow, ResourceGroupRow, Tag } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { bool, list, text } from '../parameters.js';
import { vpcTags } from '../render.js';
import { tagFilter, tagList } from '../tags.js';

/** What is shown of a group, be it the default one or somebody's. */
type ShownGroup = Pick<ResourceGroupRow, 'id' | 'account' | 'name' | 'displayName' | 'tags' | 'created'>;

/** The default group is as old as the account; accounts do not note their age, so all show the same day. */
const SINCE_EVER = Date.UTC(2020, 2, 30, 16);

export const createResourceGroupAction = action({
  product: 'ResourceManager',
  name: 'CreateResourceGroup',
  writes: true,
  parameters: z.object({ Name: text(), DisplayName: text(), Tag: tagList() }),
  run(call, asked) {
    const group = createResourceGroup(call, asked);
    return { body: { ResourceGroup: everywhere(group, 'OK') }, write: { put: [group], remove: [] } };
  },
});

export const getResourceGroup = action({
  product: 'ResourceManager',
  name: 'GetResourceGroup',
  writes: false,
  parameters: z.object({ ResourceGroupId: text(), IncludeTags: bool().optional() }),
  run(call, { ResourceGroupId, IncludeTags }) {
    const standard = defaultGroup(call.account);
    const group = ResourceGroupId === standard.id ? standard : ownResourceGroup(call, ResourceGroupId);
    return { body: { ResourceGroup: { ...everywhere(group, 'OK'), Tags: shownTags(group.tags, IncludeTags) } } };
  },
});

export const listResourceGroups = action({
  product: 'ResourceManager',
  name: 'ListResourceGroups',
  writes: false,
  parameters: z.object({
    ...numberedPage,
    Status: text().optional(),
    ResourceGroupId: text().optional(),
    ResourceGroupIds: list(text()),
    Name: text().max(50).optional(),
    DisplayName: text().max(50).optional(),
    IncludeTags: bool().optional(),
    Tag: tagFilter(),
  }),
  run({ account, read }, asked) {
    const page = pageOf(asked, 100);
    const all: readonly ShownGroup[] = [...read.list('resourceGroup', account.id, ''), defaultGroup(account)];
    const matches = all.filter(
      (group) =>
        (asked.ResourceGroupId ?? group.id) === group.id &&
        (asked.ResourceGroupIds.length === 0 || asked.ResourceGroupIds.includes(group.id)) &&
        (asked.Status ?? 'OK') === 'OK' &&
        group.name.includes(asked.Name ?? '') &&
        group.displayName.includes(asked.DisplayName ?? '') &&
        carriesTags(group.tags, asked.Tag),
    );
    const rows = slice(matches, page).map((group) => ({ ...fieldsOf(group, 'OK'), Tags: shownTags(group.tags, asked.IncludeTags) }));
    return {
      body: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, ResourceGroups: { ResourceGroup: rows } },
    };
  },
});

export const updateResourceGroupAction = action({
  product: 'ResourceManager',
  name: 'UpdateResourceGroup',
  writes: true,
  parameters: z.object({ ResourceGroupId: text(), NewDisplayName: text() }),
  run(call, { ResourceGroupId, NewDisplayName }) {
    const group = updateResourceGroup(call, ResourceGroupId, NewDisplayName);
    return { body: { ResourceGroup: fieldsOf(group, 'OK') }, write: { put: [group], remove: [] } };
  },
});

export const deleteResourceGroupAction = action({
  product: 'ResourceManager',
  name: 'DeleteResourceGroup',
  writes: true,
  parameters: z.object({ ResourceGroupId: text() }),
  run(call, { ResourceGroupId }) {
    const group = deleteResourceGroup(call, ResourceGroupId);
    return { body: { ResourceGroup: everywhere(group, 'PendingDelete') }, write: { put: [], remove: [group] } };
  },
});

function defaultGroup({ id }: AccountRow): ShownGroup {
  return {
    id: defaultResourceGroup(id), account: id, name: DEFAULT_GROUP_NAME, displayName: 'default resource group', tags: [], created: SINCE_EVER,
  };
}

function fieldsOf(group: ShownGroup, status: 'OK' | 'PendingDelete'): JsonObject {
  return {
    Id: group.id, Name: group.name, DisplayName: group.displayName, Status: status, AccountId: group.account, CreateDate: toChina(group.created),
  };
}

/** A group is in the same state in all regions. */
function everywhere(group: ShownGroup, status: 'OK' | 'PendingDelete'): JsonObject {
  const states = REGIONS.map((region) => ({ RegionId: region.id, Status: status }));
  return { ...fieldsOf(group, status), RegionStatuses: { RegionStatus: states } };
}

function shownTags(tags: readonly Tag[], include = false): JsonObject {
  return vpcTags(include ? tags : []);
}

/** `2019-04-23T09:37:38+08:00` */
function toChina(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}
