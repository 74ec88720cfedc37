/** An independent client: libcloud's Aliyun ECS driver from Debian's python3-libcloud, over plain HTTP, in XML. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { REGIONS } from '../../src/cloud/catalogue/regions.js';
import { Cloud } from '../support/cloud.js';
import { World } from '../support/world.js';

let cloud: Cloud;
let world: World;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory' });
  world = await World.create(cloud);
  await cloud.ecs('DeleteSecurityGroup', { SecurityGroupId: world.openGroup });
});
afterAll(() => cloud.down());

async function drive(): Promise<unknown> {
  const { hostname, port } = new URL(cloud.endpoint);
  const script = join(import.meta.dirname, 'libcloud_client.py');
  // Debian's own: the one in PATH may be another, without Debian's packages.
  const child = spawn('/usr/bin/python3', [script, hostname, port, cloud.accessKeyId, cloud.accessKeySecret, world.vpcId, world.vswitchId]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (part) => (out += String(part)));
  child.stderr.on('data', (part) => (err += String(part)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(err);
  return JSON.parse(out);
}

it('lists, creates, stops, starts and destroys; what is not served is refused by name', async () => {
  const seen = await drive();
  expect(seen).toMatchObject({
    locations: REGIONS.map((region) => region.id),
    zones: ['g', 'h', 'i', 'j', 'k'].map((letter) => [`cn-hangzhou-${letter}`, expect.any(Number), 5]),
    images: [['openeip_auto', expect.stringMatching(/^debian_/), 'system'], ['openeip_manual', expect.stringMatching(/^ubuntu_/), 'system']],
    empty: [0, 0],
    rules: [['TCP', '80/80']],
    // Two pages.
    nodes: Array.from({ length: 12 }, (_, index) => `node-${11 - index}`),
    node: { state: 'running', image: 'openeip_auto', vpc: world.vpcId, address: expect.stringMatching(/^10\.0\.0\.\d+$/) as string, eip: '' },
    joined: true, left: true, rebooted: true, stopped: true, started: true,
    made: { state: 'running', public: true, volumes: [13, ['system']] },
    destroyed: Array.from({ length: 13 }, () => true), after: 0, deleted: [true, true],
    refused: {
      // Without a vSwitch the driver asks for an instance of the classic network.
      create_node: expect.stringMatching(/MissingParameter.*VSwitchId/) as string,
      // The driver makes groups of the classic network only.
      ex_create_security_group: expect.stringMatching(/MissingParameter.*VpcId/) as string,
      create_volume: expect.stringMatching(/InvalidAction\.NotFound.*CreateDisk.*docs\/conformance\.md/) as string,
      create_public_ip: expect.stringMatching(/InvalidInstanceId\.NotFound/) as string,
      destroy_unknown: expect.stringMatching(/InvalidInstanceId\.NotFound/) as string,
    },
  });
  const { sizes, groups } = z.object({ sizes: z.record(z.string(), z.tuple([z.number(), z.number()])), groups: z.record(z.string(), z.string()) }).parse(seen);
  expect(sizes['ecs.g6.large']).toEqual([8, 2]);
  // What XML cannot carry is replaced, so that the rest can be read.
  expect(Object.values(groups).sort()).toEqual(['', 'made & read <by> libcloud ]]> \ufffd']);
});
