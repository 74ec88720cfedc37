/** Gateway and mask of the EIPs that an ENI carries in multi-EIP mode (S-38). */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send } from './call.js';

const answer = z.object({ EipInfos: z.object({ EipInfo: z.array(z.object({ Ip: z.string(), IpGw: z.string(), IpMask: z.string() })) }) });

export const eipGatewaysQuery = (RegionId: string, InstanceId: string) => queryOptions({
  queryKey: ['DescribeEipGatewayInfo', RegionId, InstanceId],
  meta: { kinds: ['eip'] },
  queryFn: async () => (await send({ product: 'Vpc', action: 'DescribeEipGatewayInfo', parameters: { RegionId, InstanceId } }, answer)).EipInfos.EipInfo,
});
