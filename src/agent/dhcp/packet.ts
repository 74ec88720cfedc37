/**
 * DHCP messages on the wire (RFC 2131, options of RFC 2132). Pure: bytes in, values out and back.
 */

export const DHCP = { DISCOVER: 1, OFFER: 2, REQUEST: 3, DECLINE: 4, ACK: 5, NAK: 6, RELEASE: 7, INFORM: 8 } as const;

export const OPTION = {
  MASK: 1,
  ROUTER: 3,
  DNS: 6,
  HOST_NAME: 12,
  REQUESTED_ADDRESS: 50,
  LEASE_TIME: 51,
  MESSAGE_TYPE: 53,
  SERVER_ID: 54,
  MESSAGE: 56,
  RENEWAL_TIME: 58,
  REBINDING_TIME: 59,
} as const;

export interface DhcpMessage {
  /** 1 from a client, 2 from a server. */
  readonly op: number;
  readonly transaction: number;
  readonly seconds: number;
  readonly flags: number;
  /** Dotted addresses; `0.0.0.0` for none. */
  readonly clientAddress: string;
  readonly yourAddress: string;
  readonly serverAddress: string;
  readonly relayAddress: string;
  /** Lower-case colon text. */
  readonly mac: string;
  readonly options: ReadonlyMap<number, Uint8Array>;
}

const FIXED = 236;
const MAGIC = 0x63825363;
const PAD = 0;
const END = 255;
const ETHERNET = 1;
/** Clients may drop anything shorter (BOOTP's size, RFC 951). */
const SHORTEST = 300;

export function encode(message: DhcpMessage): Buffer {
  const options: number[] = [];
  for (const [code, value] of message.options) {
    // A value longer than 255 octets continues in further options of the same code (RFC 3396).
    for (let at = 0; at === 0 || at < value.length; at += 255) {
      const part = value.subarray(at, at + 255);
      options.push(code, part.length, ...part);
    }
  }
  const bytes = Buffer.alloc(Math.max(SHORTEST, FIXED + 4 + options.length + 1));
  bytes.writeUInt8(message.op, 0);
  bytes.writeUInt8(ETHERNET, 1);
  bytes.writeUInt8(6, 2);
  bytes.writeUInt32BE(message.transaction, 4);
  bytes.writeUInt16BE(message.seconds, 8);
  bytes.writeUInt16BE(message.flags, 10);
  bytes.set(addressBytes(message.clientAddress), 12);
  bytes.set(addressBytes(message.yourAddress), 16);
  bytes.set(addressBytes(message.serverAddress), 20);
  bytes.set(addressBytes(message.relayAddress), 24);
  bytes.set(Buffer.from(message.mac.replaceAll(':', ''), 'hex'), 28);
  bytes.writeUInt32BE(MAGIC, FIXED);
  bytes.set([...options, END], FIXED + 4);
  return bytes;
}

/** Undefined for anything that is not a DHCP message of an Ethernet client. */
export function decode(bytes: Buffer): DhcpMessage | undefined {
  if (bytes.length < FIXED + 4 || bytes.readUInt32BE(FIXED) !== MAGIC) return undefined;
  if (bytes.readUInt8(1) !== ETHERNET || bytes.readUInt8(2) !== 6) return undefined;
  const options = decodeOptions(bytes.subarray(FIXED + 4));
  if (!options) return undefined;
  return {
    op: bytes.readUInt8(0),
    transaction: bytes.readUInt32BE(4),
    seconds: bytes.readUInt16BE(8),
    flags: bytes.readUInt16BE(10),
    clientAddress: addressText(bytes.subarray(12, 16)),
    yourAddress: addressText(bytes.subarray(16, 20)),
    serverAddress: addressText(bytes.subarray(20, 24)),
    relayAddress: addressText(bytes.subarray(24, 28)),
    mac: [...bytes.subarray(28, 34)].map((octet) => octet.toString(16).padStart(2, '0')).join(':'),
    options,
  };
}

function decodeOptions(bytes: Buffer): Map<number, Uint8Array> | undefined {
  const options = new Map<number, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    const code = bytes.readUInt8(at++);
    if (code === PAD) continue;
    if (code === END) return options;
    if (at >= bytes.length) return undefined;
    const length = bytes.readUInt8(at++);
    if (at + length > bytes.length) return undefined;
    const value = bytes.subarray(at, at + length);
    const before = options.get(code);
    options.set(code, before ? Buffer.concat([before, value]) : Uint8Array.from(value));
    at += length;
  }
  return options;
}

export function addressBytes(address: string): Uint8Array {
  return Uint8Array.from(address.split('.'), Number);
}

export function addressText(bytes: Uint8Array): string {
  return bytes.join('.');
}

/** Big-endian 32-bit number, as times are written. */
export function numberBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return Uint8Array.from(bytes);
}

export function messageType(message: DhcpMessage): number | undefined {
  return message.options.get(OPTION.MESSAGE_TYPE)?.[0];
}

export function addressOption(message: DhcpMessage, option: number): string | undefined {
  const value = message.options.get(option);
  return value?.length === 4 ? addressText(value) : undefined;
}
