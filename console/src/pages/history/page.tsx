/** The history of any address, EIP, ENI or instance, also of one that is gone. */
import { Card, Empty, Input, Typography } from 'antd';
import { useSearchParams } from 'react-router';
import { useWords } from '../../i18n/words.js';
import { HistoryView } from './view.js';

export function HistoryPage() {
  const { t } = useWords();
  const { history } = t.seeing;
  const [search, setSearch] = useSearchParams();
  const id = search.get('id') ?? '';
  const ask = (asked: string) => {
    const next = new URLSearchParams(search);
    next.delete('at');
    if (asked.trim() === '') next.delete('id');
    else next.set('id', asked.trim());
    setSearch(next);
  };
  return (
    <div className="stack">
      <Typography.Title level={3} style={{ margin: 0 }}>{history.title}</Typography.Title>
      <Typography.Text>{history.intro}</Typography.Text>
      <Input.Search key={id} aria-label={history.what} placeholder={history.what} defaultValue={id} allowClear enterButton={history.show} style={{ maxWidth: 640 }} onSearch={ask} />
      {id === '' ? <Empty description={history.empty} /> : <Card><HistoryView id={id} /></Card>}
    </div>
  );
}
