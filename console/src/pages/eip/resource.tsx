/** Elastic IP addresses: the list that the procedures of behaviour §9 start from. */
import { Tag, Typography } from 'antd';
import { eips } from '../../api/listings.js';
import type { Eip } from '../../api/rows.js';
import { useWords, wordFor, type Words } from '../../i18n/words.js';
import { hint } from '../../layout/refused.js';
import { asking, moving, tagging } from '../../resources/common-actions.js';
import { optionsOf, ResourceLink, Status, TagsView } from '../../resources/kit.js';
import type { Resource } from '../../resources/resource.js';
import { SeeEip } from '../../resources/see-it.js';
import { EipBill } from '../bill/tab.js';
import { EipCharts } from '../charts/tab.js';
import { EipHistory } from '../history/tab.js';
import { Allocate } from './allocate.js';
import { Associate } from './associate.js';
import { Modify } from './modify.js';

export const eipResource: Resource<Eip> = {
  path: 'eips',
  listing: eips,
  grouped: true,
  id: ({ AllocationId }) => AllocationId,
  name: ({ Name }) => Name,
  byId: (id) => ({ AllocationId: id }),
  view: (words) => {
    const { t, date } = words;
    return {
      Notice: SeeEip,
      title: t.nav.eips,
      empty: t.eip.empty,
      create: { label: t.eip.allocate, Dialog: Allocate },
      columns: [
        { key: 'address', title: t.eip.address, render: ({ IpAddress }) => <Typography.Text className="mono" copyable>{IpAddress}</Typography.Text> },
        { key: 'status', title: t.eip.status, render: ({ Status: status }) => <Status status={status} words={t.status.eip} /> },
        { key: 'bound', title: t.eip.bound, render: (row) => <Bound row={row} /> },
        { key: 'mode', title: t.eip.mode, render: ({ Mode, InstanceId }) => (InstanceId === '' ? t.common.none : t.bind.modes[Mode]) },
        { key: 'bandwidth', title: t.eip.bandwidth, render: ({ Bandwidth }) => t.eip.mbps(Bandwidth) },
        { key: 'charge', title: t.eip.charge, render: (row) => <Charge row={row} /> },
      ],
      filters: [
        { parameter: 'EipAddress', label: t.eip.address },
        { parameter: 'EipName', label: t.common.name },
        { parameter: 'Status', label: t.eip.status, options: optionsOf(t.status.eip) },
        { parameter: 'AssociatedInstanceId', label: `${t.bind.secondaryEni}/${t.bind.ecsInstance} ID` },
        { parameter: 'ChargeType', label: t.eip.charge, options: optionsOf(t.eip.chargeTypes) },
      ],
      actions: [
        { key: 'associate', label: t.eip.associate, forbidden: (row) => cannotBind(row, words), Dialog: Associate },
        {
          key: 'unassociate', label: t.eip.unassociate, forbidden: (row) => cannotUnbind(row, words),
          Dialog: asking({
            title: ({ IpAddress }) => t.eip.unassociateTitle(IpAddress),
            text: ({ InstanceId }) => t.eip.unassociateText(InstanceId),
            danger: t.eip.unassociate,
            call: ({ AllocationId, InstanceId, InstanceType }, RegionId) => ({ product: 'Vpc', action: 'UnassociateEipAddress', parameters: { RegionId, AllocationId, InstanceId, InstanceType } }),
          }),
        },
        { key: 'modify', label: t.eip.modify, Dialog: Modify },
        tagging(words, { product: 'Vpc', type: 'EIP' }, ({ AllocationId }) => AllocationId),
        moving(words, ({ AllocationId }) => AllocationId, ({ AllocationId }, NewResourceGroupId, RegionId) => ({
          product: 'Vpc', action: 'MoveResourceGroup', parameters: { RegionId, ResourceType: 'Eip', ResourceId: AllocationId, NewResourceGroupId },
        })),
        {
          key: 'release', label: t.eip.release, danger: true, forbidden: (row) => cannotRelease(row, words),
          Dialog: asking({
            title: ({ IpAddress }) => t.eip.releaseTitle(IpAddress),
            text: () => t.eip.releaseText,
            danger: t.eip.release,
            call: ({ AllocationId }, RegionId) => ({ product: 'Vpc', action: 'ReleaseEipAddress', parameters: { RegionId, AllocationId } }),
          }),
        },
      ],
      fields: [
        { key: 'privateIp', title: t.eip.privateIp, render: ({ PrivateIpAddress }) => (PrivateIpAddress === '' ? t.common.none : PrivateIpAddress) },
        { key: 'metering', title: t.eip.metering, render: ({ InternetChargeType }) => wordFor(t.eip.meterings, InternetChargeType) },
        { key: 'expires', title: t.eip.expires, render: ({ ExpiredTime }) => (ExpiredTime === '' ? t.common.none : date(ExpiredTime)) },
        { key: 'line', title: t.eip.line, render: ({ ISP }) => ISP },
        { key: 'protection', title: t.eip.protection, render: ({ DeletionProtection }) => (DeletionProtection ? t.common.yes : t.common.no) },
        { key: 'created', title: t.common.created, render: ({ AllocationTime }) => date(AllocationTime) },
        { key: 'group', title: t.top.resourceGroup, render: ({ ResourceGroupId }) => ResourceGroupId },
        { key: 'tags', title: t.common.tags, render: ({ Tags }) => <TagsView tags={Tags} /> },
        { key: 'description', title: t.common.description, render: ({ Description }) => (Description === '' ? t.common.none : Description) },
      ],
      tabs: [
        { key: 'charts', label: t.seeing.charts.title, Content: EipCharts },
        { key: 'history', label: t.seeing.history.title, Content: EipHistory },
        { key: 'bill', label: t.seeing.bill.title, Content: EipBill },
      ],
    };
  },
};

/** Type and id of what the EIP is bound to (S-28). */
function Bound({ row: { InstanceType, InstanceId } }: { readonly row: Eip }) {
  const { t } = useWords();
  if (InstanceId === '') return <>{t.common.none}</>;
  if (InstanceType === 'NetworkInterface') return <>{t.bind.secondaryEni} / <ResourceLink to="enis" id={InstanceId} /></>;
  if (InstanceType === 'EcsInstance') return <>{t.bind.ecsInstance} / <ResourceLink to="instances" id={InstanceId} /></>;
  return <>{`${InstanceType} / ${InstanceId}`}</>;
}

/** How it is paid for, and that it is not, or is locked. */
function Charge({ row: { ChargeType, BusinessStatus } }: { readonly row: Eip }) {
  const { t } = useWords();
  return <>{t.eip.chargeTypes[ChargeType]} {BusinessStatus !== 'Normal' && <Tag>{wordFor(t.eip.locks, BusinessStatus)}</Tag>}</>;
}

function changing({ Status: status }: Eip): boolean {
  return status !== 'Available' && status !== 'InUse';
}

function cannotBind(row: Eip, { t }: Words): string | undefined {
  if (changing(row)) return t.eip.busy;
  return row.Status === 'InUse' ? t.eip.alreadyBound : undefined;
}

function cannotUnbind(row: Eip, words: Words): string | undefined {
  const { t } = words;
  if (changing(row)) return t.eip.busy;
  if (row.Status === 'Available') return t.eip.notBound;
  return row.Held ? hint(words, 'Eni.Attached') : undefined;
}

function cannotRelease(row: Eip, { t }: Words): string | undefined {
  if (row.ChargeType === 'PrePaid') return t.eip.subscription;
  if (row.DeletionProtection) return t.eip.protected;
  if (changing(row)) return t.eip.busy;
  return row.Status === 'InUse' ? t.eip.onlyAvailable : undefined;
}
