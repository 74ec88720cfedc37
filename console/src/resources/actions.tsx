/** The actions of a row: what a rule forbids is visible and disabled, with the rule as its reason. */
import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, Space, Tooltip } from 'antd';
import { useRef, useState } from 'react';
import { useWords } from '../i18n/words.js';
import type { Action } from './resource.js';

export function Actions<Row>({ row, actions, shown, primary = false }: {
  readonly row: Row; readonly actions: readonly Action<Row>[]; readonly shown: number;
  /** The first is what the page is about. */
  readonly primary?: boolean;
}) {
  const { t } = useWords();
  const [open, setOpen] = useState<Action<Row>>();
  const more = actions.slice(shown);
  const menu = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Space size={primary ? 8 : 0} wrap>
        {actions.slice(0, shown).map((action, index) => {
          const reason = action.forbidden?.(row);
          const type = !primary ? 'link' : index === 0 ? 'primary' : 'default';
          const button = (
            <Button
              key={action.key}
              type={type}
              size={primary ? 'middle' : 'small'}
              danger={action.danger === true}
              disabled={reason !== undefined}
              aria-label={reason === undefined ? action.label : `${action.label}: ${reason}`}
              onClick={() => {
                setOpen(action);
              }}
            >
              {action.label}
            </Button>
          );
          return reason === undefined ? button : <Tooltip key={action.key} title={reason}>{button}</Tooltip>;
        })}
        {more.length > 0 && (
          <Dropdown
            trigger={['click']}
            autoFocus
            menu={{
              // The menu itself knows Enter only.
              onKeyDown: (event) => {
                if (event.key !== ' ' || !(event.target instanceof HTMLElement)) return;
                event.preventDefault();
                event.target.click();
              },
              items: more.map((action) => {
                const reason = action.forbidden?.(row);
                return {
                  key: action.key,
                  danger: action.danger === true,
                  disabled: reason !== undefined,
                  label: reason === undefined ? action.label : <Tooltip title={reason} placement="left"><span>{action.label}</span></Tooltip>,
                  onClick: ({ domEvent }) => {
                    // What follows of the same key press is not for what has the focus then.
                    domEvent.preventDefault();
                    // The dialog gives the focus back to where it was; the menu is hidden by then.
                    menu.current?.focus();
                    setOpen(action);
                  },
                };
              }),
            }}
          >
            <Button ref={menu} type={primary ? 'default' : 'text'} size={primary ? 'middle' : 'small'} icon={<MoreOutlined />} aria-label={t.common.more} />
          </Dropdown>
        )}
      </Space>
      {open !== undefined && (
        <open.Dialog
          row={row}
          onClose={() => {
            setOpen(undefined);
          }}
        />
      )}
    </>
  );
}
