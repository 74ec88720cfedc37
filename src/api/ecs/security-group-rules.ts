/** Adding, changing and revoking rules of security groups, in either direction. */
import { z } from 'zod';
import { authorize, modifyRule, revoke, revokeById, type Direction } from '../../cloud/security-group-rules.js';
import { ownGroup } from '../../cloud/security-group.js';
import { action, type Action } from '../action.js';
import { group, list, text } from '../parameters.js';

/** One rule: in `Permissions.N`, or flat as older clients send it. Values are text here because each has a refusal of its own. */
const permission = {
  IpProtocol: text().optional(),
  PortRange: text().optional(),
  SourcePortRange: text().optional(),
  PortRangeListId: text().optional(),
  Policy: text().optional(),
  Priority: text().optional(),
  NicType: text().optional(),
  SourceCidrIp: text().optional(),
  Ipv6SourceCidrIp: text().optional(),
  SourceGroupId: text().optional(),
  SourcePrefixListId: text().optional(),
  DestCidrIp: text().optional(),
  Ipv6DestCidrIp: text().optional(),
  DestGroupId: text().optional(),
  DestPrefixListId: text().optional(),
  Description: text().optional(),
};

const parameters = z.object({
  RegionId: text(),
  SecurityGroupId: text(),
  ...permission,
  Permissions: list(group(permission)),
  ClientToken: text().optional(),
});
type Parameters = z.infer<typeof parameters>;

const permissionsOf = (asked: Parameters) => (asked.Permissions.length > 0 ? asked.Permissions : [asked]);

function authorizeAction(name: string, direction: Direction): Action<typeof parameters> {
  return action({
    product: 'Ecs',
    name,
    writes: true,
    parameters,
    run(call, asked) {
      const changed = authorize(call, ownGroup(call, asked.SecurityGroupId), direction, permissionsOf(asked));
      return { body: {}, write: { put: [changed], remove: [] } };
    },
  });
}

const revocation = parameters.extend({ SecurityGroupRuleId: list(text()) });

function revokeAction(name: string, direction: Direction): Action<typeof revocation> {
  return action({
    product: 'Ecs',
    name,
    writes: true,
    parameters: revocation,
    run(call, asked) {
      const from = ownGroup(call, asked.SecurityGroupId);
      const ids = asked.SecurityGroupRuleId;
      const changed = ids.length > 0 ? revokeById(from, direction, ids) : revoke(from, direction, permissionsOf(asked));
      return { body: {}, write: { put: [changed], remove: [] } };
    },
  });
}

const modification = z.object({
  RegionId: text(),
  SecurityGroupId: text(),
  SecurityGroupRuleId: text().optional(),
  ...permission,
  ClientToken: text().optional(),
});

function modifyAction(name: string, direction: Direction): Action<typeof modification> {
  return action({
    product: 'Ecs',
    name,
    writes: true,
    parameters: modification,
    run: (call, asked) => ({ body: {}, write: { put: [modifyRule(call, ownGroup(call, asked.SecurityGroupId), direction, asked)], remove: [] } }),
  });
}

export const modifySecurityGroupRule = modifyAction('ModifySecurityGroupRule', 'ingress');
export const modifySecurityGroupEgressRule = modifyAction('ModifySecurityGroupEgressRule', 'egress');
export const authorizeSecurityGroup = authorizeAction('AuthorizeSecurityGroup', 'ingress');
export const authorizeSecurityGroupEgress = authorizeAction('AuthorizeSecurityGroupEgress', 'egress');
export const revokeSecurityGroup = revokeAction('RevokeSecurityGroup', 'ingress');
export const revokeSecurityGroupEgress = revokeAction('RevokeSecurityGroupEgress', 'egress');
