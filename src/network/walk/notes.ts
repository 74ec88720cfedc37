/** What a walk takes for granted of those at its ends: their own addresses and routes are not in the desired network. */
import { addressNumber, blockOf } from '../address.js';
import type { Direct, Ipv4, Port, Prefix } from '../objects.js';
import { fill, type Facts, type Namer } from './words.js';
import type { NetworkView } from './view.js';

interface NoteRow {
  readonly what: string;
  readonly mend: string;
}

export const NOTES = {
  PrimaryByHand: {
    what: '{nic} of {instance} has {address} only once somebody configured it: this image leaves further ENIs to its user.',
    mend: 'openeip exec {instance} -- sh -c "ip link set {nic} up; ip address add {address}/{length} dev {nic}"',
  },
  SecondaryByHand: {
    what: '{nic} of {instance} has {address} only once somebody configured it: DHCP gives the primary private address alone.',
    mend: 'openeip exec {instance} -- sh -c "ip link set {nic} up; ip address add {address}/{length} dev {nic}"',
  },
  EipByHand: {
    what: '{nic} of {instance} has {address} only once somebody configured it, with the gateway and mask of DescribeEipGatewayInfo.',
    mend: 'openeip exec {instance} -- sh -c "ip link set {nic} up; ip address add {address}/{length} dev {nic}"',
  },
  NextHopForwards: {
    what: 'What {instance} does with a packet to {destination} is its own affair: here the walk ends.',
    mend: 'openeip exec {instance} -- sysctl -w net.ipv4.ip_forward=1',
  },
  HostByHand: {
    what: 'Somebody on the Internet side has {address} only once it was given to the host there, which has another.',
    mend: 'openeip exec internet -- ip address add {address}/{length} dev eth0',
  },
  RouteByHand: {
    what: '{instance} sends from {address} through {nic} only by a route of its own.',
    mend: 'openeip exec {instance} -- sh -c "ip route replace default via {gateway} dev {nic} onlink table {number}; ip rule add from {address} lookup {number}"',
  },
} as const satisfies Readonly<Record<string, NoteRow>>;

export type NoteCode = keyof typeof NOTES;

export interface Note {
  readonly code: NoteCode;
  readonly facts: Facts;
}

export function noteText({ code, facts }: Note, name: Namer): NoteRow {
  return { what: fill(NOTES[code].what, facts, name), mend: fill(NOTES[code].mend, facts, name) };
}

/** How the guest behind a port comes to have the address. */
export function addressNotes(view: NetworkView, port: Port, address: Ipv4): readonly Note[] {
  const facts = factsOf(port, address);
  const direct = view.directOf(port.key, address);
  // A NIC without private addresses gets its EIP by DHCP, where it gets anything by itself.
  const primary = port.addresses[0]?.address === address || (direct !== undefined && port.addresses.length === 0);
  const length = String((direct ?? port).length);
  if (primary) return port.slot === 0 || view.guest(port.guest)?.image === 'auto' ? [] : [{ code: 'PrimaryByHand', facts: { ...facts, length } }];
  return [{ code: direct === undefined ? 'SecondaryByHand' : 'EipByHand', facts: { ...facts, length } }];
}

/** What makes the guest send from an address of a secondary ENI through that ENI. */
export function sendingNotes(view: NetworkView, port: Port, address: Ipv4): readonly Note[] {
  const notes = addressNotes(view, port, address);
  const byLease = view.guest(port.guest)?.image === 'auto' && notes.length === 0;
  if (port.slot === 0 || byLease) return notes;
  const direct: Direct | undefined = view.directOf(port.key, address);
  return [...notes, { code: 'RouteByHand', facts: { ...factsOf(port, address), gateway: (direct ?? port).gateway, number: String(1_000 + port.slot) } }];
}

export function nextHopNotes(port: Port, destination: Ipv4): readonly Note[] {
  return [{ code: 'NextHopForwards', facts: { instance: port.guest, destination } }];
}

/** Of the Internet side's range: the host that is always there. */
const FIRST_HOST = 10;

export function hostNotes(internet: Prefix, address: Ipv4): readonly Note[] {
  const { first, length } = blockOf(internet);
  return addressNumber(address) === first + FIRST_HOST ? [] : [{ code: 'HostByHand', facts: { address, length: String(length) } }];
}

function factsOf(port: Port, address: Ipv4): Facts {
  return { instance: port.guest, nic: `eth${String(port.slot)}`, address };
}
