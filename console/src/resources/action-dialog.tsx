/** A dialog that ends in calls: fields or a question, then OK. What is refused is said in the dialog, which stays. */
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.js';
import { Refused } from '../layout/refused.js';

interface Props<V extends object> {
  readonly title: string;
  readonly onClose: () => void;
  /** The calls. Resolves when they are accepted. */
  readonly submit: (values: V) => Promise<unknown>;
  readonly initial?: Partial<V>;
  readonly children?: ReactNode;
  /** For what takes something away: named by this instead of OK. */
  readonly danger?: string;
  readonly width?: number;
  readonly forbidden?: boolean;
}

export function ActionDialog<V extends object>({ title, onClose, submit, initial, children, danger, width = 640, forbidden = false }: Props<V>) {
  const { t } = useWords();
  const [form] = Form.useForm<V>();
  const run = useMutation({ mutationFn: submit, onSuccess: onClose });
  return (
    <Modal
      open
      title={title}
      width={width}
      onCancel={onClose}
      maskClosable={false}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button
            type="primary"
            danger={danger !== undefined}
            loading={run.isPending}
            disabled={forbidden}
            onClick={() => {
              form.submit();
            }}
          >
            {danger ?? t.common.ok}
          </Button>
        </>
      }
    >
      <Form<V>
        form={form}
        layout="vertical"
        {...(initial === undefined ? {} : { initialValues: initial })}
        onFinish={(values) => {
          run.mutate(values);
        }}
      >
        {children}
      </Form>
      {run.error !== null && <Refused error={run.error} />}
    </Modal>
  );
}
