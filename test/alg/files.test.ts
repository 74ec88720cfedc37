/**
 * FTP, TFTP and DNS by real programs, with the instance on either side (E16, E17, E31, S-14, S-15, U-18). Nothing repairs an address on
 * the way or in a client: what stands in a payload is what its sender wrote.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { expose, INTERNET_HOST, SETTINGS, inGuest, type Exposed } from '../support/exposure.js';
import { observe } from '../support/observed.js';
import { WAYS, type Property } from '../support/properties.js';
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
  return Program.start(cloud, where, argv, /starting FTP server/);
}

/** DNS with one name, which stands for the server's own address, and TFTP from the scratch folder: with a new port for each transfer, as in RFC 1350. */
function dnsAndTftpServer(where: string, address: string): Promise<Program> {
  const argv = [
    'dnsmasq', '--no-daemon', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--bind-interfaces', `--listen-address=${address}`,
    `--address=/${NAME}/${address}`, '--enable-tftp', `--tftp-root=${scratch(cloud, where)}`,
  ];
  return Program.start(cloud, where, argv, /TFTP root/);
}

/**
 * lftp gets the file or says why not; resolves with its conversation, the file's content in it. Everything that would mend an address, or
 * try another way, is off.
 */
async function ftpGet(where: string, server: string, passive: boolean): Promise<string> {
  const script = [
    'set ftp:fix-pasv-address no', 'set ftp:ignore-pasv-address no', 'set ftp:prefer-epsv no', 'set ftp:auto-passive-mode no',
    `set ftp:passive-mode ${passive ? 'yes' : 'no'}`, 'set net:timeout 2', 'set net:max-retries 1', 'debug 9', `open ftp://${server}`, 'cat file',
  ];
  const lftp = Program.run(cloud, where, ['env', 'HOME=/nonexistent', 'LFTP_HOME=/nonexistent', 'lftp', '--norc', '-c', script.join('; ')]);
  // Where it gives up it does not end by itself.
  await lftp.says(new RegExp(`^cat: |${CONTENT}`, 'm'));
  return lftp.stop();
}

/** An address as FTP writes it. */
const comma = (address: string) => address.replaceAll('.', ',');

describe.each(WAYS)('%s', (way) => {
  let at: Exposed;
  /** The guest knows a private address only. */
  const hidden = way === 'NAT' || way === 'IP_ADDRESS';
  let ftp: { inside: Program; outside: Program };
  const programs: Program[] = [];

  beforeAll(async () => {
    at = await expose(cloud, way);
    await inGuest(cloud, at.instance, 'sh', '-c', `printf '${CONTENT}' >${scratch(cloud, at.instance)}/file`);
    writeFileSync(join(scratch(cloud, 'internet'), 'file'), CONTENT);
    const [inside, outside, ...others] = await Promise.all([
      ftpServer(at.instance, at.inside), ftpServer('internet', INTERNET_HOST),
      dnsAndTftpServer(at.instance, at.inside), dnsAndTftpServer('internet', INTERNET_HOST),
    ]);
    ftp = { inside, outside };
    programs.push(inside, outside, ...others);
  });
  afterAll(() => Promise.all(programs.map((program) => program.stop())));

  it.concurrent.each<{ property: Property; side: 'server' | 'client'; transfer: 'passive' | 'active'; throughNat: boolean }>([
    { property: 'ftpServerPassive', side: 'server', transfer: 'passive', throughNat: false },
    { property: 'ftpServerActive', side: 'server', transfer: 'active', throughNat: true },
    { property: 'ftpClientPassive', side: 'client', transfer: 'passive', throughNat: true },
    { property: 'ftpClientActive', side: 'client', transfer: 'active', throughNat: false },
  ])('E16, E17, E31, U-18: FTP, $side on the instance, $transfer', async ({ property, side, transfer, throughNat }) => {
    const passes = !hidden || throughNat;
    const [where, server] = side === 'server' ? ['internet', at.eip.address] : [at.instance, INTERNET_HOST];
    const said = await ftpGet(where, server, transfer === 'passive');
    // What the far end read is what its sender wrote: the address by which it knows itself.
    const written = side === (transfer === 'passive' ? 'server' : 'client') ? at.inside : INTERNET_HOST;
    if (transfer === 'passive') expect(said).toMatch(new RegExp(`^<--- 227 .*\\(${comma(written)},`, 'm'));
    else expect((side === 'server' ? ftp.inside : ftp.outside).output).toMatch(new RegExp(`<- PORT ${comma(written)},`));
    expect(said.includes(CONTENT)).toBe(passes);
    observe(way, property, passes);
    observe(way, 'payload', false);
  });

  it.concurrent('E16, E31, U-18: TFTP, server on the instance and client on the instance', async () => {
    for (const [where, server] of [['internet', at.eip.address], [at.instance, INTERNET_HOST]] as const) {
      const got = join(scratch(cloud, where), 'got');
      await inGuest(cloud, where, 'tftp', '-m', 'binary', server, '-c', 'get', 'file', got);
      expect(await inGuest(cloud, where, 'cat', got)).toBe(CONTENT);
    }
    observe(way, 'tftp', true);
  });

  it.concurrent('E16, E31, U-18: plain DNS to a server on the instance and from the instance; the address in the answer is the one that was written', async () => {
    for (const [where, server, written] of [['internet', at.eip.address, at.inside], [at.instance, INTERNET_HOST, INTERNET_HOST]] as const) {
      const answer = await inGuest(cloud, where, 'busybox', 'nslookup', '-type=a', NAME, server);
      expect(answer).toMatch(new RegExp(`^Name:\\s+${NAME}\\nAddress(?: 1)?:\\s+${written}$`, 'm'));
    }
    observe(way, 'dns', true);
    const { code } = await cloud.exec('internet', ['ping', '-c', '1', '-W', '1', at.inside]);
    expect(code === 0).toBe(!hidden);
    observe(way, 'dnsAddress', code === 0);
    observe(way, 'payload', false);
  });
});
