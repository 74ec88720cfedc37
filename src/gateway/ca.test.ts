import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureCertificates } from './ca.js';

const DAY = 86_400_000;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'openeip-ca-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('certificates', () => {
  it('the server’s is issued by the CA for loopback, the vendor’s names and the hosts asked for', async () => {
    const { ca, cert, key } = await ensureCertificates(join(dir, 'tls'), ['192.0.2.7', '*.cn-hangzhou.aliyuncs.com']);
    const [issuer, server] = [new X509Certificate(ca), new X509Certificate(cert)];
    expect(issuer.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(issuer)).toBe(true);
    expect(server.verify(issuer.publicKey)).toBe(true);
    expect(key).toContain('PRIVATE KEY');
    for (const ip of ['127.0.0.1', '::1', '192.0.2.7']) expect(server.checkIP(ip)).toBe(ip);
    for (const name of ['localhost', 'vpc.aliyuncs.com', 'vpc.cn-hangzhou.aliyuncs.com']) expect(server.checkHost(name)).toBeDefined();
    expect(server.checkHost('example.com')).toBeUndefined();
  });

  it('keys are readable by their owner alone', async () => {
    await ensureCertificates(dir, []);
    for (const name of ['ca.key', 'server.key']) expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600);
    expect((await readdir(dir)).sort()).toEqual(['ca.key', 'ca.pem', 'server.key', 'server.pem']);
  });

  it('later starts reuse both, also with fewer hosts', async () => {
    const first = await ensureCertificates(dir, ['a.example']);
    expect(await ensureCertificates(dir, [])).toEqual(first);
  });

  it('a new host or a near end brings a new server certificate under the same CA', async () => {
    const first = await ensureCertificates(dir, []);
    const second = await ensureCertificates(dir, ['a.example']);
    expect(second.ca).toBe(first.ca);
    expect(second.cert).not.toBe(first.cert);
    const third = await ensureCertificates(dir, ['a.example'], Date.now() + 780 * DAY);
    expect(third.ca).toBe(first.ca);
    expect(third.cert).not.toBe(second.cert);
  });

  it('what is damaged or torn is made anew, and a new CA issues a new server certificate', async () => {
    const first = await ensureCertificates(dir, []);
    await writeFile(join(dir, 'ca.key'), first.key);
    const second = await ensureCertificates(dir, []);
    expect(second.ca).not.toBe(first.ca);
    expect(new X509Certificate(second.cert).verify(new X509Certificate(second.ca).publicKey)).toBe(true);
    await writeFile(join(dir, 'server.pem'), 'rubbish');
    const third = await ensureCertificates(dir, []);
    expect(third.ca).toBe(second.ca);
    expect(await readFile(join(dir, 'server.pem'), 'utf8')).toBe(third.cert);
  });
});
