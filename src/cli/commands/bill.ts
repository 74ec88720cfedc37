/** `openeip bill [--eip id] [--from time] [--to time]`: what EIPs and bandwidth packages cost, with the reason for each line. */
import { z } from 'zod';
import { operate, table, time, type PrintOptions } from '../operator.js';

export interface BillOptions extends PrintOptions {
  readonly eip?: string;
  readonly from?: string;
  readonly to?: string;
}

const lineSchema = z.object({ Item: z.string(), Time: z.string(), Hours: z.number(), Quantity: z.string(), Amount: z.string(), Reason: z.string() });
const billSchema = z.object({
  Currency: z.string(), From: z.string(), To: z.string(), Total: z.string(),
  Eips: z.object({
    Eip: z.array(z.object({
      AllocationId: z.string(), IpAddress: z.string(), RegionId: z.string(), Total: z.string(), Lines: z.object({ Line: z.array(lineSchema) }),
    })),
  }),
  Packages: z.object({
    Package: z.array(z.object({ BandwidthPackageId: z.string(), RegionId: z.string(), Total: z.string(), Lines: z.object({ Line: z.array(lineSchema) }) })),
  }),
});

export function bill(options: BillOptions): Promise<void> {
  const parameters = { AllocationId: options.eip, From: options.from, To: options.to };
  return operate(options, ['DescribeBill', parameters], billSchema, ({ Currency, From, To, Total, Eips, Packages }) => [
    `${time(From)} to ${time(To)} UTC, in ${Currency}\n`,
    ...Eips.Eip.map((eip) => `\n${eip.AllocationId}  ${eip.IpAddress}  ${eip.RegionId}  ${eip.Total}\n${table(eip.Lines.Line.map(row))}`),
    ...Packages.Package.map((one) => `\n${one.BandwidthPackageId}  ${one.RegionId}  ${one.Total}\n${table(one.Lines.Line.map(row))}`),
    `\ntotal ${Total} ${Currency}\n`,
  ].join(''));
}

function row({ Item, Time, Hours, Quantity, Amount, Reason }: z.infer<typeof lineSchema>): readonly string[] {
  return ['', time(Time), Hours === 0 ? '' : `${String(Hours)} h`, Item, Quantity, Amount, Reason];
}
