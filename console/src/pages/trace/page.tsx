/** Follows a packet over the cloud and its answer back: what decides at each step, and the one cause where it dies, with its mend. */
import { ApartmentOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Flex, Typography } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { traceQuery } from '../../api/trace.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { Ask, askedOf, askedParts, asking, tracedOf, type Asked } from './ask.js';
import { Told } from './told.js';

export function TracePage() {
  const { t } = useWords();
  const { region, to } = usePlace();
  const [search, setSearch] = useSearchParams();
  const asked = askedOf(search);
  const found = useQuery({ ...traceQuery(region, tracedOf(asked)), enabled: asked.to !== '' && asked.from !== '' });
  const ask = (values: Asked) => {
    const next = asking(search, values);
    if (next.toString() === search.toString()) void found.refetch();
    else setSearch(next);
  };
  return (
    <div className="stack">
      <Flex justify="space-between" align="center" wrap gap={8}>
        <Typography.Title level={3} style={{ margin: 0 }}>{t.seeing.trace.title}</Typography.Title>
        <Link to={to('map', askedParts(search))}><Button icon={<ApartmentOutlined />}>{t.seeing.map.onMap}</Button></Link>
      </Flex>
      <Card><Ask key={search.toString()} asked={asked} ask={ask} busy={found.isFetching} /></Card>
      {found.error !== null && <Refused error={found.error} />}
      {found.data === undefined ? !found.isFetching && found.error === null && <Empty description={t.seeing.trace.empty} /> : <Told trace={found.data} />}
    </div>
  );
}
