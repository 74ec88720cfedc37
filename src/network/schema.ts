/** The protocol's messages as schemas: what comes over the socket is parsed, never believed, in either direction. */
import { z } from 'zod';
import type { Down, Up } from './protocol.js';

const key = z.string().regex(/^[a-z]+\/\d+(?:[/-]\d+)*$/).max(200);
const keyOf = (kind: string) => z.string().regex(new RegExp(`^${kind}/\\d+$`)).max(40);
const n = z.int().min(1);
const version = z.int().min(0);
const epoch = z.string().max(100);
const ipv4 = z.ipv4();
const prefix = z.cidrv4();
const length = z.int().min(0).max(32);
const mac = z.string().regex(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/);
const rate = z.int().min(0);
/** Names of files and hosts come from these. */
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);

const port = z.int().min(0).max(65_535);
const ports = z.tuple([port, port]).nullable();
const verdict = z.enum(['accept', 'drop']);
const rule = z.strictObject({
  id: z.string(),
  verdict,
  protocol: z.enum(['tcp', 'udp', 'icmp', 'gre', 'all']),
  ports,
  sourcePorts: ports,
  peer: z.union([z.strictObject({ cidr: prefix }), z.strictObject({ set: keyOf('set') })]),
  own: prefix.exactOptional(),
});
const direction = z.strictObject({ rules: z.array(rule), otherwise: verdict });
const route = z.discriminatedUnion('to', [
  z.strictObject({ prefix, to: z.literal('local') }),
  z.strictObject({ prefix, to: z.literal('transit') }),
  z.strictObject({ prefix, to: z.literal('unreachable') }),
  z.strictObject({ prefix, to: z.literal('port'), port: keyOf('port') }),
]);

const count = z.int().min(0);

const object = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('space'), key: keyOf('space'), n, ranges: z.array(prefix), private: z.array(prefix),
    arrival: keyOf('table'),
  }),
  z.strictObject({
    kind: z.literal('port'), key: keyOf('port'), n, space: keyOf('space'), mac,
    addresses: z.array(z.strictObject({ address: ipv4, primary: z.boolean() })),
    length, gateway: ipv4, guest: keyOf('guest'), slot: z.int().min(0).max(255), policy: z.string().regex(/^policy\/\d+(?:-\d+)*$/),
    table: keyOf('table'), sourceCheck: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('table'), key: keyOf('table'), n, space: keyOf('space'), routes: z.array(route) }),
  z.strictObject({
    kind: z.literal('policy'), key: z.string().regex(/^policy\/\d+(?:-\d+)*$/), groups: z.array(n), ingress: direction, egress: direction,
  }),
  z.strictObject({ kind: z.literal('set'), key: keyOf('set'), n, space: keyOf('space'), members: z.array(ipv4) }),
  z.strictObject({
    kind: z.literal('translation'), key: keyOf('translation'), n, space: keyOf('space'), public: ipv4, private: ipv4,
    port: keyOf('port').exactOptional(), protocols: z.array(z.enum(['icmp', 'tcp', 'udp'])),
  }),
  z.strictObject({
    kind: z.literal('direct'), key: keyOf('direct'), n, space: keyOf('space'), public: ipv4, port: keyOf('port'),
    gate: z.enum(['open', 'lease']), gateway: ipv4, length,
  }),
  z.strictObject({
    kind: z.literal('shape'), key: z.union([keyOf('shape'), keyOf('package')]), n, space: keyOf('space').nullable(), publics: z.array(ipv4),
    ingress: rate.nullable(), egress: rate.nullable(), parent: keyOf('package').nullable(),
  }),
  z.strictObject({
    kind: z.literal('lease'), key: keyOf('lease'), n, port: keyOf('port'), mac, address: ipv4, length, gateway: ipv4, router: z.boolean(),
    dns: z.array(ipv4), hostname: z.string().max(255), seconds: z.int().min(1),
  }),
  z.strictObject({
    kind: z.literal('document'), key: keyOf('document'), n, space: keyOf('space'), sources: z.array(ipv4),
    entries: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    kind: z.literal('guest'), key: keyOf('guest'), n, name, image: z.enum(['auto', 'manual']), hostname: z.string().max(255),
    boot: z.int().min(0), running: z.boolean(), script: z.string(),
  }),
]);

const end = z.union([z.literal('internet'), keyOf('port')]);
const packet = z.strictObject({
  source: ipv4, destination: ipv4, protocol: z.int().min(0).max(255), sourcePort: port.nullable(), destinationPort: port.nullable(),
});
const id = z.int().min(0);

const probe = z.strictObject({ type: z.literal('probe'), id, from: end, packet, answerBy: keyOf('port').exactOptional() });
const seen = z.strictObject({ at: end, packet }).nullable();
const answer = z.union([z.strictObject({ arrived: seen, answered: seen }), z.strictObject({ failed: z.string() })]);

const update = z.strictObject({
  type: z.literal('update'),
  epoch,
  version,
  list: z.enum(['no', 'first', 'more', 'last', 'only']),
  upserts: z.array(object),
  deletes: z.array(key),
});

const drops = z.strictObject({ type: z.literal('drops'), id });
const down = z.discriminatedUnion('type', [update, probe, drops]);

const up = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), host: name, epoch, version }),
  z.strictObject({
    type: z.literal('applied'),
    epoch,
    version,
    failed: z.array(z.strictObject({ key, code: z.string().max(200), message: z.string() })),
  }),
  z.strictObject({
    type: z.literal('observed'),
    guests: z.array(
      z.strictObject({
        key: keyOf('guest'), boot: z.int().min(0), state: z.enum(['running', 'stopped']), pid: z.int().min(1).exactOptional(),
      }),
    ),
    leases: z.array(key),
  }),
  z.strictObject({
    type: z.literal('counted'),
    counters: z.array(z.strictObject({
      key: keyOf('shape'), direction: z.enum(['received', 'sent']), life: z.string().min(1).max(40), bytes: count, packets: count,
    })),
  }),
  z.strictObject({ type: z.literal('probed'), id, answer }),
  z.strictObject({ type: z.literal('dropped'), id, drops: z.array(z.strictObject({ space: keyOf('space'), causes: z.record(z.string().max(40), count) })) }),
  z.strictObject({ type: z.literal('alive') }),
]);

/** A line from an agent. Throws where it is not one of the protocol's messages. */
export function parseUp(line: string): Up {
  return up.parse(JSON.parse(line));
}

/** A line from the control plane. Throws where it is not one of the protocol's messages. */
export function parseDown(line: string): Down {
  return down.parse(JSON.parse(line));
}
