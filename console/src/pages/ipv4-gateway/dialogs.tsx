import { Alert, Form, Radio, Space } from 'antd';
import { order } from '../../api/call.js';
import { routeTables, vpcs } from '../../api/listings.js';
import type { Ipv4Gateway } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, Question, TextField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

interface Creation {
  readonly VpcId: string;
  readonly Ipv4GatewayName?: string;
}

export function Create({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { region } = usePlace();
  const create = (values: Creation) => order({ product: 'Vpc', action: 'CreateIpv4Gateway', parameters: { RegionId: region, ...values } });
  return (
    <ActionDialog<Creation> title={t.gateway.createTitle} onClose={onClose} submit={create}>
      <Alert type="info" showIcon title={t.gateway.noDirect} style={{ marginBottom: 16 }} />
      <Choice listing={vpcs} name="VpcId" title={t.vpc.vpc} required id={({ VpcId }) => VpcId} label={({ VpcId, VpcName }) => labelled(VpcId, VpcName)} />
      <TextField name="Ipv4GatewayName" title={t.common.name} />
    </ActionDialog>
  );
}

/** As the cloud's console does, it adds the routes; by the API alone nothing is added. */
export function Activate({ row, onClose }: DialogProps<Ipv4Gateway>) {
  const { t } = useWords();
  const { region } = usePlace();
  const activate = ({ RouteTableList = [] }: { RouteTableList?: readonly string[] }) =>
    order({ product: 'Vpc', action: 'EnableVpcIpv4Gateway', parameters: { RegionId: region, Ipv4GatewayId: row.Ipv4GatewayId, RouteTableList } });
  return (
    <ActionDialog title={t.gateway.activateTitle} onClose={onClose} submit={activate}>
      <Alert type="info" showIcon title={t.gateway.activateText} style={{ marginBottom: 16 }} />
      <Choice
        listing={routeTables} name="RouteTableList" title={t.nav.routeTables} multiple filters={{ VpcId: row.VpcId }}
        id={({ RouteTableId }) => RouteTableId} label={({ RouteTableId, RouteTableName, RouteTableType }) => `${labelled(RouteTableId, RouteTableName)} ${t.routeTable.types[RouteTableType]}`}
        forbidden={({ AssociateType }) => (AssociateType === 'Gateway' ? t.gateway.table : undefined)}
      />
    </ActionDialog>
  );
}

export function Delete({ row, onClose }: DialogProps<Ipv4Gateway>) {
  const { t } = useWords();
  const { region } = usePlace();
  const remove = (values: { InternetMode: 'public' | 'private' }) =>
    order({ product: 'Vpc', action: 'DeleteIpv4Gateway', parameters: { RegionId: region, Ipv4GatewayId: row.Ipv4GatewayId, ...values } });
  return (
    <ActionDialog<{ InternetMode: 'public' | 'private' }> title={t.gateway.deleteTitle(row.Ipv4GatewayId)} onClose={onClose} submit={remove} danger={t.common.delete} initial={{ InternetMode: 'public' }}>
      <Question>{t.common.deleteText}</Question>
      <Form.Item name="InternetMode" label={t.gateway.deleteMode}>
        <Radio.Group>
          <Space orientation="vertical">
            <Radio value="public">{t.gateway.public}</Radio>
            <Radio value="private">{t.gateway.private}</Radio>
          </Space>
        </Radio.Group>
      </Form.Item>
    </ActionDialog>
  );
}
