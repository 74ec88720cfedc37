/** What belongs to an ENI: its private addresses with their EIPs, the EIPs it carries, and what to run in the instance. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Table, Typography } from 'antd';
import { eipGatewaysQuery } from '../../api/gateways.js';
import { eips, instances, ipv4Gateways, listQuery, vswitches } from '../../api/listings.js';
import type { Eip, Eni } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { Actions } from '../../resources/actions.js';
import { asking } from '../../resources/common-actions.js';
import { Code, ResourceLink, Status } from '../../resources/kit.js';
import { addressCommands, leaseCommands, multiCommands, preferCommands, routeCommands, secondaryCommands, type GuestFacts } from './guest-commands.js';
import { Recipe, Ways } from './run.js';

export function Addresses({ row }: { readonly row: Eni }) {
  const { t } = useWords();
  const actions = [{
    key: 'unassign', label: t.eni.unassign, danger: true,
    forbidden: ({ AssociatedPublicIp }: Address) => (AssociatedPublicIp.AllocationId === undefined ? undefined : t.eni.mapped),
    Dialog: asking<Address>({
      title: ({ PrivateIpAddress }) => `${t.eni.unassign}: ${PrivateIpAddress}`,
      text: () => t.common.deleteText,
      danger: t.eni.unassign,
      call: ({ PrivateIpAddress }, RegionId) => ({
        product: 'Ecs', action: 'UnassignPrivateIpAddresses', parameters: { RegionId, NetworkInterfaceId: row.NetworkInterfaceId, PrivateIpAddress: [PrivateIpAddress] },
      }),
    }),
  }];
  type Address = Eni['PrivateIpSets']['PrivateIpSet'][number];
  return (
    <Table<Address>
      size="small"
      pagination={false}
      rowKey="PrivateIpAddress"
      dataSource={row.PrivateIpSets.PrivateIpSet}
      columns={[
        { key: 'ip', title: t.eni.privateIp, render: (_, { PrivateIpAddress }) => <Typography.Text className="mono" copyable>{PrivateIpAddress}</Typography.Text> },
        { key: 'type', title: t.common.type, render: (_, { Primary }) => t.eni.ipTypes[Primary ? 'Primary' : 'Secondary'] },
        {
          key: 'eip', title: t.eni.publicIp,
          render: (_, { AssociatedPublicIp: { AllocationId = '', PublicIpAddress = '' } }) => <><span className="mono">{PublicIpAddress}</span> <ResourceLink to="eips" id={AllocationId} /></>,
        },
        { key: 'actions', title: t.common.actions, render: (_, address) => !address.Primary && <Actions row={address} actions={actions} shown={1} /> },
      ]}
    />
  );
}

function useCarried(row: Eni): readonly Eip[] {
  const { region } = usePlace();
  const found = useQuery(listQuery(eips, region, { AssociatedInstanceType: 'NetworkInterface', AssociatedInstanceId: row.NetworkInterfaceId }));
  return found.data?.rows ?? [];
}

export function Eips({ row }: { readonly row: Eni }) {
  const { t } = useWords();
  const { region } = usePlace();
  const carried = useCarried(row);
  const gateways = useQuery(eipGatewaysQuery(region, row.NetworkInterfaceId));
  const gatewayOf = new Map(gateways.data?.map((info) => [info.Ip, info]));
  const multi = carried.some(({ Mode }) => Mode === 'MULTI_BINDED');
  return (
    <Table<Eip>
      size="small"
      pagination={false}
      rowKey="AllocationId"
      dataSource={[...carried]}
      columns={[
        { key: 'id', title: t.common.id, render: (_, { AllocationId }) => <ResourceLink to="eips" id={AllocationId} /> },
        { key: 'address', title: t.eip.address, render: (_, { IpAddress }) => <Typography.Text className="mono" copyable>{IpAddress}</Typography.Text> },
        { key: 'status', title: t.eip.status, render: (_, { Status: status }) => <Status status={status} words={t.status.eip} /> },
        { key: 'mode', title: t.eip.mode, render: (_, { Mode }) => t.bind.modes[Mode] },
        ...(multi ? [
          { key: 'gateway', title: t.eni.gateway, render: (_: unknown, { IpAddress }: Eip) => <span className="mono">{gatewayOf.get(IpAddress)?.IpGw ?? ''}</span> },
          { key: 'mask', title: t.eni.mask, render: (_: unknown, { IpAddress }: Eip) => <span className="mono">{gatewayOf.get(IpAddress)?.IpMask ?? ''}</span> },
        ] : []),
      ]}
    />
  );
}

/** The commands for exactly this guest (S-24, S-26, S-38). */
export function Guest({ row }: { readonly row: Eni }) {
  const { t } = useWords();
  const { region } = usePlace();
  const carried = useCarried(row);
  const vswitch = useQuery(listQuery(vswitches, region, { VSwitchId: row.VSwitchId }));
  const instance = useQuery({ ...listQuery(instances, region, { InstanceIds: JSON.stringify([row.InstanceId]) }), enabled: row.InstanceId !== '' });
  const gateways = useQuery(eipGatewaysQuery(region, row.NetworkInterfaceId));
  const ipv4 = useQuery(listQuery(ipv4Gateways, region, { VpcId: row.VpcId }));
  if (row.InstanceId === '') return <Alert type="info" showIcon title={t.guest.notAttached} />;
  const facts: GuestFacts = {
    index: row.Attachment.DeviceIndex ?? 1,
    privateIps: row.PrivateIpSets.PrivateIpSet.map(({ PrivateIpAddress }) => PrivateIpAddress),
    block: vswitch.data?.rows[0]?.CidrBlock ?? '0.0.0.0/0',
    auto: instance.data?.rows[0]?.ImageId !== 'openeip_manual',
  };
  const nic = `eth${String(facts.index)}`;
  const [first] = carried;
  const blocks: readonly (readonly [string, readonly string[]])[] = first?.Mode === 'BINDED'
    ? [[t.guest.byHand, leaseCommands(facts)]]
    : [
      [t.guest.byHand, addressCommands(facts)],
      [t.guest.secondary, secondaryCommands(facts)],
      [t.guest.routes, routeCommands(facts)],
      [t.guest.prefer, preferCommands(facts)],
      ...(first?.Mode === 'MULTI_BINDED' ? [[t.guest.multi, multiCommands(facts, gateways.data ?? [])] as const] : []),
    ];
  return (
    <div>
      <Typography.Title level={5}>{t.guest.title}</Typography.Title>
      {ipv4.data?.rows.some(({ Enabled }) => Enabled) === true && <Alert type="warning" showIcon title={t.guest.gatewayTitle} description={t.guest.gatewayText} style={{ marginBottom: 16 }} />}
      <Typography.Paragraph>{first?.Mode === 'BINDED' ? t.guest.cutThrough : t.guest.intro}</Typography.Paragraph>
      {facts.auto && first?.Mode !== 'BINDED' && <Typography.Paragraph type="secondary">{t.guest.auto}</Typography.Paragraph>}
      {blocks.filter(([, commands]) => commands.length > 0).map(([text, commands]) => <Recipe key={text} text={text} commands={commands} instance={instance.data?.rows[0]} />)}
      <Ways ways={waysOf(row, carried)} nic={nic} instance={instance.data?.rows[0]} />
      <Typography.Text>{t.guest.check}</Typography.Text>
      <Code>{`ifconfig ${nic}; ip rule; ip route show table all default`}</Code>
      <Typography.Paragraph type="secondary">{t.guest.persist}</Typography.Paragraph>
      <Typography.Text>{t.guest.run}</Typography.Text>
      <Code>{`openeip exec ${row.InstanceId} -- ifconfig ${nic}`}</Code>
    </div>
  );
}

/** The addresses that the guest sends from over this ENI, each with the EIP that visitors use for it. */
function waysOf({ PrivateIpSets: { PrivateIpSet } }: Eni, carried: readonly Eip[]): { readonly address: string; readonly eip: string }[] {
  const own = carried.filter(({ Mode }) => Mode !== 'NAT').map(({ IpAddress }) => ({ address: IpAddress, eip: IpAddress }));
  // Cut-through: the EIP stands in place of the private address.
  if (carried.some(({ Mode }) => Mode === 'BINDED')) return own;
  return [...PrivateIpSet.map(({ PrivateIpAddress, AssociatedPublicIp: { PublicIpAddress = '' } }) => ({ address: PrivateIpAddress, eip: PublicIpAddress })), ...own];
}
