/** Actions that many kinds of resources have: tags, resource group, a question before something is taken away. */
import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { App as AntApp, Button, Flex, Form, Input } from 'antd';
import type { ComponentType } from 'react';
import { order, type ApiCall } from '../api/call.js';
import { resourceGroups } from '../api/listings.js';
import type { Words } from '../i18n/words.js';
import { useWords } from '../i18n/words.js';
import { usePlace } from '../layout/place.js';
import { ActionDialog } from './action-dialog.js';
import { Choice, labelled, Question } from './kit.js';
import type { Action, DialogProps } from './resource.js';

interface Tagged {
  readonly Tags: { readonly Tag: readonly { readonly Key: string; readonly Value: string }[] };
}

/** Type of the resource as TagResources wants it, in the product's own spelling. */
type TagType =
  | { readonly product: 'Vpc'; readonly type: 'EIP' | 'VPC' | 'VSWITCH' | 'ROUTETABLE' | 'IPV4GATEWAY' }
  | { readonly product: 'Ecs'; readonly type: 'instance' | 'eni' | 'securitygroup' };

export function tagging<Row extends Tagged>({ t }: Words, kind: TagType, id: (row: Row) => string): Action<Row> {
  return { key: 'tags', label: t.tag.edit, Dialog: (props) => <TagsDialog {...props} kind={kind} id={id(props.row)} /> };
}

function TagsDialog({ row, onClose, kind, id }: DialogProps<Tagged> & { readonly kind: TagType; readonly id: string }) {
  const { t } = useWords();
  const { region } = usePlace();
  interface Values {
    readonly tags: readonly { readonly Key: string; readonly Value?: string }[];
  }
  const save = async ({ tags }: Values) => {
    const common = { RegionId: region, ResourceType: kind.type, ResourceId: [id] };
    const gone = row.Tags.Tag.map(({ Key }) => Key).filter((key) => !tags.some(({ Key }) => Key === key));
    if (gone.length > 0) await order({ product: kind.product, action: kind.product === 'Vpc' ? 'UnTagResources' : 'UntagResources', parameters: { ...common, TagKey: gone } });
    if (tags.length > 0) await order({ product: kind.product, action: 'TagResources', parameters: { ...common, Tag: tags.map(({ Key, Value = '' }) => ({ Key, Value })) } });
  };
  return (
    <ActionDialog<Values> title={`${t.tag.editTitle}: ${id}`} onClose={onClose} submit={save} initial={{ tags: row.Tags.Tag }}>
      <Form.List name="tags">
        {(fields, { add, remove }) => (
          <div className="stack">
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="center">
                <Form.Item noStyle name={[name, 'Key']} rules={[{ required: true, message: t.common.required }]}><Input aria-label={t.common.key} placeholder={t.common.key} /></Form.Item>
                <Form.Item noStyle name={[name, 'Value']}><Input aria-label={t.common.value} placeholder={t.common.value} /></Form.Item>
                <Button type="text" icon={<MinusCircleOutlined />} aria-label={t.common.remove} onClick={() => { remove(name); }} />
              </Flex>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => { add({ Key: '', Value: '' }); }}>{t.common.add}</Button>
          </div>
        )}
      </Form.List>
    </ActionDialog>
  );
}

/** Into another resource group, by the call that `callOf` makes. */
export function moving<Row extends { readonly ResourceGroupId: string }>({ t }: Words, id: (row: Row) => string, callOf: (row: Row, group: string, region: string) => ApiCall): Action<Row> {
  return {
    key: 'group',
    label: t.resourceGroup.move,
    Dialog: ({ row, onClose }) => <MoveDialog id={id(row)} onClose={onClose} current={row.ResourceGroupId} callOf={(group, region) => callOf(row, group, region)} />,
  };
}

function MoveDialog({ id, onClose, current, callOf }: {
  readonly id: string; readonly onClose: () => void; readonly current: string; readonly callOf: (group: string, region: string) => ApiCall;
}) {
  const { t } = useWords();
  const { region } = usePlace();
  return (
    <ActionDialog<{ group: string }> title={`${t.resourceGroup.moveTitle}: ${id}`} onClose={onClose} submit={({ group }) => order(callOf(group, region))} initial={current === '' ? {} : { group: current }}>
      <Choice listing={resourceGroups} name="group" title={t.top.resourceGroup} required id={({ Id }) => Id} label={({ Id, DisplayName }) => labelled(Id, DisplayName)} />
    </ActionDialog>
  );
}

export interface Asked<Row> {
  readonly title: (row: Row) => string;
  readonly text: (row: Row) => string;
  readonly call: (row: Row, region: string) => ApiCall;
  /** What OK is called where something is taken away. */
  readonly danger?: string;
}

/** A dialog that asks and then makes one call. */
export function asking<Row>({ title, text, call, danger }: Asked<Row>): ComponentType<DialogProps<Row>> {
  return function Ask({ row, onClose }) {
    const { region } = usePlace();
    const { message } = AntApp.useApp();
    const { t } = useWords();
    const run = async () => {
      const made = call(row, region);
      await order(made);
      void message.success(t.common.accepted(made.action));
    };
    return (
      <ActionDialog title={title(row)} onClose={onClose} submit={run} width={480} {...(danger === undefined ? {} : { danger })}>
        <Question>{text(row)}</Question>
      </ActionDialog>
    );
  };
}
