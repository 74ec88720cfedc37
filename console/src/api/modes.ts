/** The association modes as the mode objects tell them: what each is, and whether it is possible here and on this ENI now. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send } from './call.js';
import { mode } from './rows.js';

const answer = z.object({
  Modes: z.object({
    Mode: z.array(z.object({
      Mode: mode,
      Possible: z.boolean(),
      /** Of the refusal that a bind would meet; '' where it is possible. */
      Code: z.string(),
      InstanceFamilies: z.object({ InstanceFamily: z.array(z.string()) }),
    })),
  }),
});
export type ModeVerdict = z.infer<typeof answer>['Modes']['Mode'][number];

/** What the modes are judged for: the region alone, an ENI of it or an instance's primary ENI. */
export interface Judged {
  readonly NetworkInterfaceId?: string;
  readonly InstanceId?: string;
  readonly AllocationId?: string;
}

export function modesQuery(RegionId: string, judged: Judged = {}) {
  const parameters = { RegionId, ...judged };
  return queryOptions({
    queryKey: ['DescribeAssociationModes', parameters],
    meta: { kinds: ['account', 'eip', 'eni', 'instance', 'ipv4Gateway', 'routeEntry'] },
    queryFn: async () => (await send({ product: 'OpenEIP', action: 'DescribeAssociationModes', parameters }, answer)).Modes.Mode,
  });
}
