/** The one port of a running cloud: TLS with the CA of its home, proxies' requests, and who may reach it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { networkInterfaces, tmpdir } from 'node:os';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import Core from '@alicloud/pop-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signV1 } from '../../src/gateway/sign.js';
import { Cloud } from '../support/cloud.js';
import { exchange } from '../support/gateway.js';
import { World } from '../support/world.js';
import { openeip } from '../life/command.js';

let cloud: Cloud;
let port: number;
let ca: string;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory' });
  port = Number(new URL(cloud.endpoint).port);
  ca = readFileSync(join(cloud.home, 'tls/ca.pem'), 'utf8');
});
afterAll(() => cloud.down());

const signed = (httpMethod: 'GET' | 'POST') => signV1({
  key: cloud, httpMethod, action: 'DescribeRegions', version: '2016-04-28', parameters: {}, now: Date.now(), nonce: crypto.randomUUID(),
});

describe('TLS on the same port', () => {
  const core = (endpoint: string) => new Core({
    accessKeyId: cloud.accessKeyId, accessKeySecret: cloud.accessKeySecret, endpoint, apiVersion: '2016-04-28',
  });
  const regions = z.object({ Regions: z.object({ Region: z.array(z.object({ RegionId: z.string(), RegionEndpoint: z.string() })).min(1) }) });

  it.each(['127.0.0.1', 'localhost'])('as %s, trusting the CA of OPENEIP_HOME', async (host) => {
    const answer = await core(`https://${host}:${port}`).request('DescribeRegions', {}, { method: 'POST', agent: new Agent({ ca, family: 4 }) });
    expect(regions.parse(answer).Regions.Region[0]?.RegionEndpoint).toBe(`${host}:${port}`);
  });

  it('not without it', async () => {
    await expect(core(`https://127.0.0.1:${port}`).request('DescribeRegions', {})).rejects.toThrow(/certificate/);
  });

  it("under the vendor's names, for clients that reach us by a hosts file", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpsRequest(
        { host: '127.0.0.1', port, path: `/?${signed('GET')}`, ca, servername: 'vpc.aliyuncs.com', headers: { host: 'vpc.aliyuncs.com' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      request.on('error', reject).end();
    });
    expect(status).toBe(200);
  });
});

it('a proxy request in absolute form is answered for the name it asks for', async () => {
  const raw = `POST http://vpc.cn-beijing.aliyuncs.com/?${signed('POST')} HTTP/1.1\r\nHost: vpc.cn-beijing.aliyuncs.com\r\nContent-Length: 0\r\n\r\n`;
  const { status, body } = await exchange(port, raw);
  expect(status).toBe(200);
  expect(body).toContain('"RegionEndpoint":"vpc.cn-beijing.aliyuncs.com"');
});

it("the endpoint's name gives the region where the call does not", async () => {
  const world = await World.create(cloud, { region: 'cn-beijing' });
  const total = async (host: string) => {
    const query = signV1({
      key: cloud, httpMethod: 'GET', action: 'DescribeVSwitches', version: '2016-04-28', parameters: { VSwitchId: world.vswitchId },
      now: Date.now(), nonce: crypto.randomUUID(),
    });
    const { body } = await exchange(port, `GET /?${query} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    return z.object({ TotalCount: z.number() }).parse(JSON.parse(body)).TotalCount;
  };
  expect([await total('vpc.cn-beijing.aliyuncs.com'), await total('ecs-cn-beijing.aliyuncs.com:80'), await total('127.0.0.1')]).toEqual([1, 1, 0]);
});

describe('loopback only', () => {
  const outside = Object.values(networkInterfaces()).flatMap((list) => list ?? []).find((one) => !one.internal && one.family === 'IPv4')?.address;

  it.runIf(outside !== undefined)('no other address of the host answers', async () => {
    const socket = connect({ host: outside ?? '', port });
    await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('listening elsewhere is refused with a secret that can be guessed', () => {
    const home = mkdtempSync(join(tmpdir(), 'openeip-test-'));
    const run = openeip.run(['up', '--dataplane', 'memory', '--port', '0', '--host', '0.0.0.0', '--data', home], { OPENEIP_HOME: home, OPENEIP_ACCESS_KEY_SECRET: 'secret' });
    rmSync(home, { recursive: true });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/does not listen on 0\.0\.0\.0[\s\S]*fewer than 16 characters/);
  });

  it('and done with one that was made up', async () => {
    const open = await Cloud.up({ dataplane: 'memory', settings: { host: '0.0.0.0' } });
    try {
      expect(open.accessKeySecret.length).toBeGreaterThanOrEqual(16);
      expect((await fetch(`http://${outside ?? '127.0.0.1'}:${new URL(open.endpoint).port}/`)).status).toBe(400);
    } finally {
      await open.down();
    }
  });
});
