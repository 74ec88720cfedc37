import { Form, Input } from 'antd';
import { operateOrder } from '../../api/operator.js';
import { useWords } from '../../i18n/words.js';
import { ActionDialog } from '../../resources/action-dialog.js';

/** The first of its kind that is not taken. */
function freeName(taken: readonly string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`snapshot-${String(n)}`)) return `snapshot-${String(n)}`;
}

export function Save({ taken, onClose }: { readonly taken: readonly string[]; readonly onClose: () => void }) {
  const { t } = useWords();
  const { snapshots: texts } = t.seeing;
  return (
    <ActionDialog<{ Name: string }> title={texts.saveTitle} width={480} onClose={onClose} submit={({ Name }) => operateOrder('SaveSnapshot', { Name })} initial={{ Name: freeName(taken) }}>
      <Form.Item name="Name" label={t.common.name} extra={texts.nameHint} rules={[{ required: true, message: t.common.required }, { pattern: /^[A-Za-z0-9][\w.-]{0,63}$/, message: texts.nameHint }]}>
        <Input autoFocus />
      </Form.Item>
    </ActionDialog>
  );
}
