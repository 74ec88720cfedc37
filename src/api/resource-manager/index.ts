/** Product ResourceManager, version 2020-03-31: the account's resource groups and their tags. */
import type { TagTypes } from '../../cloud/tags.js';
import type { Action } from '../action.js';
import { listTagResourcesOf, tagResourcesOf, untagResourcesOf } from '../tags.js';
import {
  createResourceGroupAction, deleteResourceGroupAction, getResourceGroup, listResourceGroups, updateResourceGroupAction,
} from './resource-groups.js';

const TYPES: TagTypes = new Map([['ResourceGroup', 'resourceGroup'], ['Account', null], ['Folder', null], ['Policy', null]]);

export const resourceManagerActions: readonly Action[] = [
  createResourceGroupAction,
  getResourceGroup,
  listResourceGroups,
  updateResourceGroupAction,
  deleteResourceGroupAction,
  tagResourcesOf('ResourceManager', TYPES),
  untagResourcesOf('ResourceManager', 'UntagResources', TYPES),
  listTagResourcesOf('ResourceManager', TYPES),
];
