import { errorTable } from './refusal.js';

/** Errors of tags, the same in both products. */
export const tagErrors = errorTable({
  'Duplicate.TagKey': [400, 'The Tag.N.Key contain duplicate key.'],
  'InvalidTagKey.Malformed': [400, 'The specified Tag.n.Key is not valid.'],
  'InvalidTagValue.Malformed': [400, 'The specified Tag.n.Value is not valid.'],
  'InvalidResourceId.NotFound': [404, 'The specified ResourceId "{0}" is not found in our records.'],
  'QuotaExceed.Tags': [403, 'The maximum number of tags for each resource is exceeded.'],
});
