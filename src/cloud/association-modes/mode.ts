/**
 * What an association mode is. Each mode is one object that reads like its column of the source document's comparison table; whoever
 * needs to know something about a mode asks the object. The comparison tables of console and documentation are made from them.
 */
import type { Direct, Ipv4, Translation } from '../../network/objects.js';
import type { ErrorRow } from '../errors/refusal.js';
import { Refusal } from '../errors/refusal.js';
import type { AccountRow, AssociatedType, EipRow, EniRow, InstanceRow, ModeName, Reads } from '../resources.js';
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
  /** EIPs that the ENI has, oldest first. */
  readonly bound: readonly EipRow[];
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

export interface AssociationMode<B = EniBind> {
  /** As on the wire and in rows. `IpAddress` is NAT on the wire. */
  readonly name: ModeName;
  readonly labels: { readonly ja: string; readonly en: string; readonly zh: string };
  /** False while a release can only check the mode, not carry its packets: a bind that passes every check is refused. */
  readonly served: boolean;
  readonly regions: 'all' | readonly string[];
  /** True when it binds to an ENI by the ENI's own id only, not through an instance. */
  readonly enisOnly: boolean;
  /** ENI types that it binds to. */
  readonly eniTypes: readonly EniRow['type'][];
  /** How many EIPs an ENI takes. */
  readonly capacity: {
    readonly primary: (settings: Settings) => number;
    readonly secondary: number | 'one per private address';
  };
  /** Families of instances that an ENI in this mode can be attached to. */
  readonly instanceFamilies: 'all' | readonly string[];
  /** Whether the ENI keeps its private network function. */
  readonly keepsPrivateNetwork: boolean;
  /** Where the guest sees the EIP. */
  readonly inGuest: 'hidden' | 'replaces the private address' | 'after static configuration';
  readonly protocols: 'all' | readonly Translation['protocols'][number][];
  /** Preconditions in order; the first that fails answers. */
  readonly bindChecks: readonly Check<B>[];
  readonly unbindChecks: readonly Check<Unbind>[];
  /** The private address that the EIP maps to, once all checks have passed; '' where it maps to none. */
  readonly privateIp: (bind: B) => Ipv4 | '';
  /** What a bound EIP adds to the desired network. */
  readonly network: (eip: EipRow, read: Reads) => Translation | Direct | undefined;
}
