import { Form } from 'antd';
import { order } from '../../api/call.js';
import { enis, instances, ipv4Gateways, vpcs, vswitches } from '../../api/listings.js';
import type { RouteTable } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, optionsOf, SelectField, TextField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

interface Creation {
  readonly VpcId: string;
  readonly AssociateType: 'VSwitch' | 'Gateway';
  readonly RouteTableName?: string;
}

export function Create({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { region } = usePlace();
  const create = (values: Creation) => order({ product: 'Vpc', action: 'CreateRouteTable', parameters: { RegionId: region, ...values } });
  return (
    <ActionDialog<Creation> title={t.routeTable.createTitle} onClose={onClose} submit={create} initial={{ AssociateType: 'VSwitch' }}>
      <TextField name="RouteTableName" title={t.common.name} />
      <Choice listing={vpcs} name="VpcId" title={t.vpc.vpc} required id={({ VpcId }) => VpcId} label={({ VpcId, VpcName }) => labelled(VpcId, VpcName)} />
      <SelectField name="AssociateType" title={t.routeTable.use} options={optionsOf(t.routeTable.uses)} />
    </ActionDialog>
  );
}

export function Associate({ row, onClose }: DialogProps<RouteTable>) {
  const { t } = useWords();
  const { region } = usePlace();
  const associate = (values: { VSwitchId: string }) => order({ product: 'Vpc', action: 'AssociateRouteTable', parameters: { RegionId: region, RouteTableId: row.RouteTableId, ...values } });
  return (
    <ActionDialog title={`${t.routeTable.associateTitle}: ${row.RouteTableId}`} onClose={onClose} submit={associate}>
      <Choice
        listing={vswitches} name="VSwitchId" title={t.vswitch.vswitch} required filters={{ VpcId: row.VpcId }}
        id={({ VSwitchId }) => VSwitchId} label={({ VSwitchId, VSwitchName, CidrBlock }) => `${labelled(VSwitchId, VSwitchName)} ${CidrBlock}`}
      />
    </ActionDialog>
  );
}

interface Entry {
  readonly DestinationCidrBlock: string;
  readonly NextHopType: 'Ipv4Gateway' | 'NetworkInterface' | 'Instance';
  readonly NextHopId: string;
  readonly RouteEntryName?: string;
}

export function AddEntry({ row, onClose }: DialogProps<RouteTable>) {
  const { t } = useWords();
  const { region } = usePlace();
  const add = (values: Entry) => order({ product: 'Vpc', action: 'CreateRouteEntry', parameters: { RegionId: region, RouteTableId: row.RouteTableId, ...values } });
  const hop = { name: 'NextHopId', title: t.routeTable.nextHop, required: true, filters: { VpcId: row.VpcId } };
  return (
    <ActionDialog<Entry>
      title={`${t.routeTable.addEntryTitle}: ${row.RouteTableId}`}
      onClose={onClose}
      submit={add}
      initial={{ DestinationCidrBlock: '0.0.0.0/0', NextHopType: 'Ipv4Gateway' }}
      onChange={(changed, form) => {
        if ('NextHopType' in changed) form.resetFields(['NextHopId']);
      }}
    >
      <TextField name="DestinationCidrBlock" title={t.routeTable.destination} required />
      <SelectField name="NextHopType" title={t.routeTable.nextHopType} options={optionsOf(t.routeTable.nextHops)} />
      <Form.Item noStyle dependencies={['NextHopType']}>
        {({ getFieldValue }) => {
          switch (getFieldValue('NextHopType') as Entry['NextHopType']) {
            case 'Instance': return <Choice key="instance" {...hop} listing={instances} id={({ InstanceId }) => InstanceId} label={({ InstanceId, InstanceName }) => labelled(InstanceId, InstanceName)} />;
            case 'NetworkInterface': return <Choice key="eni" {...hop} listing={enis} id={({ NetworkInterfaceId }) => NetworkInterfaceId} label={({ NetworkInterfaceId, NetworkInterfaceName }) => labelled(NetworkInterfaceId, NetworkInterfaceName)} />;
            case 'Ipv4Gateway': return <Choice key="gateway" {...hop} listing={ipv4Gateways} id={({ Ipv4GatewayId }) => Ipv4GatewayId} label={({ Ipv4GatewayId, Ipv4GatewayName }) => labelled(Ipv4GatewayId, Ipv4GatewayName)} />;
          }
        }}
      </Form.Item>
      <TextField name="RouteEntryName" title={t.common.name} />
    </ActionDialog>
  );
}
