/** A dialog that ends in calls: fields or a question, then OK. What is refused is said in the dialog, which stays. */
import { useMutation } from '@tanstack/react-query';
import { App as AntApp, Button, Form, Modal, type FormInstance } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../i18n/words.js';
import { Refused } from '../layout/refused.js';
import { useDialogFocus } from './focus.js';

interface Props<V extends object> {
  readonly title: string;
  readonly onClose: () => void;
  /** The calls. Resolves when they are accepted. */
  readonly submit: (values: V) => Promise<unknown>;
  readonly initial?: Partial<V>;
  /** Takes away what no longer fits to what was changed. */
  readonly onChange?: (changed: Partial<V>, form: FormInstance<V>) => void;
  readonly children?: ReactNode;
  /** For what takes something away: named by this instead of OK. */
  readonly danger?: string;
  readonly width?: number;
  readonly forbidden?: boolean;
}

export function ActionDialog<V extends object>({ title, onClose, submit, initial, onChange, children, danger, width = 640, forbidden = false }: Props<V>) {
  const { t } = useWords();
  const [form] = Form.useForm<V>();
  const { notification } = AntApp.useApp();
  const fields = useRef<HTMLDivElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  useDialogFocus(fields, cancel);
  // Known sooner than `isPending` is drawn: two clicks in immediate succession are one order.
  const calling = useRef(false);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  const run = useMutation({
    mutationFn: submit,
    onError: (error) => {
      calling.current = false;
      // The dialog that would say so is gone.
      if (left.current) notification.open({ title, description: <Refused error={error} />, duration: 0 });
    },
  });
  return (
    <Modal
      open
      title={title}
      width={width}
      onCancel={onClose}
      maskClosable={false}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>{t.common.cancel}</Button>
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
      <div ref={fields}>
        <Form<V>
          form={form}
          layout="vertical"
          {...(initial === undefined ? {} : { initialValues: initial })}
          onValuesChange={(changed: Partial<V>) => onChange?.(changed, form)}
          onFinish={(values) => {
            if (forbidden || calling.current) return;
            calling.current = true;
            // Told here, it is not called any more once this dialog is left: another may be open by then.
            run.mutate(values, { onSuccess: onClose });
          }}
        >
          {children}
        </Form>
      </div>
      {run.error !== null && <Refused error={run.error} />}
    </Modal>
  );
}
