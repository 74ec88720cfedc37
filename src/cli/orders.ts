/** What `up` and the control plane's process say to each other: one line of orders on its standard input, reports on its standard output. */
import { z } from 'zod';
import { configSchema } from './config.js';

export const ordersSchema = z.object({
  home: z.string(),
  config: configSchema,
  dataplane: z.enum(['linux', 'memory']),
  keys: z.object({ accountId: z.string(), accessKeyId: z.string(), accessKeySecret: z.string() }),
});
export type Orders = z.infer<typeof ordersSchema>;

export const reportSchema = z.discriminatedUnion('report', [
  z.object({ report: z.literal('listening'), port: z.int() }),
  /** The data plane has confirmed what was there at the start. */
  z.object({ report: z.literal('ready') }),
  z.object({ report: z.literal('failed'), code: z.string(), message: z.string() }),
]);
export type Report = z.infer<typeof reportSchema>;
