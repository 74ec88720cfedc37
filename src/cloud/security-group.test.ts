import { describe, expect, it } from 'vitest';
import { findRegion } from './catalogue/regions.js';
import type { Context } from './context.js';
import { Refusal } from './errors/refusal.js';
import { Ids } from './ids.js';
import type { Row } from './resources.js';
import { authorize } from './security-group-rules.js';
import { createGroup, deleteGroup, joinGroup, modifyGroup, modifyPolicy, replaceGroups } from './security-group.js';
import { settingsSchema } from './settings.js';
import { readsOf } from './testing-reads.js';
import { sample } from './testing.js';

const groups = [1, 2, 3, 4, 5, 6].map((n) => sample.securityGroup({ id: `sg-${n}`, vpcId: 'vpc-1' }));
const eni = sample.eni({ id: 'eni-1', vpcId: 'vpc-1', privateIps: ['10.0.0.1', '10.0.0.2'], groupIds: ['sg-1'], mac: '00:16:3e:00:00:01' });

function contextOf(rows: readonly Row[], quotas: Readonly<Record<string, number>> = {}): Context {
  const region = findRegion('cn-hangzhou');
  if (region === undefined) throw new Error('no region');
  return {
    account: sample.account({ id: '1', quotas }), region, now: 0, read: readsOf(rows), ids: new Ids({ int: () => 0 }),
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
  return 'done';
}

describe('a security group (§2.8, §4.8)', () => {
  const vpc = sample.vpc({ id: 'vpc-1' });

  it('lets members reach each other when it is basic, not when it is an enterprise one', () => {
    expect(createGroup(contextOf([vpc]), { VpcId: 'vpc-1', Tag: [] })).toMatchObject({ type: 'normal', innerAccess: 'Accept', rules: [] });
    expect(createGroup(contextOf([vpc]), { VpcId: 'vpc-1', SecurityGroupType: 'enterprise', Tag: [] })).toMatchObject({ innerAccess: 'Drop' });
  });

  it('needs a VPC and room in the region', () => {
    expect(codeOf(() => createGroup(contextOf([vpc]), { VpcId: 'vpc-2', Tag: [] }))).toBe('InvalidVpcId.NotFound');
    const full = contextOf([vpc, ...groups], { securityGroupsPerRegion: 6 });
    expect(codeOf(() => createGroup(full, { VpcId: 'vpc-1', Tag: [] }))).toBe('QuotaExceed.SecurityGroup');
  });

  it('goes only when nothing is in it and no other group names it', () => {
    const naming = (id: string) => sample.securityGroup({ id, vpcId: 'vpc-1', rules: [sample.rule({ id: 'sgr-1', peerGroupId: 'sg-1' })] });
    expect(codeOf(() => deleteGroup(contextOf([...groups, eni]), 'sg-1'))).toBe('DependencyViolation');
    expect(codeOf(() => deleteGroup(contextOf([...groups, naming('sg-7')]), 'sg-1'))).toBe('DependencyViolation');
    expect(codeOf(() => deleteGroup(contextOf([naming('sg-1')]), 'sg-1'))).toBe('done');
    expect(codeOf(() => deleteGroup(contextOf(groups), 'sg-1'))).toBe('done');
  });
});

describe('changing a group (§4.8)', () => {
  const rows = [...groups, sample.securityGroup({ id: 'sg-ent', vpcId: 'vpc-1', type: 'enterprise', innerAccess: 'Drop' })];

  it('gives it another name or description', () => {
    expect(modifyGroup(contextOf(rows), 'sg-1', { SecurityGroupName: 'web' })).toMatchObject({ name: 'web', description: '' });
    expect(modifyGroup(contextOf(rows), 'sg-1', { Description: 'of the shop' })).toMatchObject({ name: '', description: 'of the shop' });
    expect(codeOf(() => modifyGroup(contextOf(rows), 'sg-1', { SecurityGroupName: '1' }))).toBe('InvalidParameter');
    expect(codeOf(() => modifyGroup(contextOf(rows), 'sg-x', {}))).toBe('InvalidSecurityGroupId.NotFound');
  });

  it('§2.8: lets members reach each other or not, in any case of letters; not in an enterprise group', () => {
    expect([modifyPolicy(contextOf(rows), 'sg-1', 'drop').innerAccess, modifyPolicy(contextOf(rows), 'sg-1', 'ACCEPT').innerAccess]).toEqual(['Drop', 'Accept']);
    expect(codeOf(() => modifyPolicy(contextOf(rows), 'sg-1', 'maybe'))).toBe('InvalidPolicy.Malformed');
    expect(codeOf(() => modifyPolicy(contextOf(rows), 'sg-ent', 'Accept'))).toBe('InvalidOperation.InvalidSecurityGroupType');
  });
});

describe('the groups of an ENI (§2.3)', () => {
  it('are five at the most', () => {
    expect(replaceGroups(contextOf([...groups, eni]), eni, ['sg-2', 'sg-3', 'sg-4', 'sg-5', 'sg-6']).groupIds).toHaveLength(5);
    const five = { ...eni, groupIds: ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'] };
    expect(codeOf(() => joinGroup(contextOf([...groups, five]), five, 'sg-6'))).toBe('InstanceSecurityGroupLimitExceed');
  });

  it('§2.8: have so many rules in all, whether it joins or they get more', () => {
    const rules = (count: number) => Array.from({ length: count }, (_, index) => sample.rule({ id: `sgr-${index}`, peerCidr: '0.0.0.0/0', portRange: `${index + 1}/${index + 1}`, protocol: 'TCP' }));
    const [full, other] = [sample.securityGroup({ id: 'sg-1', vpcId: 'vpc-1', rules: rules(3) }), sample.securityGroup({ id: 'sg-2', vpcId: 'vpc-1', rules: rules(2) })];
    const join = (rulesPerEni: number) => codeOf(() => joinGroup(contextOf([full, other, eni], { rulesPerEni }), eni, 'sg-2'));
    expect([join(4), join(5)]).toEqual(['AuthorizationLimitExceed', 'done']);
    const both = { ...eni, groupIds: ['sg-1', 'sg-2'] };
    const more = (rulesPerEni: number) => codeOf(() =>
      authorize(contextOf([full, other, both], { rulesPerEni }), other, 'ingress', [{ IpProtocol: 'ICMP', SourceCidrIp: '0.0.0.0/0' }]));
    expect([more(5), more(6)]).toEqual(['AuthorizationLimitExceed', 'done']);
  });

  it('have room for so many private addresses, by the type of the group', () => {
    const member = sample.eni({ id: 'eni-2', vpcId: 'vpc-1', privateIps: ['10.0.0.3'], groupIds: ['sg-2'], mac: '00:16:3e:00:00:02' });
    const join = (quotas: Readonly<Record<string, number>>) => codeOf(() => joinGroup(contextOf([...groups, eni, member], quotas), eni, 'sg-2'));
    expect([join({ privateIpsPerBasicGroup: 2 }), join({ privateIpsPerBasicGroup: 3 })]).toEqual(['SecurityGroupInstanceLimitExceed', 'done']);
    expect(join({ privateIpsPerEnterpriseGroup: 2 })).toBe('done');
  });
});
