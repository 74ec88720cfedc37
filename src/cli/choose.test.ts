import { describe, expect, it } from 'vitest';
import { chooseDataPlane, describeMissing } from './choose.js';
import type { Finding } from './probe.js';

const fine: Finding = { what: 'namespaces', why: '', mend: '' };
const lack: Finding = { what: 'the program nft', why: 'It is not installed.', mend: 'apt-get install nftables' };
const probe = (...findings: Finding[]) => () => Promise.resolve(findings);

describe('the choice of a data plane', () => {
  it('auto: linux where everything works, else memory with what is missing', async () => {
    expect(await chooseDataPlane('auto', probe(fine))).toEqual({ dataplane: 'linux', missing: [] });
    expect(await chooseDataPlane('auto', probe(fine, lack))).toEqual({ dataplane: 'memory', missing: [lack] });
  });

  it('linux: refused with every lack and its mend', async () => {
    await expect(chooseDataPlane('linux', probe(fine, lack))).rejects.toMatchObject({
      why: 'the program nft: It is not installed.', mend: 'apt-get install nftables',
    });
  });

  it('memory: nothing is tried', async () => {
    const untried = () => Promise.reject(new Error('probed'));
    expect(await chooseDataPlane('memory', untried)).toEqual({ dataplane: 'memory', missing: [] });
  });

  it('what is missing is told with its mend', () => {
    expect(describeMissing([lack])).toContain('- the program nft: It is not installed.\n    mend: apt-get install nftables');
  });
});
