/** Preconditions that several modes share (behaviour §3.2 for binding, §3.3 for unbinding). */
import { eipErrors } from '../errors/eip.js';
import type { InstanceRow, ModeName } from '../resources.js';
import type { Settings } from '../settings.js';
import type { Check, EniBind, Unbind } from './mode.js';

function isStable(instance: InstanceRow): boolean {
  return instance.status === 'Running' || instance.status === 'Stopped';
}

/** A bind to an instance: it is in a VPC and neither comes up nor goes down; then `also`, then it has no public address of its own. */
export function instanceChecks(also: readonly Check<EniBind>[]): readonly Check<EniBind>[] {
  return [
    {
      number: '12',
      fails: ({ type, instance }) => type === 'EcsInstance' && instance?.vpcId === '',
      error: eipErrors.OperationDenied,
    },
    {
      number: '13',
      fails: ({ type, instance }) => type === 'EcsInstance' && instance !== undefined && !isStable(instance),
      error: eipErrors.IncorrectInstanceStatus,
    },
    ...also,
    // A static public address is mapped to the primary ENI, too, through whichever id the bind comes.
    {
      number: '15',
      fails: ({ eni, instance }) => eni.type === 'Primary' && instance !== undefined && instance.publicIp !== '',
      error: eipErrors.EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP,
    },
    {
      number: '15',
      fails: ({ eni, instance }) => eni.type === 'Primary' && instance !== undefined && instance.internetMaxBandwidthOut > 0,
      error: eipErrors['Forbidden.InstanceBandwidthNotZero'],
    },
  ];
}

/** The ENI rests, and so does the instance it is at. */
export const eniStable: readonly Check<EniBind>[] = [
  {
    number: '16',
    fails: ({ eni }) => eni.status !== 'Available' && eni.status !== 'InUse',
    error: eipErrors['InvalidStatus.EniStatusNotSupport'],
  },
  {
    number: '17',
    fails: ({ instance }) => instance !== undefined && !isStable(instance),
    error: eipErrors['InvalidStatus.EcsStatusNotSupport'],
    values: ({ instance }) => [instance?.status ?? ''],
  },
];

/** The ENI carries no EIP of a mode that cannot stand beside the wanted one. */
export function apartFrom(mode: ModeName, error: Check<EniBind>['error']): Check<EniBind> {
  return { number: '25', fails: ({ bound }) => bound.some((eip) => eip.mode === mode), error };
}

/** An EIP on the NIC of an attached ENI stays there. */
export function unbindDetached(required: (settings: Settings) => boolean): Check<Unbind> {
  return {
    number: '5',
    fails: ({ eni, settings }) => required(settings) && eni?.status === 'InUse',
    error: eipErrors['Eni.Attached'],
  };
}

/** The instance of the ENI neither comes up nor goes down. */
export const unbindInstanceStable: Check<Unbind> = {
  number: '6',
  fails: ({ instance }) => instance !== undefined && !isStable(instance),
  error: eipErrors['InvalidStatus.EcsStatusNotSupport'],
  values: ({ instance }) => [instance?.status ?? ''],
};

export const unbindEniStable: Check<Unbind> = {
  number: '7',
  fails: ({ eni }) => eni !== undefined && eni.status !== 'Available' && eni.status !== 'InUse',
  error: eipErrors['InvalidStatus.EniStatusNotSupport'],
};
