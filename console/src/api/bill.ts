/** What EIPs and bandwidth packages cost. Amounts are decimal texts: nothing here makes floating-point numbers of them. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send } from './call.js';

const decimal = z.templateLiteral([z.number()]);

const line = z.object({
  Item: z.enum(['configuration', 'bandwidth', 'traffic', 'subscription']),
  Time: z.string(),
  /** 0 for a payment in advance. */
  Hours: z.number(),
  Quantity: z.string(),
  Amount: decimal,
  Reason: z.string(),
});
export type BillLine = z.infer<typeof line>;

const part = { RegionId: z.string(), Total: decimal, Lines: z.object({ Line: z.array(line) }) };

const answer = z.object({
  Currency: z.string(),
  From: z.string(),
  To: z.string(),
  Total: decimal,
  Eips: z.object({ Eip: z.array(z.object({ AllocationId: z.string(), IpAddress: z.string(), ...part })) }),
  Packages: z.object({ Package: z.array(z.object({ BandwidthPackageId: z.string(), ...part })) }),
});

/** An EIP or a package. */
export interface Billed {
  readonly id: string;
  /** '' for a package. */
  readonly address: string;
  readonly region: string;
  readonly total: `${number}`;
  readonly lines: readonly BillLine[];
}

export interface Bill {
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  readonly total: `${number}`;
  readonly billed: readonly Billed[];
}

/** '' for what is not narrowed. */
export interface BillFilter {
  readonly AllocationId: string;
  /** ISO 8601 */
  readonly From: string;
  readonly To: string;
}

/** Hours pass without an event, and each change of an EIP is one that a bill of thousands need not follow: it is asked for when it is looked at. */
export function billQuery(RegionId: string, filter: BillFilter) {
  return queryOptions({
    queryKey: ['DescribeBill', filter],
    meta: { kinds: [] },
    staleTime: 0,
    gcTime: 0,
    queryFn: async (): Promise<Bill> => {
      const { Currency, From, To, Total, Eips, Packages } = await send({ product: 'OpenEIP', action: 'DescribeBill', parameters: { RegionId, ...filter } }, answer);
      return {
        currency: Currency, from: From, to: To, total: Total,
        billed: [
          ...Eips.Eip.map(({ AllocationId, IpAddress, RegionId: region, Total: total, Lines }) => ({ id: AllocationId, address: IpAddress, region, total, lines: Lines.Line })),
          ...Packages.Package.map(({ BandwidthPackageId, RegionId: region, Total: total, Lines }) => ({ id: BandwidthPackageId, address: '', region, total, lines: Lines.Line })),
        ],
      };
    },
  });
}
