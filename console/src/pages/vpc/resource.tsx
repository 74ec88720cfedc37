/** VPCs with their CIDR blocks. */
import { vpcs } from '../../api/listings.js';
import type { Vpc } from '../../api/rows.js';
import { asking, moving, tagging } from '../../resources/common-actions.js';
import { Status, TagsView } from '../../resources/kit.js';
import type { Resource } from '../../resources/resource.js';
import { AddBlock, Create, Modify } from './dialogs.js';
import { Blocks, VSwitches } from './tabs.js';

export const vpcResource: Resource<Vpc> = {
  path: 'vpcs',
  listing: vpcs,
  grouped: true,
  id: ({ VpcId }) => VpcId,
  name: ({ VpcName }) => VpcName,
  byId: (id) => ({ VpcId: id }),
  view: (words) => {
    const { t, date } = words;
    return {
      title: t.nav.vpcs,
      empty: t.vpc.empty,
      create: { label: t.vpc.create, Dialog: Create },
      columns: [
        { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
        { key: 'cidr', title: t.vpc.cidr, render: ({ CidrBlock, SecondaryCidrBlocks: { SecondaryCidrBlock } }) => [CidrBlock, ...SecondaryCidrBlock].map((block) => <div key={block} className="mono">{block}</div>) },
        { key: 'created', title: t.common.created, render: ({ CreationTime }) => date(CreationTime) },
      ],
      filters: [{ parameter: 'VpcName', label: t.common.name }, { parameter: 'VpcId', label: `${t.vpc.vpc} ID` }],
      actions: [
        { key: 'block', label: t.vpc.addCidr, Dialog: AddBlock },
        { key: 'modify', label: t.common.edit, Dialog: Modify },
        tagging(words, { product: 'Vpc', type: 'VPC' }, ({ VpcId }) => VpcId),
        moving(words, ({ VpcId }) => VpcId, ({ VpcId }, NewResourceGroupId, RegionId) => ({
          product: 'Vpc', action: 'MoveResourceGroup', parameters: { RegionId, ResourceType: 'Vpc', ResourceId: VpcId, NewResourceGroupId },
        })),
        {
          key: 'delete', label: t.common.delete, danger: true,
          Dialog: asking({
            title: ({ VpcId }) => t.common.deleteTitle(VpcId), text: () => t.common.deleteText, danger: t.common.delete,
            call: ({ VpcId }, RegionId) => ({ product: 'Vpc', action: 'DeleteVpc', parameters: { RegionId, VpcId } }),
          }),
        },
      ],
      fields: [
        { key: 'router', title: t.vpc.router, render: ({ VRouterId }) => <span className="mono">{VRouterId}</span> },
        { key: 'user', title: t.vpc.user, render: ({ UserCidrs: { UserCidr } }) => (UserCidr.length === 0 ? t.common.none : UserCidr.join(', ')) },
        { key: 'group', title: t.top.resourceGroup, render: ({ ResourceGroupId }) => ResourceGroupId },
        { key: 'tags', title: t.common.tags, render: ({ Tags }) => <TagsView tags={Tags} /> },
        { key: 'description', title: t.common.description, render: ({ Description }) => (Description === '' ? t.common.none : Description) },
      ],
      tabs: [
        { key: 'vswitches', label: t.vpc.vswitches, Content: VSwitches },
        { key: 'blocks', label: t.vpc.cidr, Content: Blocks },
      ],
    };
  },
};
