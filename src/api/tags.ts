/** Tags on the wire: as parameters, and the actions TagResources, UntagResources and ListTagResources that several products have. */
import { z } from 'zod';
import { common } from '../cloud/errors/common.js';
import { Refusal } from '../cloud/errors/refusal.js';
import { taggedResources, tagResources, tagTypeOf, untagResources, wantedTags, type TaggedRow, type TagTypes } from '../cloud/tags.js';
import { action, type Action, type Json, type ProductName } from './action.js';
import { tokenPage, tokenSlice } from './paging.js';
import { bool, group, list, text } from './parameters.js';

/** `Tag.1.Key`, `Tag.1.Value`… of an action. */
export const tagList = () => list(group({ Key: text().optional(), Value: text().optional() }));

/** The same as a filter of a list. A value without a key is refused, whatever there is to be found. */
export const tagFilter = () => tagList().transform(wantedTags);

/** How many resources an answer holds: all tags of each, so that the tags of one resource never spread over pages. */
export const TAGGED_PAGE = 50;

/** `ResourceId.1`, `ResourceId.2`… of one type. */
const resources = { ResourceType: text(), ResourceId: list(text()) };

/** Where they are: everything but resource groups is of a region. */
const placeOf = (product: ProductName) => ({ RegionId: product === 'ResourceManager' ? text().optional() : text() });

export function tagResourcesOf(product: ProductName, types: TagTypes): Action {
  return action({
    product,
    name: 'TagResources',
    writes: true,
    parameters: z.object({ ...placeOf(product), ...resources, Tag: tagList() }),
    run: (call, asked) => ({ body: {}, write: tagResources(call, types, asked) }),
  });
}

/** Products do not agree on the capital letters of its name. */
export function untagResourcesOf(product: ProductName, name: 'UnTagResources' | 'UntagResources', types: TagTypes): Action {
  return action({
    product,
    name,
    writes: true,
    parameters: z.object({ ...placeOf(product), ...resources, TagKey: list(text()), All: bool().optional() }),
    run: (call, asked) => ({ body: {}, write: untagResources(call, types, asked) }),
  });
}

export function listTagResourcesOf(product: ProductName, types: TagTypes): Action {
  return action({
    product,
    name: 'ListTagResources',
    writes: false,
    parameters: z.object({ ...placeOf(product), ...resources, Tag: tagFilter(), ...tokenPage }),
    run(call, asked) {
      if (asked.ResourceId.length === 0 && asked.Tag.length === 0) throw new Refusal(common.MissingParameter, 'ResourceId.N');
      const { rows, nextToken } = tokenSlice(taggedResources(call, types, asked), asked, TAGGED_PAGE, TAGGED_PAGE);
      return { body: { NextToken: nextToken, TagResources: { TagResource: tagRows(rows, tagTypeOf(types, asked.ResourceType)) } } };
    },
  });
}

/** The rows of an answer: one per tag. */
export function tagRows(rows: readonly TaggedRow[], type: string): readonly Json[] {
  return rows.flatMap(({ id, tags }) => tags.map(({ key, value }) => ({ ResourceId: id, ResourceType: type, TagKey: key, TagValue: value })));
}
