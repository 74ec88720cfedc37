/** The map itself: to be moved and zoomed by pointer and by keys, following the region as it changes. */
import { Controls, MiniMap, ReactFlow, ReactFlowProvider, getViewportForBounds, useReactFlow, useStore, type AriaLabelConfig, type Rect } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useCallback, useEffect, useMemo, type KeyboardEvent } from 'react';
import type { Trace } from '../../api/trace.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { usePreferences } from '../../layout/preferences.js';
import { elementsOf, type LineEdge, type ThingNode, type TrunkEdge } from './elements.js';
import type { Layout } from './layout.js';
import { LineView, TrunkView } from './lines.js';
import { ThingView } from './things.js';
import { TrackView } from './track-view.js';
import { trackOf, type Track } from './track.js';
import { FAR, useFar } from './zoom.js';

const NODE_TYPES = { thing: ThingView };
const EDGE_TYPES = { line: LineView, trunk: TrunkView };
const ZOOM = { min: 0.03, max: 2 };
/** Nothing is shown larger than this unless one zooms. */
const NATURAL = 1;
/** The small map, in pixels, and what is left free for it: what is looked at lies beside it or above it. */
const MINI = { width: 150, height: 100 };
const BESIDE = { x: 0.06, y: 0.06, right: '180px' } as const;
const ABOVE = { x: 0.06, top: 0.06, bottom: '130px' } as const;
/** Pixels of a key press. */
const STEP = 80;

interface Props {
  readonly layout: Layout;
  /** Id of what is to be in the middle; '' for none. */
  readonly focus: string;
  readonly trace: Trace | undefined;
  /** What is looked at: when it becomes another, the view is set anew. */
  readonly subject: string;
}

export function Canvas(props: Props) {
  return <ReactFlowProvider><Flow {...props} /></ReactFlowProvider>;
}

function Flow({ layout, focus, trace, subject }: Props) {
  const { t } = useWords();
  const { region } = usePlace();
  const { dark } = usePreferences();
  const far = useFar();
  const { nodes, edges } = useMemo(() => elementsOf(layout, far, focus), [layout, far, focus]);
  const track = useMemo(() => (trace === undefined ? undefined : trackOf(trace, layout)), [trace, layout]);
  const look = useLook();
  const all = { x: 0, y: 0, width: layout.width, height: layout.height };
  const focused = layout.placed.find(({ id }) => id === focus);
  const way = track === undefined ? undefined : around(track, layout);
  useSettled(`${subject} ${String(track !== undefined)} ${String(focused !== undefined)}`, () => { look(way?.whole ?? focused ?? all, way?.bare); });
  const onKeyDown = useKeys(() => { look(all); });
  const labels: Partial<AriaLabelConfig> = {
    'controls.ariaLabel': t.seeing.map.controls, 'controls.zoomIn.ariaLabel': t.seeing.map.zoomIn, 'controls.zoomOut.ariaLabel': t.seeing.map.zoomOut,
    'controls.fitView.ariaLabel': t.seeing.map.fit, 'minimap.ariaLabel': t.seeing.map.minimap,
  };
  return (
    <ReactFlow<ThingNode, LineEdge | TrunkEdge>
      className="map" colorMode={dark ? 'dark' : 'light'}
      aria-label={t.seeing.map.region(region)} aria-description={t.seeing.map.keys} tabIndex={0} onKeyDown={onKeyDown}
      nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES}
      onlyRenderVisibleElements minZoom={ZOOM.min} maxZoom={ZOOM.max}
      nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} disableKeyboardA11y
      deleteKeyCode={null} selectionKeyCode={null} multiSelectionKeyCode={null} panActivationKeyCode={null} zoomActivationKeyCode={null}
      ariaLabelConfig={labels}
    >
      {track !== undefined && trace !== undefined && <TrackView track={track} trace={trace} />}
      <Controls showInteractive={false} onFitView={() => { look(all); }} />
      <MiniMap<ThingNode> pannable zoomable style={MINI} nodeClassName={({ data }) => `map-mini-${data.placed.thing.kind}`} nodeStrokeWidth={0} nodeBorderRadius={8} />
    </ReactFlow>
  );
}

/** Moves the view to a place, or to what is in the middle of it where the whole could not be read: at once where nothing may move. */
function useLook(): (place: Rect, middle?: Rect) => void {
  const { setViewport } = useReactFlow();
  const { still } = usePreferences();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const viewOf = (place: Rect) => {
    const beside = getViewportForBounds(place, width, height, ZOOM.min, NATURAL, BESIDE);
    const above = getViewportForBounds(place, width, height, ZOOM.min, NATURAL, ABOVE);
    return beside.zoom > above.zoom ? beside : above;
  };
  return (place, middle = place) => {
    const view = viewOf(place);
    void setViewport(view.zoom < FAR ? viewOf(middle) : view, { duration: still ? 0 : 300 });
  };
}

/** Does it once for each subject, as soon as the map has its size. */
function useSettled(subject: string, act: () => void): void {
  const sized = useStore(({ width, height }) => width > 0 && height > 0);
  useEffect(() => {
    if (sized) act();
    // Changes of the region itself must not move the view under one's eyes.
  }, [sized, subject]);
}

/** The keys of the map, while it has the focus itself. */
function useKeys(whole: () => void): (event: KeyboardEvent) => void {
  const { getViewport, setViewport, zoomIn, zoomOut } = useReactFlow();
  const move = useCallback((x: number, y: number) => {
    const viewport = getViewport();
    void setViewport({ ...viewport, x: viewport.x + x, y: viewport.y + y });
  }, [getViewport, setViewport]);
  return (event) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Readonly<Record<string, () => unknown>> = {
      ArrowLeft: () => { move(STEP, 0); }, ArrowRight: () => { move(-STEP, 0); }, ArrowUp: () => { move(0, STEP); }, ArrowDown: () => { move(0, -STEP); },
      '+': () => zoomIn(), '-': () => zoomOut(), '0': whole,
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
}

/** A track with the VPCs that it goes through, and without them. Undefined for one without a place on the map. */
function around({ there, back }: Track, { placed }: Layout): { readonly whole: Rect; readonly bare: Rect } | undefined {
  const points = [...there.line, ...back?.line ?? []];
  if (points.length === 0) return undefined;
  const bare = boxOf(points.map(({ x, y }) => ({ x: x - 60, y: y - 60, width: 120, height: 120 })));
  const through = new Set([...there.stops, ...back?.stops ?? []].map(({ vpc }) => vpc));
  return { whole: boxOf([bare, ...placed.filter(({ id }) => through.has(id))]), bare };
}

function boxOf(rects: readonly Rect[]): Rect {
  const [x, y] = [Math.min(...rects.map((rect) => rect.x)), Math.min(...rects.map((rect) => rect.y))];
  return { x, y, width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x, height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y };
}
