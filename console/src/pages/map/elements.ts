/** The layout as React Flow takes it. Sizes and handles are given, so that nothing has to be measured, and what is out of sight is never made. */
import { Position, type Edge, type Node } from '@xyflow/react';
import { INTERNET, type Layout, type Line, type Placed, type Thing, type Trunk } from './layout.js';

type Handles = NonNullable<Node['handles']>;
/** `eni` is what an EIP leads to, '' for nothing. */
export type ThingNode = Node<{ readonly placed: Placed; readonly focused: boolean; readonly eni: string; readonly handles: Handles }, 'thing'>;
export type LineEdge = Edge<{ readonly line: Line }, 'line'>;
export type TrunkEdge = Edge<{ readonly trunk: Trunk }, 'trunk'>;

interface Elements {
  readonly nodes: ThingNode[];
  readonly edges: (LineEdge | TrunkEdge)[];
}

/** What lies above what. */
const LEVELS: Readonly<Record<Thing['kind'], number>> = { internet: 0, unbound: 0, vpc: 0, vswitch: 1, instance: 2, gateway: 3, eni: 3, eip: 3 };

/** @param far only what can be seen from afar @param focus id of what is to stand out */
export function elementsOf({ placed, lines, trunks }: Layout, far: boolean, focus: string): Elements {
  const leads = new Map(lines.map(({ eip, eni }) => [eip.AllocationId, eni]));
  const shown = placed.filter(({ fine, id }) => !far || !fine || id === focus);
  return {
    nodes: shown.map((one) => nodeOf(one, one.id === focus, leads.get(one.id) ?? '', trunks)),
    edges: [...trunks.map(trunkEdge), ...(far ? [] : lines.map(lineEdge))],
  };
}

/** In no language: what React Flow says of its elements is English. */
const SILENT = { domAttributes: { 'aria-roledescription': undefined, 'aria-describedby': undefined } } as const;

function nodeOf(placed: Placed, focused: boolean, eni: string, trunks: readonly Trunk[]): ThingNode {
  const { id, x, y, width, height, thing } = placed;
  const handles = handlesOf(placed, trunks);
  return {
    // A thing is what its links say.
    ...SILENT, ariaRole: 'presentation', id, type: 'thing', position: { x, y }, width, height, measured: { width, height }, zIndex: LEVELS[thing.kind], handles,
    data: { placed, focused, eni, handles },
  };
}

function handlesOf({ width, height, x, thing }: Placed, trunks: readonly Trunk[]): Handles {
  const handle = { width: 1, height: 1 };
  switch (thing.kind) {
    case 'internet': return trunks.map(({ vpc, from }) => ({ ...handle, id: vpc, type: 'source', position: Position.Bottom, x: from.x - x, y: height }));
    case 'vpc': return [{ ...handle, type: 'target', position: Position.Top, x: width / 2, y: 0 }];
    case 'eip': return [{ ...handle, type: 'source', position: Position.Right, x: width, y: height / 2 }];
    case 'eni': return [{ ...handle, type: 'target', position: Position.Left, x: 0, y: height / 2 }];
    default: return [];
  }
}

const PASSIVE = { ...SILENT, focusable: false, selectable: false } as const;

function trunkEdge(trunk: Trunk): TrunkEdge {
  return { ...PASSIVE, id: `trunk ${trunk.vpc}`, type: 'trunk', ariaLabel: `${INTERNET} → ${trunk.vpc}`, source: INTERNET, sourceHandle: trunk.vpc, target: trunk.vpc, zIndex: 0, data: { trunk } };
}

function lineEdge(line: Line): LineEdge {
  return { ...PASSIVE, id: line.id, type: 'line', ariaLabel: `${line.eip.IpAddress} → ${line.eni}`, source: line.eip.AllocationId, target: line.eni, zIndex: 2, data: { line } };
}
