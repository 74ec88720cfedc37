/** TagResources, UnTagResources (spelt so here) and ListTagResources of the Vpc product (behaviour §4.1). */
import type { TagTypes } from '../../cloud/tags.js';
import { listTagResourcesOf, tagResourcesOf, untagResourcesOf } from '../tags.js';

const TYPES: TagTypes = new Map([
  ['VPC', 'vpc'], ['VSWITCH', 'vswitch'], ['ROUTETABLE', 'routeTable'], ['EIP', 'eip'], ['IPV4GATEWAY', 'ipv4Gateway'],
  ['COMMONBANDWIDTHPACKAGE', 'bandwidthPackage'],
  ...[
    'VPNGATEWAY', 'NATGATEWAY', 'PREFIXLIST', 'PUBLICIPADDRESSPOOL', 'IPV6GATEWAY', 'NETWORKACL', 'TRAFFICMIRRORFILTER',
    'TRAFFICMIRRORSESSION', 'FLOWLOG', 'HAVIP', 'DHCPOPTIONSSET', 'GATEWAYENDPOINT', 'IPV6ADDRESS',
  ].map((type) => [type, null] as const),
]);

export const vpcTagActions = [tagResourcesOf('Vpc', TYPES), untagResourcesOf('Vpc', 'UnTagResources', TYPES), listTagResourcesOf('Vpc', TYPES)];
