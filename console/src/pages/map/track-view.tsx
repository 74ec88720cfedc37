/** A traced packet on the map: a solid line there and a dashed one back, with the numbers of the hops, and a cross where it dies. */
import { ViewportPortal } from '@xyflow/react';
import { useWords } from '../../i18n/words.js';
import { causeText } from '../trace/telling.js';
import type { Trace } from '../../api/trace.js';
import type { Leg, Stop, Track } from './track.js';
import { useMagnification } from './zoom.js';

export function TrackView({ track: { there, back }, trace }: { readonly track: Track; readonly trace: Trace }) {
  return (
    <ViewportPortal>
      <svg className="map-track" aria-hidden>
        <Line leg={there} way="there" />
        {back !== undefined && <Line leg={back} way="back" />}
      </svg>
      {there.stops.map((stop) => <Mark key={stop.first} stop={stop} way="there" cause={trace.forward.cause} />)}
      {back?.stops.map((stop) => <Mark key={stop.first} stop={stop} way="back" cause={trace.back?.cause ?? null} />)}
    </ViewportPortal>
  );
}

/** Shorter stretches have no room for an arrow. */
const STRETCH = 40;

function Line({ leg: { line }, way }: { readonly leg: Leg; readonly way: 'there' | 'back' }) {
  const scale = useMagnification();
  const points = line.map(({ x, y }) => `${String(x)},${String(y)}`).join(' ');
  return (
    <>
      <polyline className="map-track-halo" points={points} />
      <polyline className={`map-track-${way}`} points={points} />
      {line.slice(1).map((to, index) => {
        const from = line[index] ?? to;
        if (Math.hypot(to.x - from.x, to.y - from.y) < STRETCH) return null;
        const turn = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
        return <path key={`${String(from.x)} ${String(from.y)}`} className={`map-head-${way}`} d="M-5 -6L7 0L-5 6z" transform={`translate(${String((from.x + to.x) / 2)} ${String((from.y + to.y) / 2)}) rotate(${String(turn)}) scale(${String(scale)})`} />;
      })}
    </>
  );
}

function Mark({ stop: { at, point: { x, y }, toLeft, first, last, cause: code }, way, cause }: { readonly stop: Stop; readonly way: 'there' | 'back'; readonly cause: Trace['forward']['cause'] }) {
  const { t } = useWords();
  const scale = useMagnification();
  const numbers = first === last ? String(first) : `${String(first)}–${String(last)}`;
  const place = { internet: t.seeing.map.internet, edge: t.seeing.map.edge }[at] ?? at;
  const hop = `${t.seeing.map[way]}, ${t.seeing.map.hop(numbers, place)}`;
  const label = code === undefined || cause === null ? hop : `${hop}. ${t.seeing.map.diesHere(causeText(t.seeing.walk, cause))}`;
  return (
    <div
      className={`map-stop map-stop-${way}${code === undefined ? '' : ' map-stop-dead'}`} role="img" aria-label={label} title={label}
      style={{ transform: `translate(${String(x)}px, ${String(y)}px) scale(${String(scale)}) translate(${toLeft ? '-100%' : '0'}, -50%)` }}
    >
      {code === undefined ? numbers : `✗ ${numbers} ${code}`}
    </div>
  );
}
