/** Tags of any resource (behaviour §2.9), and the calls of every product that set, take and list them (§4.1, §4.9). */
import type { Context } from './context.js';
import { checkAtRest } from './eip-status.js';
import { common } from './errors/common.js';
import { Refusal } from './errors/refusal.js';
import { tagErrors } from './errors/tag.js';
import { link } from './indexes.js';
import { quotaOf } from './quotas.js';
import type { AccountRow, Row, Tag, WriteSet } from './resources.js';

/** A tag as it comes over the wire: `Tag.1.Key`, `Tag.1.Value`. */
export interface GivenTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** A tag of a filter: without a value it stands for any value of its key. */
export interface WantedTag extends GivenTag {
  readonly Key: string;
}

const RESERVED_KEY = /^(aliyun|acs:)/i;
const URL = /https?:\/\//i;

/** Most resources and most tags of one call, whatever an account may have on a resource. */
const MOST_IDS = 50;
const MOST_TAGS = 20;

/** Tags for a new resource. Throws Refusal. */
export function newTags(account: AccountRow, given: readonly GivenTag[]): readonly Tag[] {
  const tags = given.map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' }));
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > 128 || RESERVED_KEY.test(key) || URL.test(key)) {
      throw new Refusal(tagErrors['InvalidTagKey.Malformed']);
    }
    if (value.length > 128 || URL.test(value)) throw new Refusal(tagErrors['InvalidTagValue.Malformed']);
  }
  if (new Set(tags.map((tag) => tag.key)).size < tags.length) throw new Refusal(tagErrors['Duplicate.TagKey']);
  if (tags.length > quotaOf(account, 'tagsPerResource')) throw new Refusal(tagErrors['QuotaExceed.Tags']);
  return tags;
}

/** The tags of a filter, each with its key. Throws Refusal. */
export function wantedTags(given: readonly GivenTag[]): readonly WantedTag[] {
  if (given.length > MOST_TAGS) throw new Refusal(common.InvalidParameter, 'Tag.N');
  return given.map(({ Key, Value }) => {
    if (Key === undefined) throw new Refusal(tagErrors['InvalidTagKey.Malformed']);
    return { Key, Value };
  });
}

/** True when a resource carries every wanted tag. */
export function carriesTags(tags: readonly Tag[], wanted: readonly WantedTag[]): boolean {
  return wanted.every(({ Key, Value }) => tags.some((tag) => tag.key === Key && (Value === undefined || tag.value === Value)));
}

/** Rows that carry tags. */
export type TaggedRow = Extract<Row, { readonly tags: readonly Tag[] }>;

/** The resource types of a product's tag actions as answers spell them; null for one that nothing here can be of. */
export type TagTypes = ReadonlyMap<string, TaggedRow['kind'] | null>;

/** The resources that a tag action is about, under their wire names. */
export interface NamedResources {
  /** In any case of letters. */
  readonly ResourceType: string;
  readonly ResourceId: readonly string[];
}

/** The resources with those tags beside the ones they have; a key that is there already gets the new value. Throws Refusal. */
export function tagResources(context: Context, types: TagTypes, asked: NamedResources & { readonly Tag: readonly GivenTag[] }): WriteSet {
  if (asked.Tag.length === 0) throw new Refusal(common.MissingParameter, 'Tag.N');
  if (asked.Tag.length > MOST_TAGS) throw new Refusal(common.InvalidParameter, 'Tag.N');
  const added = newTags(context.account, asked.Tag);
  const keys = new Set(added.map((tag) => tag.key));
  return write(namedRows(context, types, asked), (tags) => {
    const all = [...tags.filter((tag) => !keys.has(tag.key)), ...added];
    if (all.length > quotaOf(context.account, 'tagsPerResource')) throw new Refusal(tagErrors['QuotaExceed.Tags']);
    return all;
  });
}

/** The resources without the tags of those keys; without any where no key is named and `All` is true. Throws Refusal. */
export function untagResources(
  context: Context,
  types: TagTypes,
  asked: NamedResources & { readonly TagKey: readonly string[]; readonly All?: boolean | undefined },
): WriteSet {
  if (asked.TagKey.length === 0 && asked.All !== true) throw new Refusal(common.MissingParameter, 'TagKey.N');
  if (asked.TagKey.length > MOST_TAGS) throw new Refusal(common.InvalidParameter, 'TagKey.N');
  const dropped = new Set(asked.TagKey);
  return write(namedRows(context, types, asked), (tags) => tags.filter((tag) => dropped.size > 0 && !dropped.has(tag.key)));
}

/** The resources of a type that have tags and carry all wanted ones, the named resources or all, newest first. Throws Refusal. */
export function taggedResources(context: Context, types: TagTypes, asked: NamedResources & { readonly Tag: readonly WantedTag[] }): readonly TaggedRow[] {
  const kind = kindOf(types, asked);
  const rows = kind === null ? [] : candidates(context, kind, asked.ResourceId, asked.Tag);
  return rows.filter((row) => row.tags.length > 0 && carriesTags(row.tags, asked.Tag));
}

/** The type as answers spell it. Throws Refusal. */
export function tagTypeOf(types: TagTypes, ResourceType: string): string {
  const type = [...types.keys()].find((name) => name.toLowerCase() === ResourceType.toLowerCase());
  if (type === undefined) throw new Refusal(common.InvalidParameter, 'ResourceType');
  return type;
}

function kindOf(types: TagTypes, { ResourceType, ResourceId }: NamedResources): TaggedRow['kind'] | null {
  const kind = types.get(tagTypeOf(types, ResourceType)) ?? null;
  if (ResourceId.length > MOST_IDS) throw new Refusal(common.InvalidParameter, 'ResourceId.N');
  return kind;
}

/** Found by their ids, of which unknown ones just do not match, or by the first wanted tag. */
function candidates(context: Context, kind: TaggedRow['kind'], ids: readonly string[], [wanted]: readonly WantedTag[]): readonly TaggedRow[] {
  const place = { account: context.account.id, region: regionOf(context, kind) };
  if (ids.length > 0) return [...new Set(ids)].map((id) => own(context, kind, id)).filter((row) => row !== undefined).sort((a, b) => b.n - a.n);
  if (wanted === undefined) return context.read.list(kind, place.account, place.region);
  return context.read.linked(kind, link.tag(place, wanted.Key, wanted.Value)).toReversed();
}

/** All of them or none. An EIP on its way is only asked about (§2.2). Throws Refusal. */
function namedRows(context: Context, types: TagTypes, asked: NamedResources): readonly TaggedRow[] {
  if (asked.ResourceId.length === 0) throw new Refusal(common.MissingParameter, 'ResourceId.N');
  const kind = kindOf(types, asked);
  return [...new Set(asked.ResourceId)].map((id) => {
    const row = kind === null ? undefined : own(context, kind, id);
    if (row === undefined) throw new Refusal(tagErrors['InvalidResourceId.NotFound'], id);
    if (row.kind === 'eip') checkAtRest(row);
    return row;
  });
}

/** A row of the caller in the call's region. */
function own(context: Context, kind: TaggedRow['kind'], id: string): TaggedRow | undefined {
  const row = context.read.get(kind, id);
  return row?.account === context.account.id && row.region === regionOf(context, kind) ? row : undefined;
}

/** Resource groups are of no region. */
function regionOf({ region }: Context, kind: TaggedRow['kind']): string {
  return kind === 'resourceGroup' ? '' : region.id;
}

function write(rows: readonly TaggedRow[], change: (tags: readonly Tag[]) => readonly Tag[]): WriteSet {
  return { put: rows.map((row) => ({ ...row, tags: change(row.tags) })), remove: [] };
}
