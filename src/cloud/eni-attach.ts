/** Attaching ENIs to instances and detaching them (behaviour §2.3, §4.7). A move is both, one after the other. */
import { modeOf } from './association-modes/index.js';
import { eipsOn } from './association-modes/nic.js';
import { findInstanceType, type InstanceType } from './catalogue/instance-types.js';
import type { Context } from './context.js';
import { ownEni } from './eni.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { link } from './indexes.js';
import type { EniRow, InstanceRow } from './resources.js';

/** The ENI `Attaching` at the smallest free slot of the instance. Throws Refusal. */
export function attachEni(context: Context, eniId: string, instanceId: string): EniRow {
  const eni = ownEni(context, eniId);
  const instance = ownInstanceOf(context, instanceId);
  if (eni.type === 'Primary') throw new Refusal(ecsErrors['InvalidOperation.InvalidEniType'], eni.type);
  if (eni.status !== 'Available') throw new Refusal(ecsErrors['InvalidOperation.InvalidEniState'], 'Available', eni.status);
  checkStable(instance);
  if (eni.vpcId !== instance.vpcId) throw new Refusal(ecsErrors['InvalidOperation.VpcMismatch'], 'ECS instance');
  if (eni.zone !== instance.zone) throw new Refusal(ecsErrors['InvalidOperation.AvailabilityZoneMismatch']);
  const type = typeOf(instance.type);
  checkModes(context, eni, type);
  const slots = context.read.linked('eni', link.instance(instance.id)).map((other) => other.deviceIndex);
  checkEniCount(type, slots.length + 1);
  checkAddressCount(type, eni.privateIps.length);
  let slot = 1;
  while (slots.includes(slot)) slot++;
  return { ...eni, status: 'Attaching', instanceId: instance.id, deviceIndex: slot };
}

/**
 * The ENI `Detaching`: it keeps its EIPs, addresses and groups. A call on one that is `Detaching` is a second attempt. Throws Refusal.
 */
export function detachEni(context: Context, eniId: string, instanceId: string): EniRow {
  const eni = ownEni(context, eniId);
  const instance = ownInstanceOf(context, instanceId);
  if (eni.type === 'Primary') throw new Refusal(ecsErrors['InvalidOperation.DetachPrimaryEniNotAllowed']);
  if ((eni.status !== 'InUse' && eni.status !== 'Detaching') || eni.instanceId !== instance.id) {
    throw new Refusal(ecsErrors['InvalidOperation.InvalidEniState'], 'InUse', eni.status);
  }
  checkStable(instance);
  return { ...eni, status: 'Detaching' };
}

/** Checks that an instance of the type takes an ENI with the EIPs that it has (U-04), here. Throws Refusal. */
export function checkModes({ read }: Context, eni: EniRow, type: InstanceType): void {
  for (const { regions, instanceFamilies, name } of eipsOn(eni, read).map(modeOf)) {
    if (regions !== 'all' && !regions.includes(eni.region)) {
      throw new Refusal(ecsErrors['InvalidOperation.InvalidRegion'], eni.region, name);
    }
    if (instanceFamilies !== 'all' && !instanceFamilies.includes(type.family)) {
      throw new Refusal(ecsErrors['InvalidOperation.InvalidGeneration'], type.family, name);
    }
  }
}

/** Checks that an instance of the type takes so many ENIs, the primary one included. Throws Refusal. */
export function checkEniCount(type: InstanceType, count: number): void {
  if (count > type.enis) throw new Refusal(ecsErrors.EniPerInstanceLimitExceeded, type.id, type.enis);
}

/** Checks that an ENI at an instance of the type can have so many private addresses. Throws Refusal. */
export function checkAddressCount(type: InstanceType, count: number): void {
  if (count > type.privateIpsPerEni) throw new Refusal(ecsErrors['InvalidOperation.Ipv4CountExceeded'], type.privateIpsPerEni);
}

export function typeOf(id: string): InstanceType {
  const type = findInstanceType(id);
  if (type === undefined) throw new Refusal(ecsErrors['InvalidInstanceType.ValueNotSupported']);
  return type;
}

function ownInstanceOf({ account, region, read }: Context, id: string): InstanceRow {
  const instance = read.get('instance', id);
  if (instance === undefined || instance.account !== account.id || instance.region !== region.id) {
    throw new Refusal(ecsErrors['InvalidEcsId.NotFound']);
  }
  return instance;
}

function checkStable({ status }: InstanceRow): void {
  if (status !== 'Running' && status !== 'Stopped') {
    throw new Refusal(ecsErrors['InvalidOperation.InvalidEcsState'], 'Running/Stopped', status);
  }
}
