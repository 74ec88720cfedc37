/** What the event stream tells beside the rows that changed: requests as they are answered, and what passed EIPs. */
import { z } from 'zod';
import { Channel } from './channel.js';
import { rates } from './rates.js';

const event = z.object({ kind: z.string(), id: z.string(), before: z.string().nullable(), after: z.string().nullable() });

const request = z.object({
  requestId: z.string(),
  /** ISO 8601, by the host's clock. */
  time: z.string(),
  product: z.string(),
  action: z.string(),
  region: z.string(),
  account: z.string(),
  parameters: z.record(z.string(), z.string()),
  /** Of HTTP; 0 for a connection that was reset. */
  status: z.number(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  durationMs: z.number(),
  events: z.array(event),
});
export type RequestRecord = z.infer<typeof request>;

const totals = z.object({ received: z.number(), sent: z.number(), receivedPackets: z.number(), sentPackets: z.number() });
const counted = z.object({ time: z.number(), eips: z.record(z.string(), totals) });

export const requests = new Channel<RequestRecord>();

/** A row that came, changed or went. */
interface ChangedRow {
  readonly kind: string;
  readonly id: string;
  readonly region: string;
}
export const changes = new Channel<readonly ChangedRow[]>();

export function relay(source: EventSource): void {
  source.addEventListener('request', ({ data }: MessageEvent<string>) => {
    requests.tell(request.parse(JSON.parse(data)));
  });
  source.addEventListener('counters', ({ data }: MessageEvent<string>) => {
    const { time, eips } = counted.parse(JSON.parse(data));
    rates.counted(time, eips);
  });
  source.addEventListener('reset', () => {
    rates.forget();
  });
}
