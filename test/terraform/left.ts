/** What an account still has in a region. */
import { z } from 'zod';
import type { Provider } from './provider.js';

const LISTS = [
  ['Vpc', 'DescribeVpcs'], ['Vpc', 'DescribeVSwitches'], ['Vpc', 'DescribeRouteTableList'], ['Vpc', 'ListIpv4Gateways'], ['Vpc', 'DescribeEipAddresses'],
  ['Vpc', 'DescribeCommonBandwidthPackages'], ['Ecs', 'DescribeSecurityGroups'], ['Ecs', 'DescribeNetworkInterfaces'], ['Ecs', 'DescribeInstances'],
  ['Ecs', 'DescribeDisks'],
] as const;

export async function leftOf(provider: Provider): Promise<readonly string[]> {
  const counts = await Promise.all(LISTS.map(async ([product, action]) => {
    const { TotalCount } = z.object({ TotalCount: z.coerce.number() }).parse(await provider.tea(product, action, {}));
    return TotalCount === 0 ? [] : [`${action}: ${TotalCount}`];
  }));
  return counts.flat();
}
