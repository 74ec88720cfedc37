/** Which data plane `up` uses. */
import type { Config } from './config.js';
import { Failed } from './failed.js';
import type { Finding } from './probe.js';

export interface Choice {
  readonly dataplane: 'linux' | 'memory';
  /** What stood against the Linux data plane. */
  readonly missing: readonly Finding[];
}

/** Throws Failed when the Linux data plane was asked for and cannot be had. */
export async function chooseDataPlane(wish: Config['dataplane'], probe: () => Promise<readonly Finding[]>): Promise<Choice> {
  if (wish === 'memory') return { dataplane: 'memory', missing: [] };
  const missing = (await probe()).filter((finding) => finding.why !== '');
  if (missing.length === 0) return { dataplane: 'linux', missing };
  if (wish === 'auto') return { dataplane: 'memory', missing };
  const why = missing.map(({ what, why: reason }) => `${what}: ${reason}`).join('\n');
  throw new Failed('The Linux data plane cannot run here.', why, missing.map(({ mend }) => mend).join('\n'));
}

export function describeMissing(missing: readonly Finding[]): string {
  const lines = missing.flatMap(({ what, why, mend }) => [`  - ${what}: ${why}`, `    mend: ${mend}`]);
  return ['The Linux data plane cannot run here, so no packets will flow (--dataplane memory). Missing:', ...lines].join('\n');
}
