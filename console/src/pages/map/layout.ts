/** Where everything stands on the map: a plain grid, the same for the same region. All numbers are pixels at zoom 1. */
import type { Eip, Eni, Instance, Ipv4Gateway, Vpc, VSwitch } from '../../api/rows.js';
import { eipsIn, wayOf, type Cell, type EniPlace, type RegionTree, type VpcPlace, type VSwitchPlace, type Way } from './region.js';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the light of an instance says from afar. */
export type CellState = 'running' | 'stopped' | 'changing' | 'unattached';

export type Thing =
  | { readonly kind: 'internet' }
  | { readonly kind: 'unbound'; readonly eips: readonly Eip[] }
  | { readonly kind: 'vpc'; readonly vpc: Vpc; readonly eips: readonly Eip[] }
  | { readonly kind: 'gateway'; readonly gateway: Ipv4Gateway }
  | { readonly kind: 'vswitch'; readonly vswitch: VSwitch; readonly eips: readonly Eip[]; readonly instances: number; readonly enis: number; readonly cells: readonly (Box & { readonly state: CellState })[] }
  | { readonly kind: 'instance'; readonly instance: Instance | undefined }
  /** `elsewhere`: its vSwitch is another than its instance's, where it is shown. */
  | { readonly kind: 'eni'; readonly eni: Eni; readonly elsewhere: boolean }
  | { readonly kind: 'eip'; readonly eip: Eip };

/** A thing at its place. `fine` ones are too small to be seen from afar. */
export interface Placed extends Box {
  readonly id: string;
  readonly fine: boolean;
  readonly thing: Thing;
}

/** An EIP's line to its ENI. */
export interface Line {
  readonly id: string;
  readonly eip: Eip;
  readonly eni: string;
  readonly way: Way;
  readonly from: Point;
  readonly to: Point;
}

/** From the Internet into a VPC, through its gateway where it has one. */
export interface Trunk {
  readonly vpc: string;
  readonly gateway: Ipv4Gateway | undefined;
  readonly eips: readonly Eip[];
  readonly from: Point;
  readonly to: Point;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly placed: readonly Placed[];
  readonly lines: readonly Line[];
  readonly trunks: readonly Trunk[];
  readonly width: number;
  readonly height: number;
}

export const INTERNET = 'internet';
export const UNBOUND = 'unbound';

const EIP = { width: 178, height: 38 };
const ENI = { width: 264, height: 38 };
const ROW = 46;
const PAD = 10;
const GAP = 24;
/** Between an EIP and its ENI: room for the mode's name. */
const SPAN = 128;
const HEADER = { cell: 38, vswitch: 44, vpc: 56 };
const CARD = ENI.width + 2 * PAD;
const INTERNET_HEIGHT = 56;
const GATEWAY = { width: 240, height: 44 };
/** From the Internet to the VPCs. */
const EDGE = 150;
/** Width to height that the whole aims at. */
const RATIO = 1.9;

/** Something of a known size, placed once its corner is known. */
interface Block {
  readonly width: number;
  readonly height: number;
  readonly place: (corner: Point, sheet: Sheet) => void;
}

interface Sheet {
  readonly placed: Placed[];
  readonly lines: Line[];
  readonly trunks: Trunk[];
}

export function layoutOf({ vpcs, unbound }: RegionTree): Layout {
  const sheet: Sheet = { placed: [], lines: [], trunks: [] };
  const all = sum(vpcs.map(weightOf));
  // Side by side they come to the ratio of the whole.
  const blocks = [...vpcs.map((vpc) => vpcBlock(vpc, Math.max((RATIO * weightOf(vpc)) / all, 0.4))), ...(unbound.length === 0 ? [] : [unboundBlock(unbound)])];
  const width = Math.max(sum(blocks.map((block) => block.width + 2 * GAP)) - 2 * GAP, 480);
  sheet.placed.push({ id: INTERNET, fine: false, thing: { kind: 'internet' }, x: 0, y: 0, width, height: INTERNET_HEIGHT });
  const top = INTERNET_HEIGHT + EDGE;
  let x = (width - (sum(blocks.map((block) => block.width + 2 * GAP)) - 2 * GAP)) / 2;
  for (const block of blocks) {
    block.place({ x, y: top }, sheet);
    x += block.width + 2 * GAP;
  }
  return { ...sheet, width, height: top + Math.max(0, ...blocks.map(({ height }) => height)) };
}

/** How much there is in it. */
function weightOf({ vswitches }: VpcPlace): number {
  return 1 + sum(vswitches.flatMap(({ cells }) => cells.map(({ enis }) => 1 + enis.length)));
}

function vpcBlock(place: VpcPlace, ratio: number): Block {
  const { vpc, gateway, vswitches, loose } = place;
  const inside = shelves([...vswitches.map((vswitch) => vswitchBlock(vswitch, ratio)), ...(loose.length === 0 ? [] : [chips(loose)])], ratio, GAP);
  const width = Math.max(inside.width, GATEWAY.width, CARD) + 2 * GAP;
  const height = HEADER.vpc + inside.height + GAP;
  const eips = eipsIn(place);
  return {
    width, height,
    place: ({ x, y }, sheet) => {
      const middle = x + width / 2;
      sheet.placed.push({ id: vpc.VpcId, fine: false, thing: { kind: 'vpc', vpc, eips }, x, y, width, height });
      sheet.trunks.push({ vpc: vpc.VpcId, gateway, eips, from: { x: middle, y: INTERNET_HEIGHT }, to: { x: middle, y } });
      if (gateway !== undefined) {
        const at = { x: middle - GATEWAY.width / 2, y: y - EDGE / 2 - GATEWAY.height / 2 };
        sheet.placed.push({ id: gateway.Ipv4GatewayId, fine: false, thing: { kind: 'gateway', gateway }, ...at, ...GATEWAY });
      }
      inside.place({ x: x + GAP, y: y + HEADER.vpc }, sheet);
    },
  };
}

function vswitchBlock({ vswitch, cells }: VSwitchPlace, ratio: number): Block {
  const column = cells.some(({ enis }) => enis.some(({ eips }) => eips.length > 0));
  const inside = grid(cells.map((cell) => cellBlock(cell, column)), ratio, GAP);
  const width = Math.max(inside.width, CARD) + 2 * PAD;
  const height = HEADER.vswitch + Math.max(inside.height, 40) + PAD;
  const enis = cells.flatMap((cell) => cell.enis);
  return {
    width, height,
    place: ({ x, y }, sheet) => {
      const index = sheet.placed.length;
      const corner = { x: x + PAD, y: y + HEADER.vswitch };
      inside.place(corner, sheet);
      const thing = {
        kind: 'vswitch' as const, vswitch, eips: enis.flatMap(({ eips }) => eips), enis: enis.length, instances: cells.filter(({ instance }) => instance !== undefined).length,
        cells: sheet.placed.slice(index).flatMap(({ thing: inner, x: left, y: up, width: wide, height: high }) => (
          inner.kind === 'instance' ? [{ x: left - x, y: up - y, width: wide, height: high, state: stateOf(inner.instance) }] : []
        )),
      };
      // Below what stands in it.
      sheet.placed.splice(index, 0, { id: vswitch.VSwitchId, fine: false, thing, x, y, width, height });
    },
  };
}

/** An instance's card with its ENIs, their EIPs to the left. */
function cellBlock({ instance, enis }: Cell, column: boolean): Block {
  const rows = enis.map(({ eips }) => Math.max(eips.length, 1));
  const left = column ? EIP.width + SPAN : 0;
  const height = HEADER.cell + sum(rows) * ROW + PAD;
  return {
    width: left + CARD, height,
    place: ({ x, y }, sheet) => {
      const id = instance?.InstanceId ?? `alone ${enis[0]?.eni.NetworkInterfaceId ?? ''}`;
      sheet.placed.push({ id, fine: true, thing: { kind: 'instance', instance }, x: x + left, y, width: CARD, height });
      let top = y + HEADER.cell;
      for (const [index, place] of enis.entries()) {
        const tall = (rows[index] ?? 1) * ROW;
        putEni(place, instance !== undefined && instance.VpcAttributes.VSwitchId !== place.eni.VSwitchId, x, { x: x + left + PAD, y: top + tall / 2 }, sheet);
        top += tall;
      }
    },
  };
}

/** @param left of its EIPs @param middle of its left side */
function putEni({ eni, eips }: EniPlace, elsewhere: boolean, left: number, middle: Point, { placed, lines }: Sheet): void {
  placed.push({ id: eni.NetworkInterfaceId, fine: true, thing: { kind: 'eni', eni, elsewhere }, x: middle.x, y: middle.y - ENI.height / 2, ...ENI });
  for (const [index, eip] of eips.entries()) {
    const y = middle.y + (index - (eips.length - 1) / 2) * ROW;
    placed.push(chip(eip, { x: left, y: y - EIP.height / 2 }));
    lines.push({ id: `${eip.AllocationId} ${eni.NetworkInterfaceId}`, eip, eni: eni.NetworkInterfaceId, way: wayOf(eip), from: { x: left + EIP.width, y }, to: middle });
  }
}

function unboundBlock(eips: readonly Eip[]): Block {
  const inside = chips(eips);
  const width = Math.max(inside.width, CARD) + 2 * PAD;
  const height = HEADER.vswitch + inside.height + PAD;
  return {
    width, height,
    place: ({ x, y }, sheet) => {
      sheet.placed.push({ id: UNBOUND, fine: false, thing: { kind: 'unbound', eips }, x, y, width, height });
      inside.place({ x: x + PAD, y: y + HEADER.vswitch }, sheet);
    },
  };
}

function chips(eips: readonly Eip[]): Block {
  return grid(eips.map((eip) => ({ ...EIP, place: (corner, { placed }) => { placed.push(chip(eip, corner)); } })), 0.6, PAD);
}

function chip(eip: Eip, corner: Point): Placed {
  return { id: eip.AllocationId, fine: true, thing: { kind: 'eip', eip }, ...corner, ...EIP };
}

function stateOf(instance: Instance | undefined): CellState {
  switch (instance?.Status) {
    case undefined: return 'unattached';
    case 'Running': return 'running';
    case 'Stopped': return 'stopped';
    default: return 'changing';
  }
}

/** Blocks of one width, row by row. */
function grid(blocks: readonly Block[], ratio: number, gap: number): Block {
  const wide = Math.max(0, ...blocks.map(({ width }) => width)) + gap;
  const high = sum(blocks.map(({ height }) => height + gap)) / Math.max(blocks.length, 1);
  const columns = Math.max(1, Math.round(Math.sqrt((blocks.length * high * ratio) / wide)));
  return stacked(Array.from({ length: Math.ceil(blocks.length / columns) }, (_, row) => blocks.slice(row * columns, (row + 1) * columns)), gap);
}

/** Blocks of any width, row by row. */
function shelves(blocks: readonly Block[], ratio: number, gap: number): Block {
  const most = Math.max(Math.sqrt(sum(blocks.map(({ width, height }) => (width + gap) * (height + gap))) * ratio), ...blocks.map(({ width }) => width));
  const rows: Block[][] = [];
  let room = 0;
  for (const block of blocks) {
    if (rows.length === 0 || block.width > room) {
      rows.push([]);
      room = most;
    }
    rows.at(-1)?.push(block);
    room -= block.width + gap;
  }
  return stacked(rows, gap);
}

function stacked(rows: readonly (readonly Block[])[], gap: number): Block {
  const widths = rows.map((row) => sum(row.map(({ width }) => width + gap)) - gap);
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)));
  return {
    width: Math.max(0, ...widths),
    height: Math.max(0, sum(heights.map((height) => height + gap)) - gap),
    place: (corner, sheet) => {
      let { y } = corner;
      for (const [index, row] of rows.entries()) {
        let { x } = corner;
        for (const block of row) {
          block.place({ x, y }, sheet);
          x += block.width + gap;
        }
        y += (heights[index] ?? 0) + gap;
      }
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
