/** What to run in an instance so that a secondary ENI is used: addresses, source rules, routes (behaviour §3.8, S-24, S-26, S-38, S-42). */

export interface GuestFacts {
  /** Index of the NIC in the instance: 1 is eth1. */
  readonly index: number;
  /** Of the ENI, the primary one first. */
  readonly privateIps: readonly string[];
  /** CIDR block of its vSwitch. */
  readonly block: string;
  /** Whether the image configures NICs by itself. */
  readonly auto: boolean;
}

export interface PublicAddress {
  readonly Ip: string;
  readonly IpGw: string;
  readonly IpMask: string;
}

/** Number of the routing table for a NIC: 1001 for eth1. */
function tableOf(index: number): string {
  return String(1000 + index);
}

/** The gateway that instances of a vSwitch use: the third-last address of its block. */
export function gatewayOf(block: string): string {
  const { first, size } = rangeOf(block);
  return dotted(first + size - 3);
}

/** Primary private address of a NIC that the image leaves alone. */
export function addressCommands({ index, privateIps: [own = ''], block, auto }: GuestFacts): string[] {
  if (auto) return [];
  return [`ip link set eth${String(index)} up`, `ip address add ${own}/${prefixOf(block)} dev eth${String(index)}`];
}

/** Secondary private addresses. */
export function secondaryCommands({ index, privateIps: [, ...others], block }: GuestFacts): string[] {
  return others.map((address) => `ip address add ${address}/${prefixOf(block)} dev eth${String(index)}`);
}

/** Packets from the addresses leave by the NIC. The image that configures NICs did it for the primary address. */
export function routeCommands({ index, privateIps, block, auto }: GuestFacts): string[] {
  const sources = auto ? privateIps.slice(1) : privateIps;
  const route = `ip route replace default via ${gatewayOf(block)} dev eth${String(index)} table ${tableOf(index)}`;
  return [...(auto ? [] : [route]), ...sources.map((address) => `ip rule add from ${address} lookup ${tableOf(index)}`)];
}

/** A second default route, behind the primary ENI's. */
export function preferCommands({ index, block }: GuestFacts): string[] {
  return [`ip route add default via ${gatewayOf(block)} dev eth${String(index)} metric ${tableOf(index)}`];
}

/** Cut-through: DHCP brings all, where nobody asked for it yet. */
export function leaseCommands({ index, auto }: GuestFacts): string[] {
  return auto ? [] : [`ip link set eth${String(index)} up`, `dhclient eth${String(index)}`];
}

/** Multi-EIP-to-ENI: a lease, then each EIP with its own mask and gateway (S-38). */
export function multiCommands({ index, auto }: GuestFacts, eips: readonly PublicAddress[]): string[] {
  const nic = `eth${String(index)}`;
  return [
    ...(auto ? [] : [`ip link set ${nic} up`, `dhclient ${nic}`]),
    ...eips.map(({ Ip, IpMask }) => `ip address add ${Ip}/${String(lengthOf(IpMask))} dev ${nic}`),
    // One table for each gateway, so that each EIP leaves by its own.
    ...eips.flatMap(({ Ip, IpGw }, at) => {
      const table = `${tableOf(index)}${String(at + 1)}`;
      return [`ip route replace default via ${IpGw} dev ${nic} table ${table}`, `ip rule add from ${Ip} lookup ${table}`];
    }),
  ];
}

/** Somewhere on the Internet (RFC 5737), to ask a guest for its way there. */
const ELSEWHERE = '203.0.113.1';

/** Asks the guest by which NIC it sends to the Internet: from the address, or ('') from the one that it chooses itself. */
export function wayCommand(address: string): string {
  return `ip -o route get ${ELSEWHERE}${address === '' ? '' : ` from ${address}`}`;
}

/** The NIC in the answer, '' where there is no way. */
export function nicOf(answer: string): string {
  return / dev (\S+)/.exec(answer)?.[1] ?? '';
}

/** Bits of a dotted mask. */
function lengthOf(mask: string): number {
  return mask.split('.').reduce((bits, part) => bits + (Number(part).toString(2).match(/1/g)?.length ?? 0), 0);
}

function prefixOf(block: string): string {
  return block.split('/')[1] ?? '32';
}

function rangeOf(block: string): { readonly first: number; readonly size: number } {
  const [address = '', prefix = '32'] = block.split('/');
  return { first: address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0), size: 2 ** (32 - Number(prefix)) };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => String(Math.floor(address / 2 ** shift) % 256)).join('.');
}
