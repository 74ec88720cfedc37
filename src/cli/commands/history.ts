/** `openeip history <id or address> [--at time]`: who held what from when to when, by which request. */
import { z } from 'zod';
import { operate, table, time, type PrintOptions } from '../operator.js';

const causeSchema = z.object({ Action: z.string(), RequestId: z.string() });
const spanSchema = z.object({
  Type: z.string(), Id: z.string(), IpAddress: z.string(), HolderType: z.string(), HolderId: z.string(), PrivateIpAddress: z.string(), Mode: z.string(),
  From: z.string(), To: z.string(), Began: causeSchema, Ended: causeSchema,
});
const historySchema = z.object({ Spans: z.object({ Span: z.array(spanSchema) }), State: z.record(z.string(), z.unknown()).optional() });

export function history(id: string, options: PrintOptions & { readonly at?: string }): Promise<void> {
  return operate(options, ['DescribeHistory', { ResourceId: id, At: options.at }], historySchema, ({ Spans, State }) => {
    const spans = Spans.Span.length === 0 ? 'Nothing was held.\n' : table(Spans.Span.map(row));
    return State === undefined ? spans : `${spans}${JSON.stringify(State, null, 2)}\n`;
  });
}

function row({ Id, IpAddress, HolderId, PrivateIpAddress, Mode, From, To, Began, Ended }: z.infer<typeof spanSchema>): readonly string[] {
  const causes = [Began, Ended].filter(({ Action }) => Action !== '').map(({ Action, RequestId }) => `${Action} ${RequestId}`);
  return [
    time(From), To === '' ? 'until now' : time(To), Id, IpAddress, 'at', HolderId, [PrivateIpAddress, Mode].filter((text) => text !== '').join(' '), causes.join(', '),
  ];
}
