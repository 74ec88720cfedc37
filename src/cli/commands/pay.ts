/** `openeip eip pay <id>` and `openeip account arrears|pay`: payments, and their lack (behaviour §7.5). */
import { z } from 'zod';
import { operate, time, type PrintOptions } from '../operator.js';

export function payEip(id: string, options: PrintOptions & { readonly months?: string }): Promise<void> {
  return operate(options, ['PayEip', { AllocationId: id, Months: options.months }], z.object({ ExpiredTime: z.string() }), ({ ExpiredTime }) =>
    `${id} is paid for until ${time(ExpiredTime)} UTC.\n`);
}

export function setArrears(arrears: boolean, options: PrintOptions): Promise<void> {
  return operate(options, ['SetArrears', { Arrears: String(arrears) }], z.object({ AccountId: z.string() }), ({ AccountId }) =>
    arrears
      ? `Account ${AccountId} is in arrears: its pay-as-you-go EIPs are suspended after 15 days and released after 30.\n`
      : `Account ${AccountId} has paid: what was suspended for it works again.\n`);
}
