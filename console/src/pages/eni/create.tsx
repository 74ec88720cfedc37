import { useState } from 'react';
import { order } from '../../api/call.js';
import { resourceGroups, securityGroups, vswitches } from '../../api/listings.js';
import type { VSwitch } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, NumberField, TextField } from '../../resources/kit.js';

interface Values {
  readonly VSwitchId: string;
  readonly SecurityGroupIds: readonly string[];
  readonly NetworkInterfaceName?: string;
  readonly Description?: string;
  readonly PrimaryIpAddress?: string;
  readonly SecondaryPrivateIpAddressCount?: number;
  readonly ResourceGroupId?: string;
}

export function Create({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { region, group } = usePlace();
  const [vswitch, setVswitch] = useState<VSwitch>();
  const create = (values: Values) => order({ product: 'Ecs', action: 'CreateNetworkInterface', parameters: { RegionId: region, ...values } });
  return (
    <ActionDialog<Values> title={t.eni.createTitle} onClose={onClose} submit={create} initial={group === '' ? {} : { ResourceGroupId: group }}>
      <TextField name="NetworkInterfaceName" title={t.common.name} />
      <Choice
        listing={vswitches} name="VSwitchId" title={t.vswitch.vswitch} required
        onRow={(chosen, form) => {
          // Groups of another VPC.
          if (chosen?.VpcId !== vswitch?.VpcId) form.resetFields(['SecurityGroupIds']);
          setVswitch(chosen);
        }}
        id={({ VSwitchId }) => VSwitchId} label={({ VSwitchId, VSwitchName, CidrBlock, ZoneId }) => `${labelled(VSwitchId, VSwitchName)} ${CidrBlock} ${ZoneId}`}
      />
      <Choice
        listing={securityGroups} name="SecurityGroupIds" title={t.group.group} required multiple filters={{ VpcId: vswitch?.VpcId }} disabled={vswitch === undefined}
        id={({ SecurityGroupId }) => SecurityGroupId} label={({ SecurityGroupId, SecurityGroupName }) => labelled(SecurityGroupId, SecurityGroupName)}
      />
      <TextField name="PrimaryIpAddress" title={t.eni.primaryIp} placeholder={vswitch === undefined ? t.common.automatic : `${t.common.automatic} (${vswitch.CidrBlock})`} />
      <NumberField name="SecondaryPrivateIpAddressCount" title={t.eni.secondaryCount} min={1} max={49} placeholder="0" />
      <Choice listing={resourceGroups} name="ResourceGroupId" title={t.top.resourceGroup} id={({ Id }) => Id} label={({ Id, DisplayName }) => labelled(Id, DisplayName)} />
      <TextField name="Description" title={t.common.description} />
    </ActionDialog>
  );
}
