/** The modes for one ENI, as a tab of its page. */
import { Flex } from 'antd';
import { Link } from 'react-router';
import type { Eni } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ModesTable } from './table.js';

export function EniModes({ row: { NetworkInterfaceId } }: { readonly row: Eni }) {
  const { t } = useWords();
  const { to } = usePlace();
  return (
    <div className="stack">
      <Flex justify="end"><Link to={to('modes', { eni: NetworkInterfaceId })}>{t.seeing.modes.toPage}</Link></Flex>
      <ModesTable eni={NetworkInterfaceId} />
    </div>
  );
}
