/** All errors of the cloud, by what they are about. */
import { packageErrors } from './bandwidth-package.js';
import { common } from './common.js';
import { ecsErrors } from './ecs.js';
import { eipErrors } from './eip.js';
import { operatorErrors } from './operator.js';
import type { ErrorRow } from './refusal.js';
import { resourceManagerErrors } from './resource-manager.js';
import { routeErrors } from './route.js';
import { tagErrors } from './tag.js';
import { vpcErrors } from './vpc.js';

export const ERROR_TABLES: readonly { readonly title: string; readonly rows: Readonly<Record<string, ErrorRow>> }[] = [
  { title: 'Any action', rows: common },
  { title: 'Elastic IP addresses', rows: eipErrors },
  { title: 'Common bandwidth packages', rows: packageErrors },
  { title: 'VPCs and vSwitches', rows: vpcErrors },
  { title: 'Routes, IPv4 gateways and CIDR blocks', rows: routeErrors },
  { title: 'Instances, ENIs and security groups', rows: ecsErrors },
  { title: 'Tags', rows: tagErrors },
  { title: 'Resource groups', rows: resourceManagerErrors },
  { title: "OpenEIP's own product", rows: operatorErrors },
];
