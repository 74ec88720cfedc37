/** What the map says of a thing in words: for labels, for the list, and for who does not see the lines. */
import type { Eip, Eni, Instance } from '../../api/rows.js';
import type { Words } from '../../i18n/words.js';
import { wordFor } from '../../i18n/words.js';
import type { Rate } from '../../live/rates.js';
import { isSuspended, wayOf, type Way } from './region.js';
import { speedText } from './speed.js';

export function wayText({ t }: Words, way: Way): string {
  return way === 'IpAddress' ? t.seeing.map.byAddress : t.bind.modes[way];
}

export function eipState({ t }: Words, eip: Eip): string {
  return isSuspended(eip) ? t.seeing.map.suspended : t.status.eip[eip.Status];
}

export function isCarrying({ receivedPackets, sentPackets }: Rate): boolean {
  return receivedPackets > 0 || sentPackets > 0;
}

export function rateText({ t, number }: Words, { receivedBits, sentBits }: Rate): string {
  return t.seeing.map.rate(speedText(receivedBits, number), speedText(sentBits, number));
}

/** @param target '' where it leads to nothing */
export function eipText(words: Words, eip: Eip, rate: Rate, target: string): string {
  const { t } = words;
  return [
    `${t.eip.noun} ${eip.IpAddress}`, eip.Name, eipState(words, eip), target === '' ? '' : t.seeing.map.leadsTo(wayText(words, wayOf(eip)), target),
    isCarrying(rate) ? rateText(words, rate) : t.seeing.map.still,
  ].filter((part) => part !== '').join(', ');
}

export function addressesOf({ t, number }: Words, { PrivateIpAddress, PrivateIpSets: { PrivateIpSet } }: Eni): string {
  return PrivateIpSet.length <= 1 ? PrivateIpAddress : `${PrivateIpAddress} ${t.seeing.map.secondary(number(PrivateIpSet.length - 1))}`;
}

export function nicOf({ InstanceId, Attachment: { DeviceIndex } }: Eni): string {
  return InstanceId === '' ? '' : `eth${String(DeviceIndex ?? 0)}`;
}

export function eniText(words: Words, eni: Eni): string {
  const { t } = words;
  const { NetworkInterfaceId, NetworkInterfaceName, Type, Status, InstanceId } = eni;
  return [
    `${t.eni.noun} ${NetworkInterfaceId}`, NetworkInterfaceName, t.eni.types[Type], addressesOf(words, eni), wordFor(t.status.other, Status),
    InstanceId === '' ? t.seeing.map.notAttached : `${InstanceId} ${nicOf(eni)}`,
  ].filter((part) => part !== '').join(', ');
}

export function instanceText({ t }: Words, { InstanceId, InstanceName, Status }: Instance): string {
  return [`${t.eni.instance} ${InstanceId}`, InstanceName, wordFor(t.status.other, Status)].filter((part) => part !== '').join(', ');
}
