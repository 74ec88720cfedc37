/** The same facts as the map's, as a table: a row for each EIP with what it leads to, for each ENI without one, and for whatever holds none. */
import { Table } from 'antd';
import { useMemo } from 'react';
import type { Eip, Eni, Instance, Ipv4Gateway, Vpc, VSwitch } from '../../api/rows.js';
import { useWords, type Words } from '../../i18n/words.js';
import { Cut, ResourceLink, Status } from '../../resources/kit.js';
import { addressesOf, eipState, isCarrying, nicOf, rateText, wayText } from './facts.js';
import { useRate } from './rate.js';
import { isSuspended, wayOf, type RegionTree } from './region.js';

interface Row {
  readonly key: string;
  readonly vpc?: Vpc;
  readonly gateway?: Ipv4Gateway | undefined;
  readonly vswitch?: VSwitch;
  readonly instance?: Instance | undefined;
  readonly eni?: Eni;
  readonly eip?: Eip;
}

export function RegionList({ tree }: { readonly tree: RegionTree }) {
  const words = useWords();
  const { t, number } = words;
  const rows = useMemo(() => rowsOf(tree), [tree]);
  return (
    <Table<Row>
      size="small"
      scroll={{ x: 'max-content' }}
      rowKey="key"
      dataSource={[...rows]}
      pagination={{ defaultPageSize: 50, showSizeChanger: true, showTotal: (total) => t.common.total(number(total)) }}
      columns={[
        { key: 'eip', title: t.eip.noun, render: (_, { eip }) => (eip === undefined ? t.common.none : <><ResourceLink to="eips" id={eip.AllocationId} /><div className="mono">{eip.IpAddress}</div></>) },
        { key: 'status', title: t.eip.status, render: (_, { eip }) => (eip === undefined ? '' : <EipState eip={eip} words={words} />) },
        { key: 'mode', title: t.eip.mode, render: (_, { eip }) => (eip === undefined || eip.InstanceId === '' ? '' : wayText(words, wayOf(eip))) },
        { key: 'traffic', title: t.seeing.map.traffic, render: (_, { eip }) => (eip === undefined ? '' : <Traffic eip={eip} />) },
        { key: 'eni', title: t.eni.noun, render: (_, { eni, eip }) => (eni === undefined ? eip?.InstanceId ?? '' : <><ResourceLink to="enis" id={eni.NetworkInterfaceId} /><div className="mono">{`${nicOf(eni)} ${addressesOf(words, eni)}`}</div></>) },
        { key: 'eniStatus', title: t.common.status, render: (_, { eni }) => (eni === undefined ? '' : <Status status={eni.Status} words={t.status.other} />) },
        { key: 'instance', title: t.eni.instance, render: (_, { instance, eni }) => (instance === undefined ? (eni === undefined ? '' : t.seeing.map.notAttached) : <><ResourceLink to="instances" id={instance.InstanceId} /><Cut>{instance.InstanceName}</Cut></>) },
        { key: 'instanceStatus', title: t.common.status, render: (_, { instance }) => (instance === undefined ? '' : <Status status={instance.Status} words={t.status.other} />) },
        { key: 'vswitch', title: t.vswitch.vswitch, render: (_, { vswitch }) => (vswitch === undefined ? '' : <><ResourceLink to="vswitches" id={vswitch.VSwitchId} /><div className="mono">{vswitch.CidrBlock}</div></>) },
        { key: 'vpc', title: t.vpc.vpc, render: (_, { vpc }) => (vpc === undefined ? '' : <><ResourceLink to="vpcs" id={vpc.VpcId} /><div className="mono">{vpc.CidrBlock}</div></>) },
        { key: 'gateway', title: t.vpc.gateway, render: (_, { gateway, vpc }) => (gateway === undefined ? (vpc === undefined ? '' : t.seeing.map.direct) : <><ResourceLink to="ipv4-gateways" id={gateway.Ipv4GatewayId} /><div>{gateway.Enabled ? t.seeing.map.gatewayOn : t.seeing.map.gatewayOff}</div></>) },
      ]}
    />
  );
}

function EipState({ eip, words }: { readonly eip: Eip; readonly words: Words }) {
  return isSuspended(eip) ? <span className="map-bad">{eipState(words, eip)}</span> : <Status status={eip.Status} words={words.t.status.eip} />;
}

function Traffic({ eip }: { readonly eip: Eip }) {
  const words = useWords();
  const rate = useRate(eip.AllocationId);
  return <>{isCarrying(rate) ? rateText(words, rate) : words.t.seeing.map.still}</>;
}

function rowsOf({ vpcs, unbound }: RegionTree): readonly Row[] {
  return [
    ...vpcs.flatMap(({ vpc, gateway, vswitches, loose }): readonly Row[] => {
      const at = { vpc, gateway };
      const inside = vswitches.flatMap(({ vswitch, cells }): readonly Row[] => {
        const found = cells.flatMap(({ instance, enis }) => enis.flatMap(({ eni, eips }): readonly Row[] => {
          const row = { ...at, vswitch, instance, eni };
          return eips.length === 0 ? [{ ...row, key: eni.NetworkInterfaceId }] : eips.map((eip) => ({ ...row, eip, key: eip.AllocationId }));
        }));
        return found.length === 0 ? [{ ...at, vswitch, key: vswitch.VSwitchId }] : found;
      });
      const beside = loose.map((eip) => ({ ...at, eip, key: eip.AllocationId }));
      return inside.length + beside.length === 0 ? [{ ...at, key: vpc.VpcId }] : [...inside, ...beside];
    }),
    ...unbound.map((eip) => ({ eip, key: eip.AllocationId })),
  ];
}
