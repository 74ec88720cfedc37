/** The examples of the README, run as their reader runs them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';

const ROOT = join(import.meta.dirname, '../..');

describe('examples', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { multiEip: true } });
  });
  afterAll(() => cloud.down());

  /** Runs with the environment that `openeip env` prints. */
  function run(argv: readonly string[]): Promise<string> {
    const printed = cloud.cli('env').stdout.matchAll(/^export ([A-Z_]+)=(.*)$/gm);
    const env: Record<string, string> = {};
    for (const [, name, value] of printed) if (name !== undefined && value !== undefined) env[name] = value;
    const [file = '', ...rest] = argv;
    const child = spawn(file, rest, {
      cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env, OPENEIP_HOME: cloud.home },
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    return new Promise((resolve, reject) => {
      child.once('close', (code) => (code === 0 ? resolve(said) : reject(new Error(`ended with ${String(code)}:\n${said}`))));
    });
  }

  it('quickstart by the SDK: both EIPs answer before and after the move, and the client saw one after the other', async () => {
    const said = await run([process.execPath, '--import', 'tsx', 'examples/quickstart/quickstart.ts']);
    expect(said.match(/^curl .*→ {2}tokyo$/gm)).toHaveLength(2);
    expect(said.match(/^curl .*→ {2}osaka$/gm)).toHaveLength(2);
    expect(said).toMatch(/^moved +tokyo × \d+, (no answer × \d+, )?osaka × \d+$/m);
  });

  it('quickstart by openeip call lines does the same', async () => {
    const answers = (await run(['sh', 'examples/quickstart/quickstart.sh'])).trim().split('\n').map((line) => line.split(' → ')[1]);
    expect(answers).toEqual(['tokyo', 'tokyo', 'osaka', 'osaka']);
  });

  it('modes: what the instance and the Internet side see of each', async () => {
    const [head = '', ...modes] = (await run(['sh', 'examples/modes/modes.sh'])).trim().split('\n\n');
    const [, eni = '', eip = ''] = /^ENI (\S+), EIP (\S+)$/.exec(head) ?? [];
    const seen = modes.map((text) => text.split('\n').map((line) => line.trim().replace(/ +/g, ' ')));
    const answers = [`http://${eip}/ → tokyo`, `a peer in the VPC → ${eni}: tokyo`];
    expect(seen).toEqual([
      ['NAT', `eth1 has ${eni}/24`, ...answers],
      ['BINDED', `eth1 has ${eip}/24`, answers[0], `a peer in the VPC → ${eni}: nothing`],
      ['MULTI_BINDED', `eth1 has ${eni}/24 ${eip}/24`, ...answers],
    ]);
  });
});
