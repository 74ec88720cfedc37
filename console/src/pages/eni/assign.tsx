import { order } from '../../api/call.js';
import type { Eni } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { NumberField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

interface Values {
  readonly SecondaryPrivateIpAddressCount: number;
}

export function Assign({ row, onClose }: DialogProps<Eni>) {
  const { t } = useWords();
  const { region } = usePlace();
  const assign = (values: Values) =>
    order({ product: 'Ecs', action: 'AssignPrivateIpAddresses', parameters: { RegionId: region, NetworkInterfaceId: row.NetworkInterfaceId, ...values } });
  return (
    <ActionDialog<Values> title={`${t.eni.assignTitle}: ${row.NetworkInterfaceId}`} onClose={onClose} submit={assign} initial={{ SecondaryPrivateIpAddressCount: 1 }}>
      <NumberField name="SecondaryPrivateIpAddressCount" title={t.eni.count} required min={1} max={49} />
    </ActionDialog>
  );
}
