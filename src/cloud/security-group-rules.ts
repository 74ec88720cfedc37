/** Rules of security groups: reading what is asked for, adding and revoking (behaviour §2.8, §4.8). */
import ipaddr from 'ipaddr.js';
import type { Prefix } from '../network/objects.js';
import { formatPrefix, parseAddress, parsePrefix } from './cidr.js';
import type { Context } from './context.js';
import { common } from './errors/common.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { quotaOf } from './quotas.js';
import type { SecurityGroupRow, SecurityGroupRule } from './resources.js';
import { checkMembersRules } from './security-group.js';

/** One permission as asked for, under its wire names; both directions. */
export interface Permission {
  readonly IpProtocol?: string | undefined;
  readonly PortRange?: string | undefined;
  readonly SourcePortRange?: string | undefined;
  readonly Policy?: string | undefined;
  readonly Priority?: string | undefined;
  readonly NicType?: string | undefined;
  readonly SourceCidrIp?: string | undefined;
  readonly Ipv6SourceCidrIp?: string | undefined;
  readonly SourceGroupId?: string | undefined;
  readonly SourcePrefixListId?: string | undefined;
  readonly DestCidrIp?: string | undefined;
  readonly Ipv6DestCidrIp?: string | undefined;
  readonly DestGroupId?: string | undefined;
  readonly DestPrefixListId?: string | undefined;
  readonly PortRangeListId?: string | undefined;
  readonly Description?: string | undefined;
}

export type Direction = SecurityGroupRule['direction'];
type Asked = Omit<SecurityGroupRule, 'id' | 'created'>;

/** Permissions in one call at the most. */
const MOST_PERMISSIONS = 100;
const ANY_PORT = '-1/-1';
const PROTOCOLS: ReadonlyMap<string, SecurityGroupRule['protocol']> = new Map(
  (['TCP', 'UDP', 'ICMP', 'ICMPv6', 'GRE', 'ALL'] as const).map((protocol) => [protocol.toUpperCase(), protocol]),
);
const POLICIES: ReadonlyMap<string, SecurityGroupRule['policy']> = new Map([['accept', 'Accept'], ['drop', 'Drop']]);

/** What the two directions call the other end, their own end and their refusals. */
const ENDS = {
  ingress: {
    peer: ['SourceCidrIp', 'Ipv6SourceCidrIp', 'SourceGroupId'],
    own: ['DestCidrIp', 'Ipv6DestCidrIp'],
    malformed: ecsErrors['InvalidSourceCidrIp.Malformed'],
    ownMalformed: ecsErrors['InvalidDestCidrIp.Malformed'],
    missing: ecsErrors['MissingParameter.Source'],
    groupNotFound: ecsErrors['InvalidSourceGroupId.NotFound'],
    groupMismatch: ecsErrors['InvalidSourceGroupId.Mismatch'],
  },
  egress: {
    peer: ['DestCidrIp', 'Ipv6DestCidrIp', 'DestGroupId'],
    own: ['SourceCidrIp', 'Ipv6SourceCidrIp'],
    malformed: ecsErrors['InvalidDestCidrIp.Malformed'],
    ownMalformed: ecsErrors['InvalidSourceCidrIp.Malformed'],
    missing: ecsErrors['MissingParameter.Dest'],
    groupNotFound: ecsErrors['InvalidDestGroupId.NotFound'],
    groupMismatch: ecsErrors['InvalidDestGroupId.Mismatch'],
  },
} as const;

/**
 * The IPv4 block that a rule's `peerCidr` or `ownCidr` stands for: rows keep it as it was given, with host bits or without a mask,
 * because clients look for their own text. Undefined for IPv6, which no guest has.
 */
export function ipv4Of(cidr: string): Prefix | undefined {
  const block = parsePrefix(cidr.includes('/') ? cidr : `${cidr}/32`);
  return block === undefined ? undefined : formatPrefix(block);
}

/** The group with these rules more: all of them or, by a Refusal, none. Rules that it has already are passed over. */
export function authorize(
  context: Context,
  group: SecurityGroupRow,
  direction: Direction,
  permissions: readonly Permission[],
): SecurityGroupRow {
  checkCount(permissions);
  const rules = [...group.rules];
  for (const permission of permissions) {
    const asked = read(permission, direction);
    if (asked.peerGroupId !== '') checkPeer(context, group, asked);
    if (rules.some((rule) => isSame(rule, asked))) continue;
    rules.push({ ...asked, id: context.ids.make('sgr', group.region), created: context.now });
  }
  const most = quotaOf(context.account, 'rulesPerSecurityGroup');
  if (rules.length > most) throw new Refusal(ecsErrors.AuthorizationLimitExceed, most, 'rules');
  const peers = quotaOf(context.account, 'groupsAuthorizedPerGroup');
  if (new Set(rules.map((rule) => rule.peerGroupId).filter((id) => id !== '')).size > peers) {
    throw new Refusal(ecsErrors.AuthorizationLimitExceed, peers, 'authorized groups');
  }
  const changed = { ...group, rules };
  checkMembersRules(context, changed);
  return changed;
}

/** The group without the rules that match; one without a match is not missed. Throws Refusal for a malformed permission. */
export function revoke(group: SecurityGroupRow, direction: Direction, permissions: readonly Permission[]): SecurityGroupRow {
  checkCount(permissions);
  const asked = permissions.map((permission) => read(permission, direction));
  return { ...group, rules: group.rules.filter((rule) => !asked.some((one) => isSame(rule, one))) };
}

/** The group without the rules of these ids, all in that direction. Throws Refusal for an id that is not there. */
export function revokeById(group: SecurityGroupRow, direction: Direction, ids: readonly string[]): SecurityGroupRow {
  const wanted = new Set(ids);
  for (const id of wanted) {
    if (!group.rules.some((rule) => rule.id === id && rule.direction === direction)) {
      throw new Refusal(ecsErrors['InvalidParam.SecurityGroupRuleId'], id);
    }
  }
  return { ...group, rules: group.rules.filter((rule) => !wanted.has(rule.id)) };
}

/**
 * The group with one rule changed. By id, whatever is given replaces what the rule has; without one, the permission names the rule and
 * only its description changes. Throws Refusal.
 */
export function modifyRule(
  context: Context,
  group: SecurityGroupRow,
  direction: Direction,
  asked: Permission & { readonly SecurityGroupRuleId?: string | undefined },
): SecurityGroupRow {
  const { SecurityGroupRuleId: id } = asked;
  const old = id === undefined ? named(group, read(asked, direction)) : group.rules.find((rule) => rule.id === id && rule.direction === direction);
  if (old === undefined) {
    throw id === undefined ? new Refusal(ecsErrors['InvalidSecurityGroupRule.RuleNotExist']) : new Refusal(ecsErrors['InvalidParam.SecurityGroupRuleId'], id);
  }
  const changed = id === undefined ? { ...old, description: asked.Description ?? old.description } : merged(context, group, old, asked);
  return { ...group, rules: group.rules.map((rule) => (rule === old ? changed : rule)) };
}

/** The rule with what is given in the place of what it has; the other end stays of its kind: an IPv4 block, an IPv6 one or a group. */
function merged(context: Context, group: SecurityGroupRow, old: SecurityGroupRule, asked: Permission): SecurityGroupRule {
  const { peer: [v4, v6, groupId], own } = ENDS[old.direction];
  const kind = old.peerGroupId !== '' ? groupId : old.peerCidr.includes(':') ? v6 : v4;
  const other = ENDS[old.direction].peer.find((name) => name !== kind && asked[name] !== undefined);
  if (other !== undefined) throw new Refusal(common.InvalidParameter, other);
  const next = read({
    IpProtocol: old.protocol, PortRange: old.portRange, SourcePortRange: old.sourcePortRange, Policy: old.policy,
    Priority: String(old.priority), Description: old.description, [kind]: old.peerGroupId === '' ? old.peerCidr : old.peerGroupId,
    ...(own.some((name) => asked[name] !== undefined) ? {} : blockAs(own[0], own[1], old.ownCidr)),
    ...asked,
  }, old.direction);
  if (next.peerGroupId !== '') checkPeer(context, group, next);
  const twin = named(group, next);
  if (twin !== undefined && twin !== old) throw new Refusal(ecsErrors['InvalidSecurityGroupRule.Duplicated'], twin.id);
  return { ...old, ...next };
}

/** A block under the name of its family; nothing for none. */
function blockAs(v4: keyof Permission, v6: keyof Permission, cidr: string): Permission {
  return cidr === '' ? {} : { [cidr.includes(':') ? v6 : v4]: cidr };
}

function named(group: SecurityGroupRow, asked: Asked): SecurityGroupRule | undefined {
  return group.rules.find((rule) => isSame(rule, asked));
}

function checkCount(permissions: readonly Permission[]): void {
  if (permissions.length < 1 || permissions.length > MOST_PERMISSIONS) throw new Refusal(ecsErrors['InvalidParam.Permissions']);
}

/** Two rules with equal effect are one; the description does not tell them apart. */
function isSame(a: Asked, b: Asked): boolean {
  return (
    a.direction === b.direction && a.protocol === b.protocol && a.portRange === b.portRange &&
    a.sourcePortRange === b.sourcePortRange && a.policy === b.policy && a.priority === b.priority &&
    a.peerCidr === b.peerCidr && a.peerGroupId === b.peerGroupId && a.ownCidr === b.ownCidr
  );
}

function read(given: Permission, direction: Direction): Asked {
  const ends = ENDS[direction];
  if (given.SourcePrefixListId !== undefined || given.DestPrefixListId !== undefined) {
    throw new Refusal(common.UnsupportedParameter, direction === 'ingress' ? 'SourcePrefixListId' : 'DestPrefixListId');
  }
  if (given.PortRangeListId !== undefined) throw new Refusal(common.UnsupportedParameter, 'PortRangeListId');
  if (given.IpProtocol === undefined) throw new Refusal(common.MissingParameter, 'IpProtocol');
  const protocol = PROTOCOLS.get(given.IpProtocol.toUpperCase());
  if (protocol === undefined) throw new Refusal(ecsErrors['InvalidIpProtocol.ValueNotSupported']);
  const policy = POLICIES.get((given.Policy ?? 'accept').toLowerCase());
  if (policy === undefined) throw new Refusal(ecsErrors['InvalidPolicy.Malformed']);
  // In a VPC a rule is for both sides, whichever NIC type an older client names.
  if (given.NicType !== undefined && given.NicType !== 'intranet' && given.NicType !== 'internet') {
    throw new Refusal(ecsErrors['InvalidNicType.ValueNotSupported']);
  }
  const description = given.Description ?? '';
  if (description.length > 512 || /^https?:\/\//i.test(description)) throw new Refusal(common.InvalidParameter, 'Description');
  const ported = protocol === 'TCP' || protocol === 'UDP';
  if (ported && given.PortRange === undefined) throw new Refusal(common.MissingParameter, 'PortRange');
  const portRange = given.PortRange ?? ANY_PORT;
  if (ported ? !isPortRange(portRange) : portRange !== ANY_PORT) throw new Refusal(ecsErrors['InvalidParam.PortRange']);
  const sourcePortRange = given.SourcePortRange ?? ANY_PORT;
  if (sourcePortRange !== ANY_PORT && !(ported && isPortRange(sourcePortRange))) {
    throw new Refusal(ecsErrors['InvalidParam.SourcePortRange']);
  }
  const [v4, v6, group] = ends.peer;
  const peerCidr = cidrOf(given[v4], given[v6], ends.malformed);
  // A block beats a group where both are given.
  const peerGroupId = peerCidr === '' ? (given[group] ?? '') : '';
  if (peerCidr === '' && peerGroupId === '') throw new Refusal(ends.missing);
  const ownCidr = cidrOf(given[ends.own[0]], given[ends.own[1]], ends.ownMalformed);
  return {
    direction, protocol, policy, portRange, sourcePortRange, priority: priorityOf(given.Priority ?? '1'), peerCidr, peerGroupId,
    ownCidr, description,
  };
}

/** `a/b` with 1 ≤ a ≤ b ≤ 65535. */
function isPortRange(text: string): boolean {
  const [, from, to] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  return from !== undefined && Number(from) <= Number(to) && Number(to) <= 65_535;
}

function priorityOf(given: string): number {
  if (!/^-?\d{1,9}$/.test(given)) throw new Refusal(ecsErrors['InvalidPriority.Malformed']);
  const priority = Number(given);
  if (priority < 1 || priority > 100) throw new Refusal(ecsErrors['InvalidPriority.ValueNotSupported']);
  return priority;
}

function cidrOf(v4: string | undefined, v6: string | undefined, malformed: (typeof ENDS)[Direction]['malformed' | 'ownMalformed']): string {
  if (v4 !== undefined) {
    if (parseAddress(v4) === undefined && parsePrefix(v4) === undefined) throw new Refusal(malformed);
    return v4;
  }
  if (v6 === undefined) return '';
  if (!ipaddr.IPv6.isValid(v6) && !ipaddr.IPv6.isValidCIDR(v6)) throw new Refusal(ecsErrors['InvalidIpv6CidrIp.Malformed']);
  return v6;
}

/** A group of the same account and VPC; enterprise groups neither name groups nor are named. */
function checkPeer({ account, read: reads }: Context, group: SecurityGroupRow, asked: Asked): void {
  const ends = ENDS[asked.direction];
  const peer = reads.get('securityGroup', asked.peerGroupId);
  if (peer === undefined || peer.account !== account.id || peer.region !== group.region) throw new Refusal(ends.groupNotFound);
  if (peer.vpcId !== group.vpcId) throw new Refusal(ends.groupMismatch, 'it is in another VPC');
  if (group.type === 'enterprise' || peer.type === 'enterprise') {
    throw new Refusal(ends.groupMismatch, 'rules of enterprise groups name no groups and are not named');
  }
}
