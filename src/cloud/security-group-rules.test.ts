import { describe, expect, it } from 'vitest';
import { findRegion } from './catalogue/regions.js';
import type { Context } from './context.js';
import { Refusal } from './errors/refusal.js';
import { Ids } from './ids.js';
import type { Row } from './resources.js';
import { authorize, ipv4Of, modifyRule, revoke, revokeById, type Permission } from './security-group-rules.js';
import { settingsSchema } from './settings.js';
import { readsOf } from './testing-reads.js';
import { sample } from './testing.js';

const account = sample.account({ id: '1' });
const region = findRegion('cn-hangzhou');
const group = sample.securityGroup({ id: 'sg-a', vpcId: 'vpc-1' });

let count = 0;

function contextOf(rows: readonly Row[] = []): Context {
  if (region === undefined) throw new Error('no region');
  return {
    account, region, now: 7, read: readsOf([group, ...rows]), ids: new Ids({ int: (below) => count++ % below }),
    settings: settingsSchema.parse({}),
  };
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (problem) {
    if (problem instanceof Refusal) return problem.code;
    throw problem;
  }
  return 'accepted';
}

const web: Permission = { IpProtocol: 'tcp', PortRange: '80/80', SourceCidrIp: '0.0.0.0/0' };

describe('a permission (§4.8)', () => {
  it('gets defaults: accept, priority 1, any source port', () => {
    const [rule] = authorize(contextOf(), group, 'ingress', [web]).rules;
    expect(rule).toMatchObject({
      direction: 'ingress', protocol: 'TCP', portRange: '80/80', sourcePortRange: '-1/-1', policy: 'Accept', priority: 1,
      peerCidr: '0.0.0.0/0', peerGroupId: '', ownCidr: '', created: 7,
    });
    expect(rule?.id).toMatch(/^sgr-bp1[0-9a-z]{17}$/);
  });

  it.each<[string, Permission]>([
    ['MissingParameter', { PortRange: '80/80', SourceCidrIp: '0.0.0.0/0' }],
    ['MissingParameter', { IpProtocol: 'TCP', SourceCidrIp: '0.0.0.0/0' }],
    ['InvalidIpProtocol.ValueNotSupported', { ...web, IpProtocol: 'sctp' }],
    ['InvalidPolicy.Malformed', { ...web, Policy: 'allow' }],
    ['InvalidPriority.Malformed', { ...web, Priority: 'high' }],
    ['InvalidPriority.ValueNotSupported', { ...web, Priority: '0' }],
    ['InvalidPriority.ValueNotSupported', { ...web, Priority: '101' }],
    ['InvalidNicType.ValueNotSupported', { ...web, NicType: 'public' }],
    ['InvalidParam.PortRange', { ...web, PortRange: '80' }],
    ['InvalidParam.PortRange', { ...web, PortRange: '0/80' }],
    ['InvalidParam.PortRange', { ...web, PortRange: '81/80' }],
    ['InvalidParam.PortRange', { ...web, PortRange: '1/65536' }],
    ['InvalidParam.PortRange', { ...web, PortRange: '-1/-1' }],
    ['InvalidParam.PortRange', { ...web, IpProtocol: 'icmp' }],
    ['InvalidParam.SourcePortRange', { ...web, SourcePortRange: '9/1' }],
    ['InvalidSourceCidrIp.Malformed', { ...web, SourceCidrIp: '10.0.0.0/33' }],
    ['InvalidSourceCidrIp.Malformed', { ...web, SourceCidrIp: '010.0.0.1' }],
    ['InvalidSourceCidrIp.Malformed', { ...web, SourceCidrIp: '0.0.0.0/0; drop' }],
    ['InvalidIpv6CidrIp.Malformed', { IpProtocol: 'ALL', Ipv6SourceCidrIp: 'x::y' }],
    ['InvalidDestCidrIp.Malformed', { ...web, DestCidrIp: 'x' }],
    ['MissingParameter.Source', { IpProtocol: 'ALL' }],
    ['UnsupportedParameter', { IpProtocol: 'ALL', SourcePrefixListId: 'pl-1' }],
    ['UnsupportedParameter', { ...web, PortRangeListId: 'prl-1' }],
    ['InvalidSourceGroupId.NotFound', { IpProtocol: 'ALL', SourceGroupId: 'sg-x' }],
    ['InvalidParameter', { ...web, Description: 'http://a' }],
    ['accepted', { ...web, IpProtocol: 'Udp', Policy: 'DROP', Priority: '100', NicType: 'intranet', SourcePortRange: '1/65535' }],
    ['accepted', { IpProtocol: 'gre', SourceCidrIp: '10.0.0.1' }],
    ['accepted', { IpProtocol: 'ALL', PortRange: '-1/-1', SourceGroupId: 'sg-a' }],
    ['accepted', { IpProtocol: 'icmpv6', Ipv6SourceCidrIp: '::/0' }],
  ])('%s for %j', (code, permission) => {
    expect(codeOf(() => authorize(contextOf(), group, 'ingress', [permission]))).toBe(code);
  });

  it('of egress names destinations', () => {
    expect(codeOf(() => authorize(contextOf(), group, 'egress', [{ IpProtocol: 'ALL', SourceCidrIp: '10.0.0.0/8' }]))).toBe('MissingParameter.Dest');
    const [rule] = authorize(contextOf(), group, 'egress', [{ IpProtocol: 'ALL', DestCidrIp: '10.0.0.0/8' }]).rules;
    expect(rule).toMatchObject({ direction: 'egress', peerCidr: '10.0.0.0/8' });
  });

  it('keeps the text of a block as it was given; the network takes its block', () => {
    const [rule] = authorize(contextOf(), group, 'ingress', [{ ...web, SourceCidrIp: '10.159.6.18/12' }]).rules;
    expect(rule?.peerCidr).toBe('10.159.6.18/12');
    expect([ipv4Of('10.159.6.18/12'), ipv4Of('10.0.0.1'), ipv4Of('::/0')]).toEqual(['10.144.0.0/12', '10.0.0.1/32', undefined]);
  });

  it('names groups of the same VPC only, and no enterprise ones', () => {
    const rows = [
      sample.securityGroup({ id: 'sg-far', vpcId: 'vpc-2' }), sample.securityGroup({ id: 'sg-ent', vpcId: 'vpc-1', type: 'enterprise' }),
      sample.securityGroup({ id: 'sg-other', vpcId: 'vpc-1', account: '2' }), sample.securityGroup({ id: 'sg-b', vpcId: 'vpc-1' }),
    ];
    const codesOf = (direction: 'ingress' | 'egress', peer: 'SourceGroupId' | 'DestGroupId') => ['sg-far', 'sg-ent', 'sg-other', 'sg-x', 'sg-b'].map((id) =>
      codeOf(() => authorize(contextOf(rows), group, direction, [{ IpProtocol: 'ALL', [peer]: id }])));
    expect(codesOf('ingress', 'SourceGroupId')).toEqual([
      'InvalidSourceGroupId.Mismatch', 'InvalidSourceGroupId.Mismatch', 'InvalidSourceGroupId.NotFound', 'InvalidSourceGroupId.NotFound', 'accepted',
    ]);
    expect(codesOf('egress', 'DestGroupId')).toEqual([
      'InvalidDestGroupId.Mismatch', 'InvalidDestGroupId.Mismatch', 'InvalidDestGroupId.NotFound', 'InvalidDestGroupId.NotFound', 'accepted',
    ]);
  });
});

describe('several permissions', () => {
  const port = (n: number): Permission => ({ ...web, PortRange: `${n}/${n}` });
  const ports = (count: number, from = 1) => Array.from({ length: count }, (_, index) => port(from + index));

  it('that are there already succeed without a second row', () => {
    const once = authorize(contextOf(), group, 'ingress', [web]);
    expect(authorize(contextOf(), once, 'ingress', [{ ...web, IpProtocol: 'TCP', Description: 'again' }, web]).rules).toEqual(once.rules);
    expect(authorize(contextOf(), once, 'ingress', [{ ...web, Priority: '2' }]).rules).toHaveLength(2);
  });

  it('are taken all or none, 1 to 100 in a call', () => {
    expect(codeOf(() => authorize(contextOf(), group, 'ingress', [web, { ...web, Priority: 'x' }]))).toBe('InvalidPriority.Malformed');
    expect(codeOf(() => authorize(contextOf(), group, 'ingress', ports(101)))).toBe('InvalidParam.Permissions');
    expect(codeOf(() => authorize(contextOf(), group, 'ingress', []))).toBe('InvalidParam.Permissions');
    expect(authorize(contextOf(), group, 'ingress', ports(100)).rules).toHaveLength(100);
  });

  it('end at 200 rules a group and 20 authorised groups', () => {
    const full = authorize(contextOf(), authorize(contextOf(), group, 'ingress', ports(100)), 'ingress', ports(100, 101));
    expect(codeOf(() => authorize(contextOf(), full, 'ingress', [port(999)]))).toBe('AuthorizationLimitExceed');
    expect(codeOf(() => authorize(contextOf(), full, 'ingress', [port(7)]))).toBe('accepted');
    const rows = Array.from({ length: 21 }, (_, index) => sample.securityGroup({ id: `sg-${index}`, vpcId: 'vpc-1' }));
    const peers = rows.map((row): Permission => ({ IpProtocol: 'ALL', SourceGroupId: row.id }));
    expect(codeOf(() => authorize(contextOf(rows), group, 'ingress', peers))).toBe('AuthorizationLimitExceed');
    expect(codeOf(() => authorize(contextOf(rows), group, 'ingress', peers.slice(1)))).toBe('accepted');
  });
});

describe('revoking', () => {
  const both = authorize(contextOf(), authorize(contextOf(), group, 'ingress', [web]), 'egress', [{ IpProtocol: 'ALL', DestCidrIp: '0.0.0.0/0' }]);

  it('takes the rule that matches, in its direction; no match succeeds', () => {
    expect(revoke(both, 'ingress', [{ ...web, Description: 'other' }]).rules.map((rule) => rule.direction)).toEqual(['egress']);
    expect(revoke(both, 'ingress', [{ ...web, Policy: 'drop' }]).rules).toEqual(both.rules);
    expect(revoke(both, 'ingress', [{ IpProtocol: 'ALL', SourceGroupId: 'sg-gone' }]).rules).toEqual(both.rules);
  });

  it('by id takes it too; an unknown id is refused', () => {
    const [rule] = both.rules;
    const id = rule?.id ?? '';
    expect(revokeById(both, 'ingress', [id]).rules).toHaveLength(1);
    expect(codeOf(() => revokeById(both, 'egress', [id]))).toBe('InvalidParam.SecurityGroupRuleId');
    expect(codeOf(() => revokeById(both, 'ingress', [id, 'sgr-x']))).toBe('InvalidParam.SecurityGroupRuleId');
  });
});

describe('modifying a rule (§4.8)', () => {
  const peers = [sample.securityGroup({ id: 'sg-b', vpcId: 'vpc-1' }), sample.securityGroup({ id: 'sg-far', vpcId: 'vpc-2' })];
  const context = () => contextOf(peers);
  const two = authorize(context(), group, 'ingress', [{ ...web, Description: 'web', DestCidrIp: '10.0.0.0/24' }, { IpProtocol: 'all', SourceGroupId: 'sg-b' }]);
  const full = authorize(context(), two, 'egress', [{ IpProtocol: 'ALL', Ipv6DestCidrIp: '::/0' }]);
  const [first, second, third] = full.rules.map((rule) => rule.id);
  type Asked = Parameters<typeof modifyRule>[3];
  const modify = (asked: Asked, direction: 'ingress' | 'egress' = 'ingress') => modifyRule(context(), full, direction, asked).rules;

  it('by id: what is given takes the place of what it has; id, time and order stay', () => {
    const changed = modify({ SecurityGroupRuleId: first, PortRange: '443/443', Priority: '7', Policy: 'drop', SourceCidrIp: '192.0.2.0/24' });
    expect(changed[0]).toEqual({ ...full.rules[0], portRange: '443/443', priority: 7, policy: 'Drop', peerCidr: '192.0.2.0/24' });
    expect(changed.slice(1)).toEqual(full.rules.slice(1));
    expect(modify({ SecurityGroupRuleId: first, DestCidrIp: '10.0.1.0/24', Description: 'other' })[0]).toMatchObject({ ownCidr: '10.0.1.0/24', description: 'other', portRange: '80/80' });
    expect(modify({ SecurityGroupRuleId: third, Priority: '9' }, 'egress')[2]).toMatchObject({ peerCidr: '::/0', priority: 9, direction: 'egress' });
  });

  it('by its own values: only the description changes', () => {
    const named = { ...web, DestCidrIp: '10.0.0.0/24', Description: 'shop' };
    expect(modify(named)).toEqual(full.rules.map((rule) => (rule.id === first ? { ...rule, description: 'shop' } : rule)));
  });

  it.each<[string, Asked]>([
    ['InvalidParam.SecurityGroupRuleId', { SecurityGroupRuleId: 'sgr-x' }],
    ['InvalidParam.SecurityGroupRuleId', { SecurityGroupRuleId: third }],
    ['InvalidSecurityGroupRule.RuleNotExist', { ...web, PortRange: '81/81' }],
    ['MissingParameter.Source', { IpProtocol: 'all' }],
    ['InvalidParameter', { SecurityGroupRuleId: first, SourceGroupId: 'sg-b' }],
    ['InvalidParameter', { SecurityGroupRuleId: first, Ipv6SourceCidrIp: '::/0' }],
    ['InvalidParameter', { SecurityGroupRuleId: second, SourceCidrIp: '0.0.0.0/0' }],
    ['InvalidParam.PortRange', { SecurityGroupRuleId: first, IpProtocol: 'ICMP' }],
    ['accepted', { SecurityGroupRuleId: first, IpProtocol: 'ICMP', PortRange: '-1/-1' }],
    ['InvalidPriority.ValueNotSupported', { SecurityGroupRuleId: first, Priority: '101' }],
    ['InvalidSourceGroupId.Mismatch', { SecurityGroupRuleId: second, SourceGroupId: 'sg-far' }],
    ['accepted', { SecurityGroupRuleId: second, SourceGroupId: 'sg-a' }],
  ])('%s for %j', (code, asked) => {
    expect(codeOf(() => modify(asked))).toBe(code);
  });

  it('never makes two rules of one', () => {
    const twin = authorize(context(), full, 'ingress', [{ ...web, PortRange: '81/81', DestCidrIp: '10.0.0.0/24' }]);
    expect(codeOf(() => modifyRule(context(), twin, 'ingress', { SecurityGroupRuleId: first, PortRange: '81/81' }))).toBe('InvalidSecurityGroupRule.Duplicated');
  });
});
