import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../network/packet.js';
import { TOKEN_LENGTH, build, checksum, crc32c, parse, tokenOffset } from './datagram.js';

const token = Buffer.from('0123456789abcdef', 'hex');
const packet = (protocol: number): Packet => ({
  source: '203.0.113.10', destination: '198.18.0.5', protocol,
  sourcePort: [6, 17].includes(protocol) ? 40_000 : null, destinationPort: [6, 17].includes(protocol) ? 80 : null,
});
const pseudoHeader = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(12, 20), Buffer.from([0, bytes.readUInt8(9), 0, bytes.length - 20])]);

describe('datagrams', () => {
  it('checksums are those of the RFCs', () => {
    // RFC 1071, 3; RFC 3720, B.4.
    expect(checksum(Buffer.from('0001f203f4f5f6f7', 'hex'))).toBe(0x220d);
    expect(checksum(Buffer.from('ff', 'hex'))).toBe(0x00ff);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe306_9283);
  });

  it.each([1, 6, 17, 47, 132, 253])('of protocol %i are well formed, and parsed as what they are', (protocol) => {
    const bytes = build({ packet: packet(protocol), token, id: 77 });
    expect(checksum(bytes.subarray(0, 20))).toBe(0);
    expect(bytes.readUInt16BE(2)).toBe(bytes.length);
    const payload = bytes.subarray(20);
    expect(payload.subarray(tokenOffset(protocol), tokenOffset(protocol) + TOKEN_LENGTH)).toEqual(token);
    if (protocol === 1) expect(checksum(payload)).toBe(0);
    if (protocol === 6 || protocol === 17) expect(checksum(pseudoHeader(bytes), payload)).toBe(0);
    if (protocol === 132) {
      const crc = payload.readUInt32LE(8);
      payload.writeUInt32LE(0, 8);
      expect(crc32c(payload)).toBe(crc);
    }
    expect(parse(bytes)).toEqual({ packet: packet(protocol), id: 77, ttl: 64, echo: false });
  });

  it('an answer confirms what it answers', () => {
    const tcp = build({ packet: packet(6), token, id: 1, answers: 0xffff_ffff });
    expect(tcp.readUInt8(20 + 13)).toBe(0x12);
    expect(tcp.readUInt32BE(20 + 8)).toBe(0);
    expect(parse(build({ packet: packet(1), token, id: 5, answers: 0 }))).toEqual({ packet: packet(1), id: 5, ttl: 64, echo: true });
    expect(build({ packet: packet(132), token, id: 1, answers: 0xabcd_ef01 }).readUInt32BE(24)).toBe(0xabcd_ef01);
  });

  it('whatever is parsed does no harm', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => { parse(Buffer.from(bytes)); }));
  });
});
