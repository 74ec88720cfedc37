import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { listQuery, vswitches } from '../../api/listings.js';
import type { Vpc, VSwitch } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { Actions } from '../../resources/actions.js';
import { asking } from '../../resources/common-actions.js';
import { Cut, ResourceLink } from '../../resources/kit.js';

export function VSwitches({ row }: { readonly row: Vpc }) {
  const { t, number } = useWords();
  const { region } = usePlace();
  const found = useQuery(listQuery(vswitches, region, { VpcId: row.VpcId }));
  return (
    <Table<VSwitch>
      size="small"
      rowKey="VSwitchId"
      loading={found.isPending}
      dataSource={[...(found.data?.rows ?? [])]}
      pagination={{ hideOnSinglePage: true }}
      locale={{ emptyText: t.vswitch.empty }}
      columns={[
        { key: 'id', title: t.common.id, render: (_, { VSwitchId }) => <ResourceLink to="vswitches" id={VSwitchId} /> },
        { key: 'name', title: t.common.name, render: (_, { VSwitchName }) => <Cut>{VSwitchName}</Cut> },
        { key: 'cidr', title: t.vpc.cidr, render: (_, { CidrBlock }) => <span className="mono">{CidrBlock}</span> },
        { key: 'zone', title: t.common.zone, render: (_, { ZoneId }) => ZoneId },
        { key: 'free', title: t.vswitch.free, render: (_, { AvailableIpAddressCount }) => number(AvailableIpAddressCount) },
      ]}
    />
  );
}

interface Block {
  readonly block: string;
}

export function Blocks({ row }: { readonly row: Vpc }) {
  const { t } = useWords();
  const actions = [{
    key: 'remove', label: t.common.remove, danger: true,
    Dialog: asking<Block>({
      title: ({ block }) => t.vpc.removeCidr(block), text: () => t.vpc.removeCidrText, danger: t.common.remove,
      call: ({ block }, RegionId) => ({ product: 'Vpc', action: 'UnassociateVpcCidrBlock', parameters: { RegionId, VpcId: row.VpcId, SecondaryCidrBlock: block } }),
    }),
  }];
  return (
    <Table<Block>
      size="small"
      pagination={false}
      rowKey="block"
      dataSource={[row.CidrBlock, ...row.SecondaryCidrBlocks.SecondaryCidrBlock].map((block) => ({ block }))}
      columns={[
        { key: 'block', title: t.vpc.cidr, render: (_, { block }) => <span className="mono">{block}</span> },
        { key: 'type', title: t.common.type, render: (_, { block }) => t.vpc.blockTypes[block === row.CidrBlock ? 'Primary' : 'Secondary'] },
        { key: 'actions', title: t.common.actions, render: (_, one) => one.block !== row.CidrBlock && <Actions row={one} actions={actions} shown={1} /> },
      ]}
    />
  );
}
