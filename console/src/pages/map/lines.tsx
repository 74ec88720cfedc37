/** The lines: how an EIP leads to its ENI by stroke, icon and word, and what passes just now, in its direction. */
import { AimOutlined, ArrowRightOutlined, ForkOutlined, SwapOutlined } from '@ant-design/icons';
import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, type ComponentType } from 'react';
import { useWords } from '../../i18n/words.js';
import { usePreferences } from '../../layout/preferences.js';
import type { Rate } from '../../live/rates.js';
import type { LineEdge, TrunkEdge } from './elements.js';
import { isCarrying, wayText } from './facts.js';
import { useRate, useRates } from './rate.js';
import { isSuspended, type Way } from './region.js';
import { useFar } from './zoom.js';

/** NAT rewrites, cut-through passes as it is, many lead to one, and an address is aimed at. */
export const WAY_ICONS: Readonly<Record<Way, ComponentType<{ readonly 'aria-hidden': boolean }>>> = {
  NAT: SwapOutlined, BINDED: ArrowRightOutlined, MULTI_BINDED: ForkOutlined, IpAddress: AimOutlined,
};

/** The label stands on the straight part, beside the EIP: several lines to one ENI have theirs apart. */
const STRAIGHT = 92;
const LABEL = 48;

export const LineView = memo(function LineView({ data }: EdgeProps<LineEdge>) {
  const words = useWords();
  const { t } = words;
  const rate = useRate(data?.line.eip.AllocationId ?? '');
  if (data === undefined) return null;
  const { line: { way, eip, from, to } } = data;
  const bend = from.x + STRAIGHT;
  const path = `M${at(from.x, from.y)} H${String(bend)} C${at(bend + 20, from.y)} ${at(bend + 14, to.y)} ${at(to.x, to.y)}`;
  const Icon = WAY_ICONS[way];
  return (
    <g className={isSuspended(eip) ? 'map-faint' : undefined}>
      <Stroke way={way} path={path} />
      <Flow path={path} rate={rate} />
      <EdgeLabelRenderer>
        <div className={`map-label map-way-${way}`} title={wayText(words, way)} style={{ transform: `translate(-50%, -50%) translate(${String(from.x + LABEL)}px, ${String(from.y)}px)` }}>
          <Icon aria-hidden /> {t.seeing.map.ways[way]}
        </div>
      </EdgeLabelRenderer>
    </g>
  );
});

/** Dashes, one line, two lines, dots. */
export function Stroke({ way, path }: { readonly way: Way; readonly path: string }) {
  return (
    <>
      <path className={`map-line map-way-${way}`} d={path} />
      {way === 'MULTI_BINDED' && <path className="map-line-hollow" d={path} />}
    </>
  );
}

export const TrunkView = memo(function TrunkView({ data }: EdgeProps<TrunkEdge>) {
  const { t } = useWords();
  const far = useFar();
  const rate = useRates(data?.trunk.eips ?? NONE);
  if (data === undefined) return null;
  const { trunk: { from, to, gateway } } = data;
  const path = `M${at(from.x, from.y)} L${at(to.x, to.y)}`;
  return (
    <g>
      <path className={gateway === undefined || gateway.Enabled ? 'map-trunk' : 'map-trunk map-faint'} d={path} />
      <Flow path={path} rate={rate} />
      {gateway === undefined && !far && (
        <EdgeLabelRenderer>
          <div className="map-label" style={{ transform: `translate(-50%, -50%) translate(${String(from.x)}px, ${String((from.y + to.y) / 2)}px)` }}>{t.seeing.map.direct}</div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

const NONE: readonly never[] = [];

/** Dots that run inwards and outwards; a thick line where nothing may move. */
function Flow({ path, rate }: { readonly path: string; readonly rate: Rate }) {
  const { still } = usePreferences();
  if (!isCarrying(rate)) return null;
  if (still) return <path className="map-flow-still" d={path} />;
  return (
    <>
      {rate.receivedPackets > 0 && <path className={`map-flow map-flow-in map-pace-${paceOf(rate.receivedBits)}`} d={path} />}
      {rate.sentPackets > 0 && <path className={`map-flow map-flow-out map-pace-${paceOf(rate.sentBits)}`} d={path} />}
    </>
  );
}

/** In a few steps: a dot that changed its pace each second would jump. */
function paceOf(bits: number): 'slow' | 'steady' | 'fast' {
  if (bits < 20_000) return 'slow';
  return bits < 2_000_000 ? 'steady' : 'fast';
}

function at(x: number, y: number): string {
  return `${String(x)},${String(y)}`;
}
