/** The static public address of an instance and what it may carry (behaviour §4.6). It comes from the pool of the EIPs and goes with the instance. */
import type { Ipv4 } from '../network/objects.js';
import { eipPool, pickAddress } from './address-pool.js';
import type { Context } from './context.js';
import { isTaken } from './eip-address.js';
import { common } from './errors/common.js';
import { ecsErrors } from './errors/ecs.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import { claim, link } from './indexes.js';
import { ownInstance } from './instance.js';
import type { EniRow, InstanceRow } from './resources.js';

/** A free one that the call has not given to another instance yet. Throws Refusal. */
export function freePublicAddress({ ids, read, settings }: Context, given: ReadonlySet<Ipv4> = new Set()): Ipv4 {
  const address = pickAddress(eipPool(settings.eipPool), ids, (one) => given.has(one) || isTaken(one, read));
  if (address === undefined) throw new Refusal(eipErrors.ReserveIpFail);
  return address;
}

/** The instance with a static public address: the one it has, else a new one. Throws Refusal. */
export function allocatePublicAddress(context: Context, id: string): InstanceRow {
  const instance = ownInstance(context, id);
  checkStable(instance);
  if (instance.internetMaxBandwidthOut === 0) throw new Refusal(ecsErrors['OperationDenied#bandwidth']);
  return withAddress(context, instance);
}

/** Parameters of ModifyInstanceNetworkSpec under their wire names; Mbit/s. */
export interface NetworkSpec {
  readonly InstanceId: string;
  readonly InternetMaxBandwidthIn?: number | undefined;
  readonly InternetMaxBandwidthOut?: number | undefined;
  readonly NetworkChargeType?: string | undefined;
  readonly AllocatePublicIp?: boolean | undefined;
  readonly StartTime?: string | undefined;
  readonly EndTime?: string | undefined;
}

/** The instance with another bandwidth; one of 0 gives its address back, a subscription's first one brings an address. Throws Refusal. */
export function modifyNetworkSpec(context: Context, asked: NetworkSpec): InstanceRow {
  const instance = ownInstance(context, asked.InstanceId);
  const later = asked.StartTime !== undefined ? 'StartTime' : asked.EndTime !== undefined ? 'EndTime' : undefined;
  if (later !== undefined) throw new Refusal(common.UnsupportedParameter, later);
  checkStable(instance);
  const out = asked.InternetMaxBandwidthOut ?? instance.internetMaxBandwidthOut;
  const changed: InstanceRow = {
    ...instance, internetMaxBandwidthOut: out, internetMaxBandwidthIn: asked.InternetMaxBandwidthIn ?? instance.internetMaxBandwidthIn,
    internetChargeType: asked.NetworkChargeType ?? instance.internetChargeType,
  };
  if (out === 0) {
    if (asked.AllocatePublicIp === true) throw new Refusal(ecsErrors['OperationDenied#bandwidth']);
    return { ...changed, publicIp: '' };
  }
  if (hasEip(context, instance)) throw new Refusal(ecsErrors['OperationDenied#eip']);
  const first = instance.internetMaxBandwidthOut === 0 && instance.chargeType === 'PrePaid';
  return asked.AllocatePublicIp === true || first ? withAddress(context, changed) : changed;
}

function withAddress(context: Context, instance: InstanceRow): InstanceRow {
  if (instance.publicIp !== '') return instance;
  if (hasEip(context, instance)) throw new Refusal(ecsErrors['OperationDenied#eip']);
  return { ...instance, publicIp: freePublicAddress(context) };
}

/** A primary private address has one public one: an EIP's or the instance's. */
function hasEip({ read }: Context, { primaryEniId, vpcId }: InstanceRow): boolean {
  const [address = ''] = read.get('eni', primaryEniId)?.privateIps ?? [];
  return read.countLinked('eip', link.eni(primaryEniId)) > 0 || read.holder('eip', claim.mapped(vpcId, address)) !== undefined;
}

/** For an address that will have a public one: no EIP was bound to the address itself. Throws Refusal. */
export function checkUnmapped({ read }: Context, { vpcId, privateIps: [address = ''] }: EniRow): void {
  if (read.holder('eip', claim.mapped(vpcId, address)) !== undefined) throw new Refusal(eipErrors['ResourceAlreadyAssociated.IpAddress']);
}

function checkStable({ status }: InstanceRow): void {
  if (status !== 'Running' && status !== 'Stopped') throw new Refusal(ecsErrors.IncorrectInstanceStatus);
}
