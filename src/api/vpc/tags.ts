import { group, list, text } from '../parameters.js';

/** `Tag.1.Key`, `Tag.1.Value`… of an action. */
export const tagList = () => list(group({ Key: text().optional(), Value: text().optional() }));
