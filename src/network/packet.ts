/** A packet as far as anybody on its way looks at it. */
import type { Ipv4 } from './objects.js';

export interface Packet {
  readonly source: Ipv4;
  readonly destination: Ipv4;
  /** IP protocol number. An ICMP packet is an echo request, its answer the reply to it. */
  readonly protocol: number;
  /** Null where the protocol has no ports. */
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
}

export const PROTOCOL_NUMBERS = { icmp: 1, tcp: 6, udp: 17, gre: 47 } as const;
export const { icmp: ICMP, tcp: TCP, udp: UDP } = PROTOCOL_NUMBERS;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(PROTOCOL_NUMBERS).map(([name, number]) => [number, name]));

/** `tcp`, or `protocol 132` for one without a name here. */
export function protocolName(protocol: number): string {
  return NAMES.get(protocol) ?? `protocol ${String(protocol)}`;
}

export function hasPorts(protocol: number): boolean {
  return protocol === TCP || protocol === UDP;
}

/** What the receiver answers with. */
export function answerTo({ source, destination, protocol, sourcePort, destinationPort }: Packet): Packet {
  return { source: destination, destination: source, protocol, sourcePort: destinationPort, destinationPort: sourcePort };
}

export function samePacket(a: Packet, b: Packet): boolean {
  return (
    a.source === b.source && a.destination === b.destination && a.protocol === b.protocol && a.sourcePort === b.sourcePort &&
    a.destinationPort === b.destinationPort
  );
}

/** `tcp 10.0.0.5:4000 > 198.18.0.2:80` */
export function packetText({ source, destination, protocol, sourcePort, destinationPort }: Packet): string {
  const at = (address: Ipv4, port: number | null) => (port === null ? address : `${address}:${String(port)}`);
  return `${protocolName(protocol)} ${at(source, sourcePort)} > ${at(destination, destinationPort)}`;
}
