/** How fast EIPs carry traffic, from what passed them since ever. */
import { Channel } from './channel.js';

/** Bytes and packets since ever, from and to the Internet. */
export interface Totals {
  readonly received: number;
  readonly sent: number;
  readonly receivedPackets: number;
  readonly sentPackets: number;
}

export interface Sample extends Totals {
  /** ms */
  readonly time: number;
}

/** In a second. */
export interface Rate {
  readonly receivedBits: number;
  readonly sentBits: number;
  readonly receivedPackets: number;
  readonly sentPackets: number;
}

export const STILL: Rate = { receivedBits: 0, sentBits: 0, receivedPackets: 0, sentPackets: 0 };

/** Counters come every second while they change, ms. After a longer silence the change began within the last of these seconds. */
const PERIOD = 1_000;
const SILENCE = 2_500;

/** Counters that fell began anew: another EIP's under the same id, or another cloud. */
export function rateBetween(before: Sample | undefined, after: Sample): Rate {
  if (before === undefined || after.time <= before.time || after.received < before.received || after.sent < before.sent) return STILL;
  const gap = after.time - before.time;
  const seconds = (gap > SILENCE ? PERIOD : gap) / 1_000;
  const perSecond = (name: keyof Totals) => (after[name] - before[name]) / seconds;
  return {
    receivedBits: perSecond('received') * 8, sentBits: perSecond('sent') * 8, receivedPackets: perSecond('receivedPackets'), sentPackets: perSecond('sentPackets'),
  };
}

export function sumOf(rates: readonly Rate[]): Rate {
  return rates.reduce((sum, rate) => ({
    receivedBits: sum.receivedBits + rate.receivedBits, sentBits: sum.sentBits + rate.sentBits,
    receivedPackets: sum.receivedPackets + rate.receivedPackets, sentPackets: sum.sentPackets + rate.sentPackets,
  }), STILL);
}

class Rates {
  /** Told when rates are others than before. */
  readonly changed = new Channel<undefined>();
  private readonly samples = new Map<string, Sample>();
  /** Of those that carry something now. */
  private readonly now = new Map<string, Rate>();
  private readonly heard = new Map<string, number>();
  private timer: ReturnType<typeof setInterval> | undefined;

  /** @param time of the server, ms */
  counted(time: number, eips: Readonly<Record<string, Totals>>): void {
    for (const [id, totals] of Object.entries(eips)) {
      const sample = { ...totals, time };
      const rate = rateBetween(this.samples.get(id), sample);
      this.samples.set(id, sample);
      this.heard.set(id, performance.now());
      if (rate === STILL) this.now.delete(id);
      else this.now.set(id, rate);
    }
    this.changed.tell(undefined);
    // Whoever stands still is not told of.
    this.timer ??= setInterval(() => { this.calm(); }, PERIOD);
  }

  of(eip: string): Rate {
    return this.now.get(eip) ?? STILL;
  }

  forget(): void {
    this.samples.clear();
    this.now.clear();
    this.heard.clear();
    this.changed.tell(undefined);
  }

  private calm(): void {
    const oldest = performance.now() - SILENCE;
    let calmed = false;
    for (const id of this.now.keys()) {
      if ((this.heard.get(id) ?? 0) > oldest) continue;
      this.now.delete(id);
      calmed = true;
    }
    if (calmed) this.changed.tell(undefined);
    if (this.now.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

export const rates = new Rates();
