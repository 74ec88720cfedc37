/** Resource groups of the account: the same in every region. */
import { order } from '../../api/call.js';
import { resourceGroups } from '../../api/listings.js';
import type { ResourceGroup } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { asking } from '../../resources/common-actions.js';
import { Status, TextField } from '../../resources/kit.js';
import type { Resource } from '../../resources/resource.js';

export const resourceGroupResource: Resource<ResourceGroup> = {
  path: 'resource-groups',
  listing: resourceGroups,
  grouped: false,
  id: ({ Id }) => Id,
  name: ({ DisplayName }) => DisplayName,
  byId: (id) => ({ ResourceGroupId: id }),
  view: ({ t, date }) => ({
    title: t.nav.resourceGroups,
    empty: t.resourceGroup.empty,
    create: { label: t.resourceGroup.create, Dialog: Create },
    columns: [
      { key: 'name', title: t.resourceGroup.identifier, render: ({ Name }) => Name },
      { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
      { key: 'created', title: t.common.created, render: ({ CreateDate }) => date(CreateDate) },
    ],
    filters: [{ parameter: 'DisplayName', label: t.resourceGroup.display }],
    actions: [{
      key: 'delete', label: t.common.delete, danger: true,
      Dialog: asking({
        title: ({ Id }) => t.common.deleteTitle(Id), text: () => t.common.deleteText, danger: t.common.delete,
        call: ({ Id }) => ({ product: 'ResourceManager', action: 'DeleteResourceGroup', parameters: { ResourceGroupId: Id } }),
      }),
    }],
    fields: [],
  }),
};

interface Creation {
  readonly Name: string;
  readonly DisplayName: string;
}

function Create({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const create = (values: Creation) => order({ product: 'ResourceManager', action: 'CreateResourceGroup', parameters: { ...values } });
  return (
    <ActionDialog<Creation> title={t.resourceGroup.createTitle} onClose={onClose} submit={create}>
      <TextField name="Name" title={t.resourceGroup.identifier} required />
      <TextField name="DisplayName" title={t.resourceGroup.display} required />
    </ActionDialog>
  );
}
