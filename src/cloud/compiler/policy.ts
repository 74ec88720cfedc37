/** Security groups: the merged rules of each distinct set of groups, and the groups' addresses (behaviour §2.8). */
import {
  key, PLATFORM, type AddressSet, type Ipv4, type Key, type Peer, type Policy, type PolicyDirection, type PolicyRule, type Protocol,
} from '../../network/objects.js';
import { complement, formatPrefix, parseAddress, storedNetwork } from '../cidr.js';
import { link } from '../indexes.js';
import type { EniRow, Reads, SecurityGroupRow, SecurityGroupRule } from '../resources.js';
import { ipv4Of } from '../security-group-rules.js';
import { holderOf } from './holder.js';
import { privateOf } from './space.js';

type Direction = SecurityGroupRule['direction'];

/** `policy/1-4-9`; undefined when a group is not there. */
export function policyKey(groupIds: readonly string[], find: (id: string) => SecurityGroupRow | undefined): Key | undefined {
  const numbers = groupIds.map((id) => find(id)?.n);
  if (numbers.length === 0 || !numbers.every((n) => n !== undefined)) return undefined;
  return key('policy', [...new Set(numbers)].sort((a, b) => a - b).join('-'));
}

/** Present while an attached ENI has exactly these groups. `blockMail`: no TCP to port 25 of the Internet side (U-35). */
export function buildPolicy(policy: Key, read: Reads, blockMail: boolean): Policy | undefined {
  const numbers = policy.slice(policy.indexOf('/') + 1).split('-').map(Number);
  const groups = numbers.map((n) => read.byNumber('securityGroup', n)).filter((group) => group !== undefined);
  if (groups.length !== numbers.length || !isUsed(policy, groups, read)) return undefined;
  // Groups of an ENI are all of one type.
  const enterprise = groups.some((group) => group.type === 'enterprise');
  return {
    kind: 'policy',
    key: policy,
    groups: numbers,
    ingress: merge(groups, 'ingress', 'drop', read),
    egress: withFirst(blockMail ? mailRules(groups, read) : [], merge(groups, 'egress', enterprise ? 'drop' : 'accept', read)),
  };
}

/** Looks through the members of the smallest group, which usually ends at the first. */
function isUsed(policy: Key, groups: readonly SecurityGroupRow[], read: Reads): boolean {
  const [smallest] = groups
    .map((group) => link.member(group.id))
    .sort((a, b) => read.countLinked('eni', a) - read.countLinked('eni', b));
  const find = (id: string) => groups.find((group) => group.id === id);
  return (
    smallest !== undefined &&
    read.linked('eni', smallest).some((eni) => policyKey(eni.groupIds, find) === policy && holderOf(eni, read) !== undefined)
  );
}

/** Priority first, drop before accept; a basic group's inner access comes before all rules, as it overrides them. */
function merge(
  groups: readonly SecurityGroupRow[],
  direction: Direction,
  otherwise: PolicyDirection['otherwise'],
  read: Reads,
): PolicyDirection {
  const inner = groups.filter(hasInnerAccess).map(
    (group): PolicyRule => ({
      id: group.id,
      verdict: 'accept',
      protocol: 'all',
      ports: null,
      sourcePorts: null,
      peer: { set: key('set', group.n) },
    }),
  );
  const rules = groups
    .flatMap((group) => group.rules.filter((rule) => rule.direction === direction).map((rule) => ({ rule, group })))
    .sort((a, b) => a.rule.priority - b.rule.priority || rank(a.rule) - rank(b.rule))
    .map(({ rule, group }) => compileRule(rule, group, read))
    .filter((rule) => rule !== undefined);
  return { rules: [...inner, ...rules], otherwise };
}

function withFirst(first: readonly PolicyRule[], { rules, otherwise }: PolicyDirection): PolicyDirection {
  return { rules: [...first, ...rules], otherwise };
}

/** Whatever the groups say, no mail to any address that is not private in their VPC. */
function mailRules([group]: readonly SecurityGroupRow[], read: Reads): readonly PolicyRule[] {
  const vpc = read.get('vpc', group?.vpcId ?? '');
  const blocks = vpc === undefined ? [] : complement(privateOf(vpc).map(storedNetwork));
  return blocks.map((block) => ({
    id: PLATFORM, verdict: 'drop', protocol: 'tcp', ports: [25, 25], sourcePorts: null, peer: { cidr: formatPrefix(block) },
  }));
}

function rank(rule: SecurityGroupRule): number {
  return rule.policy === 'Drop' ? 0 : 1;
}

const PROTOCOLS: Readonly<Record<SecurityGroupRule['protocol'], Protocol | undefined>> = {
  TCP: 'tcp', UDP: 'udp', ICMP: 'icmp', GRE: 'gre', ALL: 'all', ICMPv6: undefined,
};

/** Undefined for a rule that no IPv4 packet of this VPC can match. */
function compileRule(rule: SecurityGroupRule, group: SecurityGroupRow, read: Reads): PolicyRule | undefined {
  const protocol = PROTOCOLS[rule.protocol];
  const peer = peerOf(rule, group, read);
  const own = rule.ownCidr === '' ? null : ipv4Of(rule.ownCidr);
  if (protocol === undefined || peer === undefined || own === undefined) return undefined;
  return {
    id: rule.id,
    verdict: rule.policy === 'Drop' ? 'drop' : 'accept',
    protocol,
    ports: range(rule.portRange, protocol),
    sourcePorts: range(rule.sourcePortRange, protocol),
    peer,
    ...(own === null ? {} : { own }),
  };
}

function peerOf(rule: SecurityGroupRule, group: SecurityGroupRow, read: Reads): Peer | undefined {
  if (rule.peerCidr !== '') {
    const cidr = ipv4Of(rule.peerCidr);
    return cidr === undefined ? undefined : { cidr };
  }
  const peer = read.get('securityGroup', rule.peerGroupId);
  return peer?.vpcId === group.vpcId ? { set: key('set', peer.n) } : undefined;
}

/** `80/443` as numbers; null for any and for protocols without ports. */
function range(text: string, protocol: Protocol): readonly [number, number] | null {
  const [from, to] = text.split('/').map(Number);
  if (from === undefined || to === undefined || from < 0 || (protocol !== 'tcp' && protocol !== 'udp')) return null;
  return [from, to];
}

/** Present while something refers to it: the group's own inner access, or a rule that names the group. */
export function buildSet(group: SecurityGroupRow, read: Reads): AddressSet | undefined {
  const vpc = read.get('vpc', group.vpcId);
  if (vpc === undefined) return undefined;
  if (!hasInnerAccess(group) && read.countLinked('securityGroup', link.names(group.id)) === 0) return undefined;
  return {
    kind: 'set',
    key: key('set', group.n),
    n: group.n,
    space: key('space', vpc.n),
    members: sorted(read.linked('eni', link.member(group.id))),
  };
}

function hasInnerAccess(group: SecurityGroupRow): boolean {
  return group.type === 'normal' && group.innerAccess === 'Accept';
}

function sorted(enis: readonly EniRow[]): readonly Ipv4[] {
  return enis
    .flatMap((eni) => eni.privateIps)
    .map((address) => ({ address, number: parseAddress(address) ?? 0 }))
    .sort((a, b) => a.number - b.number)
    .map(({ address }) => address);
}
