/** ListTagResources of the Ecs product (behaviour §4.9). */
import { z } from 'zod';
import { common } from '../../cloud/errors/common.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import type { Tag } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type Call } from '../action.js';
import { tokenPage, tokenSlice } from '../paging.js';
import { group, list, text } from '../parameters.js';
import { tagList } from '../tags.js';
import { isOwn } from './common.js';

/** Ids in one call at the most. */
const MOST_IDS = 50;
/** Resources of one answer: all tags of each, so that the tags of one resource never spread over pages. */
const PAGE = 50;

const KINDS: ReadonlyMap<string, 'instance' | 'eni' | 'securityGroup'> = new Map([
  ['instance', 'instance'], ['eni', 'eni'], ['securitygroup', 'securityGroup'],
]);

/** Resource types of the product that nothing here can be of. */
const OTHER_TYPES: ReadonlySet<string> = new Set([
  'disk', 'snapshot', 'image', 'volume', 'ddh', 'keypair', 'launchtemplate', 'reservedinstance', 'snapshotpolicy',
]);

interface Tagged {
  readonly id: string;
  readonly n: number;
  readonly tags: readonly Tag[];
}

export const listTagResources = action({
  product: 'Ecs',
  name: 'ListTagResources',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    ResourceType: text(),
    ResourceId: list(text()),
    Tag: tagList(),
    TagFilter: list(group({ TagKey: text().optional(), TagValues: list(text()) })),
    NextToken: tokenPage.NextToken,
  }),
  run(call, asked) {
    const type = asked.ResourceType.toLowerCase();
    const kind = KINDS.get(type);
    if (kind === undefined && !OTHER_TYPES.has(type)) throw new Refusal(common.InvalidParameter, 'ResourceType');
    if (asked.ResourceId.length > MOST_IDS) throw new Refusal(common.InvalidParameter, 'ResourceId.N');
    const matches = (kind === undefined ? [] : taggedOf(call, kind, asked.ResourceId)).filter(
      ({ tags }) =>
        tags.length > 0 &&
        carriesTags(tags, asked.Tag) &&
        asked.TagFilter.every(({ TagKey, TagValues }) =>
          tags.some(({ key, value }) => key === TagKey && (TagValues.length === 0 || TagValues.includes(value))),
        ),
    );
    const { rows, nextToken } = tokenSlice(matches, { NextToken: asked.NextToken }, PAGE, PAGE);
    const found = rows.flatMap(({ id, tags }) =>
      tags.map(({ key, value }) => ({ ResourceId: id, ResourceType: type, TagKey: key, TagValue: value })),
    );
    return { body: { NextToken: nextToken, TagResources: { TagResource: found } } };
  },
});

/** Resources of a kind, the named ones or all, newest first. */
function taggedOf(call: Call, kind: 'instance' | 'eni' | 'securityGroup', ids: readonly string[]): readonly Tagged[] {
  if (ids.length === 0) return call.read.list(kind, call.account.id, call.region.id);
  const rows = [...new Set(ids)].map((id) => call.read.get(kind, id));
  return rows.filter((row) => row !== undefined && isOwn(call, row)).filter((row) => row !== undefined).sort((a, b) => b.n - a.n);
}
