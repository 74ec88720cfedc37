import { describe, expect, it } from 'vitest';
import type { NetworkObject } from './objects.js';
import type { Down, Up, Update } from './protocol.js';
import { parseDown, parseUp } from './schema.js';
import { networkText } from './text.js';

const rule = {
  id: 'sgr-1', verdict: 'accept', protocol: 'tcp', ports: [80, 90], sourcePorts: null, peer: { set: 'set/3' }, own: '10.0.0.5/32',
} as const;
/** One of each kind, in no order. */
const objects: readonly NetworkObject[] = [
  { kind: 'shape', key: 'shape/9', n: 9, space: 'space/1', publics: ['198.18.0.2'], ingress: 5_000_000, egress: 1_000_000, parent: 'package/2' },
  { kind: 'shape', key: 'package/2', n: 2, space: null, publics: [], ingress: 8_000_000, egress: 8_000_000, parent: null },
  { kind: 'direct', key: 'direct/8', n: 8, space: 'space/1', public: '198.18.0.3', port: 'port/6', gate: 'lease', gateway: '198.18.0.1', length: 24 },
  { kind: 'translation', key: 'translation/10', n: 10, space: 'space/1', public: '198.18.0.4', private: '10.0.0.9', protocols: ['icmp'] },
  { kind: 'translation', key: 'translation/9', n: 9, space: 'space/1', public: '198.18.0.2', private: '10.0.0.5', port: 'port/6', protocols: ['icmp', 'tcp', 'udp'] },
  { kind: 'document', key: 'document/5', n: 5, space: 'space/1', sources: ['10.0.0.5'], entries: { 'meta-data/mac': 'm', 'meta-data/a': 'b' } },
  { kind: 'lease', key: 'lease/6', n: 6, port: 'port/6', mac: '00:16:3e:00:00:01', address: '10.0.0.5', length: 24, gateway: '10.0.0.253', router: true, dns: [], hostname: 'h', seconds: 60 },
  { kind: 'port', key: 'port/6', n: 6, space: 'space/1', mac: '00:16:3e:00:00:01', addresses: [{ address: '10.0.0.5', primary: true }], length: 24, gateway: '10.0.0.253', guest: 'guest/5', slot: 0, policy: 'policy/3-4', table: 'table/2', sourceCheck: false },
  { kind: 'guest', key: 'guest/5', n: 5, name: 'i-1', image: 'manual', hostname: 'h', boot: 3, running: true, script: 'a\nb' },
  { kind: 'policy', key: 'policy/3-4', groups: [3, 4], ingress: { rules: [rule], otherwise: 'drop' }, egress: { rules: [], otherwise: 'accept' } },
  { kind: 'set', key: 'set/3', n: 3, space: 'space/1', members: ['10.0.0.5'] },
  { kind: 'table', key: 'table/2', n: 2, space: 'space/1', routes: [{ prefix: '0.0.0.0/0', to: 'transit' }, { prefix: '10.9.0.0/16', to: 'port', port: 'port/6' }] },
  { kind: 'space', key: 'space/1', n: 1, ranges: ['10.0.0.0/8'], private: ['10.0.0.0/8'], arrival: 'table/2' },
];
const update: Update = { type: 'update', epoch: 'e', version: 4, list: 'no', upserts: objects, deletes: ['policy/1-2', 'eip/3'] };

describe('the text of a network', () => {
  it('is sorted in order of creation, numbers as numbers', () => {
    expect(networkText(objects)).toBe(
      [
        'space/1 ranges 10.0.0.0/8 private 10.0.0.0/8 arrival table/2',
        'table/2 in space/1',
        '  0.0.0.0/0 transit',
        '  10.9.0.0/16 port/6',
        'set/3 in space/1: 10.0.0.5',
        'policy/3-4',
        '  in accept tcp ports 80-90 peer set/3 own 10.0.0.5/32 (sgr-1)',
        '  in otherwise drop',
        '  out otherwise accept',
        'guest/5 i-1 h image manual boot 3 running script "a\\nb"',
        'port/6 in space/1 00:16:3e:00:00:01 10.0.0.5*/24 via 10.0.0.253 at guest/5 eth0 policy/3-4 table/2 source check off',
        'lease/6 on port/6 00:16:3e:00:00:01 10.0.0.5/24 via 10.0.0.253 dns - host h for 60 s',
        'document/5 in space/1 for 10.0.0.5',
        '  meta-data/a = "b"',
        '  meta-data/mac = "m"',
        'translation/9 in space/1 198.18.0.2 <-> 10.0.0.5 at port/6 icmp, tcp, udp',
        'translation/10 in space/1 198.18.0.4 <-> 10.0.0.9 at no port icmp',
        'direct/8 in space/1 198.18.0.3 /24 via 198.18.0.1 at port/6 gate lease',
        'package/2 in 8000000 bit/s out 8000000 bit/s',
        'shape/9 in space/1 198.18.0.2 in 5000000 bit/s out 1000000 bit/s under package/2',
      ].join('\n'),
    );
  });

  it('does not depend on the order given', () => {
    expect(networkText([...objects].reverse())).toBe(networkText(objects));
  });
});

describe('the protocol', () => {
  it('parses every kind of object and message as it was sent', () => {
    expect(parseDown(JSON.stringify(update))).toEqual(update);
    const packet = { source: '203.0.113.10', destination: '198.18.0.2', protocol: 47, sourcePort: null, destinationPort: null };
    const probe: Down = { type: 'probe', id: 1, from: 'internet', packet, answerBy: 'port/6' };
    expect(parseDown(JSON.stringify(probe))).toEqual(probe);
    const up: readonly Up[] = [
      { type: 'hello', host: 'h-1.local', epoch: '', version: 0 },
      { type: 'applied', epoch: 'e', version: 4, failed: [{ key: 'policy/1-2', code: 'EBUSY', message: 'm' }] },
      { type: 'observed', guests: [{ key: 'guest/5', boot: 1, state: 'running', pid: 7 }, { key: 'guest/6', boot: 1, state: 'stopped' }], leases: ['port/6'] },
      { type: 'probed', id: 1, answer: { arrived: { at: 'port/6', packet }, answered: null } },
      { type: 'probed', id: 2, answer: { failed: 'm' } },
      { type: 'alive' },
    ];
    for (const message of up) expect(parseUp(JSON.stringify(message))).toEqual(message);
  });

  it.each<[string, object]>([
    ['a name that leads out of its folder', { kind: 'guest', key: 'guest/5', n: 5, name: '../x', image: 'auto', hostname: 'h', boot: 1, running: true, script: '' }],
    ['a key of another kind', { ...objects[11], key: 'set/1' }],
    ['an address that is none', { ...objects[9], members: ['10.0.0.5; drop'] }],
    ['a MAC address that is none', { ...objects[5], mac: 'x' }],
    ['a port out of range', { ...objects[8], ingress: { rules: [{ ...rule, ports: [1, 65_536] }], otherwise: 'drop' } }],
    ['a field nobody knows', { ...objects[11], more: 1 }],
  ])('refuses %s', (_, object) => {
    expect(() => parseDown(JSON.stringify({ ...update, upserts: [object] }))).toThrow();
  });

  it.each(['', '{', '[]', '{"type":"hello","host":"","epoch":"","version":0}', '{"type":"applied","epoch":"e","version":-1,"failed":[]}', '{"type":"update"}'])(
    'refuses %j from an agent',
    (line) => {
      expect(() => parseUp(line)).toThrow();
    },
  );
});
