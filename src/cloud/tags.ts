/** Tags of any resource (behaviour §2.9). */
import { tagErrors } from './errors/tag.js';
import { Refusal } from './errors/refusal.js';
import { quotaOf } from './quotas.js';
import type { AccountRow, Tag } from './resources.js';

/** A tag as it comes over the wire: `Tag.1.Key`, `Tag.1.Value`. In a filter the value may be absent. */
export interface GivenTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

const RESERVED_KEY = /^(aliyun|acs:)/i;
const URL = /https?:\/\//i;

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

/** True when a resource carries every wanted tag; one without a value matches any value of its key. Throws Refusal for a value without a key. */
export function carriesTags(tags: readonly Tag[], wanted: readonly GivenTag[]): boolean {
  return wanted.every(({ Key, Value }) => {
    if (Key === undefined) throw new Refusal(tagErrors['InvalidTagKey.Malformed']);
    return tags.some((tag) => tag.key === Key && (Value === undefined || tag.value === Value));
  });
}
