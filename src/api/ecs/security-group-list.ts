/** DescribeSecurityGroups, DescribeSecurityGroupAttribute and DescribeSecurityGroupReferences. */
import { z } from 'zod';
import { common } from '../../cloud/errors/common.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { link } from '../../cloud/indexes.js';
import { quotaOf } from '../../cloud/quotas.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { SecurityGroupRow, SecurityGroupRule } from '../../cloud/resources.js';
import { ownGroup } from '../../cloud/security-group.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type Call, type JsonObject } from '../action.js';
import { numberedPage, tokenPage, tokenSlice } from '../paging.js';
import { bool, int, jsonList, list, oneOf, text } from '../parameters.js';
import { toSeconds } from '../render.js';
import { tagFilter } from '../tags.js';
import { ecsTags, eitherPage, isOwn } from './common.js';

const parameters = z.object({
  RegionId: text(),
  ...numberedPage,
  ...tokenPage,
  SecurityGroupId: text().optional(),
  SecurityGroupIds: jsonList().optional(),
  SecurityGroupName: text().optional(),
  SecurityGroupType: oneOf('normal', 'enterprise').optional(),
  VpcId: text().optional(),
  NetworkType: oneOf('vpc', 'classic').optional(),
  FuzzyQuery: bool().optional(),
  IsQueryEcsCount: bool().optional(),
  ServiceManaged: bool().optional(),
  ResourceGroupId: text().optional(),
  Tag: tagFilter(),
  DryRun: bool().optional(),
});
type Parameters = z.infer<typeof parameters>;

export const describeSecurityGroups = action({
  product: 'Ecs',
  name: 'DescribeSecurityGroups',
  writes: false,
  parameters,
  run(call, asked) {
    const matches = candidates(call, asked).filter((group) => isOwn(call, group) && matchesAll(group, asked));
    const { rows, fields } = eitherPage(matches, asked, { size: 10, most: 100, mostNumbered: 100 });
    const shown = rows.map((group) => groupFields(group, call, asked.IsQueryEcsCount === true));
    return { body: { ...fields, RegionId: call.region.id, SecurityGroups: { SecurityGroup: shown } } };
  },
});

function candidates({ read, account, region }: Call, asked: Parameters): readonly SecurityGroupRow[] {
  if (asked.SecurityGroupId !== undefined || asked.SecurityGroupIds !== undefined) {
    const ids = new Set([...(asked.SecurityGroupIds ?? []), ...(asked.SecurityGroupId === undefined ? [] : [asked.SecurityGroupId])]);
    const named = [...ids].map((id) => read.get('securityGroup', id));
    return named.filter((group) => group !== undefined).sort((a, b) => b.n - a.n);
  }
  return asked.VpcId === undefined
    ? read.list('securityGroup', account.id, region.id)
    : read.linked('securityGroup', link.vpc(asked.VpcId)).toReversed();
}

function matchesAll(group: SecurityGroupRow, asked: Parameters): boolean {
  const name = asked.SecurityGroupName;
  return (
    (asked.VpcId ?? group.vpcId) === group.vpcId &&
    (name === undefined || (asked.FuzzyQuery === true ? group.name.includes(name.replaceAll('*', '')) : group.name === name)) &&
    (asked.SecurityGroupType ?? group.type) === group.type &&
    asked.NetworkType !== 'classic' &&
    asked.ServiceManaged !== true &&
    (asked.ResourceGroupId === undefined || inResourceGroup(group, asked.ResourceGroupId)) &&
    carriesTags(group.tags, asked.Tag)
  );
}

function groupFields(group: SecurityGroupRow, { read, account }: Call, counted: boolean): JsonObject {
  const members = read.linked('eni', link.member(group.id));
  const limit = quotaOf(account, group.type === 'normal' ? 'privateIpsPerBasicGroup' : 'privateIpsPerEnterpriseGroup');
  const addresses = members.reduce((sum, eni) => sum + eni.privateIps.length, 0);
  const instances = new Set(members.filter((eni) => eni.type === 'Primary').map((eni) => eni.instanceId)).size;
  return {
    SecurityGroupId: group.id,
    SecurityGroupName: group.name,
    Description: group.description,
    SecurityGroupType: group.type,
    VpcId: group.vpcId,
    CreationTime: toSeconds(group.created),
    AvailableInstanceAmount: Math.max(0, limit - addresses),
    // Only where it was asked for.
    ...(counted ? { EcsCount: instances } : {}),
    RuleCount: group.rules.length,
    GroupToGroupRuleCount: group.rules.filter((rule) => rule.peerGroupId !== '').length,
    ResourceGroupId: group.resourceGroup,
    ServiceID: 0,
    ServiceManaged: false,
    Tags: ecsTags(group.tags),
  };
}

export const describeSecurityGroupAttribute = action({
  product: 'Ecs',
  name: 'DescribeSecurityGroupAttribute',
  writes: false,
  parameters: z.object({
    RegionId: text(),
    SecurityGroupId: text(),
    Direction: oneOf('ingress', 'egress', 'all').optional(),
    NicType: oneOf('intranet', 'internet').optional(),
    MaxResults: int(1).optional(),
    NextToken: tokenPage.NextToken,
    Attribute: text().optional(),
  }),
  run(call, asked) {
    const group = ownGroup(call, asked.SecurityGroupId);
    const direction = asked.Direction ?? 'all';
    // Rules are numbered in the order of their creation, so that paging by tokens stays in place while rules come and go.
    const rules = group.rules
      .map((rule, index) => ({ rule, n: index + 1 }))
      .filter(({ rule }) => direction === 'all' || rule.direction === direction)
      .reverse();
    const size = Math.max(10, asked.MaxResults ?? 500);
    const { rows, nextToken } = tokenSlice(rules, { MaxResults: size, NextToken: asked.NextToken }, 500, 1_000);
    return {
      body: {
        SecurityGroupId: group.id,
        SecurityGroupName: group.name,
        Description: group.description,
        InnerAccessPolicy: group.innerAccess,
        RegionId: group.region,
        VpcId: group.vpcId,
        NextToken: nextToken,
        Permissions: { Permission: rows.map(({ rule }) => ruleFields(rule, call)) },
        SnapshotPolicyIds: { SnapshotPolicyId: [] },
      },
    };
  },
});

function ruleFields(rule: SecurityGroupRule, { read }: Call): JsonObject {
  const ingress = rule.direction === 'ingress';
  const peerName = read.get('securityGroup', rule.peerGroupId)?.name ?? '';
  const source = ingress ? rule.peerCidr : rule.ownCidr;
  const destination = ingress ? rule.ownCidr : rule.peerCidr;
  return {
    SecurityGroupRuleId: rule.id,
    Direction: rule.direction,
    IpProtocol: rule.protocol,
    PortRange: rule.portRange,
    SourcePortRange: rule.sourcePortRange,
    Policy: rule.policy,
    Priority: String(rule.priority),
    NicType: 'intranet',
    Description: rule.description,
    CreateTime: toSeconds(rule.created),
    SourceCidrIp: ipv4(source),
    Ipv6SourceCidrIp: ipv6(source),
    SourceGroupId: ingress ? rule.peerGroupId : '',
    SourceGroupName: ingress ? peerName : '',
    SourceGroupOwnerAccount: '',
    SourcePrefixListId: '',
    SourcePrefixListName: '',
    DestCidrIp: ipv4(destination),
    Ipv6DestCidrIp: ipv6(destination),
    DestGroupId: ingress ? '' : rule.peerGroupId,
    DestGroupName: ingress ? '' : peerName,
    DestGroupOwnerAccount: '',
    DestPrefixListId: '',
    DestPrefixListName: '',
    PortRangeListId: '',
    PortRangeListName: '',
  };
}

const ipv4 = (cidr: string) => (cidr.includes(':') ? '' : cidr);
const ipv6 = (cidr: string) => (cidr.includes(':') ? cidr : '');

/** Ids in one call at the most. */
const MOST_IDS = 10;

/** Which other groups' rules name a group: what keeps it from being deleted. */
export const describeSecurityGroupReferences = action({
  product: 'Ecs',
  name: 'DescribeSecurityGroupReferences',
  writes: false,
  parameters: z.object({ RegionId: text(), SecurityGroupId: list(text()) }),
  run(call, { SecurityGroupId }) {
    if (SecurityGroupId.length === 0) throw new Refusal(common.MissingParameter, 'SecurityGroupId.N');
    if (SecurityGroupId.length > MOST_IDS) throw new Refusal(common.InvalidParameter, 'SecurityGroupId.N');
    const references = [...new Set(SecurityGroupId)].map((id) => {
      const naming = call.read.linked('securityGroup', link.names(ownGroup(call, id).id)).filter((other) => other.id !== id);
      const shown = naming.map((other) => ({ AliUid: other.account, SecurityGroupId: other.id }));
      return { SecurityGroupId: id, ReferencingSecurityGroups: { ReferencingSecurityGroup: shown } };
    });
    return { body: { SecurityGroupReferences: { SecurityGroupReference: references } } };
  },
});
