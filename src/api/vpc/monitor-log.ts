/** High-definition monitoring: switched and asked for. `Success` is a text here, as the cloud's. */
import { z } from 'zod';
import { monitoredEip, setMonitorLog } from '../../cloud/monitor-log.js';
import { action } from '../action.js';
import { oneOf, text } from '../parameters.js';

const named = { RegionId: text(), InstanceId: text(), InstanceType: oneOf('EIP').optional() };

export const setHighDefinitionMonitorLogStatus = action({
  product: 'Vpc',
  name: 'SetHighDefinitionMonitorLogStatus',
  writes: true,
  parameters: z.object({ ...named, LogProject: text().optional(), LogStore: text().optional(), Status: oneOf('ON', 'OFF') }),
  run: (call, asked) => ({ body: { Success: 'true' }, write: { put: [setMonitorLog(call, asked)], remove: [] } }),
});

export const describeHighDefinitionMonitorLogAttribute = action({
  product: 'Vpc',
  name: 'DescribeHighDefinitionMonitorLogAttribute',
  writes: false,
  parameters: z.object(named),
  run(call, { InstanceId }) {
    const { id, monitorLog } = monitoredEip(call, InstanceId);
    return { body: { InstanceId: id, InstanceType: 'EIP', LogProject: monitorLog?.project ?? '', LogStore: monitorLog?.store ?? '', Success: 'true' } };
  },
});
