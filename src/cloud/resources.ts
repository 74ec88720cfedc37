/**
 * The rows of the cloud: plain frozen values, one type per kind of resource, references by id.
 *
 * Times are milliseconds since the epoch; bandwidths Mbit/s; empty strings stand for "not given", as on the wire.
 * `n` is the small integer that the store gives a row at its first write (0 before) and never gives again;
 * `version` is raised by the store at every write (0 before the first).
 */
import type { Ipv4, Mac, Prefix } from '../network/objects.js';
import type { Wanted } from './indexes.js';
import type { QuotaName } from './quotas.js';

export interface RowBase {
  readonly id: string;
  readonly n: number;
  readonly version: number;
  readonly account: string;
  /** '' for accounts and resource groups. */
  readonly region: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly active: boolean;
}

export interface AccountRow extends RowBase {
  readonly kind: 'account';
  readonly name: string;
  readonly keys: readonly AccessKey[];
  /** Quotas that differ from the defaults of `quotas.ts`. */
  readonly quotas: Readonly<Partial<Record<QuotaName, number>>>;
  readonly entitlements: { readonly multiEip: boolean };
  /** Since when it owes money (ms), and what that has already cost its pay-as-you-go EIPs (behaviour §7.5); null: it owes none. */
  readonly arrears: { readonly since: number; readonly stage: 'working' | 'suspended' | 'released' } | null;
}

/** A group that somebody made; the default one of an account has no row. Groups are of no region. */
export interface ResourceGroupRow extends RowBase {
  readonly kind: 'resourceGroup';
  readonly name: string;
  readonly displayName: string;
  readonly tags: readonly Tag[];
  readonly created: number;
}

export interface VpcRow extends RowBase {
  readonly kind: 'vpc';
  readonly status: 'Pending' | 'Available';
  readonly name: string;
  readonly description: string;
  readonly cidr: Prefix;
  readonly secondaryCidrs: readonly Prefix[];
  readonly userCidrs: readonly Prefix[];
  readonly routerId: string;
  /** The system route table. */
  readonly routeTableId: string;
  /** Its IPv4 gateway was deleted in private mode: nothing in it reaches the Internet before one is deleted in public mode (§2.7, P8). */
  readonly privateOnly: boolean;
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
}

export interface VSwitchRow extends RowBase {
  readonly kind: 'vswitch';
  readonly status: 'Pending' | 'Available';
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: Prefix;
  readonly name: string;
  readonly description: string;
  readonly routeTableId: string;
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
}

export interface RouteTableRow extends RowBase {
  readonly kind: 'routeTable';
  readonly status: 'Pending' | 'Available' | 'Deleting';
  readonly type: 'System' | 'Custom';
  readonly associateType: 'VSwitch' | 'Gateway';
  readonly vpcId: string;
  readonly routerId: string;
  readonly name: string;
  readonly description: string;
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
}

/** An entry that somebody made. System entries, and those of a gateway table that are `Local`, follow from the vSwitches. */
export interface RouteEntryRow extends RowBase {
  readonly kind: 'routeEntry';
  readonly status: 'Pending' | 'Available' | 'Modifying' | 'Deleting';
  readonly routeTableId: string;
  readonly vpcId: string;
  readonly destination: Prefix;
  readonly nextHopType: 'Instance' | 'NetworkInterface' | 'Ipv4Gateway';
  readonly nextHopId: string;
  readonly name: string;
  readonly description: string;
  readonly created: number;
}

export interface Ipv4GatewayRow extends RowBase {
  readonly kind: 'ipv4Gateway';
  readonly status: 'Creating' | 'Created' | 'Modifying' | 'Activating' | 'Deleting';
  readonly vpcId: string;
  /** Activated: the VPC's Internet traffic follows its route tables. Set by the commit that starts `Activating`. */
  readonly enabled: boolean;
  /** The gateway route table, '' for none. */
  readonly routeTableId: string;
  readonly name: string;
  readonly description: string;
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
}

export interface SecurityGroupRule {
  readonly id: string;
  readonly direction: 'ingress' | 'egress';
  readonly protocol: 'TCP' | 'UDP' | 'ICMP' | 'ICMPv6' | 'GRE' | 'ALL';
  /** `a/b` as on the wire; `-1/-1` for any. */
  readonly portRange: string;
  readonly sourcePortRange: string;
  readonly policy: 'Accept' | 'Drop';
  /** 1-100, smaller wins. */
  readonly priority: number;
  /** Source on ingress, destination on egress; at most one of the two is set. */
  readonly peerCidr: Prefix | '';
  readonly peerGroupId: string;
  /** The other end's prefix where a rule narrows its own side (`DestCidrIp` on ingress); '' for none. */
  readonly ownCidr: Prefix | '';
  readonly description: string;
  readonly created: number;
}

export interface SecurityGroupRow extends RowBase {
  readonly kind: 'securityGroup';
  readonly vpcId: string;
  readonly type: 'normal' | 'enterprise';
  readonly innerAccess: 'Accept' | 'Drop';
  readonly name: string;
  readonly description: string;
  readonly rules: readonly SecurityGroupRule[];
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
}

export type EniStatus = 'Available' | 'Attaching' | 'InUse' | 'Detaching' | 'Deleting';

export interface EniRow extends RowBase {
  readonly kind: 'eni';
  readonly status: EniStatus;
  readonly type: 'Primary' | 'Secondary';
  readonly vpcId: string;
  readonly vswitchId: string;
  readonly zone: string;
  readonly mac: Mac;
  /** The primary private address first, then the secondary ones in order of assignment. */
  readonly privateIps: readonly Ipv4[];
  readonly groupIds: readonly string[];
  /** '' unless attached, attaching or detaching. */
  readonly instanceId: string;
  /** 0 is the primary ENI; smallest free number at attach. */
  readonly deviceIndex: number;
  /** A DHCP lease was handed out on it since the last attach (U-22); a detach clears it. */
  readonly leased: boolean;
  /** It lost a cut-through EIP while attached: its private network stays dead until a detach (S-31). */
  readonly privateSuppressed: boolean;
  readonly name: string;
  readonly description: string;
  readonly deleteOnRelease: boolean;
  readonly sourceDestCheck: boolean;
  readonly queueNumber: number;
  readonly trafficMode: string;
  /** Conntrack timeouts, s. */
  readonly tracking: { readonly tcpEstablished: number; readonly tcpClosed: number; readonly udp: number };
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
}

export interface SystemDisk {
  readonly category: string;
  /** '' for categories without levels. */
  readonly performanceLevel: string;
  /** GiB */
  readonly size: number;
  readonly name: string;
  readonly description: string;
}

export type InstanceStatus = 'Pending' | 'Starting' | 'Running' | 'Stopping' | 'Stopped' | 'Deleting';

export interface InstanceRow extends RowBase {
  readonly kind: 'instance';
  readonly status: InstanceStatus;
  readonly name: string;
  readonly description: string;
  readonly hostname: string;
  readonly type: string;
  readonly imageId: string;
  readonly zone: string;
  readonly vpcId: string;
  readonly vswitchId: string;
  readonly primaryEniId: string;
  /** Raised by every start and reboot. */
  readonly boot: number;
  readonly userData: string;
  /** While `Pending`: how it comes to rest; `Not-applicable` for one that starts as soon as it is there. */
  readonly stoppedMode: 'KeepCharging' | 'StopCharging' | 'Not-applicable';
  readonly chargeType: 'PostPaid' | 'PrePaid';
  readonly internetChargeType: string;
  readonly internetMaxBandwidthIn: number;
  /** > 0: the instance has (or wants) a static public address and cannot take an EIP. */
  readonly internetMaxBandwidthOut: number;
  readonly publicIp: Ipv4 | '';
  readonly deletionProtection: boolean;
  readonly keyPairName: string;
  readonly creditSpecification: string;
  readonly ramRoleName: string;
  /** Shown, not made: the guest writes to its scratch. */
  readonly systemDisk: SystemDisk;
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
  /** 0 before the first start. */
  readonly started: number;
}

export type EipStatus = 'Available' | 'Associating' | 'InUse' | 'Unassociating' | 'Releasing';
export type ModeName = 'NAT' | 'BINDED' | 'MULTI_BINDED';
export type AssociatedType = 'EcsInstance' | 'NetworkInterface' | 'IpAddress';

export interface EipBinding {
  readonly type: AssociatedType;
  /** Id as shown on the wire; '' from the moment an unbind is accepted. */
  readonly shownId: string;
  readonly region: string;
  /** As in the request; '' when it was not given. */
  readonly shownPrivateIp: Ipv4 | '';
  /** The ENI that carries the address; '' for IpAddress. */
  readonly eniId: string;
  /** The private address really mapped; '' where none is (multi-EIP). */
  readonly privateIp: Ipv4 | '';
  /** VPC of the target. Shown on the wire for IpAddress only. */
  readonly vpcId: string;
}

export interface EipRow extends RowBase {
  readonly kind: 'eip';
  readonly status: EipStatus;
  readonly address: Ipv4;
  /** Stored mode: used by the next bind without `Mode`; NAT again after an unbind. */
  readonly mode: ModeName;
  /** null when Available; when Releasing only if it was bound until then. */
  readonly binding: EipBinding | null;
  readonly name: string;
  readonly description: string;
  /** Its own, which holds outside of bandwidth packages. */
  readonly bandwidth: number;
  /** The common bandwidth package that it is in, '' for none. */
  readonly packageId: string;
  /** What all EIPs of the package share: kept here, too, so that what an EIP looks like depends on nothing but its row. 0 outside. */
  readonly sharedBandwidth: number;
  /** What it may have of that at the most; 0 for all of it. */
  readonly packageBandwidth: number;
  /** On its way into the package: packets may still be held to its own bandwidth. */
  readonly joiningPackage: boolean;
  readonly chargeType: 'PostPaid' | 'PrePaid';
  readonly internetChargeType: 'PayByBandwidth' | 'PayByTraffic';
  readonly businessStatus: 'Normal' | 'OperationLock' | 'Unactivated';
  /** Lock reasons: `financial`, `security`. */
  readonly locks: readonly string[];
  readonly isp: string;
  readonly netmode: 'public';
  readonly zone: string;
  readonly deletionProtection: boolean;
  /** Where its high-definition monitoring is said to be written; null: switched off. */
  readonly monitorLog: { readonly project: string; readonly store: string } | null;
  readonly securityProtectionTypes: readonly string[];
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
  /** 0 for PostPaid. */
  readonly expires: number;
}

/** A released EIP, which its account may have back for a week (§2.2). Its id is the EIP's. */
export interface ReleasedEipRow extends RowBase {
  readonly kind: 'releasedEip';
  readonly address: Ipv4;
  /** When it was gone. */
  readonly released: number;
}

/** One bandwidth that EIPs of a region share. */
export interface BandwidthPackageRow extends RowBase {
  readonly kind: 'bandwidthPackage';
  /** `Modifying`: packets may still be held to its former bandwidth. */
  readonly status: 'Available' | 'Modifying';
  readonly name: string;
  readonly description: string;
  readonly bandwidth: number;
  readonly internetChargeType: 'PayByBandwidth' | 'PayByTraffic' | 'PayBy95' | 'PayByDominantTraffic';
  /** Of its bandwidth what is paid for in any case, %. */
  readonly ratio: number;
  readonly isp: string;
  readonly deletionProtection: boolean;
  readonly securityProtectionTypes: readonly string[];
  readonly resourceGroup: string;
  readonly tags: readonly Tag[];
  readonly created: number;
}

export type Row =
  | AccountRow | ResourceGroupRow | VpcRow | VSwitchRow | RouteTableRow | RouteEntryRow | Ipv4GatewayRow | SecurityGroupRow | EniRow | InstanceRow | EipRow
  | ReleasedEipRow | BandwidthPackageRow;
export type RowKind = Row['kind'];
export type RowOf<K extends RowKind> = Extract<Row, { kind: K }>;

/** What a rule wants written, whole rows by kind and id. Each row carries the version it was read at. */
export interface WriteSet {
  readonly put: readonly Row[];
  readonly remove: readonly Row[];
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Indexed, synchronous reads. No call scans rows that do not match its key. */
export interface Reads {
  get<K extends RowKind>(kind: K, id: string): RowOf<K> | undefined;
  byNumber<K extends RowKind>(kind: K, n: number): RowOf<K> | undefined;
  /** The row that holds a claim of `indexes.ts`. */
  holder<K extends RowKind>(kind: K, claim: string): RowOf<K> | undefined;
  /** Rows of a kind that carry a link of `indexes.ts`, oldest first. */
  linked<K extends RowKind>(kind: K, link: string): readonly RowOf<K>[];
  countLinked(kind: RowKind, link: string): number;
  /** One page of the rows of a kind that carry all that is wanted, one or more, newest first. */
  matching<K extends RowKind>(kind: K, wanted: readonly Wanted[], page: Page): readonly RowOf<K>[];
  countMatching(kind: RowKind, wanted: readonly Wanted[]): number;
  /** One page of an account's rows of a kind in a region, newest first. */
  list<K extends RowKind>(kind: K, account: string, region: string, page?: Page): readonly RowOf<K>[];
  count(kind: RowKind, account: string, region: string): number;
  /** All regions of an account. */
  countOfAccount(kind: RowKind, account: string): number;
}
