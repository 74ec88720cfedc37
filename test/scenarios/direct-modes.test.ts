/** What cut-through and multi-EIP mode share on the wire: moves, neighbours, suspension (P12, P17, P20, P26; S-03). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { attached, TYPE } from '../support/direct.js';
import { REGION, SETTINGS } from '../support/exposure.js';
import { Tap } from '../support/traffic.js';
import { World } from '../support/world.js';

/** Its answer is bigger than what a suspended EIP carries in seconds. */
const BIG_PAGE = '#!/bin/sh\nmkdir -p /tmp/www && hostname > /tmp/www/index.html && head -c 20000 /dev/zero > /tmp/www/big && busybox httpd -p 80 -h /tmp/www\n';

let cloud: Cloud;
let world: World;
let auto: string;
let peer: string;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'linux', settings: SETTINGS });
  world = await World.create(cloud, { region: REGION });
  [auto, peer] = await Promise.all([
    world.instance({ name: 'auto', type: TYPE, script: BIG_PAGE }),
    world.instance({ name: 'peer', type: TYPE }),
  ]);
});
afterAll(() => cloud.down());

describe.each(['BINDED', 'MULTI_BINDED'] as const)('%s', (mode) => {
  it('P12, P17, S-03: detached, nothing arrives; attached elsewhere, the EIP and the private address go along', async () => {
    const { eni, eip, own } = await attached(world, mode, auto);
    await world.useEip(eip, eni, auto, mode);
    await world.answers(eip.address, 'auto');
    await world.detach(eni, auto);
    const tap = await Tap.open(cloud, auto, eip.address);
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    await world.attach(eni, peer);
    await world.useEip(eip, eni, peer, mode);
    await world.answers(eip.address, 'peer');
    tap.close();
    expect(tap.arrivals).toEqual([]);
    const row = await world.describeEni(eni.id);
    expect([row.MacAddress, row.PrivateIpAddress]).toEqual([eni.mac, own]);
    await world.detach(eni, peer);
  });

  it('P26: a neighbour reaches the EIP as from the Internet, by its own EIP, or not at all', async () => {
    const { eni, eip } = await attached(world, mode, auto);
    await world.useEip(eip, eni, auto, mode);
    await world.answers(eip.address, 'auto');
    expect(await world.ask(eip.address, { where: peer, seconds: 1 })).toBe('');
    const own = await world.eip();
    await world.bind(own, await world.primaryEni(peer));
    expect(await world.ask(eip.address, { where: peer })).toBe('auto');
    await world.unbind(own);
    await world.detach(eni, auto);
  });

  it('P20: suspended, hardly anything passes; resumed, all does, at once', async () => {
    const { eni, eip } = await attached(world, mode, auto);
    await world.useEip(eip, eni, auto, mode);
    await world.answers(eip.address, 'auto');
    const fetch = async (seconds: number) =>
      (await cloud.exec('internet', ['curl', '-s', '-m', String(seconds), '-o', '/dev/null', '-w', '%{size_download}', `http://${eip.address}/big`])).stdout;
    expect(await fetch(5)).toBe('20000');
    expect(cloud.cli('eip', 'suspend', eip.id)).toMatchObject({ code: 0 });
    expect(Number(await fetch(2))).toBeLessThan(20_000);
    expect(cloud.cli('eip', 'resume', eip.id)).toMatchObject({ code: 0 });
    expect(await fetch(5)).toBe('20000');
    await world.detach(eni, auto);
  });
});
