/** How near one looks. From afar only the outlines are shown. */
import { useStore } from '@xyflow/react';

/** Below this zoom the small things could not be read. */
export const FAR = 0.5;

export function useFar(): boolean {
  return useStore(({ transform: [, , zoom] }) => zoom < FAR);
}

/** How much larger letters must be drawn to be read from afar: in steps, so that not each turn of the wheel draws everything anew; 1 when near. */
export function useMagnification(): number {
  return useStore(({ transform: [, , zoom] }) => (zoom < FAR ? 2 ** (Math.round(-Math.log2(zoom) * 2) / 2) : 1));
}
