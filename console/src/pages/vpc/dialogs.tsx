import { order } from '../../api/call.js';
import { resourceGroups } from '../../api/listings.js';
import type { Vpc } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, TextField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

interface Naming {
  readonly VpcName?: string;
  readonly Description?: string;
}

interface Creation extends Naming {
  readonly CidrBlock: string;
  readonly UserCidr?: string;
  readonly ResourceGroupId?: string;
}

export function Create({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { region, group } = usePlace();
  const create = (values: Creation) => order({ product: 'Vpc', action: 'CreateVpc', parameters: { RegionId: region, ...values } });
  return (
    <ActionDialog<Creation> title={t.vpc.createTitle} onClose={onClose} submit={create} initial={{ CidrBlock: '10.0.0.0/16', ...(group === '' ? {} : { ResourceGroupId: group }) }}>
      <TextField name="VpcName" title={t.common.name} />
      <TextField name="CidrBlock" title={t.vpc.cidr} required />
      <TextField name="UserCidr" title={t.vpc.user} />
      <TextField name="Description" title={t.common.description} />
      <Choice listing={resourceGroups} name="ResourceGroupId" title={t.top.resourceGroup} id={({ Id }) => Id} label={({ Id, DisplayName }) => labelled(Id, DisplayName)} />
    </ActionDialog>
  );
}

export function Modify({ row, onClose }: DialogProps<Vpc>) {
  const { t } = useWords();
  const { region } = usePlace();
  const modify = (values: Naming) => order({ product: 'Vpc', action: 'ModifyVpcAttribute', parameters: { RegionId: region, VpcId: row.VpcId, ...values } });
  return (
    <ActionDialog<Naming> title={`${t.vpc.modifyTitle}: ${row.VpcId}`} onClose={onClose} submit={modify} initial={{ VpcName: row.VpcName, Description: row.Description }}>
      <TextField name="VpcName" title={t.common.name} was={row.VpcName} />
      <TextField name="Description" title={t.common.description} was={row.Description} />
    </ActionDialog>
  );
}

export function AddBlock({ row, onClose }: DialogProps<Vpc>) {
  const { t } = useWords();
  const { region } = usePlace();
  const add = (values: { SecondaryCidrBlock: string }) => order({ product: 'Vpc', action: 'AssociateVpcCidrBlock', parameters: { RegionId: region, VpcId: row.VpcId, IpVersion: 'IPV4', ...values } });
  return (
    <ActionDialog title={`${t.vpc.addCidrTitle}: ${row.VpcId}`} onClose={onClose} submit={add}>
      <TextField name="SecondaryCidrBlock" title={t.vpc.cidr} required placeholder="192.168.0.0/16" extra={t.vpc.addCidrHint} />
    </ActionDialog>
  );
}
