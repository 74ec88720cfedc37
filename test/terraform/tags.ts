/** Tags as attributes: maps, and the calls that change them. */
import { z } from 'zod';
import type { Json } from '../../src/api/action.js';
import type { Provider } from './provider.js';

const map = z.record(z.string(), z.string()).default({});

/** `Tag.N` of a create. */
export function tagList(tags: Json | undefined): { readonly Key: string; readonly Value: string }[] {
  return Object.entries(map.parse(tags ?? undefined)).map(([Key, Value]) => ({ Key, Value }));
}

const vpcTags = z.object({ Tag: z.array(z.object({ Key: z.string(), Value: z.string() })) });
const ecsTags = z.object({ Tag: z.array(z.object({ TagKey: z.string(), TagValue: z.string() })) });
const listed = z.object({
  TagResources: z.object({ TagResource: z.array(z.object({ TagKey: z.string(), TagValue: z.string(), ResourceId: z.string(), ResourceType: z.string() })) }),
});

/** The wrapper of items of Vpc and of Ecs. */
export const tagged = {
  vpc: vpcTags.transform(({ Tag }) => Object.fromEntries(Tag.map(({ Key, Value }) => [Key, Value]))),
  ecs: ecsTags.transform(({ Tag }) => Object.fromEntries(Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue]))),
};

export async function listTags(provider: Provider, product: 'Vpc' | 'Ecs', type: string, id: string): Promise<Record<string, string>> {
  const answer = listed.parse(await provider.tea(product, 'ListTagResources', { ResourceType: type, ResourceId: [id] }));
  return Object.fromEntries(answer.TagResources.TagResource.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

/** Removes what is wanted no more, then sets the rest. */
export async function changeTags(
  provider: Provider, product: 'Vpc' | 'Ecs', type: string, id: string, was: Json | undefined, wanted: Json | undefined,
): Promise<void> {
  const [before, after] = [map.parse(was ?? undefined), tagList(wanted)];
  const removed = Object.keys(before).filter((key) => !after.some(({ Key }) => Key === key));
  const at = { ResourceType: type, ResourceId: [id] };
  if (removed.length > 0) await provider.tea(product, product === 'Vpc' ? 'UnTagResources' : 'UntagResources', { ...at, TagKey: removed });
  if (after.length > 0) await provider.tea(product, 'TagResources', { ...at, Tag: after });
}
