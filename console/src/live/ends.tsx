/** A field for a place in the network: chosen among the region's instances and EIPs, or typed. */
import { useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import { useDeferredValue } from 'react';
import { eips, instances, listQuery } from '../api/listings.js';
import { useWords } from '../i18n/words.js';
import { usePlace } from '../layout/place.js';
import { labelled } from '../resources/kit.js';

interface Props {
  readonly label: string;
  /** `internet`, an instance's id or an address. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  /** Instances and the Internet side only: one can be inside of them. */
  readonly inside?: boolean;
  readonly id?: string;
}

export function EndField({ label, value = '', onChange, inside = false, id }: Props) {
  const { t } = useWords();
  const { region } = usePlace();
  const typed = useDeferredValue(value);
  const shown = useQuery({ ...listQuery(instances, region, /^i-\w+$/.test(typed) ? { InstanceIds: JSON.stringify([typed]) } : {}) });
  const bound = useQuery({ ...listQuery(eips, region, { Status: 'InUse' }), enabled: !inside });
  const options = [
    { value: 'internet', label: t.seeing.internet },
    {
      label: t.nav.instances,
      options: (shown.data?.rows ?? []).map(({ InstanceId, InstanceName, Status: status }) => ({
        value: InstanceId, label: `${labelled(InstanceId, InstanceName)} · ${t.status.other[status as 'Running']}`, disabled: inside && status !== 'Running',
      })),
    },
    ...(inside ? [] : [{ label: t.nav.eips, options: (bound.data?.rows ?? []).map(({ IpAddress, Name }) => ({ value: IpAddress, label: labelled(IpAddress, Name) })) }]),
  ];
  return (
    <AutoComplete
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      style={{ width: '100%', minWidth: 220 }}
      value={value}
      allowClear
      options={options}
      placeholder={inside ? t.seeing.placeInside : t.seeing.place}
      showSearch={{ filterOption: (text, option) => option !== undefined && 'value' in option && `${String(option.value)} ${String(option.label)}`.toLowerCase().includes(text.toLowerCase()) }}
      onChange={(text: string | undefined) => onChange?.(text ?? '')}
    />
  );
}
