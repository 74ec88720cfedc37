/** Free private addresses of a vSwitch (behaviour §2.5): one asked for, or any. */
import type { Ipv4 } from '../network/objects.js';
import { formatAddress, parseAddress, storedNetwork, vswitchAddresses } from './cidr.js';
import type { Context } from './context.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { claim, link } from './indexes.js';
import type { VSwitchRow } from './resources.js';

/** Probes at random before all addresses in use are read: enough while a vSwitch is not nearly full. */
const PROBES = 16;

/** Hands out addresses of one vSwitch during one call, each once. */
export class FreeAddresses {
  private readonly taken = new Set<Ipv4>();
  private readonly range;

  constructor(
    private readonly context: Pick<Context, 'read' | 'ids'>,
    readonly vswitch: VSwitchRow,
  ) {
    this.range = vswitchAddresses(storedNetwork(vswitch.cidr));
  }

  /** Whether an address can be taken, and if not, why. */
  look(address: string): 'free' | 'outside' | 'repeated' | 'used' {
    const number = parseAddress(address);
    if (number === undefined || number < this.range.first || number > this.range.last) return 'outside';
    if (this.taken.has(address)) return 'repeated';
    return this.isUsed(address) ? 'used' : 'free';
  }

  /** An address that the caller asks for: in the vSwitch, not reserved, free. Throws Refusal. */
  take(address: string): Ipv4 {
    switch (this.look(address)) {
      case 'outside':
        throw new Refusal(ecsErrors['InvalidVSwitchId.IpInvalid'], address, this.vswitch.cidr);
      case 'repeated':
        throw new Refusal(ecsErrors['InvalidIp.IpRepeated'], address);
      case 'used':
        throw new Refusal(ecsErrors['InvalidIp.IpAssigned'], address);
      case 'free':
        return this.given(address);
    }
  }

  /** A free address from a random place on, so that one given back does not come again at once. Throws Refusal when none is left. */
  next(): Ipv4 {
    const { first, count } = this.range;
    for (let probe = 0; probe < PROBES; probe++) {
      const address = formatAddress(first + this.context.ids.int(count));
      if (this.isAnybodys(address)) return this.given(address);
    }
    const used = new Set(this.context.read.linked('eni', link.vswitch(this.vswitch.id)).flatMap((eni) => eni.privateIps));
    const start = this.context.ids.int(count);
    for (let step = 0; step < count && used.size + this.taken.size < count; step++) {
      const address = formatAddress(first + ((start + step) % count));
      if (!used.has(address) && this.isAnybodys(address)) return this.given(address);
    }
    throw new Refusal(ecsErrors['InvalidVSwitchId.IpNotEnough'], this.vswitch.id);
  }

  /** Not one that an EIP was bound to by itself: who asks for that by name gets it, and the EIP with it. */
  private isAnybodys(address: Ipv4): boolean {
    return !this.taken.has(address) && !this.isUsed(address) && this.context.read.holder('eip', claim.mapped(this.vswitch.vpcId, address)) === undefined;
  }

  private given(address: Ipv4): Ipv4 {
    this.taken.add(address);
    return address;
  }

  /** By an ENI, or by an EIP that stands on a NIC of the VPC with an address of this block. */
  private isUsed(address: Ipv4): boolean {
    const name = claim.privateIp(this.vswitch.vpcId, address);
    return this.context.read.holder('eni', name) !== undefined || this.context.read.holder('eip', name) !== undefined;
  }
}
