/** The actions of product Ecs, 2014-05-26. */
import type { Action } from '../action.js';
import { describeImages, describeInstanceTypeFamilies, describeInstanceTypes } from './catalogue.js';
import { assignPrivateIpAddresses, unassignPrivateIpAddresses } from './eni-addresses.js';
import { describeNetworkInterfaceAttribute, describeNetworkInterfaces } from './eni-list.js';
import {
  attachNetworkInterface, createNetworkInterface, deleteNetworkInterface, detachNetworkInterface, modifyNetworkInterfaceAttribute,
} from './eni.js';
import { describeInstances, describeInstanceStatus } from './instance-list.js';
import { runInstances } from './instance-run.js';
import {
  deleteInstanceAction, deleteInstances, rebootInstance, rebootInstances, startInstance, startInstances, stopInstance, stopInstances,
} from './instance.js';
import { describeAvailableResource, describeRegions, describeZones } from './regions.js';
import { describeSecurityGroupAttribute, describeSecurityGroups } from './security-group-list.js';
import {
  authorizeSecurityGroup, authorizeSecurityGroupEgress, revokeSecurityGroup, revokeSecurityGroupEgress,
} from './security-group-rules.js';
import { createSecurityGroup, deleteSecurityGroup, joinSecurityGroup, leaveSecurityGroup } from './security-group.js';
import { listTagResources } from './tags.js';

export const ecsActions: readonly Action[] = [
  runInstances, describeInstances, describeInstanceStatus,
  startInstance, startInstances, stopInstance, stopInstances, rebootInstance, rebootInstances, deleteInstanceAction, deleteInstances,
  createNetworkInterface, deleteNetworkInterface, describeNetworkInterfaces, describeNetworkInterfaceAttribute,
  attachNetworkInterface, detachNetworkInterface, modifyNetworkInterfaceAttribute,
  assignPrivateIpAddresses, unassignPrivateIpAddresses,
  createSecurityGroup, describeSecurityGroups, describeSecurityGroupAttribute, deleteSecurityGroup,
  authorizeSecurityGroup, revokeSecurityGroup, authorizeSecurityGroupEgress, revokeSecurityGroupEgress,
  joinSecurityGroup, leaveSecurityGroup,
  listTagResources,
  describeRegions, describeZones, describeAvailableResource, describeInstanceTypes, describeInstanceTypeFamilies, describeImages,
];
