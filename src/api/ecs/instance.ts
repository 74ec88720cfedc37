/** Starting, stopping, rebooting and deleting instances: one at a time and in batches (behaviour §4.6). */
import { z } from 'zod';
import { common } from '../../cloud/errors/common.js';
import { ecsErrors } from '../../cloud/errors/ecs.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { deleteInstance, ownInstance, reboot, start, stop } from '../../cloud/instance.js';
import type { InstanceRow } from '../../cloud/resources.js';
import { action, type Action, type Call, type JsonObject } from '../action.js';
import { bool, list, oneOf, text } from '../parameters.js';

/** Instances in one call at the most. */
const MOST = 100;

const one = z.object({
  InstanceId: text(),
  ForceStop: bool().optional(),
  StoppedMode: oneOf('KeepCharging', 'StopCharging').optional(),
  DryRun: bool().optional(),
});

const several = z.object({
  RegionId: text(),
  InstanceId: list(text()),
  BatchOptimization: oneOf('AllTogether', 'SuccessFirst').optional(),
  StoppedMode: oneOf('KeepCharging', 'StopCharging').optional(),
  ForceStop: bool().optional(),
  ForceReboot: bool().optional(),
  DryRun: bool().optional(),
});

type Power = (instance: InstanceRow, asked: { readonly StoppedMode?: 'KeepCharging' | 'StopCharging' | undefined }) => InstanceRow;

function single(name: string, power: Power): Action<typeof one> {
  return action({
    product: 'Ecs',
    name,
    writes: true,
    parameters: one,
    run: (call, asked) => ({ body: {}, write: { put: [power(ownInstance(call, asked.InstanceId), asked)], remove: [] } }),
  });
}

/** `AllTogether` (the default) changes all or, by the first refusal, none; `SuccessFirst` says for each what became of it. */
function batch(name: string, power: Power): Action<typeof several> {
  return action({
    product: 'Ecs',
    name,
    writes: true,
    parameters: several,
    run(call, asked) {
      const put: InstanceRow[] = [];
      const responses = distinct(asked.InstanceId).map((id): JsonObject => {
        try {
          const before = ownInstance(call, id);
          const after = power(before, asked);
          put.push(after);
          return { InstanceId: id, Code: '200', Message: 'success', PreviousStatus: before.status, CurrentStatus: after.status };
        } catch (problem) {
          if (asked.BatchOptimization === 'SuccessFirst' && problem instanceof Refusal) return refused(call, id, problem);
          throw problem;
        }
      });
      // The batch forms have a word of their own for a dry run that passed.
      if (asked.DryRun === true) throw new Refusal(ecsErrors['DRYRUN.SUCCESS']);
      return { body: { InstanceResponses: { InstanceResponse: responses } }, write: { put, remove: [] } };
    },
  });
}

function refused({ read }: Call, id: string, { code, message }: Refusal): JsonObject {
  const status = code === 'InvalidInstanceId.NotFound' ? '' : (read.get('instance', id)?.status ?? '');
  return { InstanceId: id, Code: code, Message: message, PreviousStatus: status, CurrentStatus: status };
}

/** Throws Refusal for none and for too many. */
function distinct(ids: readonly string[]): readonly string[] {
  if (ids.length === 0) throw new Refusal(common.MissingParameter, 'InstanceId.N');
  if (ids.length > MOST) throw new Refusal(common.InvalidParameter, 'InstanceId.N');
  return [...new Set(ids)];
}

const stopAs: Power = (instance, { StoppedMode }) => stop(instance, StoppedMode ?? 'KeepCharging');

export const startInstance = single('StartInstance', start);
export const stopInstance = single('StopInstance', stopAs);
export const rebootInstance = single('RebootInstance', reboot);
export const startInstances = batch('StartInstances', start);
export const stopInstances = batch('StopInstances', stopAs);
export const rebootInstances = batch('RebootInstances', reboot);

export const deleteInstanceAction = action({
  product: 'Ecs',
  name: 'DeleteInstance',
  writes: true,
  parameters: z.object({
    InstanceId: text(),
    Force: bool().optional(),
    ForceStop: bool().optional(),
    TerminateSubscription: bool().optional(),
    DryRun: bool().optional(),
  }),
  run: (call, { InstanceId, Force }) => ({ body: {}, write: deleteInstance(call, ownInstance(call, InstanceId), Force === true) }),
});

export const deleteInstances = action({
  product: 'Ecs',
  name: 'DeleteInstances',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    InstanceId: list(text()),
    Force: bool().optional(),
    ForceStop: bool().optional(),
    TerminateSubscription: bool().optional(),
    DryRun: bool().optional(),
    ClientToken: text().optional(),
  }),
  run(call, { InstanceId, Force }) {
    const writes = distinct(InstanceId).map((id) => deleteInstance(call, ownInstance(call, id), Force === true));
    return { body: {}, write: { put: writes.flatMap((write) => write.put), remove: [] } };
  },
});
