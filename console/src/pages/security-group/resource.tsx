/** Security groups and their rules (S-05). */
import { securityGroups } from '../../api/listings.js';
import type { SecurityGroup } from '../../api/rows.js';
import { asking, tagging } from '../../resources/common-actions.js';
import { ResourceLink, TagsView } from '../../resources/kit.js';
import type { Resource } from '../../resources/resource.js';
import { AddRule, Create, Modify } from './dialogs.js';
import { Egress, Ingress } from './tabs.js';

export const securityGroupResource: Resource<SecurityGroup> = {
  path: 'security-groups',
  listing: securityGroups,
  grouped: true,
  id: ({ SecurityGroupId }) => SecurityGroupId,
  name: ({ SecurityGroupName }) => SecurityGroupName,
  byId: (id) => ({ SecurityGroupId: id }),
  view: (words) => {
    const { t, date } = words;
    return {
      title: t.nav.securityGroups,
      empty: t.group.empty,
      create: { label: t.group.create, Dialog: Create },
      columns: [
        { key: 'type', title: t.common.type, render: ({ SecurityGroupType }) => t.group.types[SecurityGroupType] },
        { key: 'vpc', title: t.vpc.vpc, render: ({ VpcId }) => <ResourceLink to="vpcs" id={VpcId} /> },
        { key: 'created', title: t.common.created, render: ({ CreationTime }) => date(CreationTime) },
      ],
      filters: [{ parameter: 'SecurityGroupName', label: t.common.name }, { parameter: 'VpcId', label: `${t.vpc.vpc} ID` }],
      actions: [
        { key: 'rule', label: t.group.addRule, Dialog: AddRule },
        { key: 'modify', label: t.common.edit, Dialog: Modify },
        tagging(words, { product: 'Ecs', type: 'securitygroup' }, ({ SecurityGroupId }) => SecurityGroupId),
        {
          key: 'delete', label: t.common.delete, danger: true,
          Dialog: asking({
            title: ({ SecurityGroupId }) => t.common.deleteTitle(SecurityGroupId), text: () => t.common.deleteText, danger: t.common.delete,
            call: ({ SecurityGroupId }, RegionId) => ({ product: 'Ecs', action: 'DeleteSecurityGroup', parameters: { RegionId, SecurityGroupId } }),
          }),
        },
      ],
      fields: [
        { key: 'group', title: t.top.resourceGroup, render: ({ ResourceGroupId }) => (ResourceGroupId === '' ? t.common.none : ResourceGroupId) },
        { key: 'tags', title: t.common.tags, render: ({ Tags }) => <TagsView tags={Tags} /> },
        { key: 'description', title: t.common.description, render: ({ Description }) => (Description === '' ? t.common.none : Description) },
      ],
      tabs: [
        { key: 'ingress', label: t.group.ingress, Content: Ingress },
        { key: 'egress', label: t.group.egress, Content: Egress },
      ],
    };
  },
};
