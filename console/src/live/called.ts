/** What no row of the cloud tells of is known by the calls that change it, whoever makes them: this page, another tab or the CLI. */
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { requests, type RequestRecord } from './feed.js';

/** ms in which many calls make one look. */
const TOGETHER = 200;

/** Makes a query stale once a call was answered that changes what it tells. */
export function useStaleAfter(queryKey: QueryKey, changes: (record: RequestRecord) => boolean): void {
  const client = useQueryClient();
  const isMeant = useEffectEvent(changes);
  const look = useEffectEvent(() => { void client.invalidateQueries({ queryKey }); });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unfollow = requests.follow((record) => {
      if (timer !== undefined || !isMeant(record)) return;
      timer = setTimeout(() => {
        timer = undefined;
        look();
      }, TOGETHER);
    });
    return () => {
      unfollow();
      clearTimeout(timer);
    };
  }, []);
}
