/**
 * The two H.323 messages that tell the far end where the H.245 control channel is: Q.931 SETUP and CONNECT in TPKT, with an H.225.0
 * version 2 part in aligned PER. Debian has no H.323 program.
 */

const OID = Buffer.from('060008914a0002', 'hex'); // itu-t(0) recommendation(0) h(8) 2250 version(0) 2
const CALL_REFERENCE = Buffer.from('4d21', 'hex');
const CONFERENCE = Buffer.alloc(16, 0xc5);
const UNRESTRICTED_DIGITAL = Buffer.from('04038893a5', 'hex');

/** The caller's message. */
export function setup(address: string, port: number): Buffer {
  // setup; of the optional fields only h245Address. After the conference: create, point to point.
  return q931(0x05, UNRESTRICTED_DIGITAL, Buffer.concat([bytes(0x00, 0x40), OID, transport(address, port), TERMINAL, CONFERENCE, bytes(0x00)]));
}

/** The callee's answer. */
export function connect(address: string, port: number): Buffer {
  // connect; with h245Address.
  return q931(0x07, Buffer.alloc(0), Buffer.concat([bytes(0x02, 0x40), OID, transport(address, port), TERMINAL, CONFERENCE]));
}

/** Where a message says that its sender's H.245 channel is. */
export function h245Address(message: Buffer): { address: string; port: number } {
  const at = message.indexOf(OID) + OID.length + 1;
  return { address: [...message.subarray(at, at + 4)].join('.'), port: message.readUInt16BE(at + 4) };
}

/** EndpointType with nothing but `terminal`, neither mc nor undefinedNode; padded, as an octet string follows. */
const TERMINAL = bytes(0x02, 0x00);

function transport(address: string, port: number): Buffer {
  // ipAddress; padded, as an octet string follows.
  return Buffer.concat([bytes(0x00), bytes(...address.split('.').map(Number)), bytes(port >> 8, port & 0xff)]);
}

function q931(type: number, elements: Buffer, user: Buffer): Buffer {
  const length = user.length + 1;
  const body = Buffer.concat([bytes(0x08, 0x02), CALL_REFERENCE, bytes(type), elements, bytes(0x7e, length >> 8, length & 0xff, 0x05), user]);
  return Buffer.concat([bytes(0x03, 0x00, (body.length + 4) >> 8, (body.length + 4) & 0xff), body]);
}

function bytes(...values: readonly number[]): Buffer {
  return Buffer.from(values);
}
