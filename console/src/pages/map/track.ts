/** Where a traced packet goes on the map: lines between the things that decide about it, each with the numbers of its hops. */
import type { Hop, Trace, Trip } from '../../api/trace.js';
import { INTERNET, type Layout, type Placed, type Point } from './layout.js';

/** A thing, or the edge above a VPC, where some hops in a row fall. */
export interface Stop {
  /** Id of the thing; `edge` for the Internet's. */
  readonly at: string;
  /** Which it is in, or at the edge of. */
  readonly vpc: string;
  /** Where its numbers stand, to the left or to the right. */
  readonly point: Point;
  readonly toLeft: boolean;
  /** Numbers of hops, from 1; those of the way back go on where the way there ended. */
  readonly first: number;
  readonly last: number;
  /** Code of the cause, where the packet dies here. */
  readonly cause: string | undefined;
}

export interface Leg {
  readonly stops: readonly Stop[];
  readonly line: readonly Point[];
}

export interface Track {
  readonly there: Leg;
  readonly back: Leg | undefined;
}

const EDGE = 'edge';
/** The two ways stand this far from the middle of what both take. */
const APART = 7;
/** What is free beside EIPs, and beside cards. */
const CHANNEL = 10;
const CARD_EDGE = 18;

export function trackOf({ forward, back }: Trace, layout: Layout): Track {
  const there = new Walker(layout, -1).leg(forward, 1);
  return { there, back: back === null ? undefined : new Walker(layout, 1).leg(back, forward.hops.length + 1) };
}

interface Anchor {
  readonly at: string;
  readonly vpc: string;
}

type Halt = Omit<Stop, 'point' | 'toLeft'>;

class Walker {
  private readonly things: ReadonlyMap<string, Placed>;

  /** @param side -1 for the way there, which is drawn left of and above the way back */
  constructor(
    private readonly layout: Layout,
    private readonly side: -1 | 1,
  ) {
    this.things = new Map(layout.placed.map((placed) => [placed.id, placed]));
  }

  leg({ hops, cause }: Trip, first: number): Leg {
    const anchors = this.anchors(hops);
    const stops: Halt[] = [];
    for (const [index, hop] of hops.entries()) {
      const anchor = anchors[index];
      const last = first + index;
      const code = hop.after === null ? cause?.code : undefined;
      const before = stops.at(-1);
      if (before !== undefined && (anchor === undefined || before.at === anchor.at)) stops.splice(-1, 1, { ...before, last, cause: code });
      else if (anchor !== undefined) stops.push({ ...anchor, first: last, last, cause: code });
    }
    return { stops: stops.map((stop, index) => ({ ...stop, ...this.signAt(stop, stops[index - 1], stops[index + 1]) })), line: this.line(stops) };
  }

  private kind(at: string): Placed['thing']['kind'] | undefined {
    return this.things.get(at)?.thing.kind;
  }

  private anchors(hops: readonly Hop[]): readonly (Anchor | undefined)[] {
    const places = hops.map((hop) => this.placeOf(hop));
    // Between an EIP and its ENI the VPC only lets pass: what it decides there is told at the EIP.
    const folded = places.map((at, index) => {
      if (this.kind(at) !== 'vpc') return at;
      const before = places.slice(0, index).findLast((other) => this.kind(other) !== 'vpc') ?? '';
      const after = places.slice(index).find((other) => this.kind(other) !== 'vpc') ?? '';
      if (this.kind(before) === 'eip' && (this.kind(after) === 'eni' || after === '')) return before;
      return this.kind(before) === 'eni' && this.kind(after) === 'eip' ? after : at;
    });
    const vpcs = folded.map((at) => this.vpcOf(at));
    return folded.map((at, index) => {
      const vpc = vpcs.slice(0, index + 1).findLast((one) => one !== '') ?? vpcs.slice(index).find((one) => one !== '') ?? '';
      return at === EDGE || this.things.has(at) ? { at, vpc } : undefined;
    });
  }

  /** A packet that dies at an ENI's door is shown to die there. */
  private placeOf({ at, by, decision, facts, after }: Hop): string {
    const { eni = '', eip = by } = facts;
    if (after === null && this.kind(eni) === 'eni') return eni;
    return (after === null || /translated|kept/.test(decision)) && this.kind(eip) === 'eip' ? eip : at;
  }

  private vpcOf(at: string): string {
    const thing = this.things.get(at)?.thing;
    if (thing?.kind === 'vpc') return at;
    if (thing?.kind === 'eni') return thing.eni.VpcId;
    if (thing?.kind !== 'eip') return '';
    return this.layout.trunks.find(({ eips }) => eips.some(({ AllocationId }) => AllocationId === at))?.vpc ?? '';
  }

  private signAt(stop: Anchor, before: Anchor | undefined, after: Anchor | undefined): { readonly point: Point; readonly toLeft: boolean } {
    const placed = this.things.get(stop.at);
    if (placed?.thing.kind !== 'eip' && placed?.thing.kind !== 'eni') return { point: this.onUpright(stop), toLeft: this.side < 0 };
    const y = this.side < 0 ? placed.y - 3 : placed.y + placed.height + 3;
    if (placed.thing.kind === 'eip') return { point: { x: placed.x + 4, y }, toLeft: true };
    return this.isByEip(before, after) ? { point: { x: placed.x + 4, y }, toLeft: false } : { point: { x: placed.x + placed.width - 4, y }, toLeft: true };
  }

  /** An ENI that is come to by its EIP is come to from the left. */
  private isByEip(...beside: readonly (Anchor | undefined)[]): boolean {
    return beside.some((other) => other !== undefined && this.kind(other.at) === 'eip');
  }

  /** The Internet, its edge, or the head of a VPC. */
  private onUpright({ at, vpc }: Anchor): Point {
    const { x, y } = this.upright(vpc);
    switch (this.kind(at)) {
      case 'internet': return { x, y: y.internet };
      case 'vpc': return { x, y: y.vpc };
      default: return { x, y: y.edge };
    }
  }

  /** The line from the Internet down into a VPC. */
  private upright(vpc: string): { readonly x: number; readonly y: { readonly internet: number; readonly edge: number; readonly vpc: number } } {
    const trunk = this.layout.trunks.find((one) => one.vpc === vpc);
    const internet = this.things.get(INTERNET);
    const bottom = (internet?.y ?? 0) + (internet?.height ?? 0);
    const x = (trunk?.from.x ?? this.layout.width / 2) + this.side * APART;
    const top = trunk?.to.y ?? bottom + 150;
    return { x, y: { internet: bottom - 12, edge: (bottom + top) / 2, vpc: top + 46 } };
  }

  private line(stops: readonly Anchor[]): readonly Point[] {
    const line: Point[] = [];
    for (const [index, stop] of stops.entries()) {
      const before = stops[index - 1];
      const after = stops[index + 1];
      line.push(...this.way(before, stop), ...this.through(stop, before, after));
    }
    return line;
  }

  /** Corners between two stops. */
  private way(from: Anchor | undefined, to: Anchor): readonly Point[] {
    if (from === undefined) return [];
    const [start, end] = [this.kind(from.at), this.kind(to.at)];
    if ((start === 'eip' && end === 'eni') || (start === 'eni' && end === 'eip')) return [];
    const down = end === 'eip' || end === 'eni' ? this.channel(to) : [];
    const up = start === 'eip' || start === 'eni' ? this.channel(from).toReversed() : [];
    return [...up, ...down];
  }

  /** From the VPC's head to the side of an EIP or an ENI. */
  private channel({ at, vpc }: Anchor): readonly Point[] {
    const placed = this.things.get(at);
    if (placed === undefined || vpc === '') return [];
    const { x, y } = this.upright(vpc);
    const beside = placed.thing.kind === 'eip' ? placed.x - CHANNEL + this.side * 3 : placed.x + placed.width + CARD_EDGE + this.side * 3;
    const level = y.vpc + this.side * 3;
    return [{ x, y: level }, { x: beside, y: level }, { x: beside, y: this.height(placed) }];
  }

  /** Along the upper side of things on the way there, along the lower side on the way back. */
  private height(placed: Placed): number {
    if (placed.thing.kind === 'eip') return this.side < 0 ? placed.y - 3 : placed.y + placed.height + 3;
    return placed.y + placed.height / 2 + this.side * 8;
  }

  private through(stop: Anchor, before: Anchor | undefined, after: Anchor | undefined): readonly Point[] {
    const placed = this.things.get(stop.at);
    if (placed === undefined || (placed.thing.kind !== 'eip' && placed.thing.kind !== 'eni')) return [this.onUpright(stop)];
    const y = this.height(placed);
    if (placed.thing.kind === 'eni') {
      return [{ x: this.isByEip(before, after) ? placed.x : placed.x + placed.width, y }];
    }
    const sides = [{ x: placed.x - 4, y }, { x: placed.x + placed.width + 4, y }];
    return before !== undefined && this.kind(before.at) === 'eni' ? sides.toReversed() : sides;
  }
}
