/** Whether the data plane did with a packet what the walk says. */
import { ICMP, packetText, samePacket } from '../packet.js';
import type { ProbeResult, Seen } from '../protocol.js';
import type { Trip, Walk } from './walk.js';

/** What differs, in words; empty where they agree on delivery, on the packet at the far end and on the answer. */
export function differences({ forward, back }: Walk, { arrived, answered }: ProbeResult): readonly string[] {
  // A service of the VPC gets its packets unseen, and only its answer to a ping shows whose it is.
  const told = forward.arrived !== 'service' || forward.packet.protocol === ICMP;
  return [...difference('the packet', forward, arrived), ...(told ? difference('the answer', back, answered) : [])];
}

function difference(which: string, walked: Trip | null, seen: Seen | null): readonly string[] {
  const expected = walked === null || walked.arrived === null || walked.arrived === 'service' ? null : { at: walked.arrived, packet: walked.packet };
  if (expected?.at === seen?.at && (expected === null || seen === null || samePacket(expected.packet, seen.packet))) return [];
  return [`${which}: by the walk ${text(expected)}, in fact ${text(seen)}`];
}

function text(seen: Seen | null): string {
  return seen === null ? 'nobody gets it' : `${seen.at} gets ${packetText(seen.packet)}`;
}
