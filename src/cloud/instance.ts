/** Instances: starting, stopping, rebooting and deleting them (behaviour §2.4, §4.6). */
import type { Context } from './context.js';
import { dissociated } from './eip-unassociate.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { link } from './indexes.js';
import type { InstanceRow, InstanceStatus, Row, WriteSet } from './resources.js';
import { withoutNextHop } from './routing.js';

/** An instance of the caller in the call's region. Throws Refusal. */
export function ownInstance({ account, region, read }: Context, id: string): InstanceRow {
  const instance = read.get('instance', id);
  if (instance === undefined || instance.account !== account.id || instance.region !== region.id) {
    throw new Refusal(ecsErrors['InvalidInstanceId.NotFound']);
  }
  return instance;
}

/** The status as clients know it: they have no word for an instance that is being deleted. */
export function shownStatus({ status }: InstanceRow): InstanceStatus {
  return status === 'Deleting' ? 'Stopping' : status;
}

/** Throws Refusal unless `Stopped`. */
export function start(instance: InstanceRow): InstanceRow {
  mustBe(instance, 'Stopped');
  return { ...instance, status: 'Starting', boot: instance.boot + 1, stoppedMode: 'Not-applicable' };
}

/** ENIs, addresses and EIPs stay as they are in both stopped modes. Throws Refusal unless `Running`. */
export function stop(instance: InstanceRow, mode: 'KeepCharging' | 'StopCharging'): InstanceRow {
  mustBe(instance, 'Running');
  return { ...instance, status: 'Stopping', stoppedMode: mode };
}

/** Throws Refusal unless `Running`. */
export function reboot(instance: InstanceRow): InstanceRow {
  mustBe(instance, 'Running');
  return { ...instance, status: 'Starting', boot: instance.boot + 1 };
}

/**
 * The instance on its way out, unless a route leads to it. Its ENIs with DeleteOnRelease go with it, the routes to them too, and leave
 * their EIPs behind, unbound; the others become `Available` with all they have, but for an EIP bound to the instance itself. A kept
 * primary ENI is a secondary one from then on. Throws Refusal.
 */
export function deleteInstance({ read }: Context, instance: InstanceRow, force: boolean): WriteSet {
  if (instance.deletionProtection) throw new Refusal(ecsErrors['InvalidOperation.DeletionProtection']);
  if (instance.status === 'Deleting' || (instance.status !== 'Stopped' && !force)) {
    throw new Refusal(ecsErrors.IncorrectInstanceStatus);
  }
  if (read.countLinked('routeEntry', link.nextHop(instance.id)) > 0) throw new Refusal(ecsErrors['DependencyViolation.RouteEntry']);
  const put: Row[] = [{ ...instance, status: 'Deleting' }];
  for (const eni of read.linked('eni', link.instance(instance.id))) {
    // One that is being detached is no longer released with the instance.
    const goes = eni.deleteOnRelease && eni.status !== 'Detaching';
    put.push(goes ? { ...eni, status: 'Deleting' } : { ...eni, status: 'Detaching', type: 'Secondary' });
    if (goes) put.push(...withoutNextHop(eni.id, read));
    const eips = read.linked('eip', link.eni(eni.id));
    put.push(...eips.filter((eip) => goes || eip.binding?.type === 'EcsInstance').map(dissociated));
  }
  return { put, remove: [] };
}

function mustBe(instance: InstanceRow, status: InstanceStatus): void {
  if (instance.status !== status) throw new Refusal(ecsErrors.IncorrectInstanceStatus);
}
