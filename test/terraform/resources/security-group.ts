import { z } from 'zod';
import type { Provider } from '../provider.js';
import { altered, sent, type ResourceType, type Values } from '../resource.js';
import { changeTags, tagList, tagged } from '../tags.js';

const groupList = z.object({
  SecurityGroups: z.object({
    SecurityGroup: z.array(z.object({
      SecurityGroupId: z.string(), SecurityGroupName: z.string(), SecurityGroupType: z.string(), Description: z.string(), VpcId: z.string(),
      ResourceGroupId: z.string(), CreationTime: z.string(), Tags: tagged.ecs,
    })),
  }),
});
const policy = z.object({ InnerAccessPolicy: z.enum(['Accept', 'Drop']) });
const groupOf = async (provider: Provider, id: string) =>
  groupList.parse(await provider.tea('Ecs', 'DescribeSecurityGroups', { SecurityGroupId: id })).SecurityGroups.SecurityGroup[0];

export const securityGroup: ResourceType = {
  defaults: { description: '', tags: {} },
  given: ['security_group_name', 'vpc_id', 'security_group_type', 'inner_access_policy', 'resource_group_id'],
  forcesNew: ['vpc_id', 'security_group_type'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, {
        security_group_name: 'SecurityGroupName', vpc_id: 'VpcId', security_group_type: 'SecurityGroupType', description: 'Description',
        resource_group_id: 'ResourceGroupId',
      }),
      Tag: tagList(wanted['tags']), ClientToken: provider.token('CreateSecurityGroup'),
    };
    const { SecurityGroupId } = z.object({ SecurityGroupId: z.string() }).parse(await provider.tea('Ecs', 'CreateSecurityGroup', form));
    await securityGroup.update?.(provider, SecurityGroupId, new Set(['inner_access_policy'].filter((name) => name in wanted)), wanted, {});
    return SecurityGroupId;
  },
  async read(provider, id) {
    const found = await groupOf(provider, id);
    if (found === undefined) return undefined;
    const { InnerAccessPolicy } = policy.parse(await provider.tea('Ecs', 'DescribeSecurityGroupAttribute', { SecurityGroupId: id }));
    return {
      security_group_name: found.SecurityGroupName, security_group_type: found.SecurityGroupType, description: found.Description, vpc_id: found.VpcId,
      resource_group_id: found.ResourceGroupId, tags: found.Tags, inner_access_policy: InnerAccessPolicy,
    };
  },
  async update(provider, id, names, wanted, was) {
    const form = altered(names, wanted, { security_group_name: 'SecurityGroupName', description: 'Description' });
    if (Object.keys(form).length > 0) await provider.tea('Ecs', 'ModifySecurityGroupAttribute', { SecurityGroupId: id, ...form });
    if (names.has('inner_access_policy')) {
      await provider.tea('Ecs', 'ModifySecurityGroupPolicy', { SecurityGroupId: id, InnerAccessPolicy: wanted['inner_access_policy'] ?? '' });
    }
    if (names.has('resource_group_id')) {
      await provider.tea('Ecs', 'JoinResourceGroup', { ResourceId: id, ResourceType: 'securitygroup', ResourceGroupId: wanted['resource_group_id'] ?? '' });
    }
    if (names.has('tags')) await changeTags(provider, 'Ecs', 'securitygroup', id, was['tags'], wanted['tags']);
  },
  async delete(provider, id) {
    await provider.retrying(['DependencyViolation'], () =>
      provider.removing(['InvalidSecurityGroupId.NotFound'], () => provider.tea('Ecs', 'DeleteSecurityGroup', { SecurityGroupId: id })));
    await provider.until(`${id} gone`, () => groupOf(provider, id), (found) => found === undefined);
  },
};

const permissions = z.object({
  Permissions: z.object({
    Permission: z.array(z.object({
      IpProtocol: z.string(), PortRange: z.string(), Policy: z.string(), Priority: z.string().regex(/^\d+$/), NicType: z.string(), Description: z.string(), Direction: z.string(),
      SourceCidrIp: z.string(), SourceGroupId: z.string(), SourceGroupOwnerAccount: z.string(), Ipv6SourceCidrIp: z.string(), SourcePrefixListId: z.string(),
      DestCidrIp: z.string(), DestGroupId: z.string(), DestGroupOwnerAccount: z.string(), Ipv6DestCidrIp: z.string(), DestPrefixListId: z.string(),
    })),
  }),
});

/** `sg-…|ingress|tcp|80/80|intranet|0.0.0.0/0|accept|1`, as much of it as finds the rule again. */
interface RuleId {
  readonly group: string;
  readonly direction: string;
  readonly protocol: string;
  readonly ports: string;
  readonly nic: string;
  readonly peer: string;
  readonly policy: string;
  readonly priority: string;
}

function ruleId(id: string): RuleId {
  const [group = '', direction = '', protocol = '', ports = '', nic = '', peer = '', policy = '', priority = ''] = id.split('|');
  return { group, direction, protocol, ports, nic, peer, policy, priority };
}

const ruleOf = async (provider: Provider, { group, direction, protocol, ports, nic, peer, policy, priority }: RuleId) => {
  const answer = await provider.found(async () =>
    permissions.parse(await provider.sdk('Ecs', 'DescribeSecurityGroupAttribute', { SecurityGroupId: group, Direction: direction, NicType: nic })));
  return answer?.Permissions.Permission.find((rule) => {
    const peers = direction === 'ingress'
      ? [rule.SourceCidrIp, rule.SourceGroupId, rule.Ipv6SourceCidrIp, rule.SourcePrefixListId]
      : [rule.DestCidrIp, rule.DestGroupId, rule.Ipv6DestCidrIp, rule.DestPrefixListId];
    return rule.IpProtocol.toLowerCase() === protocol && rule.PortRange === ports && peers.includes(peer) && rule.Policy.toLowerCase() === policy && rule.Priority === priority;
  });
};

/** The parameters of a rule, which `Permissions.1` of a create and the flat form of the other calls share. */
function ruleFields(wanted: Values): Values {
  const ingress = wanted['type'] === 'ingress';
  return {
    PortRange: wanted['port_range'] ?? '-1/-1', IpProtocol: wanted['ip_protocol'] ?? '', Policy: wanted['policy'] ?? 'accept', Priority: wanted['priority'] ?? 1,
    NicType: 'intranet',
    ...sent(wanted, {
      description: 'Description', cidr_ip: ingress ? 'SourceCidrIp' : 'DestCidrIp', source_security_group_id: ingress ? 'SourceGroupId' : 'DestGroupId',
    }),
  };
}

export const securityGroupRule: ResourceType = {
  defaults: { description: '', policy: 'accept', port_range: '-1/-1', priority: 1, source_group_owner_account: '', cidr_ip: '', source_security_group_id: '' },
  given: ['type', 'ip_protocol', 'nic_type', 'security_group_id'],
  forcesNew: ['type', 'ip_protocol', 'nic_type', 'policy', 'port_range', 'priority', 'security_group_id', 'cidr_ip', 'source_security_group_id', 'source_group_owner_account'],
  async create(provider, wanted) {
    const fields = ruleFields(wanted);
    const group = String(wanted['security_group_id']);
    await provider.tea('Ecs', wanted['type'] === 'ingress' ? 'AuthorizeSecurityGroup' : 'AuthorizeSecurityGroupEgress', { SecurityGroupId: group, Permissions: [fields] });
    const peer = wanted['cidr_ip'] ?? wanted['source_security_group_id'];
    return [group, wanted['type'], wanted['ip_protocol'], fields['PortRange'], 'intranet', peer, fields['Policy'], fields['Priority']].join('|');
  },
  async read(provider, id) {
    const rule = await ruleOf(provider, ruleId(id));
    if (rule === undefined) return undefined;
    const ingress = ruleId(id).direction === 'ingress';
    return {
      security_group_id: ruleId(id).group, type: rule.Direction, ip_protocol: rule.IpProtocol.toLowerCase(), nic_type: rule.NicType, policy: rule.Policy.toLowerCase(),
      port_range: rule.PortRange, priority: Number(rule.Priority), description: rule.Description,
      cidr_ip: ingress ? rule.SourceCidrIp : rule.DestCidrIp, source_security_group_id: ingress ? rule.SourceGroupId : rule.DestGroupId,
      source_group_owner_account: ingress ? rule.SourceGroupOwnerAccount : rule.DestGroupOwnerAccount,
    };
  },
  async update(provider, id, _names, wanted) {
    const { group, direction } = ruleId(id);
    await provider.sdk('Ecs', direction === 'ingress' ? 'ModifySecurityGroupRule' : 'ModifySecurityGroupEgressRule', { SecurityGroupId: group, ...ruleFields(wanted) }, true);
  },
  async delete(provider, id, was) {
    const rule = ruleId(id);
    await provider.removing(['InvalidSecurityGroupId.NotFound'], () =>
      provider.sdk('Ecs', rule.direction === 'ingress' ? 'RevokeSecurityGroup' : 'RevokeSecurityGroupEgress', { SecurityGroupId: rule.group, ...ruleFields(was) }, true));
    await provider.until(`${id} gone`, () => ruleOf(provider, rule), (found) => found === undefined);
  },
};
