import { useState } from 'react';
import { order } from '../../api/call.js';
import { vpcs } from '../../api/listings.js';
import type { Vpc, VSwitch } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, TextField, ZoneField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

interface Naming {
  readonly VSwitchName?: string;
  readonly Description?: string;
}

interface Creation extends Naming {
  readonly VpcId: string;
  readonly ZoneId: string;
  readonly CidrBlock: string;
}

export function Create({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { region } = usePlace();
  const [vpc, setVpc] = useState<Vpc>();
  const create = (values: Creation) => order({ product: 'Vpc', action: 'CreateVSwitch', parameters: { RegionId: region, ...values } });
  const blocks = vpc === undefined ? '' : [vpc.CidrBlock, ...vpc.SecondaryCidrBlocks.SecondaryCidrBlock].join(', ');
  return (
    <ActionDialog<Creation> title={t.vswitch.createTitle} onClose={onClose} submit={create}>
      <Choice listing={vpcs} name="VpcId" title={t.vpc.vpc} required onRow={setVpc} id={({ VpcId }) => VpcId} label={({ VpcId, VpcName, CidrBlock }) => `${labelled(VpcId, VpcName)} ${CidrBlock}`} />
      <ZoneField />
      <TextField name="CidrBlock" title={t.vpc.cidr} required placeholder="10.0.0.0/24" extra={blocks} />
      <TextField name="VSwitchName" title={t.common.name} />
      <TextField name="Description" title={t.common.description} />
    </ActionDialog>
  );
}

export function Modify({ row, onClose }: DialogProps<VSwitch>) {
  const { t } = useWords();
  const { region } = usePlace();
  const modify = (values: Naming) => order({ product: 'Vpc', action: 'ModifyVSwitchAttribute', parameters: { RegionId: region, VSwitchId: row.VSwitchId, ...values } });
  return (
    <ActionDialog<Naming> title={`${t.common.edit}: ${row.VSwitchId}`} onClose={onClose} submit={modify} initial={{ VSwitchName: row.VSwitchName, Description: row.Description }}>
      <TextField name="VSwitchName" title={t.common.name} was={row.VSwitchName} />
      <TextField name="Description" title={t.common.description} was={row.Description} />
    </ActionDialog>
  );
}
