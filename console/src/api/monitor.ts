/** What passed an EIP over time, by the cloud's clock. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send } from './call.js';

const clock = z.object({ Time: z.string() });
const answer = z.object({
  EipMonitorDatas: z.object({
    EipMonitorData: z.array(z.object({ TimeStamp: z.string(), EipRX: z.number(), EipTX: z.number(), EipPackets: z.number() })),
  }),
});

/** One period. */
export interface Period {
  /** Its begin, ms of the cloud's clock. */
  readonly time: number;
  /** Bytes from and to the Internet, IP headers included. */
  readonly received: number;
  readonly sent: number;
  /** Both directions. */
  readonly packets: number;
}

const MINUTE = 60_000;

/** The most recent minutes of several EIPs, added up. Nothing tells that a minute is over, so it is asked for again. */
export function monitorQuery(RegionId: string, eips: readonly string[], minutes: number, seconds: number) {
  return queryOptions({
    queryKey: ['DescribeEipMonitorData', RegionId, eips, minutes, seconds],
    meta: { kinds: [] },
    refetchInterval: MINUTE,
    staleTime: 0,
    queryFn: async (): Promise<readonly Period[]> => {
      const { Time } = await send({ product: 'OpenEIP', action: 'DescribeClock', parameters: {} }, clock);
      // The minute that goes on belongs to it.
      const end = Math.ceil((Date.parse(Time) + 1) / MINUTE) * MINUTE;
      const range = { StartTime: wireTime(end - minutes * MINUTE), EndTime: wireTime(end), Period: seconds };
      const each = await Promise.all(eips.map((AllocationId) =>
        send({ product: 'Vpc', action: 'DescribeEipMonitorData', parameters: { RegionId, AllocationId, ...range } }, answer)));
      return added(each.map(({ EipMonitorDatas: { EipMonitorData } }) => EipMonitorData.map(({ TimeStamp, EipRX, EipTX, EipPackets }) => ({
        time: Date.parse(TimeStamp), received: EipRX, sent: EipTX, packets: EipPackets,
      }))));
    },
  });
}

/** All are of the same range. */
function added(all: readonly (readonly Period[])[]): readonly Period[] {
  const [first = [], ...others] = all;
  return first.map(({ time, ...own }, index) => others.reduce((sum, periods) => ({
    time, received: sum.received + (periods[index]?.received ?? 0), sent: sum.sent + (periods[index]?.sent ?? 0), packets: sum.packets + (periods[index]?.packets ?? 0),
  }), { time, ...own }));
}

function wireTime(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
