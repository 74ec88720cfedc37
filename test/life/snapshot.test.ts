/** `openeip snapshot` and `openeip up --startup`, with the memory data plane. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { text } from '../support/world.js';
import { expectRefusal, openeip } from './command.js';

const BIN = join(import.meta.dirname, '../../bin/openeip.js');

const directory = mkdtempSync(join(tmpdir(), 'openeip-test-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('openeip snapshot', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'memory' });
  });
  afterAll(() => cloud.down());
  const run = (...argv: string[]) => {
    const { code, stdout, stderr } = cloud.cli('snapshot', ...argv);
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };

  it('saves, lists, tells what has changed, loads and deletes', async () => {
    expect(run('list')).toBe('There are no snapshots.\n');
    const id = text(await cloud.vpc('AllocateEipAddress'), 'AllocationId');
    expect(run('save', 'demo')).toMatch(/^demo {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}\d+ KiB {2}1 account, 1 eip\n$/);
    expect(run('diff', 'demo')).toBe('Nothing differs.\n');
    await cloud.vpc('ModifyEipAddressAttribute', { AllocationId: id, Name: 'renamed' });
    const added = await cloud.vpc('AllocateEipAddress');
    const lines = run('diff', 'demo').split('\n');
    expect(lines).toContain(`+ eip ${text(added, 'AllocationId')} cn-hangzhou ${text(added, 'EipAddress')}`);
    expect(lines).toContain('    name: "" → renamed');
    run('save', 'later');
    expect(run('diff', 'later', 'demo')).toContain(`- eip ${text(added, 'AllocationId')}`);
    expect(run('list')).toMatch(/^demo .*\nlater .*2 eip\n$/);
    expect(run('load', 'demo')).toContain('as it was saved in demo');
    expect(await cloud.vpc('DescribeEipAddresses')).toMatchObject({ TotalCount: 1, EipAddresses: { EipAddress: [{ AllocationId: id, Name: '' }] } });
    // It can be written again at once.
    await cloud.vpc('AllocateEipAddress');
    expect(run('delete', 'later')).toBe('later is deleted.\n');
    expect(JSON.parse(run('list', '--json'))).toMatchObject({ Snapshots: { Snapshot: [{ Name: 'demo', Refused: '' }] } });
  });

  it('says why it does not', () => {
    expectRefusal(cloud.cli('snapshot', 'load', 'none'), 'InvalidSnapshot.NotFound');
    expectRefusal(cloud.cli('snapshot', 'save', 'demo'), 'InvalidSnapshot.Exists');
    expectRefusal(cloud.cli('snapshot', 'save', 'a/b'), 'InvalidParameter');
  });
});

describe('openeip up --startup', () => {
  const folder = join(directory, 'scripts');
  const home = join(directory, 'home');
  const script = (name: string, body: string, mode = 0o755) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), mode);
  };
  const told = join(directory, 'told');
  const startUp = () => openeip.run(['up', '--json', '--port', '0', '--dataplane', 'memory', '--startup', folder], { OPENEIP_HOME: home });
  beforeAll(() => {
    mkdirSync(folder);
    mkdirSync(home);
    writeFileSync(join(folder, 'data.json'), '{}');
    script('10-first.sh', `echo "first $ALIBABA_CLOUD_ENDPOINT" >> ${told}; exec ${process.execPath} ${BIN} call vpc AllocateEipAddress --Name first`);
  });

  it('a script that fails is told, and there is no ready line', () => {
    script('20-second.sh', 'echo "it is broken" >&2; exit 3');
    const failed = startUp();
    expectRefusal(failed, `The startup script ${folder}/20-second.sh failed.`);
    expect(failed.stderr).toMatch(/it is broken\n[^]*why: It ended with 3\.[^]*do: {2}Mend it and start again/);
  });

  it('the next start begins anew and says ready after the last script; a cloud that has something is left alone', async () => {
    script('20-second.sh', `echo second >> ${told}`);
    writeFileSync(told, '');
    const first = await Cloud.up({ dataplane: 'memory', home, settings: { startup: folder } });
    expect(readFileSync(told, 'utf8')).toBe(`first ${new URL(first.endpoint).host}\nsecond\n`);
    expect(await first.vpc('DescribeEipAddresses')).toMatchObject({ TotalCount: 1, EipAddresses: { EipAddress: [{ Name: 'first' }] } });
    await first.down({ keep: true });
    writeFileSync(told, '');
    const second = await Cloud.up({ dataplane: 'memory', home });
    expect(readFileSync(told, 'utf8')).toBe('');
    expect(await second.vpc('DescribeEipAddresses')).toMatchObject({ TotalCount: 1 });
    await second.down();
  });

  it.each([
    ['what is not there', () => join(directory, 'none'), /There is no .*none\.\n/],
    ['a folder without a script', () => directory, /None of its files is executable\./],
    ['a script that is not executable', () => folder, /10-first\.sh is a script that is not executable\.\n.*chmod \+x/],
    ['a file that is no snapshot', () => join(folder, 'data.json'), /The cloud could not be filled\.\n.*damaged: /],
  ])('%s is refused', (_, path, said) => {
    chmodSync(join(folder, '10-first.sh'), 0o644);
    const env = { OPENEIP_HOME: join(directory, 'refused') };
    expectRefusal(openeip.run(['up', '--json', '--port', '0', '--dataplane', 'memory', '--startup', path()], env), said);
  });
});
