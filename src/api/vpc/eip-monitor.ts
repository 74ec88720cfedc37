/** DescribeEipMonitorData. */
import { z } from 'zod';
import { monitorPoints, monitorRange } from '../../cloud/eip-monitor.js';
import { action } from '../action.js';
import { int, text } from '../parameters.js';
import { toSeconds } from '../render.js';

export const describeEipMonitorData = action({
  product: 'Vpc',
  name: 'DescribeEipMonitorData',
  writes: false,
  parameters: z.object({ AllocationId: text(), StartTime: text(), EndTime: text(), Period: int().optional() }),
  run(call, parameters) {
    const { eip, range } = monitorRange(call, parameters, () => call.find('eip', parameters.AllocationId));
    const points = monitorPoints(range, call.traffic(eip.n, range.from, range.until, range.minutes));
    return {
      body: {
        EipMonitorDatas: {
          EipMonitorData: points.map(({ time, received, sent, packets, bandwidth }) => ({
            TimeStamp: toSeconds(time),
            EipRX: received,
            EipTX: sent,
            EipFlow: received + sent,
            EipPackets: packets,
            EipBandwidth: bandwidth,
          })),
        },
      },
    };
  },
});
