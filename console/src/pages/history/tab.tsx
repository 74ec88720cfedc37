/** The history of a resource, as a tab of its page. */
import { Flex } from 'antd';
import { Link } from 'react-router';
import type { Eip, Eni, Instance } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { HistoryView } from './view.js';

export function EipHistory({ row: { AllocationId } }: { readonly row: Eip }) {
  return <OfResource id={AllocationId} />;
}

export function EniHistory({ row: { NetworkInterfaceId } }: { readonly row: Eni }) {
  return <OfResource id={NetworkInterfaceId} />;
}

export function InstanceHistory({ row: { InstanceId } }: { readonly row: Instance }) {
  return <OfResource id={InstanceId} />;
}

function OfResource({ id }: { readonly id: string }) {
  const { t } = useWords();
  const { to } = usePlace();
  return (
    <div className="stack">
      <Flex justify="end"><Link to={to('history', { id })}>{t.seeing.history.openPage}</Link></Flex>
      <HistoryView id={id} />
    </div>
  );
}
