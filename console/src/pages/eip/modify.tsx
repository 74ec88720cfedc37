import { order } from '../../api/call.js';
import type { Eip } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { NumberField, TextField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

interface Values {
  readonly Name?: string;
  readonly Description?: string;
  readonly Bandwidth?: number;
}

export function Modify({ row, onClose }: DialogProps<Eip>) {
  const { t } = useWords();
  const { region } = usePlace();
  const modify = (values: Values) => order({ product: 'Vpc', action: 'ModifyEipAddressAttribute', parameters: { RegionId: region, AllocationId: row.AllocationId, ...values } });
  return (
    <ActionDialog<Values> title={`${t.eip.modifyTitle}: ${row.IpAddress}`} onClose={onClose} submit={modify} initial={{ Name: row.Name, Description: row.Description, Bandwidth: Number(row.Bandwidth) }}>
      <TextField name="Name" title={t.common.name} was={row.Name} />
      <TextField name="Description" title={t.common.description} was={row.Description} />
      {row.ChargeType === 'PostPaid' && <NumberField name="Bandwidth" title={`${t.eip.bandwidth} (Mbit/s)`} required min={1} max={500} />}
    </ActionDialog>
  );
}
