import { order } from '../../api/call.js';
import { securityGroups } from '../../api/listings.js';
import type { Instance } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, TextField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

interface Values {
  readonly InstanceName?: string;
  readonly Description?: string;
  readonly SecurityGroupIds: readonly string[];
}

export function Modify({ row, onClose }: DialogProps<Instance>) {
  const { t } = useWords();
  const modify = (values: Values) => order({ product: 'Ecs', action: 'ModifyInstanceAttribute', parameters: { InstanceId: row.InstanceId, ...values } });
  return (
    <ActionDialog<Values>
      title={`${t.instance.modifyTitle}: ${row.InstanceId}`}
      onClose={onClose}
      submit={modify}
      initial={{ InstanceName: row.InstanceName, Description: row.Description, SecurityGroupIds: row.SecurityGroupIds.SecurityGroupId }}
    >
      <TextField name="InstanceName" title={t.common.name} required />
      <TextField name="Description" title={t.common.description} was={row.Description} />
      <Choice
        listing={securityGroups} name="SecurityGroupIds" title={t.group.group} required multiple filters={{ VpcId: row.VpcAttributes.VpcId }}
        id={({ SecurityGroupId }) => SecurityGroupId} label={({ SecurityGroupId, SecurityGroupName }) => labelled(SecurityGroupId, SecurityGroupName)}
      />
    </ActionDialog>
  );
}
