/** What an account can have: every kind of row but the accounts themselves. */
import type { RowKind } from './resources.js';

export type ResourceKind = Exclude<RowKind, 'account'>;

/** A record, so that a kind cannot be forgotten; what stands on others comes first. */
const KINDS: Readonly<Record<ResourceKind, true>> = {
  eip: true, releasedEip: true, bandwidthPackage: true, instance: true, eni: true, securityGroup: true, routeEntry: true, ipv4Gateway: true, routeTable: true, vswitch: true, vpc: true,
  resourceGroup: true,
};

export const RESOURCE_KINDS = Object.keys(KINDS) as readonly ResourceKind[];
