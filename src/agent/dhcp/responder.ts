/** What a DHCP server says, as a pure function of the lease and the request: a changed lease shows in the very next answer. */
import type { Lease } from '../../network/objects.js';
import { DHCP, OPTION, addressBytes, addressOption, messageType, numberBytes, type DhcpMessage } from './packet.js';

export interface Reply {
  readonly message: DhcpMessage;
  /** True for the acknowledgement that gives the client its address. */
  readonly grants: boolean;
}

const NONE = '0.0.0.0';
const BROADCAST = 0x8000;

/** Undefined where a server stays silent: not its client, not its turn, or nothing to say. */
export function answer(lease: Lease, request: DhcpMessage): Reply | undefined {
  if (request.op !== 1 || request.mac !== lease.mac) return undefined;
  switch (messageType(request)) {
    case DHCP.DISCOVER:
      return { message: give(lease, request, DHCP.OFFER), grants: false };
    case DHCP.REQUEST:
      return answerRequest(lease, request);
    case DHCP.INFORM:
      return { message: inform(lease, request), grants: false };
    default:
      return undefined;
  }
}

/** SELECTING names this server and the offered address, INIT-REBOOT only the address, RENEWING has it as its own (RFC 2131 §4.3.2). */
function answerRequest(lease: Lease, request: DhcpMessage): Reply | undefined {
  const chosen = addressOption(request, OPTION.SERVER_ID);
  if (chosen !== undefined && chosen !== lease.gateway) return undefined;
  const wanted = addressOption(request, OPTION.REQUESTED_ADDRESS) ?? request.clientAddress;
  if (wanted !== lease.address) return { message: refuse(lease, request), grants: false };
  return { message: give(lease, request, DHCP.ACK), grants: true };
}

function give(lease: Lease, request: DhcpMessage, type: number): DhcpMessage {
  const times: [number, Uint8Array][] = [
    [OPTION.LEASE_TIME, numberBytes(lease.seconds)],
    [OPTION.RENEWAL_TIME, numberBytes(Math.floor(lease.seconds / 2))],
    [OPTION.REBINDING_TIME, numberBytes(Math.floor((lease.seconds * 7) / 8))],
  ];
  return reply(request, lease.address, new Map([...identity(lease, type), ...times, ...configuration(lease)]));
}

function inform(lease: Lease, request: DhcpMessage): DhcpMessage {
  return reply(request, NONE, new Map([...identity(lease, DHCP.ACK), ...configuration(lease)]));
}

function refuse(lease: Lease, request: DhcpMessage): DhcpMessage {
  const why = Buffer.from('this address is not yours', 'latin1');
  return reply(request, NONE, new Map([...identity(lease, DHCP.NAK), [OPTION.MESSAGE, Uint8Array.from(why)]]));
}

/** The server is the gateway: the one address of this end that the client can always reach. */
function identity(lease: Lease, type: number): [number, Uint8Array][] {
  return [
    [OPTION.MESSAGE_TYPE, Uint8Array.of(type)],
    [OPTION.SERVER_ID, addressBytes(lease.gateway)],
  ];
}

function configuration(lease: Lease): [number, Uint8Array][] {
  const options: [number, Uint8Array][] = [
    [OPTION.MASK, numberBytes(lease.length === 0 ? 0 : (0xffffffff << (32 - lease.length)) >>> 0)],
  ];
  if (lease.router) options.push([OPTION.ROUTER, addressBytes(lease.gateway)]);
  if (lease.dns.length > 0) options.push([OPTION.DNS, Uint8Array.from(lease.dns.flatMap((one) => [...addressBytes(one)]))]);
  if (lease.hostname !== '') options.push([OPTION.HOST_NAME, Uint8Array.from(Buffer.from(lease.hostname, 'latin1'))]);
  return options;
}

function reply(request: DhcpMessage, yourAddress: string, options: ReadonlyMap<number, Uint8Array>): DhcpMessage {
  return {
    op: 2,
    transaction: request.transaction,
    seconds: 0,
    flags: request.flags | BROADCAST,
    clientAddress: NONE,
    yourAddress,
    serverAddress: NONE,
    relayAddress: request.relayAddress,
    mac: request.mac,
    options,
  };
}
