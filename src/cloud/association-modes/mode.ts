/**
 * What an association mode is. Each mode is one object that reads like its column of the source document's comparison table; whoever
 * needs to know something about a mode asks the object. The comparison tables of console and documentation are made from them.
 */
import type { Direct, Ipv4, Translation } from '../../network/objects.js';
import type { ErrorRow } from '../errors/refusal.js';
import { Refusal } from '../errors/refusal.js';
import type { AccountRow, AssociatedType, EipBinding, EipRow, EniRow, InstanceRow, ModeName, Reads } from '../resources.js';
import type { Settings } from '../settings.js';

/** One precondition. `number` is its row in the table of checks (behaviour §3.2 for binding, §3.3 for unbinding). */
export interface Check<F> {
  readonly number: string;
  readonly fails: (facts: F) => boolean;
  readonly error: ErrorRow;
  /** Values for `{0}`… of the message. */
  readonly values?: (facts: F) => readonly string[];
}

/** Throws the Refusal of the first check that fails. */
export function enforce<F>(checks: readonly Check<F>[], facts: F): void {
  for (const check of checks) {
    if (check.fails(facts)) throw new Refusal(check.error, ...(check.values?.(facts) ?? []));
  }
}

interface BindBase {
  readonly eip: EipRow;
  readonly account: AccountRow;
  readonly settings: Settings;
  readonly read: Reads;
}

/** A bind to an ENI, through its own id or through the instance whose primary ENI it is. */
export interface EniBind extends BindBase {
  readonly type: Exclude<AssociatedType, 'IpAddress'>;
  readonly eni: EniRow;
  /** The instance that the ENI is at. */
  readonly instance: InstanceRow | undefined;
  /** `PrivateIpAddress` of the request, '' where it was not given. */
  readonly privateIp: Ipv4 | '';
  /** EIPs that the ENI has besides this one, oldest first, those bound earlier in the same call last. */
  readonly bound: readonly EipRow[];
  /** Another EIP that an address of the ENI's VPC is mapped to. */
  readonly mappedTo: (address: Ipv4) => EipRow | undefined;
}

/** A bind to an address of a VPC. */
export interface AddressBind extends BindBase {
  readonly type: 'IpAddress';
  readonly address: string;
  /** '' where it was not given. */
  readonly vpcId: string;
}

/** What an unbind is judged by. */
export interface Unbind {
  readonly eip: EipRow;
  /** Undefined for an address of a VPC. */
  readonly eni: EniRow | undefined;
  readonly instance: InstanceRow | undefined;
  readonly settings: Settings;
}

/** What a mode is, whatever it binds to. */
export interface ModeTraits {
  /** As on the wire and in rows. `IpAddress` is NAT on the wire. */
  readonly name: ModeName;
  readonly labels: { readonly ja: string; readonly en: string; readonly zh: string };
  readonly regions: 'all' | readonly string[];
  /** What an account must be entitled to. */
  readonly entitlement: keyof AccountRow['entitlements'] | 'none';
  /** True when it binds to an ENI by the ENI's own id only, not through an instance. */
  readonly enisOnly: boolean;
  /** ENI types that it binds to. */
  readonly eniTypes: readonly EniRow['type'][];
  /** How many EIPs an ENI takes. */
  readonly capacity: {
    readonly primary: (settings: Settings) => number;
    readonly secondary: number | 'one per private address';
  };
  /** Whether it binds to, and lets go of, a detached ENI only. */
  readonly detached: { readonly bind: (settings: Settings) => boolean; readonly unbind: (settings: Settings) => boolean };
  /** Whether it binds to an ENI with secondary private addresses. */
  readonly secondaryAddresses: (settings: Settings) => boolean;
  /** The IPv4 gateway of the VPC. */
  readonly ipv4Gateway: 'optional' | 'forbidden' | 'activated';
  /** Families of instances that an ENI in this mode can be attached to. */
  readonly instanceFamilies: 'all' | readonly string[];
  /** Whether the ENI keeps its private network function, the cloud's services (100.64.0.0/10) included. */
  readonly keepsPrivateNetwork: boolean;
  /** Whether routes may lead to the ENI. */
  readonly nextHop: boolean;
  /** What DHCP hands out on the NIC. */
  readonly lease: 'the private address' | 'the EIP';
  /** Where the guest sees the EIP. */
  readonly inGuest: 'hidden' | 'replaces the private address' | 'after static configuration';
  /** What tells which ENI has the EIP, besides DescribeEipAddresses. */
  readonly shownBy: 'AssociatedPublicIp' | 'DescribeEipGatewayInfo' | 'nothing';
  readonly protocols: 'all' | readonly Translation['protocols'][number][];
  /** Preconditions in order; the first that fails answers. */
  readonly unbindChecks: readonly Check<Unbind>[];
  /** What a bound EIP adds to the desired network: present from the moment its bind is accepted until its unbind is. */
  readonly network: (eip: EipRow, read: Reads) => Translation | Direct | undefined;
  /** What no other row may have at the same time, by the names of `indexes.ts`. */
  readonly claims: (binding: EipBinding, address: Ipv4) => readonly string[];
  /** By what the EIP is found besides its VPC, by the names of `indexes.ts`. */
  readonly links: (binding: EipBinding) => readonly string[];
}

export interface AssociationMode<B = EniBind> extends ModeTraits {
  /** Preconditions in order; the first that fails answers. */
  readonly bindChecks: readonly Check<B>[];
  /** The private address that the EIP maps to, once all checks have passed; '' where it maps to none. */
  readonly privateIp: (bind: B) => Ipv4 | '';
}

/** True from the moment a bind is accepted until its unbind or its forced release is. */
export function isLive(eip: EipRow): eip is EipRow & { readonly binding: EipBinding } {
  return eip.binding !== null && (eip.status === 'Associating' || eip.status === 'InUse');
}
