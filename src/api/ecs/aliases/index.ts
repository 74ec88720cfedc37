/** Actions that Ecs had before there was a product Vpc and still has: other parameters and shapes, the same cloud. */
import type { Action } from '../../action.js';
import { eipAliases } from './eip.js';
import { routeAliases } from './routes.js';
import { vpcAliases } from './vpc.js';

export const aliases: readonly Action[] = [...eipAliases, ...vpcAliases, ...routeAliases];
