import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, messageType, OPTION, type DhcpMessage } from './packet.js';

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const mac = fc.uint8Array({ minLength: 6, maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('hex').replace(/..(?!$)/g, '$&:'));
const message: fc.Arbitrary<DhcpMessage> = fc.record({
  op: fc.constantFrom(1, 2),
  transaction: fc.integer({ min: 0, max: 0xffffffff }),
  seconds: fc.integer({ min: 0, max: 0xffff }),
  flags: fc.constantFrom(0, 0x8000),
  clientAddress: address,
  yourAddress: address,
  serverAddress: address,
  relayAddress: address,
  mac,
  options: fc
    .array(fc.tuple(fc.integer({ min: 1, max: 254 }), fc.uint8Array({ maxLength: 600 })), { maxLength: 8 })
    .map((options) => new Map(options)),
});

describe('DHCP packets', () => {
  it('decode gives back what encode was given, options longer than 255 octets included', () => {
    fc.assert(
      fc.property(message, (one) => {
        expect(decode(encode(one))).toEqual(one);
      }),
    );
  });

  it('any bytes give a message or undefined, never an exception', () => {
    const damaged = fc.tuple(message, fc.nat(), octet).map(([one, at, value]) => {
      const bytes = encode(one);
      bytes.writeUInt8(value, at % bytes.length);
      return bytes.subarray(0, at % (bytes.length + 1));
    });
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 700 }).map((one) => Buffer.from(one)), damaged);
    fc.assert(
      fc.property(bytes, (one) => {
        const decoded = decode(one);
        expect(decoded === undefined || decoded.mac.length === 17).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads a captured udhcpc DISCOVER', () => {
    const head = '0101060012ab34cd0000000000000000000000000000000000000000' + '00163e010203' + '00'.repeat(10 + 192);
    const bytes = Buffer.from(`${head}63825363` + '3501013d070100163e0102033902024037070103060c0f1c2aff', 'hex');
    const decoded = decode(bytes);
    expect(decoded && messageType(decoded)).toBe(1);
    expect(decoded?.mac).toBe('00:16:3e:01:02:03');
    expect(decoded?.transaction).toBe(0x12ab34cd);
    expect(decoded?.options.get(OPTION.HOST_NAME)).toBeUndefined();
  });

  it('an option that runs past the end makes the whole message worthless', () => {
    const bytes = encode({
      op: 1, transaction: 1, seconds: 0, flags: 0, clientAddress: '0.0.0.0', yourAddress: '0.0.0.0',
      serverAddress: '0.0.0.0', relayAddress: '0.0.0.0', mac: '00:16:3e:00:00:01', options: new Map(),
    });
    bytes.set([53, 200, 1], 240);
    expect(decode(bytes)).toBeUndefined();
  });
});
