/**
 * The rows of the source document's table of modes that packets tell, for every way to use an EIP (S-02, S-05, S-08, S-13, S-20, S-29,
 * S-34, S-39, S-41; P8 to P15, P18, P22 to P26), and what the secondary-CIDR method has of NAT mode. mode-rules.test.ts and test/alg fill the rest.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { blockOf, eniWithAddress, expose, inGuest, INTERNET_HOST, REGION, SETTINGS, withBlock, type Exposed } from '../support/exposure.js';
import { observe } from '../support/observed.js';
import { WAYS } from '../support/properties.js';
import { line, numbered, World, type Eip, type Eni } from '../support/world.js';

const source = (name: string) => readFileSync(join(import.meta.dirname, '../support', name), 'utf8');
const [MIRROR, ASK] = [source('mirror.py'), source('ask.py')];
const METADATA = '100.100.100.200';

describe('with packets', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: SETTINGS });
  });
  afterAll(() => cloud.down());

  describe.each(WAYS)('%s', (way) => {
    let at: Exposed;
    /** The private address of the ENI; the EIP where that has taken its place. */
    let own: string;
    let peer: { readonly instance: string; readonly address: string; readonly eip: Eip };
    let end: () => void;

    beforeAll(async () => {
      at = await expose(cloud, way);
      own = way === 'BINDED' ? at.eip.address : (at.eni.addresses[0] ?? '');
      const instance = await at.world.instance({ name: 'peer', script: '' });
      const eni = await at.world.primaryEni(instance);
      const eip = await at.world.eip();
      await at.world.bind(eip, eni);
      peer = { instance, address: eni.addresses[0] ?? '', eip };
      const mirror = cloud.spawn(at.instance, ['python3', '-c', MIRROR, at.inside]);
      await line(mirror, /ready/);
      end = () => mirror.kill('SIGTERM');
    });
    afterAll(() => { end(); });

    const ask = async (where: string, seconds = 3) =>
      (await inGuest(cloud, where, 'python3', '-c', ASK, 'udp', at.eip.address, '', String(seconds))).trim();
    const reaches = async (where: string, ...argv: readonly string[]) => (await cloud.exec(where, ['ping', '-n', '-c', '1', '-W', '1', ...argv])).code === 0;

    it('S-13, P10, P15, P22: the private network of the ENI', async () => {
      const privately = at.eni.addresses[0] ?? '';
      const both = [await reaches(peer.instance, privately), await reaches(at.instance, '-I', own, peer.address)];
      expect(both).toEqual(way === 'BINDED' ? [false, false] : [true, true]);
      observe(way, 'privateNetwork', way !== 'BINDED');
    });

    it('P11: the cloud\'s services through the ENI', async () => {
      const gateway = way === 'MULTI_BINDED' ? privateGateway(own) : at.gateway;
      await inGuest(cloud, at.instance, 'ip', 'route', 'replace', METADATA, 'via', gateway, 'dev', at.device, 'onlink', 'src', own);
      const { code } = await cloud.exec(at.instance, ['curl', '-sf', '-m', '2', '-o', '/dev/null', `http://${METADATA}/latest/meta-data/`]);
      await inGuest(cloud, at.instance, 'ip', 'route', 'del', METADATA);
      expect(code === 0).toBe(way !== 'BINDED');
      observe(way, 'cloudServices', code === 0);
    });

    it('P18, P24, P26: how a peer with an EIP is seen', async () => {
      const seen = await ask(peer.instance);
      expect(seen).toBe(way === 'SECONDARY_CIDR' ? peer.address : peer.eip.address);
      observe(way, 'peer', seen === peer.eip.address ? 'its EIP' : 'its private address');
    });

    it('S-05, S-33: security groups', async () => {
      const set = (group: string) => at.world.ecs('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: at.eni.id, ...numbered('SecurityGroupId', [group]) });
      expect(await ask('internet')).toBe(INTERNET_HOST);
      await set(await at.world.group({}));
      const shut = await ask('internet', 1);
      await set(at.world.openGroup);
      expect([shut, await ask('internet')]).toEqual(['nothing', INTERNET_HOST]);
      observe(way, 'securityGroups', true);
    });

    // S-41 speaks of ENIs: an address that no ENI has may leave by its next hop only.
    it.skipIf(way === 'IP_ADDRESS')('S-41, P1, P23: serves without any route of the user, over whichever NIC the answer leaves', async () => {
      await inGuest(cloud, at.instance, 'sh', '-c', `
        ip rule | sed -n 's/^[0-9]*:.* lookup \\([0-9]*\\).*/\\1/p' | while read -r table; do ip rule del lookup "$table"; done
        ip route del 203.0.113.0/24`);
      expect(await inGuest(cloud, at.instance, 'ip', 'route', 'get', INTERNET_HOST, 'from', at.inside)).toContain('dev eth0');
      const seen = await ask('internet');
      expect(seen).toBe(INTERNET_HOST);
      observe(way, 'withoutRoutes', seen === INTERNET_HOST);
    });

    it('S-08, S-20, S-27, S-29, S-34, S-39: where the guest sees the EIP', async () => {
      const shown = async () => {
        const text = await inGuest(cloud, at.instance, 'ip', '-4', '-o', 'address', 'show', 'dev', at.device);
        return [text.includes(`${at.eip.address}/`), text.includes(`${at.eni.addresses[0] ?? ''}/`)];
      };
      const configured = await shown();
      // The NIC anew, with nothing but what it gets by itself.
      await at.world.detach(at.eni, at.instance);
      await at.world.attach(at.eni, at.instance);
      await at.world.device(at.instance, at.eni);
      const seen = JSON.stringify([await shown(), configured]);
      const words = {
        '[[false,true],[false,true]]': 'no',
        '[[true,false],[true,false]]': 'in place of the private address',
        '[[false,true],[true,true]]': 'after static configuration',
        '[[true,true],[true,true]]': 'as the private address',
      }[seen];
      expect(words).toBe({
        NAT: 'no', BINDED: 'in place of the private address', MULTI_BINDED: 'after static configuration',
        SECONDARY_CIDR: 'as the private address', IP_ADDRESS: 'no',
      }[way]);
      observe(way, 'visible', words ?? seen);
    });
  });
});

/** The secondary-CIDR method is NAT mode on addresses of a public block: what an ENI takes is what it has of such addresses. */
describe('the secondary-CIDR method', () => {
  let cloud: Cloud;
  let beside: World;
  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'memory', settings: { eipPool: '198.18.0.0/24', quotas: { eipsPerAccount: 40 } } });
    const world = await World.create(cloud, { region: REGION });
    beside = await withBlock(world, '198.18.0.0/24');
  });
  afterAll(() => cloud.down());

  const bindAll = async (eni: Eni, eips: readonly Eip[]) => {
    for (const eip of eips) await beside.bind(eip, eni, { privateIp: eip.address });
  };

  it('S-12: a secondary ENI takes one EIP per address, and shows none by DescribeEipGatewayInfo', async () => {
    const eips = await Promise.all(Array.from({ length: 10 }, () => beside.eip()));
    const [first, ...others] = eips;
    if (first === undefined) throw new Error('no EIP');
    expect(eips.map(blockOf)).toEqual(eips.map(() => '198.18.0.0/24'));
    const eni = await eniWithAddress(beside, first);
    await beside.ecs('AssignPrivateIpAddresses', { NetworkInterfaceId: eni.id, ...numbered('PrivateIpAddress', others.map(({ address }) => address)) });
    await bindAll(eni, eips);
    await expect(beside.bind(await beside.eip(), eni)).rejects.toMatchObject({ code: 'InvalidEip.EipQuotaExceeded' });
    observe('SECONDARY_CIDR', 'onSecondary', eips.length);
    observe('SECONDARY_CIDR', 'secondaryAddresses', true);
    expect(await beside.vpc('DescribeEipGatewayInfo', { InstanceId: eni.id })).toMatchObject({ EipInfos: { EipInfo: [] } });
    observe('SECONDARY_CIDR', 'gatewayInfo', 'none');
  });

  it('S-11: a primary ENI takes one', async () => {
    const [first, second] = [await beside.eip(), await beside.eip()];
    const images = await beside.images();
    const body = await beside.ecs('RunInstances', {
      InstanceType: 'ecs.g5.large', ImageId: images[0], VSwitchId: beside.vswitchId, SecurityGroupId: beside.openGroup, PrivateIpAddress: first.address,
    });
    const id = JSON.stringify(body).match(/i-[a-z0-9]+/)?.[0] ?? '';
    await beside.instanceIs(id, 'Running');
    const eni = await beside.primaryEni(id);
    await bindAll(eni, [first]);
    await expect(beside.bind(second, eni)).rejects.toMatchObject({ code: 'InvalidAssociation.Duplicated' });
    observe('SECONDARY_CIDR', 'onPrimary', 1);
    observe('SECONDARY_CIDR', 'eniTypes', 'primary, secondary');
  });
});

/** The gateway of an address of the vSwitch 10.0.0.0/24: its third-last address. */
function privateGateway(address: string): string {
  return address.replace(/\d+$/, '253');
}
