/** Times below a chart, as short as its length allows. */
import { useMemo } from 'react';
import { useWords } from '../../i18n/words.js';

const DAY = 24 * 3_600_000;

/** @param length ms from one end of the chart to the other */
export function useMoments(length: number): (time: number, precise: boolean) => string {
  const { language: { tag } } = useWords();
  return useMemo(() => {
    const clock = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', ...(length < DAY / 24 ? { second: '2-digit' as const } : {}), hourCycle: 'h23' });
    const day = new Intl.DateTimeFormat(tag, { month: 'short', day: 'numeric' });
    const whole = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' });
    return (time, precise) => {
      if (precise) return whole.format(time);
      const begins = new Date(time).getHours() === 0 && new Date(time).getMinutes() === 0;
      return length > 2 * DAY || (length >= DAY && begins) ? day.format(time) : clock.format(time);
    };
  }, [tag, length]);
}
