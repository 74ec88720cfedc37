/**
 * SIP, RTSP and H.323: each side tells the other in a payload where its media or control channel is (E16, E31, S-14, S-15, U-18). The
 * far end goes by what it read, as these protocols' programs do without a helper; in NAT mode it reads a private address.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { expose, inGuest, INTERNET_HOST, SETTINGS, type Exposed } from '../support/exposure.js';
import { observe } from '../support/observed.js';
import { WAYS } from '../support/properties.js';
import { until } from '../support/world.js';
import { connect, h245Address, setup } from './h225.js';
import { Program, PYTHON, scratch, source } from './program.js';

const MIRROR = readFileSync(join(import.meta.dirname, '../support/mirror.py'), 'utf8');
const [EXCHANGE, REACH] = [source('exchange.py'), source('reach.py')];
/** Where a mirror on the instance says over TCP and UDP who asks it: what RTSP and H.323 name. */
const MEDIA = 5000;
/** Where sipp sends RTP back. */
const RTP = 6000;
/** Since 3.7 sipp is told a range. */
const ownRtp = spawnSync('sipp', ['-h'], { encoding: 'utf8' }).stdout.includes(' -mp ')
  ? ['-mp', String(RTP)] : ['-min_rtp_port', String(RTP), '-max_rtp_port', String(RTP + 10)];
const ROLES = ['callee', 'caller'] as const;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux', settings: SETTINGS });
});
afterAll(() => cloud.down());

describe.each(WAYS)('%s', (way) => {
  let at: Exposed;
  /** The guest knows a private address only. */
  const hidden = way === 'NAT' || way === 'IP_ADDRESS';
  let mirror: Program;

  beforeAll(async () => {
    at = await expose(cloud, way);
    mirror = await Program.start(cloud, at.instance, [PYTHON, '-c', MIRROR, at.inside], /ready/);
  });
  afterAll(() => mirror.stop());

  /** What the Internet side gets from where it was told to go. */
  async function reach(protocol: 'tcp' | 'udp', address: string, port: number): Promise<string> {
    return (await inGuest(cloud, 'internet', PYTHON, '-c', REACH, protocol, address, String(port))).trim();
  }

  /** The two ends of a call, the instance in a role: where each runs, its own address, and way the other one calls it. */
  function ends(role: (typeof ROLES)[number]) {
    const instance = { where: at.instance, own: at.inside, called: at.eip.address };
    const outside = { where: 'internet', own: INTERNET_HOST, called: INTERNET_HOST };
    return role === 'callee' ? { callee: instance, caller: outside } : { callee: outside, caller: instance };
  }

  /** One message each way over TCP; asserts that each came as it was sent. Returns what the Internet side read. */
  async function exchange(role: (typeof ROLES)[number], port: number, request: (own: string) => Buffer, answer: (own: string) => Buffer): Promise<Buffer> {
    const { callee, caller } = ends(role);
    const listen = [PYTHON, '-c', EXCHANGE, 'listen', callee.own, String(port), answer(callee.own).toString('hex')];
    const server = await Program.start(cloud, callee.where, listen, /ready/);
    const answered = await inGuest(
      cloud, caller.where, PYTHON, '-c', EXCHANGE, 'connect', callee.called, String(port), request(caller.own).toString('hex'),
    );
    const [, asked = ''] = await server.says(/^([0-9a-f]+)$/m);
    await server.stop();
    expect(asked).toBe(request(caller.own).toString('hex'));
    expect(answered.trim()).toBe(answer(callee.own).toString('hex'));
    observe(way, 'payload', false);
    return Buffer.from(role === 'callee' ? answered.trim() : asked, 'hex');
  }

  it.concurrent('SIP: the media address in the SDP, with sipp as callee and as caller on the instance', async () => {
    for (const role of ROLES) {
      const { callee, caller } = ends(role);
      const sipp = (end: typeof callee, port: number, log: string, ...more: readonly string[]) => [
        'sipp', '-i', end.own, '-p', String(port), '-mi', end.own, ...ownRtp, '-rtp_echo', '-nostdin', '-trace_msg', '-message_overwrite', 'true',
        '-message_file', join(scratch(cloud, end.where), log), ...more,
      ];
      const at5060 = { protocol: 'udp', address: callee.own, port: 5060 } as const;
      const answering = await Program.serve(cloud, callee.where, at5060, sipp(callee, 5060, `${way}-callee.log`, '-sn', 'uas'));
      // The call is held until everything is seen.
      const calling = Program.run(cloud, caller.where, sipp(caller, 5070, `${way}-caller.log`, '-sn', 'uac', '-m', '1', '-d', '60000', `${callee.called}:5060`));
      try {
        const log = join(scratch(cloud, 'internet'), `${way}-${role === 'callee' ? 'caller' : 'callee'}.log`);
        await until(() => Promise.resolve(existsSync(log) && /^ACK /m.test(readFileSync(log, 'utf8'))));
        const messages = readFileSync(log, 'utf8').split(/^-{20,}.*$/m);
        const received = messages.filter((message) => /message received/.test(message)).join('');
        expect(received).toMatch(new RegExp(`^Contact: <?sip:(sipp@)?${at.inside}:`, 'm'));
        const named = /^c=IN IP4 (\S+)[^]*?^m=audio (\d+) /m.exec(received);
        expect(named?.slice(1)).toEqual([at.inside, String(RTP)]);
        observe(way, 'payload', false);
        const arrives = (await reach('udp', at.inside, RTP)) === '?';
        expect(arrives).toBe(!hidden);
        observe(way, 'sip', arrives);
      } finally {
        await Promise.all([calling.stop(), answering.stop()]);
      }
    }
  });

  it.concurrent('RTSP: the addresses in the Transport header, with the instance as server and as client', async () => {
    const request = (own: string) => Buffer.from([
      `SETUP rtsp://${at.eip.address}/stream RTSP/1.0`, 'CSeq: 2', `Transport: RTP/AVP;unicast;destination=${own};client_port=${MEDIA}-${MEDIA + 1}`, '', '',
    ].join('\r\n'));
    const answer = (own: string) => Buffer.from([
      'RTSP/1.0 200 OK', 'CSeq: 2', 'Session: 7', `Transport: RTP/AVP;unicast;source=${own};server_port=${MEDIA}-${MEDIA + 1}`, '', '',
    ].join('\r\n'));
    for (const role of ROLES) {
      const read = await exchange(role, 554, request, answer);
      const named = /;(?:source|destination)=([\d.]+);\w+_port=(\d+)-/.exec(read.toString());
      expect(named?.slice(1)).toEqual([at.inside, String(MEDIA)]);
      const arrives = (await reach('udp', at.inside, MEDIA)) === INTERNET_HOST;
      expect(arrives).toBe(!hidden);
      observe(way, 'rtsp', arrives);
    }
  });

  it.concurrent('H.323: the H.245 address in SETUP and CONNECT, with the instance as callee and as caller', async () => {
    for (const role of ROLES) {
      const named = h245Address(await exchange(role, 1720, (own) => setup(own, MEDIA), (own) => connect(own, MEDIA)));
      expect(named).toEqual({ address: at.inside, port: MEDIA });
      const arrives = (await reach('tcp', named.address, named.port)) === INTERNET_HOST;
      expect(arrives).toBe(!hidden);
      observe(way, 'h323', arrives);
    }
  });
});
