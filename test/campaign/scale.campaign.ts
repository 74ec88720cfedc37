/** The size that one host is meant to carry. What an association costs there is a row of the bench. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildMetropolis, unreachable, type Metropolis } from '../support/metropolis.js';

/** Every so many instances one is asked, in a place of its own among five, so that every mode is. */
const SAMPLE = 20;
/** MB */
const AGENT_MEMORY = 250;

describe('500 instances, 1,000 ENIs, 10,000 EIPs in all modes', () => {
  let metropolis: Metropolis;
  beforeAll(async () => {
    metropolis = await buildMetropolis(mkdtempSync(join(tmpdir(), 'openeip-scale-')));
  }, 900_000);
  afterAll(() => metropolis.cloud.down());

  it('are all there', () => {
    const { cloud, residents, enis, eips } = metropolis;
    expect([residents.length, enis, eips]).toEqual([500, 1_000, 10_000]);
    const { version, confirmed } = cloud.status();
    expect(confirmed).toBe(version);
  });

  it('answer over every EIP of one instance in twenty', async () => {
    const { residents } = metropolis;
    const sample = residents.filter((_, index) => index % SAMPLE === Math.floor(index / SAMPLE) % 5);
    expect(new Set(sample.map((one) => one.mode))).toEqual(new Set(['NAT', 'BINDED', 'MULTI_BINDED']));
    const silent: string[] = [];
    for (const resident of sample) silent.push(...await unreachable(metropolis, resident));
    expect(silent).toEqual([]);
  });

  it(`leave the agent below ${String(AGENT_MEMORY)} MB`, () => {
    const { agent } = metropolis.cloud.status().processes;
    const pss = /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${String(agent)}/smaps_rollup`, 'utf8'))?.[1];
    expect(Number(pss) / 1024).toBeLessThan(AGENT_MEMORY);
  });
});
