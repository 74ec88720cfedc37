/** Whether the window is too narrow for the navigation to stand beside the page. */
import { useSyncExternalStore } from 'react';

/** As wide as Ant Design's `lg` begins; app.css says the same. */
const narrow = matchMedia('(max-width: 991.98px)');

const subscribe = (listener: () => void): (() => void) => {
  narrow.addEventListener('change', listener);
  return () => {
    narrow.removeEventListener('change', listener);
  };
};
const isNarrow = (): boolean => narrow.matches;

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, isNarrow);
}
