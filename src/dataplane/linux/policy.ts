/** Security groups as nft chains: one chain per distinct set of groups and direction, first match decides. */
import type { AddressSet, Key, Policy, PolicyDirection, PolicyRule } from '../../network/objects.js';
import { kindOf } from '../../network/objects.js';
import { canonicalPrefix } from './address.js';
import type { ChainItem } from './items.js';

export type Direction = 'ingress' | 'egress';

/** `in_1_4`: egress chains are entered by the sender's interface, ingress chains by the receiver's. */
export function chainName(policy: Key, direction: Direction): string {
  const groups = policy.slice(policy.indexOf('/') + 1).split('-');
  if (kindOf(policy) !== 'policy' || !groups.every((group) => /^\d+$/.test(group))) throw new RangeError(`Not a policy: ${JSON.stringify(policy)}.`);
  return `${direction === 'ingress' ? 'in' : 'out'}_${groups.join('_')}`;
}

export const setName = (set: Pick<AddressSet, 'n'>): string => `group_${String(set.n)}`;

const ranged = (field: string, [from, to]: readonly [number, number]): string => {
  if (![from, to].every((port) => Number.isInteger(port) && port >= 0 && port <= 65_535)) throw new RangeError(`Not ports: ${String(from)}-${String(to)}.`);
  return from === to ? `${field} ${String(from)}` : `${field} ${String(from)}-${String(to)}`;
};

function prefixMatch(field: string, prefix: string): string[] {
  const canonical = canonicalPrefix(prefix);
  return canonical === '0.0.0.0/0' ? [] : [`${field} ${canonical}`];
}

function peerMatch(rule: PolicyRule, field: string): string[] {
  if ('set' in rule.peer) {
    const n = Number(rule.peer.set.slice(rule.peer.set.indexOf('/') + 1));
    if (!Number.isInteger(n)) throw new RangeError(`Not a set: ${JSON.stringify(rule.peer.set)}.`);
    return [`${field} @${setName({ n })}`];
  }
  return prefixMatch(field, rule.peer.cidr);
}

function protocolMatch(rule: PolicyRule): string[] {
  switch (rule.protocol) {
    case 'all': return [];
    case 'icmp': case 'gre': return [`ip protocol ${rule.protocol}`];
    case 'tcp': case 'udp': {
      const ports = [
        ...rule.ports === null ? [] : [ranged(`${rule.protocol} dport`, rule.ports)],
        ...rule.sourcePorts === null ? [] : [ranged(`${rule.protocol} sport`, rule.sourcePorts)],
      ];
      return ports.length > 0 ? ports : [`ip protocol ${rule.protocol}`];
    }
  }
}

/** An accepted packet returns to the forward chain, where the other side's policy may still have a word. */
const VERDICT = { accept: 'return', drop: 'counter name security_group drop' } as const;

/** `peer` and `own` are the address fields of the other end and of the port. */
function rules(direction: PolicyDirection, peer: string, own: string): string[] {
  return [
    ...direction.rules.map((rule) => [
      ...protocolMatch(rule), ...peerMatch(rule, peer), ...rule.own === undefined ? [] : prefixMatch(own, rule.own), VERDICT[rule.verdict],
    ].join(' ')),
    VERDICT[direction.otherwise],
  ];
}

export function policyChains(policy: Policy): ChainItem[] {
  return [
    { kind: 'chain', name: chainName(policy.key, 'ingress'), rules: rules(policy.ingress, 'ip saddr', 'ip daddr') },
    { kind: 'chain', name: chainName(policy.key, 'egress'), rules: rules(policy.egress, 'ip daddr', 'ip saddr') },
  ];
}
