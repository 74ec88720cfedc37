import { Form, Switch } from 'antd';
import { order } from '../../api/call.js';
import { securityGroups } from '../../api/listings.js';
import type { Eni } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, TextField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

interface Values {
  readonly NetworkInterfaceName?: string;
  readonly Description?: string;
  readonly SecurityGroupId?: readonly string[];
  readonly DeleteOnRelease?: boolean;
  readonly SourceDestCheck?: boolean;
}

/** Of a primary ENI only name and description: its groups are the instance's. */
export function Modify({ row, onClose }: DialogProps<Eni>) {
  const { t } = useWords();
  const { region } = usePlace();
  const modify = (values: Values) =>
    order({ product: 'Ecs', action: 'ModifyNetworkInterfaceAttribute', parameters: { RegionId: region, NetworkInterfaceId: row.NetworkInterfaceId, ...values } });
  return (
    <ActionDialog<Values>
      title={`${t.eni.modifyTitle}: ${row.NetworkInterfaceId}`}
      onClose={onClose}
      submit={modify}
      initial={{
        NetworkInterfaceName: row.NetworkInterfaceName, Description: row.Description,
        ...(row.Type === 'Primary' ? {} : { SecurityGroupId: row.SecurityGroupIds.SecurityGroupId, DeleteOnRelease: row.DeleteOnRelease, SourceDestCheck: row.SourceDestCheck }),
      }}
    >
      <TextField name="NetworkInterfaceName" title={t.common.name} was={row.NetworkInterfaceName} />
      <TextField name="Description" title={t.common.description} was={row.Description} />
      {row.Type === 'Secondary' && (
        <>
          <Choice
            listing={securityGroups} name="SecurityGroupId" title={t.group.group} required multiple filters={{ VpcId: row.VpcId }}
            id={({ SecurityGroupId }) => SecurityGroupId} label={({ SecurityGroupId, SecurityGroupName }) => labelled(SecurityGroupId, SecurityGroupName)}
          />
          <Form.Item name="DeleteOnRelease" label={t.eni.deleteOnRelease} valuePropName="checked"><Switch /></Form.Item>
          <Form.Item name="SourceDestCheck" label={t.eni.sourceCheck} valuePropName="checked"><Switch /></Form.Item>
        </>
      )}
    </ActionDialog>
  );
}
