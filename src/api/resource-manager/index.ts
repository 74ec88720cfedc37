/** Product ResourceManager, version 2020-03-31: the account's resource groups. Only the default one exists. */
import { z } from 'zod';
import { defaultResourceGroup } from '../../cloud/resource-groups.js';
import { action, type Action } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { bool, group, list, text } from '../parameters.js';

/** The default group is as old as the account; accounts do not note their age, so all show the same day. */
const CREATED = '2020-03-31T00:00:00+08:00';

const listResourceGroups = action({
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
    Tag: list(group({ Key: text().optional(), Value: text().optional() })),
  }),
  run({ account }, asked) {
    const page = pageOf(asked, 100);
    const standard = {
      Id: defaultResourceGroup(account.id),
      Name: 'default',
      DisplayName: 'default resource group',
      Status: 'OK',
      AccountId: account.id,
      CreateDate: CREATED,
      Tags: { Tag: [] },
    };
    const matches = [standard].filter(
      (one) =>
        (asked.ResourceGroupId ?? one.Id) === one.Id &&
        (asked.ResourceGroupIds.length === 0 || asked.ResourceGroupIds.includes(one.Id)) &&
        (asked.Status ?? one.Status) === one.Status &&
        one.Name.includes(asked.Name ?? '') &&
        one.DisplayName.includes(asked.DisplayName ?? '') &&
        asked.Tag.length === 0,
    );
    return {
      body: {
        PageNumber: page.number,
        PageSize: page.limit,
        TotalCount: matches.length,
        ResourceGroups: { ResourceGroup: slice(matches, page) },
      },
    };
  },
});

export const resourceManagerActions: readonly Action[] = [listResourceGroups];
