/** Unbinding an EIP (behaviour §3.3). */
import { modeOf } from './association-modes/index.js';
import { enforce, isLive, type Check } from './association-modes/mode.js';
import type { Context } from './context.js';
import { INSTANCE_TYPES } from './eip-associate.js';
import { ownEip } from './eip.js';
import { eipErrors } from './errors/eip.js';
import type { EipBinding, EipRow } from './resources.js';

/** Parameters of UnassociateEipAddress under their wire names. `Force` is for NAT gateways only. */
export interface Dissociation {
  readonly AllocationId: string;
  readonly InstanceId?: string | undefined;
  readonly InstanceType?: string | undefined;
}

interface Request extends Dissociation {
  readonly eip: EipRow;
  readonly binding: EipBinding | null;
}

/** #2 to #4. */
const requestChecks: readonly Check<Request>[] = [
  { number: '2', fails: ({ eip }) => eip.status !== 'InUse', error: eipErrors.IncorrectEipStatus },
  {
    number: '3',
    fails: ({ InstanceId, binding }) => InstanceId !== undefined && InstanceId !== binding?.shownId,
    error: eipErrors['InvalidInstanceId.NotFound'],
  },
  {
    number: '4',
    // A known type that is not the bound one matters only beside an id: alone it is ignored.
    fails: ({ InstanceId, InstanceType, binding }) =>
      InstanceType !== undefined &&
      (!INSTANCE_TYPES.has(InstanceType) || (InstanceId !== undefined && InstanceType !== binding?.type)),
    error: eipErrors['InvalidInstanceType.ValueNotSupported'],
  },
];

/** The EIP as `Unassociating`: its id is no longer shown, the rest of the binding stays until no packet takes it. Throws Refusal. */
export function unassociateEip(context: Context, asked: Dissociation): EipRow {
  const { read, settings } = context;
  const eip = ownEip(context, asked.AllocationId);
  enforce(requestChecks, { ...asked, eip, binding: eip.binding });
  const eni = read.get('eni', eip.binding?.eniId ?? '');
  const instance = read.get('instance', eni?.instanceId ?? '');
  enforce(modeOf(eip).unbindChecks, { eip, eni, instance, settings });
  return dissociated(eip);
}

/** An EIP on its way out of its binding, whoever asks for it. */
export function dissociated(eip: EipRow): EipRow {
  return isLive(eip) ? { ...eip, status: 'Unassociating', binding: { ...eip.binding, shownId: '' } } : eip;
}
