/** "インスタンスにバインド": the instances that the ENI can go to; the others disabled with the rule (§9.3, §9.4). */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Form } from 'antd';
import { order } from '../../api/call.js';
import { eips, instances, instanceTypes, listQuery } from '../../api/listings.js';
import { modesQuery } from '../../api/modes.js';
import type { Eni, Instance } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { reason } from '../../layout/refused.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Chooser } from '../../resources/chooser.js';
import { Status } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';
import { attachRefusal } from './attach-rules.js';

export function Bind({ row: eni, onClose }: DialogProps<Eni>) {
  const words = useWords();
  const { t } = words;
  const { region } = usePlace();
  const queries = useQueryClient();
  const carried = useQuery(listQuery(eips, region, { AssociatedInstanceType: 'NetworkInterface', AssociatedInstanceId: eni.NetworkInterfaceId }));
  const modes = useQuery(modesQuery(region));
  const carriedMode = carried.data?.rows[0]?.Mode;
  const families = modes.data?.find(({ mode }) => mode === carriedMode)?.families ?? [];

  const ask = (instance: Instance) => ({
    queryKey: ['attach', eni, instance, families],
    kinds: instances.kinds,
    queryFn: async () => {
      const types = await queries.fetchQuery(listQuery(instanceTypes, region, { InstanceTypes: [instance.InstanceType] }));
      const type = types.rows.find(({ InstanceTypeId }) => InstanceTypeId === instance.InstanceType);
      return reason(words, type === undefined ? undefined : attachRefusal({ eni, instance, type, families }));
    },
  });
  const bind = ({ InstanceId }: { InstanceId: string }) =>
    order({ product: 'Ecs', action: 'AttachNetworkInterface', parameters: { RegionId: region, NetworkInterfaceId: eni.NetworkInterfaceId, InstanceId } });
  return (
    <ActionDialog<{ InstanceId: string }> title={`${t.eni.bindTitle}: ${eni.NetworkInterfaceId}`} onClose={onClose} submit={bind} width={840}>
      {families.length > 0 && <Alert type="info" showIcon style={{ marginBottom: 16 }} title={t.eni.familyHint} description={families.join(', ')} />}
      <Form.Item name="InstanceId" label={t.eni.instance} rules={[{ required: true, message: t.common.required }]}>
        <Chooser<Instance>
          listing={instances}
          filters={{ VpcId: eni.VpcId }}
          byId={(id) => ({ InstanceIds: JSON.stringify([id]) })}
          search={t.bind.searchInstance}
          id={({ InstanceId }) => InstanceId}
          columns={[
            { key: 'name', title: t.common.name, render: ({ InstanceName }) => InstanceName },
            { key: 'type', title: t.instance.type, render: ({ InstanceType }) => InstanceType },
            { key: 'zone', title: t.common.zone, render: ({ ZoneId }) => ZoneId },
            { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
          ]}
          ask={ask}
          empty={t.instance.empty}
        />
      </Form.Item>
    </ActionDialog>
  );
}
