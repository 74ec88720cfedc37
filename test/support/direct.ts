/** What the scenarios of the direct modes share: ENIs with EIPs on them, and small questions to guests. */
import type { Cloud } from './cloud.js';
import { inGuest } from './exposure.js';
import type { Eip, Eni, ModeName, World } from './world.js';

/** Of a family that takes multi-EIP ENIs (S-36). */
export const TYPE = 'ecs.g5.4xlarge';
export const METADATA = 'http://100.100.100.200/latest/meta-data/instance-id';

/** Whether one echo request of 1 s is answered. `from`: an address or an interface. */
export async function pings(cloud: Cloud, where: string, to: string, from?: string): Promise<boolean> {
  return (await cloud.exec(where, ['ping', '-c', '1', '-W', '1', ...(from === undefined ? [] : ['-I', from]), to])).code === 0;
}

/** The primary private address. */
export function ownOf({ addresses: [own] }: Eni): string {
  if (own === undefined) throw new Error('an ENI without address');
  return own;
}

/** What the guest shows of an interface's addresses. */
export function addressesOf(cloud: Cloud, instance: string, device: string): Promise<string> {
  return inGuest(cloud, instance, 'ip', '-4', '-o', 'address', 'show', 'dev', device);
}

/** A new ENI with EIPs in a mode, attached. */
export async function attached(
  world: World, mode: ModeName, instance: string, options: { count?: number; groups?: readonly string[] } = {},
): Promise<{ readonly eni: Eni; readonly eips: readonly Eip[]; readonly eip: Eip; readonly own: string }> {
  const eni = await world.eni(options.groups === undefined ? {} : { groups: options.groups });
  const eips = await Promise.all(Array.from({ length: options.count ?? 1 }, () => world.eip()));
  for (const eip of eips) await world.bind(eip, eni, { mode });
  await world.attach(eni, instance);
  const [eip] = eips;
  if (eip === undefined) throw new Error('no EIP was asked for');
  return { eni, eips, eip, own: ownOf(eni) };
}
