import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { listQuery, permissions } from '../../api/listings.js';
import type { Permission, SecurityGroup } from '../../api/rows.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { Actions } from '../../resources/actions.js';
import { asking } from '../../resources/common-actions.js';

export function Ingress({ row }: { readonly row: SecurityGroup }) {
  return <Rules group={row} direction="ingress" />;
}

export function Egress({ row }: { readonly row: SecurityGroup }) {
  return <Rules group={row} direction="egress" />;
}

function Rules({ group, direction }: { readonly group: SecurityGroup; readonly direction: Permission['Direction'] }) {
  const { t } = useWords();
  const { region } = usePlace();
  const found = useQuery(listQuery(permissions, region, { SecurityGroupId: group.SecurityGroupId, Direction: direction }));
  const inward = direction === 'ingress';
  const actions = [{
    key: 'delete', label: t.common.delete, danger: true,
    Dialog: asking<Permission>({
      title: ({ SecurityGroupRuleId }) => t.group.deleteRule(SecurityGroupRuleId), text: () => t.common.deleteText, danger: t.common.delete,
      call: ({ SecurityGroupRuleId }, RegionId) => ({
        product: 'Ecs', action: inward ? 'RevokeSecurityGroup' : 'RevokeSecurityGroupEgress',
        parameters: { RegionId, SecurityGroupId: group.SecurityGroupId, SecurityGroupRuleId: [SecurityGroupRuleId] },
      }),
    }),
  }];
  return (
    <>
      {found.error !== null && <Refused error={found.error} />}
      <Table<Permission>
        size="small"
        rowKey="SecurityGroupRuleId"
        loading={found.isPending}
        dataSource={[...(found.data?.rows ?? [])]}
        pagination={{ hideOnSinglePage: true, pageSize: 20 }}
        locale={{ emptyText: inward ? t.group.emptyIngress : t.group.emptyEgress }}
        columns={[
          { key: 'policy', title: t.group.policy, render: (_, { Policy }) => wordFor(t.group.policies, Policy) },
          { key: 'priority', title: t.group.priority, render: (_, { Priority }) => String(Priority) },
          { key: 'protocol', title: t.group.protocol, render: (_, { IpProtocol }) => IpProtocol },
          { key: 'ports', title: t.group.ports, render: (_, { PortRange }) => <span className="mono">{PortRange}</span> },
          { key: 'peer', title: inward ? t.group.peer : t.group.peerTo, render: (_, rule) => <span className="mono">{inward ? `${rule.SourceCidrIp}${rule.SourceGroupId}` : `${rule.DestCidrIp}${rule.DestGroupId}`}</span> },
          { key: 'description', title: t.common.description, render: (_, { Description }) => Description },
          { key: 'actions', title: t.common.actions, render: (_, rule) => <Actions row={rule} actions={actions} shown={1} /> },
        ]}
      />
    </>
  );
}
