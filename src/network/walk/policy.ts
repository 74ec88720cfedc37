/** What the merged rules of security groups say about a packet. */
import { addressNumber, covers } from '../address.js';
import type { AddressSet, Ipv4, Policy, PolicyRule, Protocol, Verdict } from '../objects.js';
import { PROTOCOL_NUMBERS, type Packet } from '../packet.js';
import type { NetworkView } from './view.js';

export interface Judgement {
  readonly verdict: Verdict;
  /** The rule that decided; undefined for what no rule matches. */
  readonly rule: PolicyRule | undefined;
}

export function judge(view: NetworkView, policy: Policy, direction: 'ingress' | 'egress', packet: Packet): Judgement {
  const { rules, otherwise } = policy[direction];
  const [peer, own] = direction === 'ingress' ? [packet.source, packet.destination] : [packet.destination, packet.source];
  const rule = rules.find((each) => matches(view, each, packet, peer, own));
  return { verdict: rule?.verdict ?? otherwise, rule };
}

function matches(view: NetworkView, rule: PolicyRule, packet: Packet, peer: Ipv4, own: Ipv4): boolean {
  return (
    isOf(rule.protocol, packet.protocol) &&
    within(rule.ports, packet.destinationPort) &&
    within(rule.sourcePorts, packet.sourcePort) &&
    ('cidr' in rule.peer ? covers(rule.peer.cidr, peer) : isMember(view.set(rule.peer.set), peer)) &&
    (rule.own === undefined || covers(rule.own, own))
  );
}

function isOf(protocol: Protocol, number: number): boolean {
  return protocol === 'all' || PROTOCOL_NUMBERS[protocol] === number;
}

/** Only rules of tcp and udp have ports, and only such packets. */
function within(ports: readonly [number, number] | null, port: number | null): boolean {
  return ports === null || (port !== null && port >= ports[0] && port <= ports[1]);
}

/** Members are sorted as numbers: a group may have tens of thousands. */
function isMember(set: AddressSet | undefined, address: Ipv4): boolean {
  const members = set?.members ?? [];
  const wanted = addressNumber(address);
  let [from, to] = [0, members.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (addressNumber(members[middle] ?? '') < wanted) from = middle + 1;
    else to = middle;
  }
  return members[from] === address;
}
