import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkObject, Policy, Port, Table, Translation } from '../../network/objects.js';
import { Unsupported, itemsOf } from './compile.js';
import type { World } from './compile.js';
import { render } from './items.js';

const nowhere: World = { place: () => undefined, spacesOf: () => [] };
const here: World = { place: () => ({ pid: 42, netns: 4026531840 }), spacesOf: () => ['space/3'] };
const text = (object: NetworkObject, world = here): string[] => itemsOf(object, world).map(render);

const port: Port = {
  kind: 'port', key: 'port/7', n: 7, space: 'space/3', mac: '00:16:3e:00:00:07', length: 24, gateway: '10.0.0.253',
  addresses: [{ address: '10.0.0.5', primary: true }, { address: '10.0.0.6', primary: false }],
  guest: 'guest/9', slot: 1, policy: 'policy/1-4', table: 'table/8', sourceCheck: true,
};
const translation: Translation = {
  kind: 'translation', key: 'translation/11', n: 11, space: 'space/3', public: '198.18.0.5', private: '10.0.0.5', port: 'port/7',
  protocols: ['icmp', 'tcp', 'udp'],
};
const table: Table = {
  kind: 'table', key: 'table/8', n: 8, space: 'space/3',
  routes: [{ prefix: '0.0.0.0/0', to: 'transit' }, { prefix: '10.0.0.0/8', to: 'unreachable' }, { prefix: '10.0.0.0/16', to: 'local' }],
};
const policy: Policy = {
  kind: 'policy', key: 'policy/1-4', groups: [1, 4],
  ingress: { otherwise: 'drop', rules: [
    { id: 'sgr-1', verdict: 'drop', protocol: 'tcp', ports: [80, 90], sourcePorts: null, peer: { cidr: '203.0.113.0/24' } },
    { id: 'sgr-2', verdict: 'accept', protocol: 'udp', ports: null, sourcePorts: [53, 53], peer: { set: 'set/4' } },
    { id: 'sgr-3', verdict: 'accept', protocol: 'icmp', ports: null, sourcePorts: null, peer: { cidr: '0.0.0.0/0' } },
    { id: 'sgr-4', verdict: 'accept', protocol: 'tcp', ports: null, sourcePorts: null, peer: { cidr: '10.0.0.9/32' } },
    { id: 'sgr-6', verdict: 'accept', protocol: 'tcp', ports: [22, 22], sourcePorts: null, peer: { cidr: '0.0.0.0/0' }, own: '10.0.0.5/32' },
  ] },
  egress: { otherwise: 'accept', rules: [{ id: 'sgr-5', verdict: 'drop', protocol: 'gre', ports: null, sourcePorts: null, peer: { cidr: '10.1.2.3/8' } }] },
};

describe('kernel items', () => {
  it('of a port: its link, its addresses, whose they are, its table and its policies', () => {
    expect(text(port)).toEqual([
      'vpc3 link eni7 ee:ff:ff:ff:ff:ff peer 4026531840 eth1 00:16:3e:00:00:07',
      'vpc3 sysctl ipv4/neigh/eni7/proxy_delay 0',
      'vpc3 address eni7 10.0.0.253/32',
      'vpc3 element guest eni7 : 9',
      'vpc3 element table_of_interface eni7 : 8',
      'vpc3 element egress_of eni7 : goto out_1_4',
      'vpc3 element ingress_of eni7 : goto in_1_4',
      'vpc3 neighbour eni7 10.0.0.5 00:16:3e:00:00:07',
      'vpc3 route 254 10.0.0.5/32 dev eni7',
      'vpc3 element own eni7 . 10.0.0.5',
      'vpc3 element held 9 . 10.0.0.5',
      'vpc3 element table_of_address 10.0.0.5 : 8',
      'vpc3 neighbour eni7 10.0.0.6 00:16:3e:00:00:07',
      'vpc3 route 254 10.0.0.6/32 dev eni7',
      'vpc3 element own eni7 . 10.0.0.6',
      'vpc3 element held 9 . 10.0.0.6',
      'vpc3 element table_of_address 10.0.0.6 : 8',
    ]);
  });

  it('of a port whose guest does not run: none (P21)', () => {
    expect(text(port, nowhere)).toEqual([]);
  });

  it('of a translation: both maps, the pair that is true, and the way to the EIP', () => {
    expect(text(translation)).toEqual([
      'vpc3 element dn 198.18.0.5 : 10.0.0.5',
      'vpc3 element sn 10.0.0.5 : 198.18.0.5',
      'vpc3 element live 198.18.0.5 . 10.0.0.5',
      'edge route 254 198.18.0.5/32 via 169.254.100.2 dev t3',
    ]);
  });

  it('of a table: a rule for its mark, and its routes but the local ones', () => {
    expect(text(table)).toEqual([
      'vpc3 rule 33000 8 table 1008',
      'vpc3 route 1008 0.0.0.0/0 via 169.254.100.1 dev tr0',
      'vpc3 route 1008 10.0.0.0/8 blackhole',
    ]);
  });

  it('of a policy: a chain per direction, in the order of the rules, wherever a live port uses it', () => {
    expect(text(policy)).toEqual([
      'vpc3 chain in_1_4 { tcp dport 80-90 ip saddr 203.0.113.0/24 counter name security_group drop; udp sport 53 ip saddr @group_4 return;'
      + ' ip protocol icmp return; ip protocol tcp ip saddr 10.0.0.9/32 return; tcp dport 22 ip daddr 10.0.0.5/32 return; counter name security_group drop; }',
      'vpc3 chain out_1_4 { ip protocol gre ip daddr 10.0.0.0/8 counter name security_group drop; return; }',
    ]);
    expect(text(policy, nowhere)).toEqual([]);
  });

  it('of an address set: the set and its members', () => {
    expect(text({ kind: 'set', key: 'set/4', n: 4, space: 'space/3', members: ['10.0.0.5', '10.0.0.9'] })).toEqual([
      'vpc3 set group_4 ipv4_addr', 'vpc3 element group_4 10.0.0.5', 'vpc3 element group_4 10.0.0.9',
    ]);
  });

  it('of a space: blackholes for its ranges and a way to the edge', () => {
    const lines = text({ kind: 'space', key: 'space/3', n: 3, ranges: ['10.0.0.0/16', '172.16.0.0/24'], private: [], arrival: 'table/4' });
    expect(lines).toEqual(expect.arrayContaining([
      'vpc3 route 254 10.0.0.0/16 blackhole', 'vpc3 route 254 172.16.0.0/24 blackhole', 'vpc3 rule 40000 any blackhole',
      'vpc3 link tr0 ee:00:00:00:00:02 peer edge t3 ee:00:00:00:00:01', 'edge end t3 up',
      'vpc3 sysctl netfilter/nf_conntrack_tcp_timeout_established 910', 'vpc3 sysctl netfilter/nf_conntrack_udp_timeout 30',
    ]));
  });

  it('refuses what it cannot carry instead of carrying less', () => {
    expect(() => text({ ...translation, protocols: ['tcp'] })).toThrow(Unsupported);
    expect(() => text({ ...table, routes: [{ prefix: '1.0.0.0/8', to: 'port', port: 'port/7' }] })).toThrow(Unsupported);
    expect(() => text({ kind: 'direct', key: 'direct/1', n: 1, space: 'space/3', public: '198.18.0.5', port: 'port/7', gate: 'open', gateway: '198.18.0.1', length: 24 })).toThrow(Unsupported);
  });

  it('lets no text through that is not an address', () => {
    fc.assert(fc.property(fc.string(), (bad) => {
      fc.pre(!/^\d{1,3}(\.\d{1,3}){3}$/.test(bad));
      expect(() => text({ ...translation, private: bad })).toThrow(RangeError);
      expect(() => text({ ...port, gateway: bad })).toThrow(RangeError);
      expect(() => text({ ...port, policy: `policy/${bad.replaceAll(/[\d-]/g, '')}x` })).toThrow(RangeError);
    }));
  });
});
