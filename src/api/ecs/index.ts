/** The actions of product Ecs, 2014-05-26. */
import type { Action } from '../action.js';
import { aliases } from './aliases/index.js';
import { describeImages, describeImageSupportInstanceTypes, describeInstanceTypeFamilies, describeInstanceTypes } from './catalogue.js';
import { describeDisks } from './disks.js';
import { assignPrivateIpAddresses, unassignPrivateIpAddresses } from './eni-addresses.js';
import { describeNetworkInterfaceAttribute, describeNetworkInterfaces } from './eni-list.js';
import {
  attachNetworkInterface, createNetworkInterface, deleteNetworkInterface, detachNetworkInterface, modifyNetworkInterfaceAttribute,
} from './eni.js';
import { describeInstances, describeInstanceStatus } from './instance-list.js';
import {
  describeInstanceAttachmentAttributes, describeInstanceAttribute, describeInstanceMaintenanceAttributes, describeInstanceRamRole, describeUserData,
} from './instance-attributes.js';
import {
  allocatePublicIpAddress, modifyInstanceAttribute, modifyInstanceNetworkSpec, modifyInstanceVpcAttribute,
} from './instance-change.js';
import { createInstance, runInstances } from './instance-run.js';
import {
  deleteInstanceAction, deleteInstances, rebootInstance, rebootInstances, startInstance, startInstances, stopInstance, stopInstances,
} from './instance.js';
import { describeAvailableResource, describeRegions, describeZones } from './regions.js';
import { joinResourceGroup } from './resource-group.js';
import { describeSecurityGroupAttribute, describeSecurityGroupReferences, describeSecurityGroups } from './security-group-list.js';
import {
  authorizeSecurityGroup, authorizeSecurityGroupEgress, modifySecurityGroupEgressRule, modifySecurityGroupRule, revokeSecurityGroup,
  revokeSecurityGroupEgress,
} from './security-group-rules.js';
import {
  createSecurityGroup, deleteSecurityGroup, joinSecurityGroup, leaveSecurityGroup, modifySecurityGroupAttribute, modifySecurityGroupPolicy,
} from './security-group.js';
import { ecsTagActions } from './tags.js';

export const ecsActions: readonly Action[] = [
  runInstances, createInstance, describeInstances, describeInstanceStatus, modifyInstanceAttribute, modifyInstanceVpcAttribute,
  modifyInstanceNetworkSpec, allocatePublicIpAddress,
  describeInstanceAttribute, describeUserData, describeInstanceRamRole, describeInstanceMaintenanceAttributes,
  describeInstanceAttachmentAttributes, describeDisks,
  startInstance, startInstances, stopInstance, stopInstances, rebootInstance, rebootInstances, deleteInstanceAction, deleteInstances,
  createNetworkInterface, deleteNetworkInterface, describeNetworkInterfaces, describeNetworkInterfaceAttribute,
  attachNetworkInterface, detachNetworkInterface, modifyNetworkInterfaceAttribute,
  assignPrivateIpAddresses, unassignPrivateIpAddresses,
  createSecurityGroup, describeSecurityGroups, describeSecurityGroupAttribute, describeSecurityGroupReferences, deleteSecurityGroup,
  modifySecurityGroupAttribute, modifySecurityGroupPolicy,
  authorizeSecurityGroup, revokeSecurityGroup, authorizeSecurityGroupEgress, revokeSecurityGroupEgress,
  modifySecurityGroupRule, modifySecurityGroupEgressRule,
  joinSecurityGroup, leaveSecurityGroup, joinResourceGroup,
  ...ecsTagActions,
  ...aliases,
  describeRegions, describeZones, describeAvailableResource, describeInstanceTypes, describeInstanceTypeFamilies, describeImages,
  describeImageSupportInstanceTypes,
];
