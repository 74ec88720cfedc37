/** Brings the cloud of a snapshot back: asked for with what it takes away, and followed until the data plane is there, too. */
import { useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Form, Input, Steps } from 'antd';
import { useState } from 'react';
import { operateOrder, snapshotsQuery, type Snapshot } from '../../api/operator.js';
import { useWords } from '../../i18n/words.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Question } from '../../resources/kit.js';

const LOOK = 300;

export function Load({ snapshot: { Name, SavedTime, CloudTime }, onClose }: { readonly snapshot: Snapshot; readonly onClose: () => void }) {
  const { t, date } = useWords();
  const { snapshots: texts } = t.seeing;
  const { message } = AntApp.useApp();
  const client = useQueryClient();
  const [step, setStep] = useState<number>();
  const load = async () => {
    setStep(0);
    try {
      await operateOrder('LoadSnapshot', { Name });
    } catch (error) {
      setStep(undefined);
      throw error;
    }
    setStep(1);
    while ((await client.fetchQuery({ ...snapshotsQuery, staleTime: 0 })).loading) await new Promise((look) => { setTimeout(look, LOOK); });
    void message.success(texts.loaded(Name));
  };
  return (
    <ActionDialog<{ name: string }> title={texts.loadTitle(Name)} danger={texts.load} width={560} onClose={onClose} submit={load}>
      <Question>{texts.loadText(date(SavedTime), date(CloudTime))}</Question>
      <Form.Item name="name" label={texts.confirmName(Name)} rules={[{ required: true, message: t.common.required }, { validator: (_, typed: string | undefined) => (typed === undefined || typed === '' || typed === Name ? Promise.resolve() : Promise.reject(new Error(texts.otherName))) }]}>
        <Input autoFocus autoComplete="off" disabled={step !== undefined} />
      </Form.Item>
      {step !== undefined && <Steps size="small" current={step} items={[{ title: texts.replacing }, { title: texts.followingStep }]} />}
    </ActionDialog>
  );
}
