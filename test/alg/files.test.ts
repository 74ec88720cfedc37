/**
 * FTP, TFTP and DNS by real programs, with the instance on either side (E16, E17, E31, S-14, S-15, U-18). Nothing repairs an address on
 * the way or in a client: what stands in a payload is what its sender wrote.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { expose, EXPOSURES, INTERNET_HOST, SETTINGS, inGuest, type Exposed } from '../support/exposure.js';
import { observe, type Property } from '../support/observed.js';
import { Program, PYTHON, scratch } from './program.js';

const CONTENT = 'what was asked for';
const NAME = 'host.test';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux', settings: SETTINGS });
});
afterAll(() => cloud.down());

/** An anonymous FTP server, which prints every command and answer. */
function ftpServer(where: string, address: string): Promise<Program> {
  const argv = [PYTHON, '-u', '-m', 'pyftpdlib', '-i', address, '-p', '21', '-d', scratch(cloud, where), '-D'];
  return Program.serve(cloud, where, { protocol: 'tcp', address, port: 21 }, argv);
}

/** DNS with one name, which stands for the server's own address, and TFTP from the scratch folder: with a new port for each transfer, as in RFC 1350. */
function dnsAndTftpServer(where: string, address: string): Promise<Program> {
  const argv = [
    'dnsmasq', '--no-daemon', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--bind-interfaces', `--listen-address=${address}`, `--address=/${NAME}/${address}`, '--enable-tftp', `--tftp-root=${scratch(cloud, where)}`,
  ];
  return Program.serve(cloud, where, { protocol: 'udp', address, port: 69 }, argv);
}

/** lftp gets the file or gives up; `said` is its conversation. Everything that would mend an address, or try another way, is off. */
async function ftpGet(where: string, server: string, passive: boolean, timeout: number): Promise<{ content: string; said: string }> {
  const script = [
    'set ftp:fix-pasv-address no', 'set ftp:ignore-pasv-address no', 'set ftp:prefer-epsv no', 'set ftp:auto-passive-mode no',
    `set ftp:passive-mode ${passive ? 'yes' : 'no'}`, 'debug 9', `open ftp://${server}`, 'cat file',
  ];
  const argv = ['env', 'HOME=/nonexistent', 'LFTP_HOME=/nonexistent', 'lftp', '--norc', '-c', script.join('; ')];
  const { stdout, stderr } = await cloud.exec(where, argv, { timeout });
  return { content: stdout, said: stderr };
}

/** An address as FTP writes it. */
const comma = (address: string) => address.replaceAll('.', ',');

describe.each(EXPOSURES)('%s', (how) => {
  let at: Exposed;
  let ftp: { inside: Program; outside: Program };
  const programs: Program[] = [];

  beforeAll(async () => {
    at = await expose(cloud, how);
    for (const where of [at.instance, 'internet']) {
      await inGuest(cloud, where, 'sh', '-c', `printf '${CONTENT}' >${scratch(cloud, where)}/file`);
    }
    ftp = { inside: await ftpServer(at.instance, at.inside), outside: await ftpServer('internet', INTERNET_HOST) };
    programs.push(ftp.inside, ftp.outside, await dnsAndTftpServer(at.instance, at.inside), await dnsAndTftpServer('internet', INTERNET_HOST));
  });
  afterAll(() => Promise.all(programs.map((program) => program.stop())));

  it.concurrent.each<{ property: Property; side: 'server' | 'client'; way: 'passive' | 'active'; throughNat: boolean }>([
    { property: 'ftpServerPassive', side: 'server', way: 'passive', throughNat: false },
    { property: 'ftpServerActive', side: 'server', way: 'active', throughNat: true },
    { property: 'ftpClientPassive', side: 'client', way: 'passive', throughNat: true },
    { property: 'ftpClientActive', side: 'client', way: 'active', throughNat: false },
  ])('E16, E17, E31, U-18: FTP, $side on the instance, $way', async ({ property, side, way, throughNat }) => {
    const passes = how !== 'NAT' || throughNat;
    const [where, server] = side === 'server' ? ['internet', at.eip.address] : [at.instance, INTERNET_HOST];
    // One that is to break has said all that matters long before it gives up.
    const { content, said } = await ftpGet(where, server, way === 'passive', passes ? 10_000 : 2_500);
    // What the far end read is what its sender wrote: the address by which it knows itself.
    const written = side === way.replace('passive', 'server').replace('active', 'client') ? at.inside : INTERNET_HOST;
    if (way === 'passive') expect(said).toMatch(new RegExp(`^<--- 227 .*\\(${comma(written)},`, 'm'));
    else expect((side === 'server' ? ftp.inside : ftp.outside).output).toMatch(new RegExp(`<- PORT ${comma(written)},`));
    expect(content).toBe(passes ? CONTENT : '');
    observe(how, property, content === CONTENT);
    observe(how, 'payload', false);
  });

  it.concurrent('E16, E31, U-18: TFTP, server on the instance and client on the instance', async () => {
    for (const [where, server] of [['internet', at.eip.address], [at.instance, INTERNET_HOST]] as const) {
      const got = join(scratch(cloud, where), 'got');
      await inGuest(cloud, where, 'tftp', '-m', 'binary', server, '-c', 'get', 'file', got);
      expect(await inGuest(cloud, where, 'cat', got)).toBe(CONTENT);
    }
    observe(how, 'tftp', true);
  });

  it.concurrent('E16, E31, U-18: plain DNS to a server on the instance and from the instance; the address in the answer is the one that was written', async () => {
    for (const [where, server, written] of [['internet', at.eip.address, at.inside], [at.instance, INTERNET_HOST, INTERNET_HOST]] as const) {
      const answer = await inGuest(cloud, where, 'busybox', 'nslookup', '-type=a', NAME, server);
      expect(answer).toMatch(new RegExp(`^Name:\\s+${NAME}\\nAddress(?: 1)?:\\s+${written}$`, 'm'));
    }
    observe(how, 'dns', true);
    const { code } = await cloud.exec('internet', ['ping', '-c', '1', '-W', '1', at.inside]);
    expect(code === 0).toBe(how !== 'NAT');
    observe(how, 'dnsAddress', code === 0);
    observe(how, 'payload', false);
  });
});
