/** Tags of the Ecs product (behaviour §4.9): UntagResources is spelt so here, and AddTags, RemoveTags and DescribeTags are of older clients. */
import { z } from 'zod';
import { tagResources, taggedResources, tagTypeOf, untagResources, type TagTypes } from '../../cloud/tags.js';
import { action, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice, tokenPage, tokenSlice } from '../paging.js';
import { group, list, text } from '../parameters.js';
import { tagFilter, TAGGED_PAGE, tagList, tagResourcesOf, tagRows, untagResourcesOf } from '../tags.js';

const TYPES: TagTypes = new Map([
  ['instance', 'instance'], ['eni', 'eni'], ['securitygroup', 'securityGroup'],
  ...[
    'disk', 'snapshot', 'image', 'volume', 'ddh', 'ddhcluster', 'keypair', 'launchtemplate', 'reservedinstance', 'snapshotpolicy',
    'elasticityassurance', 'capacityreservation',
  ].map((type) => [type, null] as const),
]);

const listTagResources = action({
  product: 'Ecs',
  name: 'ListTagResources',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    ResourceType: text(),
    ResourceId: list(text()),
    Tag: tagFilter(),
    TagFilter: list(group({ TagKey: text().optional(), TagValues: list(text()) })),
    NextToken: tokenPage.NextToken,
  }),
  run(call, asked) {
    const matches = taggedResources(call, TYPES, asked).filter(({ tags }) =>
      asked.TagFilter.every(({ TagKey, TagValues }) =>
        tags.some(({ key, value }) => key === TagKey && (TagValues.length === 0 || TagValues.includes(value))),
      ),
    );
    const { rows, nextToken } = tokenSlice(matches, { NextToken: asked.NextToken }, TAGGED_PAGE, TAGGED_PAGE);
    return { body: { NextToken: nextToken, TagResources: { TagResource: tagRows(rows, tagTypeOf(TYPES, asked.ResourceType)) } } };
  },
});

const one = { RegionId: text(), ResourceType: text(), ResourceId: text(), Tag: tagList() };

const addTags = action({
  product: 'Ecs',
  name: 'AddTags',
  writes: true,
  parameters: z.object(one),
  run: (call, asked) => ({ body: {}, write: tagResources(call, TYPES, { ...asked, ResourceId: [asked.ResourceId] }) }),
});

const removeTags = action({
  product: 'Ecs',
  name: 'RemoveTags',
  writes: true,
  parameters: z.object(one),
  run: (call, asked) => ({
    body: {},
    write: untagResources(call, TYPES, { ...asked, ResourceId: [asked.ResourceId], TagKey: asked.Tag.map(({ Key = '' }) => Key) }),
  }),
});

/** The types that an answer of DescribeTags counts, as it spells them. */
const COUNTED = [
  'Ddh', 'Disk', 'Eni', 'Image', 'Instance', 'KeyPair', 'LaunchTemplate', 'ReservedInstance', 'Securitygroup', 'Snapshot', 'SnapshotPolicy', 'Volume',
];

/** Every tag in use, and how many resources of each type carry it. */
const describeTags = action({
  product: 'Ecs',
  name: 'DescribeTags',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    ...numberedPage,
    ResourceType: text().optional(),
    ResourceId: text().optional(),
    Category: text().optional(),
    Tag: tagFilter(),
  }),
  run(call, asked) {
    const page = pageOf(asked, 100);
    const types = asked.ResourceType === undefined ? [...TYPES.keys()] : [tagTypeOf(TYPES, asked.ResourceType)];
    const ids = asked.ResourceId === undefined ? [] : [asked.ResourceId];
    const uses = new Map<string, { readonly key: string; readonly value: string; readonly counts: Map<string, number> }>();
    for (const type of types) {
      for (const { tags } of taggedResources(call, TYPES, { ResourceType: type, ResourceId: ids, Tag: asked.Tag })) {
        for (const { key, value } of tags) {
          const name = JSON.stringify([key, value]);
          const use = uses.get(name) ?? { key, value, counts: new Map<string, number>() };
          use.counts.set(type, (use.counts.get(type) ?? 0) + 1);
          uses.set(name, use);
        }
      }
    }
    const matches = [...uses.values()].filter(({ key, value }) =>
      asked.Tag.length === 0 || asked.Tag.some((wanted) => wanted.Key === key && (wanted.Value ?? value) === value));
    const shown = slice(matches, page).map(({ key, value, counts }): JsonObject => ({
      TagKey: key, TagValue: value, ResourceTypeCount: Object.fromEntries(COUNTED.map((name) => [name, counts.get(name.toLowerCase()) ?? 0])),
    }));
    return { body: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, Tags: { Tag: shown } } };
  },
});

export const ecsTagActions = [
  tagResourcesOf('Ecs', TYPES), untagResourcesOf('Ecs', 'UntagResources', TYPES), listTagResources, addTags, removeTags, describeTags,
];
