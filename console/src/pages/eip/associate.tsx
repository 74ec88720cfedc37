/** "EIPとリソースの関連付け": the dialog of the procedures NAT, cut-through and multi-EIP-to-ENI (behaviour §9.2 to §9.4). */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App as AntApp, Button, Form, Radio, Select, Space, Tag, Typography } from 'antd';
import { Link, useNavigate } from 'react-router';
import { order } from '../../api/call.js';
import { allQuery, enis, instances, listQuery, resourceGroups } from '../../api/listings.js';
import { modesQuery, refusalHere } from '../../api/modes.js';
import type { Eip, Eni, Instance, Mode } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { reason } from '../../layout/refused.js';
import { useSession } from '../../layout/session-context.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Chooser } from '../../resources/chooser.js';
import { Status } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';
import { Checks } from './checks.js';

const MODES: readonly Mode[] = ['NAT', 'BINDED', 'MULTI_BINDED'];

interface Values {
  readonly type: 'NetworkInterface' | 'EcsInstance';
  /** '' for all. */
  readonly group: string;
  readonly mode: Mode;
  readonly target: string;
  readonly privateIp?: string;
}

export function Associate({ row, onClose }: DialogProps<Eip>) {
  const words = useWords();
  const { t } = words;
  const { region, to } = usePlace();
  const { notification } = AntApp.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const groups = useQuery(allQuery(resourceGroups, region));
  const session = useSession();
  const modes = useQuery(modesQuery(region));
  const here = (mode: Mode) => {
    const facts = modes.data?.find((one) => one.mode === mode);
    return facts === undefined ? undefined : refusalHere(facts, region, session);
  };

  const associate = async ({ type, mode = 'NAT', target, privateIp }: Values) => {
    await order({
      product: 'Vpc', action: 'AssociateEipAddress',
      parameters: { RegionId: region, AllocationId: row.AllocationId, InstanceType: type, InstanceId: target, Mode: mode, PrivateIpAddress: privateIp },
    });
    if (type !== 'NetworkInterface' || mode !== 'NAT') return;
    notification.info({
      key: row.AllocationId, title: t.bind.done, duration: 0,
      actions: (
        <Button
          type="primary"
          size="small"
          onClick={() => {
            notification.destroy(row.AllocationId);
            void navigate(to(`enis/${target}`, { tab: 'guest' }));
          }}
        >
          {t.bind.doneLink}
        </Button>
      ),
    });
  };
  /** Why the mode cannot be had on this target; '' where it can. */
  const verdict = (mode: Mode, judged: { NetworkInterfaceId: string } | { InstanceId: string }) => {
    const query = modesQuery(region, { ...judged, AllocationId: row.AllocationId });
    return {
      queryKey: ['verdict', mode, query.queryKey],
      kinds: query.meta?.kinds ?? [],
      queryFn: async () => reason(words, (await queries.fetchQuery({ ...query, staleTime: 0 })).find((one) => one.mode === mode)?.refusal),
    };
  };

  return (
    <ActionDialog<Values>
      title={t.bind.title}
      onClose={onClose}
      submit={associate}
      width={840}
      initial={{ type: 'NetworkInterface', group: '', mode: 'NAT' }}
      onChange={(changed, form) => {
        // What is chosen is among what is listed, and a private address is one of the target.
        if ('type' in changed || 'group' in changed) form.resetFields(['target', 'privateIp']);
        else if ('target' in changed) form.resetFields(['privateIp']);
      }}
    >
      <Form.Item name="type" label={t.bind.instanceType}>
        <Select options={[{ value: 'NetworkInterface', label: t.bind.secondaryEni }, { value: 'EcsInstance', label: t.bind.ecsInstance }]} />
      </Form.Item>
      <Form.Item name="group" label={t.bind.resourceGroup}>
        <Select options={[{ value: '', label: t.top.allGroups }, ...(groups.data ?? []).map(({ Id, DisplayName }) => ({ value: Id, label: DisplayName }))]} />
      </Form.Item>
      <Form.Item noStyle dependencies={['type', 'group', 'mode', 'target']}>
        {({ getFieldsValue }) => {
          const { type, group = '', mode = 'NAT', target } = getFieldsValue() as Partial<Values>;
          const filters = group === '' ? {} : { ResourceGroupId: group };
          if (type === 'EcsInstance') {
            return (
              <Form.Item name="target" label={t.bind.target} rules={[{ required: true, message: t.common.required }]}>
                <Chooser<Instance>
                  key="instances"
                  listing={instances}
                  filters={filters}
                  byId={(id) => ({ InstanceIds: JSON.stringify([id]) })}
                  search={t.bind.searchInstance}
                  id={({ InstanceId }) => InstanceId}
                  columns={[
                    { key: 'name', title: t.common.name, render: ({ InstanceName }) => InstanceName },
                    { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
                  ]}
                  ask={({ InstanceId }) => verdict('NAT', { InstanceId })}
                  empty={t.instance.empty}
                />
              </Form.Item>
            );
          }
          return (
            <>
              <Form.Item name="mode" label={t.bind.mode}>
                <Radio.Group>
                  <Space orientation="vertical">
                    {MODES.map((one) => <ModeRadio key={one} mode={one} because={reason(words, here(one))} />)}
                  </Space>
                </Radio.Group>
              </Form.Item>
              {!session.account.multiEip && <Closed />}
              <ModeNotes mode={mode} eip={row} />
              <Form.Item name="target" label={t.bind.target} rules={[{ required: true, message: t.common.required }]}>
                <Chooser<Eni>
                  key="enis"
                  listing={enis}
                  filters={{ Type: 'Secondary', ...filters }}
                  byId={(id) => ({ NetworkInterfaceId: [id] })}
                  search={t.bind.search}
                  id={({ NetworkInterfaceId }) => NetworkInterfaceId}
                  columns={[
                    { key: 'name', title: t.common.name, render: ({ NetworkInterfaceName }) => NetworkInterfaceName },
                    { key: 'ip', title: t.eni.privateIp, render: ({ PrivateIpAddress, PrivateIpSets: { PrivateIpSet } }) => <><span className="mono">{PrivateIpAddress}</span> {PrivateIpSet.length > 1 && t.bind.privateIps(String(PrivateIpSet.length))}</> },
                    { key: 'at', title: t.eni.instance, render: ({ InstanceId }) => (InstanceId === '' ? t.bind.detached : t.bind.attachedTo(InstanceId)) },
                  ]}
                  ask={({ NetworkInterfaceId }) => verdict(mode, { NetworkInterfaceId })}
                  empty={<>{t.bind.noneTitle} <Link to={to('enis')}>{t.bind.createEni}</Link></>}
                />
              </Form.Item>
              <Checks mode={mode} eniId={target ?? ''} modes={modes.data ?? []} />
              {mode === 'NAT' && target !== undefined && <PrivateIpField eniId={target} />}
            </>
          );
        }}
      </Form.Item>
    </ActionDialog>
  );
}

function ModeRadio({ mode, because }: { readonly mode: Mode; readonly because: string }) {
  const { t } = useWords();
  return (
    <Radio value={mode} disabled={because !== ''}>
      {t.bind.modes[mode]}{' '}
      {mode === 'BINDED' && <Tag color="orange">{t.bind.notRecommended}</Tag>}
      {mode === 'MULTI_BINDED' && <Tag>{t.bind.closed}</Tag>}
      {because !== '' && <Typography.Text type="secondary" className="small">{because}</Typography.Text>}
    </Radio>
  );
}

/** Where the account may not use the multi-EIP mode: that it is closed, and what to do instead (S-07). */
function Closed() {
  const { t } = useWords();
  const { to } = usePlace();
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 16 }}
      title={<>{t.bind.closedTitle} – {t.bind.closedText} <Link to={to('guide', { mode: 'cidr' })}>{t.bind.closedLink}</Link></>}
    />
  );
}

function ModeNotes({ mode, eip }: { readonly mode: Mode; readonly eip: Eip }) {
  const { t } = useWords();
  return (
    <div className="stack" style={{ marginBottom: 16 }}>
      <Alert type={mode === 'BINDED' ? 'warning' : 'info'} title={t.bind.modes[mode]} description={<ul className="notes">{t.bind.notes[mode].map((note) => <li key={note}>{note}</li>)}</ul>} />
      {mode === 'BINDED' && eip.ChargeType === 'PrePaid' && <Alert type="warning" showIcon title={t.bind.subscriptionTitle} description={t.bind.subscriptionText} />}
    </div>
  );
}

/** Which private address the EIP maps to; left alone, the cloud chooses (U-07). */
function PrivateIpField({ eniId }: { readonly eniId: string }) {
  const { t } = useWords();
  const { region } = usePlace();
  const found = useQuery(listQuery(enis, region, { NetworkInterfaceId: [eniId] }));
  const free = found.data?.rows[0]?.PrivateIpSets.PrivateIpSet.filter(({ AssociatedPublicIp }) => AssociatedPublicIp.AllocationId === undefined) ?? [];
  return (
    <Form.Item name="privateIp" label={t.bind.privateIp}>
      <Select allowClear placeholder={t.common.automatic} options={free.map(({ PrivateIpAddress }) => ({ value: PrivateIpAddress, label: PrivateIpAddress }))} />
    </Form.Item>
  );
}
