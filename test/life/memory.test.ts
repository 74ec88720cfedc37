/** The command line as a contract, with the memory data plane. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cloud } from '../support/cloud.js';
import { expectRefusal, kill, openeip, pidsOf } from './command.js';

describe('openeip up --dataplane memory', () => {
  let cloud: Cloud;

  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'memory' });
  });
  afterAll(() => cloud.down());

  it('listens on loopback, with keys of its own making', () => {
    expect(cloud.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(cloud.accessKeySecret).toMatch(/^[A-Za-z0-9]{30}$/);
  });

  it('status says so, as text and as JSON', () => {
    expect(cloud.cli('status').stdout).toContain(`OpenEIP is running at ${cloud.endpoint}`);
    expect(JSON.parse(cloud.cli('status', '--json').stdout)).toMatchObject({
      running: true, healthy: true, dataplane: 'memory', endpoint: cloud.endpoint, home: cloud.home,
    });
  });

  it('call: JSON on standard output, a refusal on standard error with exit code 1', () => {
    const made = cloud.cli('call', 'vpc', 'AllocateEipAddress', '--Bandwidth', '5');
    expect(made.code).toBe(0);
    const { AllocationId } = z.object({ AllocationId: z.string() }).parse(JSON.parse(made.stdout));
    expect(cloud.cli('call', 'vpc', 'DescribeEipAddresses', '--AllocationId', AllocationId).stdout).toContain('"Bandwidth": "5"');
    const refused = cloud.cli('call', 'vpc', 'ReleaseEipAddress', '--AllocationId', 'eip-none');
    expectRefusal(refused, /^error: InvalidAllocationId\.NotFound \(HTTP 404\): .*\n {2}RequestId: [0-9A-F-]{36}\n$/);
    expectRefusal(cloud.cli('call', 'nonsense', 'Do'), 'There is no product "nonsense"');
  });

  it('env: a shell that evaluates it has the endpoint and the keys, and loses them again', () => {
    const lines = cloud.cli('env').stdout;
    const shown = openeip.shell(`${lines}\necho "$ALIBABA_CLOUD_ENDPOINT $ALICLOUD_SECRET_KEY $ALIBABA_CLOUD_ACCOUNT_ID"; test -r "$SSL_CERT_FILE" && echo readable
      ${cloud.cli('env', '--unset').stdout}\nenv | grep -c -e ALICLOUD -e ALIBABA -e SSL_CERT_FILE -e NODE_EXTRA`);
    expect(shown.split('\n')).toEqual([
      `${new URL(cloud.endpoint).host} ${cloud.accessKeySecret} 1234567890123456`, 'readable', '0', '',
    ]);
  });

  it('console: a fresh URL each time, and one in the ready line; each opens one session', async () => {
    const ready = z.object({ console: z.string() }).parse(JSON.parse(cloud.output.split('\n').find((line) => line.includes('"ready"')) ?? ''));
    const pages = [ready.console, cloud.cli('console').stdout.trim(), cloud.cli('console').stdout.trim()];
    expect(new Set(pages).size).toBe(3);
    for (const page of pages) {
      expect(page.startsWith(`${cloud.endpoint}/console/login?token=`)).toBe(true);
      const opened = await fetch(page, { redirect: 'manual' });
      expect([opened.status, opened.headers.get('set-cookie')]).toEqual([303, expect.stringContaining('openeip_session=')]);
      expect((await fetch(page, { redirect: 'manual' })).status).toBe(403);
    }
    expect((await fetch(`${cloud.endpoint}/console/session`)).status).toBe(401);
  });

  it('requests: what was asked and what it changed, without secrets', async () => {
    await cloud.vpc('AllocateEipAddress', { Name: 'seen' });
    await expect(cloud.vpc('ReleaseEipAddress', { AllocationId: 'eip-none', Password: 'hidden' })).rejects.toThrow('InvalidAllocationId.NotFound');
    const lines = cloud.cli('requests').stdout.trimEnd().split('\n');
    expect(lines.find((line) => line.includes('Vpc.AllocateEipAddress'))).toMatch(/^\d{4}-\d\d-\d\d [\d:]{8}  Vpc\.AllocateEipAddress +200 +[\d.]+ ms +[0-9A-F-]{36}  eip eip-\w+/);
    expect(lines.at(-1)).toMatch(/Vpc\.ReleaseEipAddress +404 InvalidAllocationId\.NotFound/);
    const json = cloud.cli('requests', '--json').stdout;
    expect(json).toContain('"Value":"seen"');
    expect(json).toContain('"Name":"Password","Value":"***"');
    expect(json).not.toContain('hidden');
  });

  it('requests --follow goes on with what is asked', async () => {
    const following = cloud.follow('requests', '--follow', '--json');
    const told = (async () => {
      for await (const line of following.lines) if (line.includes('"DescribeVpcs"')) return line;
      return '';
    })();
    await once(following.process.stdout ?? following.process, 'data');
    await cloud.vpc('DescribeVpcs');
    expect(JSON.parse(await told)).toMatchObject({ product: 'Vpc', action: 'DescribeVpcs', status: 200, code: null, events: [] });
    following.process.kill();
  });

  it('/healthz and /readyz say that all is well', async () => {
    for (const path of ['/healthz', '/readyz']) expect(await (await fetch(cloud.endpoint + path)).text()).toBe('ok\n');
    expect(await (await fetch(`${cloud.endpoint}/metrics`)).text()).toMatch(/^openeip_requests_total\{product="Vpc",action="AllocateEipAddress",code="ok"\} \d+$/m);
  });

  it('a second up says that it runs, and where', () => {
    const second = cloud.cli('up', '--dataplane', 'memory');
    expectRefusal(second, 'OpenEIP is already running.');
    expect(second.stderr).toContain(cloud.endpoint);
  });

  it('exec has nowhere to go, and says why', () => {
    expectRefusal(cloud.cli('exec', 'internet', '--', 'true'), 'memory data plane');
  });

  it('a control plane that is killed comes back on its port with all that was acknowledged', async () => {
    const made = await cloud.vpc('AllocateEipAddress');
    const before = pidsOf(cloud);
    kill(before.controlPlane);
    await openeip.until(() => {
      const now = pidsOf(cloud).controlPlane;
      return now !== undefined && now !== before.controlPlane && cloud.cli('status').code === 0;
    });
    expect(await cloud.vpc('DescribeEipAddresses', { AllocationId: made['AllocationId'] })).toMatchObject({ TotalCount: 1 });
    expect(cloud.output).toContain('the control plane ended unexpectedly');
  });

  it('reset empties the cloud and keeps the keys', async () => {
    await cloud.vpc('AllocateEipAddress');
    expect(cloud.cli('reset')).toMatchObject({ code: 0 });
    expect(await cloud.vpc('DescribeEipAddresses')).toMatchObject({ TotalCount: 0 });
  });

  it('an up that is killed takes the control plane with it, and the next goes on where it was', async () => {
    const home = mkdtempSync(join(tmpdir(), 'openeip-test-'));
    const first = await Cloud.up({ dataplane: 'memory', home });
    const made = await first.vpc('AllocateEipAddress');
    const { controlPlane } = pidsOf(first);
    kill(first.pid);
    await openeip.until(() => !existsSync(`/proc/${String(controlPlane)}`));
    const status = first.cli('status');
    expect(status.stdout).toContain('not running');
    expect(status.code).toBe(1);
    const down = () => openeip.run(['down'], { OPENEIP_HOME: home }).stdout;
    expect(down()).toBe('OpenEIP was not running any more: it had been killed. What it had left of itself is cleared away.\n');
    expect(down()).toBe('OpenEIP was not running.\n');
    const second = await Cloud.up({ dataplane: 'memory', home });
    expect(second.accessKeySecret).toBe(first.accessKeySecret);
    expect(await second.vpc('DescribeEipAddresses', { AllocationId: made['AllocationId'] })).toMatchObject({ TotalCount: 1 });
    await second.down();
  });
});

describe('what this host can do', () => {
  const home = mkdtempSync(join(tmpdir(), 'openeip-test-'));
  // What tells whether it runs, and nothing else.
  symlinkSync('/usr/bin/flock', join(home, 'flock'));
  const bare = { OPENEIP_HOME: home, PATH: home };
  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  it('check finds all that the Linux data plane needs, also with the PATH of an ordinary user', () => {
    const run = openeip.run(['check'], { OPENEIP_HOME: home, PATH: '/usr/bin:/bin' });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^ {2}ok {7}the program nft$/m);
    expect(run.stdout).not.toContain('missing');
    expect(run.stdout).toMatch(/^The Linux data plane runs here/m);
  });

  it('check names each lack and its mend', () => {
    const run = openeip.run(['check'], bare);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('  missing  the program bwrap: It is not installed.\n           mend: apt-get install bubblewrap\n');
    expect(run.stdout).toContain('The Linux data plane cannot run here yet');
  });

  it('up says so and comes up with the memory data plane; asked for linux, it does not come up', async () => {
    const up = await Cloud.up({ dataplane: 'auto', home, environment: bare });
    expect(up.dataplane).toBe('memory');
    expect(up.output).toContain('The Linux data plane cannot run here, so no packets will flow (--dataplane memory). Missing:\n  - the program unshare: ');
    expect(up.output).toContain('    mend: apt-get install bubblewrap');
    await up.down({ keep: true });
    expectRefusal(openeip.run(['up', '--dataplane', 'linux', '--port', '0'], bare), /^error: The Linux data plane cannot run here\.\n {2}why: the program unshare: [^]* do: {2}apt-get install /);
  });
});

describe('openeip up is refused', () => {
  const home = mkdtempSync(join(tmpdir(), 'openeip-test-'));
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });

  it.each([
    ['an unknown engine', ['--dataplane', 'magic'], {}, 'dataplane: '],
    ['a variable out of its range', [], { OPENEIP_ACCOUNT_ID: '12' }, '(OPENEIP_ACCOUNT_ID)'],
    ['an address that is not ours', ['--host', '192.0.2.77'], {}, '192.0.2.77 cannot be listened on.'],
    ['a guessable key on an open port', ['--host', '0.0.0.0'], { OPENEIP_ACCESS_KEY_ID: 'test', OPENEIP_ACCESS_KEY_SECRET: 'test', OPENEIP_HOME: join(home, 'weak') }, 'does not listen on 0.0.0.0'],
  ] as const)('%s', (_, argv, env, said) => {
    const run = openeip.run(['up', '--port', '0', '--dataplane', 'memory', ...argv], { OPENEIP_HOME: home, ...env });
    expectRefusal(run, said);
    expect(run.stderr).toContain('  do:  ');
  });

  it('a setting that nobody knows, by the name of its file', () => {
    writeFileSync(join(home, 'openeip.json'), '{"colour": "red"}');
    expectRefusal(openeip.run(['up', '--dataplane', 'memory'], { OPENEIP_HOME: home }), /colour.*openeip\.json/);
    rmSync(join(home, 'openeip.json'));
  });

  it('a port that is taken', async () => {
    const other = await Cloud.up({ dataplane: 'memory' });
    const run = openeip.run(['up', '--dataplane', 'memory', '--port', new URL(other.endpoint).port], { OPENEIP_HOME: home });
    expectRefusal(run, 'is taken.');
    await other.down();
  });

  it('down --purge leaves nothing but the settings', () => {
    const own = join(home, 'purged');
    const path = join(own, 'openeip.json');
    openeip.run(['up', '--dataplane', 'memory', '--host', '192.0.2.77'], { OPENEIP_HOME: own });
    expect(existsSync(join(own, 'keys.json'))).toBe(true);
    expect(openeip.run(['down', '--purge'], { OPENEIP_HOME: own })).toMatchObject({ code: 0 });
    expect(existsSync(own)).toBe(false);
    expect(existsSync(path)).toBe(false);
  });
});
