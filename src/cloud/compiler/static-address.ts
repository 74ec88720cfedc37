/** Static public addresses of instances (behaviour §4.6): translated to the primary private address outside the guest, like an EIP in NAT mode. */
import { key, type Shape, type Translation } from '../../network/objects.js';
import { TRANSLATED } from '../association-modes/nat.js';
import type { InstanceRow, Reads } from '../resources.js';
import { LEAST_INGRESS, MBIT } from './shape.js';

export function buildStaticTranslation(instance: InstanceRow, read: Reads): Translation | undefined {
  const eni = read.get('eni', instance.primaryEniId);
  const vpc = read.get('vpc', instance.vpcId);
  const [address] = eni?.privateIps ?? [];
  if (!hasAddress(instance) || eni === undefined || vpc === undefined || address === undefined) return undefined;
  return {
    kind: 'translation', key: key('translation', instance.n), n: instance.n, space: key('space', vpc.n), public: instance.publicIp,
    private: address, port: key('port', eni.n), protocols: TRANSLATED,
  };
}

export function buildStaticShape(instance: InstanceRow, read: Reads, limits: boolean): Shape | undefined {
  const vpc = read.get('vpc', instance.vpcId);
  if (!hasAddress(instance) || vpc === undefined) return undefined;
  const { internetMaxBandwidthIn: into, internetMaxBandwidthOut: out } = instance;
  const rates = { ingress: (into > 0 ? into : Math.max(out, LEAST_INGRESS)) * MBIT, egress: out * MBIT };
  return {
    kind: 'shape', key: key('shape', instance.n), n: instance.n, space: key('space', vpc.n), publics: [instance.publicIp], parent: null,
    ...limits ? rates : { ingress: null, egress: null },
  };
}

function hasAddress({ publicIp, status }: InstanceRow): boolean {
  return publicIp !== '' && status !== 'Deleting';
}
