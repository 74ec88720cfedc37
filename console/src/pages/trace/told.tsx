/** What a trace found: whether the packet arrives, the one cause where it dies with its mend, and every hop. */
import { Alert, Card, Col, Row, Steps, Tag, Typography } from 'antd';
import type { Hop, Told as Said, Trace, Trip } from '../../api/trace.js';
import { useWords } from '../../i18n/words.js';
import { Linked } from '../../live/linked.js';
import { Code } from '../../resources/kit.js';
import { causeText, commandsOf, hopText, mendText, noteText, packetText } from './telling.js';

/** @param narrow one below the other, each hop with its number: beside the map, which shows the same numbers */
export function Told({ trace, narrow = false }: { readonly trace: Trace; readonly narrow?: boolean }) {
  const { t } = useWords();
  const { forward, back, notes, probe } = trace;
  const cause = forward.cause ?? back?.cause ?? null;
  return (
    <>
      {cause === null
        ? <Alert type="success" showIcon role="status" title={trace.answered ? t.seeing.trace.answered : t.seeing.trace.delivered} />
        : <Death cause={cause} onTheWayBack={forward.cause === null} />}
      {probe !== null && <Probed probe={probe} />}
      <Row gutter={[16, 16]}>
        <Col xs={24} xl={back === null || narrow ? 24 : 12}><Card title={t.seeing.trace.forward}><Hops trip={forward} first={narrow ? 1 : undefined} /></Card></Col>
        {back !== null && <Col xs={24} xl={narrow ? 24 : 12}><Card title={t.seeing.trace.back}><Hops trip={back} first={narrow ? forward.hops.length + 1 : undefined} /></Card></Col>}
      </Row>
      {notes.length > 0 && <Card title={t.seeing.trace.notes}>{notes.map((note) => <Note key={`${note.code} ${note.what}`} note={note} />)}</Card>}
    </>
  );
}

function Death({ cause, onTheWayBack }: { readonly cause: Said; readonly onTheWayBack: boolean }) {
  const { t } = useWords();
  const words = mendText(t.seeing.walk, cause);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={<>{onTheWayBack ? t.seeing.trace.diesBack : t.seeing.trace.dies} <Tag className="mono">{cause.code}</Tag></>}
      description={
        <>
          <Typography.Paragraph><Linked>{causeText(t.seeing.walk, cause)}</Linked></Typography.Paragraph>
          <Typography.Text strong>{t.error.mend}</Typography.Text>
          {words !== '' && <div><Linked>{words}</Linked></div>}
          {commandsOf(cause.mend).map((command) => <Code key={command}>{command}</Code>)}
        </>
      }
    />
  );
}

function Note({ note }: { readonly note: Said }) {
  const { t } = useWords();
  return (
    <>
      <Typography.Text><Linked>{noteText(t.seeing.walk, note)}</Linked></Typography.Text>
      {commandsOf(note.mend).map((command) => <Code key={command}>{command}</Code>)}
    </>
  );
}

function Probed({ probe }: { readonly probe: NonNullable<Trace['probe']> }) {
  const { t } = useWords();
  if ('failed' in probe) return <Alert type="warning" showIcon role="status" title={t.seeing.trace.probeFailed} description={probe.failed} />;
  if (probe.agrees) return <Alert type="success" showIcon role="status" title={t.seeing.trace.agrees} />;
  return <Alert type="error" showIcon role="alert" title={t.seeing.trace.differs} description={<ul className="notes">{probe.differences.map((line) => <li key={line}>{line}</li>)}</ul>} />;
}

/** @param first number of the first hop, if they are to have numbers */
function Hops({ trip: { hops, cause, arrived }, first }: { readonly trip: Trip; readonly first: number | undefined }) {
  const { t } = useWords();
  const place = (at: string) => ({ internet: t.seeing.internet, edge: t.seeing.trace.edge })[at] ?? at;
  return (
    <Steps
      orientation="vertical"
      size="small"
      current={hops.length}
      items={[
        ...hops.map((hop, index) => {
          const died = hop.after === null;
          return {
            title: <Typography.Text strong>{first !== undefined && <Tag>{first + index}</Tag>}<Linked>{place(hop.at)}</Linked></Typography.Text>,
            status: died ? 'error' as const : 'finish' as const,
            content: <Decision hop={hop} text={died && cause !== null ? causeText(t.seeing.walk, cause) : hopText(t.seeing.walk, hop)} />,
          };
        }),
        ...(arrived === null ? [] : [{ title: <Typography.Text strong type="success">{t.seeing.trace.arrived}: <Linked>{arrived === 'service' ? t.seeing.trace.service : place(arrived)}</Linked></Typography.Text>, status: 'finish' as const }]),
      ]}
    />
  );
}

function Decision({ hop, text }: { readonly hop: Hop; readonly text: string }) {
  const { before, after, decision } = hop;
  const changed = after !== null && (after.source !== before.source || after.destination !== before.destination);
  return (
    <>
      <div><Linked>{text}</Linked></div>
      {(changed || decision === 'sent') && <div className="mono small">{packetText(after ?? before)}</div>}
    </>
  );
}
