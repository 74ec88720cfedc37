/** Which instances an ENI can be bound to, by the rules of AttachNetworkInterface (behaviour §2.3, §4.7): the code that the cloud would answer. */
import type { ErrorCode } from '../../i18n/errors/texts.js';
import type { Eni, Instance, InstanceType } from '../../api/rows.js';

export interface AttachFacts {
  readonly eni: Pick<Eni, 'ZoneId' | 'VpcId' | 'PrivateIpSets'>;
  readonly instance: Pick<Instance, 'Status' | 'ZoneId' | 'VpcAttributes' | 'InstanceTypeFamily' | 'NetworkInterfaces'>;
  readonly type: Pick<InstanceType, 'EniQuantity' | 'EniPrivateIpAddressQuantity'>;
  /** Families of instances that the mode of the ENI's EIPs allows; empty for all. */
  readonly families: readonly string[];
}

export function attachRefusal({ eni, instance, type, families }: AttachFacts): ErrorCode | undefined {
  if (instance.Status !== 'Running' && instance.Status !== 'Stopped') return 'InvalidOperation.InvalidEcsState';
  if (instance.VpcAttributes.VpcId !== eni.VpcId) return 'InvalidOperation.VpcMismatch';
  if (instance.ZoneId !== eni.ZoneId) return 'InvalidOperation.AvailabilityZoneMismatch';
  if (instance.NetworkInterfaces.NetworkInterface.length >= type.EniQuantity) return 'EniPerInstanceLimitExceeded';
  if (eni.PrivateIpSets.PrivateIpSet.length > type.EniPrivateIpAddressQuantity) return 'InvalidOperation.Ipv4CountExceeded';
  if (families.length > 0 && !families.includes(instance.InstanceTypeFamily)) return 'InvalidOperation.InvalidGeneration';
  return undefined;
}
