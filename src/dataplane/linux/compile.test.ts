import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direct, NetworkObject, Policy, Port, Table, Translation } from '../../network/objects.js';
import { Unsupported, itemsOf } from './compile.js';
import type { World } from './compile.js';
import { render } from './items.js';

const nowhere: World = { place: () => undefined, plugged: () => undefined, spacesOf: () => [] };
const here: World = { place: () => ({ pid: 42, netns: 4026531840 }), plugged: (key) => key === port.key ? port : undefined, spacesOf: () => ['space/3'] };
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
const direct: Direct = {
  kind: 'direct', key: 'direct/12', n: 12, space: 'space/3', public: '198.18.0.5', port: 'port/7', gate: 'open', gateway: '198.18.0.1', length: 24,
};
const unchecked: World = { ...here, plugged: () => ({ ...port, sourceCheck: false }) };
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
      'vpc3 route 254 10.0.0.5/32 dev eni7',
      'vpc3 neighbour eni7 10.0.0.5 00:16:3e:00:00:07',
      'vpc3 element table_of_source eni7 . 10.0.0.5 : 8',
      'vpc3 element held 9 . 10.0.0.5',
      'vpc3 element table_of_address 10.0.0.5 : 8',
      'vpc3 route 254 10.0.0.6/32 dev eni7',
      'vpc3 neighbour eni7 10.0.0.6 00:16:3e:00:00:07',
      'vpc3 element table_of_source eni7 . 10.0.0.6 : 8',
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

  it('of a translation of an address that no port has: a note of that', () => {
    const { kind, key, n, space, public: outer, private: inner, protocols } = translation;
    expect(text({ kind, key, n, space, public: outer, private: inner, protocols })).toEqual(
      [...text(translation).slice(0, 3), 'vpc3 element mapped 10.0.0.5', ...text(translation).slice(3)],
    );
  });

  it('of a table: a rule for its mark, before delivery, and its routes; what is local is handed on', () => {
    expect(text(table)).toEqual([
      'vpc3 rule 3000 8 table 1008',
      'vpc3 route 1008 0.0.0.0/0 via 169.254.100.1 dev tr0',
      'vpc3 route 1008 10.0.0.0/8 blackhole',
      'vpc3 route 1008 10.0.0.0/16 throw',
    ]);
  });

  it('of a route to a next hop: to its primary address while it is plugged, unless it checks destinations', () => {
    const via: Table = { ...table, routes: [{ prefix: '10.0.0.0/24', to: 'port', port: 'port/7' }, { prefix: '10.0.0.6/32', to: 'local' }] };
    const rule = 'vpc3 rule 3000 8 table 1008';
    expect(text(via, unchecked)).toEqual([rule, 'vpc3 route 1008 10.0.0.0/24 via 10.0.0.5 dev eni7', 'vpc3 route 1008 10.0.0.6/32 throw']);
    expect(text(via, nowhere)).toEqual([rule, 'vpc3 route 1008 10.0.0.0/24 blackhole', 'vpc3 route 1008 10.0.0.6/32 throw']);
    expect(text(via)).toEqual([
      rule, 'vpc3 route 1008 10.0.0.0/24 blackhole', 'vpc3 route 1008 10.0.0.5/32 throw', 'vpc3 route 1008 10.0.0.6/32 throw',
    ]);
    expect(text({ ...via, routes: [{ prefix: '10.0.0.5/32', to: 'port', port: 'port/7' }] })).toEqual([rule, 'vpc3 route 1008 10.0.0.5/32 throw']);
  });

  it('of an unchecked port: foreign addresses pass, in a conntrack zone of their own', () => {
    const more = text({ ...port, sourceCheck: false }).filter((line) => !text(port).includes(line));
    expect(more).toEqual(['vpc3 element unchecked eni7', 'vpc3 chain legs { iifname != tr0 goto second_leg; }']);
  });

  it('of a direct EIP: the way to it, whose it is, its gateway and its neighbours', () => {
    expect(text(direct)).toEqual([
      'vpc3 address eni7 198.18.0.1/32',
      'vpc3 route 998 198.18.0.5/32 dev eni7',
      'vpc3 route 999 198.18.0.0/24 via 169.254.100.1 dev tr0',
      'vpc3 rule 1000 any from tr0 table 998',
      'vpc3 rule 1000 any from lo table 998',
      'vpc3 rule 33000 any table 998',
      'vpc3 rule 34000 0 table 999',
      'vpc3 neighbour eni7 198.18.0.5 00:16:3e:00:00:07',
      'vpc3 element table_of_source eni7 . 198.18.0.5 : 8',
      'vpc3 element held 9 . 198.18.0.5',
      'vpc3 element table_of_address 198.18.0.5 : 8',
      'vpc3 element direct 198.18.0.5',
      'vpc3 element pool_gateway 198.18.0.1',
      'vpc3 element live 198.18.0.5 . 198.18.0.5',
      'vpc3 chain direct_sessions { iifname tr0 ip daddr @direct ct zone set 2; iifname != tr0 ip saddr @direct ct zone set 2; }',
      'edge route 254 198.18.0.5/32 via 169.254.100.2 dev t3',
    ]);
  });

  it('of a direct EIP without its lease, or whose port is unplugged: none (P12, P14)', () => {
    expect(text({ ...direct, gate: 'lease' })).toEqual([]);
    expect(text(direct, nowhere)).toEqual([]);
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

  it('of a space: where packets from the edge go on, what is private, and a way to the edge', () => {
    const lines = text({ kind: 'space', key: 'space/3', n: 3, ranges: ['10.0.0.0/16'], private: ['10.0.0.0/8', '198.18.9.0/24'], arrival: 'table/4' });
    expect(lines).toEqual(expect.arrayContaining([
      'vpc3 rule 2000 any from tr0 table 1004', 'vpc3 rule 40000 any blackhole',
      'vpc3 link tr0 ee:00:00:00:00:02 peer edge t3 ee:00:00:00:00:01', 'edge end t3 up',
      'vpc3 sysctl netfilter/nf_conntrack_tcp_timeout_established 910', 'vpc3 sysctl netfilter/nf_conntrack_udp_timeout 30',
      'vpc3 chain passed_on { ip saddr != { 10.0.0.0/8, 198.18.9.0/24 } ct zone set 1; }',
      'vpc3 chain to_guest { meta mark set ip daddr map @table_of_address accept; ip daddr @mapped meta mark set 4 accept; counter name no_port drop; }',
    ]));
    expect(lines.filter((line) => line.includes(' route '))).toEqual([]);
  });

  it('refuses what it cannot carry instead of carrying less', () => {
    expect(() => text({ ...translation, protocols: ['tcp'] })).toThrow(Unsupported);
  });

  it('lets no text through that is not an address', () => {
    fc.assert(fc.property(fc.string(), (bad) => {
      fc.pre(!/^\d{1,3}(\.\d{1,3}){3}$/.test(bad));
      expect(() => text({ ...translation, private: bad })).toThrow(RangeError);
      expect(() => text({ ...port, gateway: bad })).toThrow(RangeError);
      expect(() => text({ ...direct, gateway: bad })).toThrow(RangeError);
      expect(() => text({ ...direct, public: bad }, nowhere)).toThrow(RangeError);
      expect(() => text({ ...port, policy: `policy/${bad.replaceAll(/[\d-]/g, '')}x` })).toThrow(RangeError);
    }));
  });
});
