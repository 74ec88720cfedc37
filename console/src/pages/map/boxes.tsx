/** What stands around other things: the Internet, VPCs, vSwitches, the EIPs that are bound to nothing. From afar they say what is in them. */
import { ApartmentOutlined, CloudOutlined, DisconnectOutlined, PartitionOutlined } from '@ant-design/icons';
import { useReactFlow } from '@xyflow/react';
import type { CSSProperties } from 'react';
import { Link } from 'react-router';
import { useWords, wordFor } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { isCarrying, rateText } from './facts.js';
import type { CellState, Thing } from './layout.js';
import { useRates } from './rate.js';
import { useFar, useMagnification } from './zoom.js';

type Of<K extends Thing['kind']> = Extract<Thing, { readonly kind: K }>;

export function InternetBar() {
  const { t } = useWords();
  return (
    <div className="map-box map-internet" style={useLetters(18, 44)}>
      <CloudOutlined aria-hidden /> <strong>{t.seeing.map.internet}</strong>
    </div>
  );
}

export function VpcBox({ thing: { vpc, eips }, focused }: { readonly thing: Of<'vpc'>; readonly focused: boolean }) {
  const words = useWords();
  const { t } = words;
  const { to } = usePlace();
  const { VpcId, VpcName, CidrBlock, SecondaryCidrBlocks: { SecondaryCidrBlock }, Status: status } = vpc;
  return (
    <div className={`map-box map-vpc${ring(focused)}`}>
      <div className="map-head" style={useLetters(14, 30)}>
        <Link to={to(`vpcs/${VpcId}`)} aria-current={focused} aria-label={[`${t.vpc.vpc} ${VpcId}`, VpcName, CidrBlock, wordFor(t.status.other, status)].filter((part) => part !== '').join(', ')}>
          <ApartmentOutlined aria-hidden /> <strong>{VpcName === '' ? VpcId : VpcName}</strong>
        </Link>
        <span className="map-quiet mono">{[CidrBlock, ...SecondaryCidrBlock].join(' ')}</span>
        <Carried eips={eips} />
      </div>
    </div>
  );
}

export function VSwitchBox({ thing: { vswitch, eips, enis, instances, cells }, focused }: { readonly thing: Of<'vswitch'>; readonly focused: boolean }) {
  const { t, number } = useWords();
  const { to } = usePlace();
  const far = useFar();
  const { VSwitchId, VSwitchName, CidrBlock, ZoneId } = vswitch;
  return (
    <div className={`map-box map-vswitch${ring(focused)}`}>
      {far && <Squares cells={cells} />}
      <div className="map-head" style={useLetters(13, 26)}>
        <Link to={to(`vswitches/${VSwitchId}`)} aria-current={focused} aria-label={[`${t.vswitch.vswitch} ${VSwitchId}`, VSwitchName, CidrBlock, ZoneId].filter((part) => part !== '').join(', ')}>
          <PartitionOutlined aria-hidden /> <strong>{VSwitchName === '' ? VSwitchId : VSwitchName}</strong>
        </Link>
        <span className="map-quiet mono">{CidrBlock}</span>
        {!far && <span className="map-quiet">{ZoneId}</span>}
      </div>
      {far && <Near id={VSwitchId} text={t.seeing.map.counts(number(instances), number(enis), number(eips.length))} />}
      {cells.length === 0 && <div className="map-quiet map-nothing">{t.seeing.map.emptyVswitch}</div>}
    </div>
  );
}

export function UnboundBox({ thing: { eips } }: { readonly thing: Of<'unbound'> }) {
  const { t, number } = useWords();
  return (
    <div className="map-box map-unbound">
      <div className="map-head" style={useLetters(13, 26)}>
        <DisconnectOutlined aria-hidden /> <strong>{t.seeing.map.unbound}</strong> <span className="map-quiet">{number(eips.length)}</span>
      </div>
    </div>
  );
}

/** What all of them together carry now. */
function Carried({ eips }: { readonly eips: Of<'vpc'>['eips'] }) {
  const words = useWords();
  const rate = useRates(eips);
  return isCarrying(rate) ? <span className="map-quiet map-carried">{rateText(words, rate)}</span> : null;
}

const STATES: readonly CellState[] = ['running', 'stopped', 'changing', 'unattached'];

/** Each instance as a square: one path for each state, however many there are. */
function Squares({ cells }: { readonly cells: Of<'vswitch'>['cells'] }) {
  return (
    <svg className="map-squares" aria-hidden>
      {STATES.map((state) => (
        <path
          key={state}
          className={`map-square-${state}`}
          d={cells.filter((cell) => cell.state === state).map(({ x, y, width, height }) => `M${String(x)} ${String(y)}h${String(width)}v${String(height)}h-${String(width)}z`).join('')}
        />
      ))}
    </svg>
  );
}

/** How much there is, and the way to see it. */
function Near({ id, text }: { readonly id: string; readonly text: string }) {
  const { t } = useWords();
  const { fitView } = useReactFlow();
  return (
    <button type="button" className="map-near" style={useLetters(13, 90)} aria-label={`${t.seeing.map.zoomTo(id)}: ${text}`} onClick={() => { void fitView({ nodes: [{ id }], minZoom: 0.6, maxZoom: 1 }); }}>
      <span>{text}</span>
    </button>
  );
}

/** Letters that stay as large as `size` from afar, if not larger than there is room for. */
function useLetters(size: number, most: number): CSSProperties {
  return { fontSize: Math.min(size * useMagnification(), most) };
}

export function ring(focused: boolean): string {
  return focused ? ' map-focused' : '';
}

