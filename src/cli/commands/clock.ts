/** `openeip clock show|advance <duration>|set <time>|real`: the cloud's time. */
import { z } from 'zod';
import { asDuration, asTime } from '../arguments.js';
import { operate, time, type PrintOptions } from '../operator.js';

const clockSchema = z.object({ Time: z.string(), HostTime: z.string(), AheadSeconds: z.number(), NextDue: z.string() });

const ACTIONS = {
  show: () => ['DescribeClock', {}],
  advance: (span) => ['AdvanceClock', { By: asDuration(span) }],
  set: (moment) => ['SetClock', { Time: asTime(moment) }],
  real: () => ['ResetClock', {}],
} as const satisfies Readonly<Record<string, (argument: string) => readonly [string, Readonly<Record<string, string>>]>>;

export type ClockOrder = keyof typeof ACTIONS;

export function clock(order: ClockOrder, argument: string, options: PrintOptions): Promise<void> {
  return operate(options, ACTIONS[order](argument), clockSchema, ({ Time, AheadSeconds, NextDue }) => {
    const ahead = AheadSeconds === 0 ? 'the host’s time' : `${spanOf(Math.abs(AheadSeconds))} ${AheadSeconds > 0 ? 'ahead of' : 'behind'} the host`;
    return `${time(Time)} UTC, ${ahead}\n${NextDue === '' ? '' : `  next is due at ${time(NextDue)} UTC\n`}`;
  });
}

function spanOf(seconds: number): string {
  const parts = [[Math.floor(seconds / 86_400), 'd'], [Math.floor(seconds / 3_600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'm'], [seconds % 60, 's']] as const;
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${String(count)}${unit}`).join(' ');
}
