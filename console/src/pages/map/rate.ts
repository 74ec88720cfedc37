/** What EIPs carry now, for a component: it is drawn anew when that changes. */
import { useMemo, useSyncExternalStore } from 'react';
import type { Eip } from '../../api/rows.js';
import { rates, sumOf, type Rate } from '../../live/rates.js';

const follow = (told: () => void) => rates.changed.follow(told);

export function useRate(eip: string): Rate {
  return useSyncExternalStore(follow, () => rates.of(eip));
}

/** Of several together. */
export function useRates(eips: readonly Eip[]): Rate {
  const sum = useMemo(() => summing(eips), [eips]);
  return useSyncExternalStore(follow, sum);
}

/** The same object as before where nothing else came out. */
function summing(eips: readonly Eip[]): () => Rate {
  let last = sumOf([]);
  return () => {
    const now = sumOf(eips.map(({ AllocationId }) => rates.of(AllocationId)));
    if ((Object.keys(now) as (keyof Rate)[]).some((name) => now[name] !== last[name])) last = now;
    return last;
  };
}
