/** Who held what from when to when, by which request, and what a resource was at a moment. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send } from './call.js';

const cause = z.object({
  Action: z.string(),
  /** '' for what the cloud did by itself. */
  RequestId: z.string(),
});
export type Cause = z.infer<typeof cause>;

const span = z.object({
  Type: z.enum(['eip', 'eni']),
  Id: z.string(),
  /** Of what is held, and so of its holder. */
  RegionId: z.string(),
  IpAddress: z.string(),
  HolderType: z.enum(['eni', 'instance', 'address']),
  /** Of the VPC where an address is the holder. */
  HolderId: z.string(),
  PrivateIpAddress: z.string(),
  Mode: z.string(),
  From: z.string(),
  /** '' while it lasts. */
  To: z.string(),
  Began: cause,
  Ended: cause,
});
export type Span = z.infer<typeof span>;

const answer = z.object({ Spans: z.object({ Span: z.array(span) }), At: z.string().optional(), State: z.record(z.string(), z.unknown()).optional() });
export type History = { readonly spans: readonly Span[]; readonly state: Readonly<Record<string, unknown>> | undefined };

/** @param At ISO 8601; '' for the whole history */
export function historyQuery(RegionId: string, ResourceId: string, At: string) {
  return queryOptions({
    queryKey: ['DescribeHistory', ResourceId, At],
    meta: { kinds: ['eip', 'eni', 'instance'] },
    queryFn: async (): Promise<History> => {
      const { Spans, State } = await send({ product: 'OpenEIP', action: 'DescribeHistory', parameters: { RegionId, ResourceId, At } }, answer);
      return { spans: Spans.Span, state: State };
    },
  });
}
