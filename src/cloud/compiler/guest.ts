/** Instances: their guests and what the metadata service tells them (behaviour §3.8). */
import { Buffer } from 'node:buffer';
import { key, type Document, type Guest } from '../../network/objects.js';
import { eipsOn, hasPrivateNetwork } from '../association-modes/nic.js';
import { findImage } from '../catalogue/images.js';
import { maskOf } from '../cidr.js';
import { link } from '../indexes.js';
import type { EniRow, InstanceRow, Reads } from '../resources.js';
import { holderOf } from './holder.js';
import { subnetOf } from './port.js';

export function buildGuest(instance: InstanceRow): Guest | undefined {
  if (instance.status === 'Deleting') return undefined;
  return {
    kind: 'guest',
    key: key('guest', instance.n),
    n: instance.n,
    name: instance.id,
    image: findImage(instance.imageId)?.guest ?? 'auto',
    hostname: instance.hostname,
    boot: instance.boot,
    running: instance.status === 'Starting' || instance.status === 'Running',
    script: scriptOf(instance),
  };
}

export function buildDocument(instance: InstanceRow, read: Reads): Document | undefined {
  const vpc = read.get('vpc', instance.vpcId);
  if (vpc === undefined || instance.status === 'Deleting') return undefined;
  const enis = [...read.linked('eni', link.instance(instance.id))]
    .filter((eni) => holderOf(eni, read) !== undefined)
    .sort((a, b) => a.deviceIndex - b.deviceIndex);
  const primary = enis.find((eni) => eni.id === instance.primaryEniId);
  const script = scriptOf(instance);
  return {
    kind: 'document',
    key: key('document', instance.n),
    n: instance.n,
    space: key('space', vpc.n),
    // A NIC without private network reaches no service of the cloud; another one of the instance does (P11).
    sources: enis.filter((eni) => hasPrivateNetwork(eni, read)).flatMap((eni) => eni.privateIps),
    entries: {
      'meta-data/instance-id': instance.id,
      'meta-data/region-id': instance.region,
      'meta-data/zone-id': instance.zone,
      'meta-data/hostname': instance.hostname,
      'meta-data/image-id': instance.imageId,
      'meta-data/instance/instance-type': instance.type,
      'meta-data/vpc-id': vpc.id,
      'meta-data/vpc-cidr-block': vpc.cidr,
      'meta-data/vswitch-id': instance.vswitchId,
      ...(primary === undefined ? {} : primaryEntries(primary, read)),
      ...(instance.publicIp === '' ? {} : { 'meta-data/public-ipv4': instance.publicIp }),
      ...Object.fromEntries(enis.flatMap((eni) => interfaceEntries(eni, vpc.cidr, read))),
      ...(script === '' ? {} : { 'user-data': script }),
    },
  };
}

/** `eipv4` is the EIP of the primary ENI; no other EIP appears in the metadata (S-27). */
function primaryEntries(eni: EniRow, read: Reads): Record<string, string> {
  const [eip] = eipsOn(eni, read);
  return {
    'meta-data/mac': eni.mac,
    'meta-data/private-ipv4': eni.privateIps[0] ?? '',
    ...(eip === undefined ? {} : { 'meta-data/eipv4': eip.address }),
    ...Object.fromEntries(blockEntry('meta-data/vswitch-cidr-block', eni, read)),
  };
}

function interfaceEntries(eni: EniRow, vpcCidr: string, read: Reads): readonly (readonly [string, string])[] {
  const at = (name: string) => `meta-data/network/interfaces/macs/${eni.mac}/${name}`;
  const subnet = subnetOf(eni, read);
  return [
    [at('network-interface-id'), eni.id],
    [at('primary-ip-address'), eni.privateIps[0] ?? ''],
    [at('private-ipv4s'), JSON.stringify(eni.privateIps)],
    [at('vpc-id'), eni.vpcId],
    [at('vpc-cidr-block'), vpcCidr],
    [at('vswitch-id'), eni.vswitchId],
    ...blockEntry(at('vswitch-cidr-block'), eni, read),
    ...(subnet === undefined
      ? []
      : ([[at('netmask'), maskOf(subnet.length)], [at('gateway'), subnet.gateway]] as const)),
  ];
}

function blockEntry(name: string, eni: EniRow, read: Reads): readonly (readonly [string, string])[] {
  const subnet = subnetOf(eni, read);
  return subnet === undefined ? [] : [[name, subnet.cidr]];
}

/** User data is base64 in rows and on the wire. */
function scriptOf(instance: InstanceRow): string {
  return Buffer.from(instance.userData, 'base64').toString('utf8');
}
