/** Which objects of the network a change of rows may concern. What does not show in the network (names, `Attaching` → `InUse`) is cheap. */
import { key, type Key } from '../../network/objects.js';
import { modeOf } from '../association-modes/index.js';
import { bandwidthNow } from '../bandwidth-package-members.js';
import { link } from '../indexes.js';
import type {
  EipRow, EniRow, InstanceRow, Reads, RouteEntryRow, RouteTableRow, Row, RowKind, RowOf, SecurityGroupRow, VSwitchRow,
} from '../resources.js';
import type { Settings } from '../settings.js';
import { policyKey } from './policy.js';

/** A row before and after: undefined before it existed, undefined once it is gone. */
export interface RowPair {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/**
 * Keys of all objects that may differ once a batch of changes is written. `read` reads the state after the batch; rows that the batch
 * removed are found in the batch, as the keys of their objects have to be told, too.
 */
export function affected(changes: readonly RowPair[], read: Reads, settings: Pick<Settings, 'blockOutboundTcp25'>): ReadonlySet<Key> {
  const keys = new Set<Key>();
  const walk = new Walk(changes, read, keys, settings.blockOutboundTcp25);
  for (const { before, after } of changes) walk.change(before, after);
  return keys;
}

class Walk {
  private readonly removed = new Map<string, Row>();

  constructor(
    changes: readonly RowPair[],
    private readonly read: Reads,
    private readonly keys: Set<Key>,
    /** Policies say what is not private in their VPC (U-35). */
    private readonly mailBlocked: boolean,
  ) {
    for (const { before, after } of changes) {
      if (before !== undefined && after === undefined) this.removed.set(`${before.kind}/${before.id}`, before);
    }
  }

  change(before: Row | undefined, after: Row | undefined): void {
    const row = after ?? before;
    if (row === undefined || (before !== undefined && after !== undefined && view(before) === view(after))) return;
    for (const version of [before, after]) if (version !== undefined) this.own(version);
    switch (row.kind) {
      case 'vpc':
        this.tables(row.id);
        if (before?.kind === 'vpc' && before.cidr !== row.cidr) this.documents(row.id);
        if (this.mailBlocked) for (const group of this.read.linked('securityGroup', link.vpc(row.id))) this.policies(group);
        break;
      case 'vswitch':
        this.vswitch(row, before === undefined || after === undefined);
        break;
      case 'securityGroup':
        this.namers(row);
        break;
      case 'instance':
        this.instance(row);
        break;
      case 'eni':
        this.translations(row);
        break;
      case 'routeTable':
      case 'routeEntry':
      case 'ipv4Gateway':
      case 'eip':
      case 'releasedEip':
      case 'bandwidthPackage':
      case 'resourceGroup':
      case 'account':
        break;
    }
    // Routes name the ENI of a next hop whatever it does, as long as it is there.
    if (before === undefined || after === undefined) this.leadingTo(row);
  }

  /** Objects that one version of a row leads to. */
  private own(row: Row): void {
    switch (row.kind) {
      case 'vpc':
        this.add(key('space', row.n));
        break;
      case 'routeTable':
        this.routeTable(row);
        break;
      case 'routeEntry':
        this.routeEntry(row);
        break;
      case 'ipv4Gateway':
        this.space(row.vpcId);
        this.tables(row.vpcId);
        break;
      case 'securityGroup':
        this.group(row);
        break;
      case 'eni':
        this.eni(row);
        break;
      case 'instance':
        this.add(key('guest', row.n), key('document', row.n));
        this.staticAddress(row);
        break;
      case 'eip':
        this.eip(row);
        break;
      case 'bandwidthPackage':
        this.add(key('package', row.n));
        break;
      case 'vswitch':
      case 'releasedEip':
      case 'resourceGroup':
      case 'account':
        break;
    }
  }

  private space(vpcId: string): void {
    const vpc = this.find('vpc', vpcId);
    if (vpc !== undefined) this.add(key('space', vpc.n));
  }

  private tables(vpcId: string): void {
    for (const table of this.read.linked('routeTable', link.vpc(vpcId))) this.add(key('table', table.n));
  }

  /** What the guests of a VPC are told has its primary block in it. */
  private documents(vpcId: string): void {
    for (const instance of this.read.linked('instance', link.vpc(vpcId))) this.add(key('document', instance.n));
  }

  /** The system table and that of the gateway are where packets from the edge go on. */
  private routeTable(table: RouteTableRow): void {
    this.add(key('table', table.n));
    this.space(table.vpcId);
  }

  /** Its table, and the port of its next hop: only there foreign packets may pass. */
  private routeEntry(entry: RouteEntryRow): void {
    const table = this.find('routeTable', entry.routeTableId);
    if (table !== undefined) this.add(key('table', table.n));
    const eni = this.find('eni', this.find('instance', entry.nextHopId)?.primaryEniId ?? entry.nextHopId);
    if (eni !== undefined) this.add(key('port', eni.n));
  }

  private leadingTo(row: Row): void {
    if (row.kind !== 'eni' && row.kind !== 'instance') return;
    const ids = row.kind === 'eni' && row.instanceId !== '' ? [row.id, row.instanceId] : [row.id];
    for (const entry of ids.flatMap((id) => this.read.linked('routeEntry', link.nextHop(id)))) this.routeEntry(entry);
  }

  /** All tables of its VPC deliver to its block, which never changes; its ENIs follow its own. */
  private vswitch(vswitch: VSwitchRow, isNewOrGone: boolean): void {
    if (isNewOrGone) this.tables(vswitch.vpcId);
    for (const eni of this.read.linked('eni', link.vswitch(vswitch.id))) {
      this.add(key('port', eni.n));
    }
  }

  private group(group: SecurityGroupRow): void {
    this.add(key('set', group.n));
    this.policies(group);
    for (const rule of group.rules) {
      const peer = this.find('securityGroup', rule.peerGroupId);
      if (peer !== undefined) this.add(key('set', peer.n));
    }
  }

  /** Rules that name a group change with it. */
  private namers(group: SecurityGroupRow): void {
    for (const other of this.read.linked('securityGroup', link.names(group.id))) this.policies(other);
  }

  private policies(group: SecurityGroupRow): void {
    for (const eni of this.read.linked('eni', link.member(group.id))) this.policy(eni);
  }

  private policy(eni: EniRow): void {
    const policy = policyKey(eni.groupIds, (id) => this.find('securityGroup', id));
    if (policy !== undefined) this.add(policy);
  }

  private instance(instance: InstanceRow): void {
    for (const eni of this.read.linked('eni', link.instance(instance.id))) {
      this.add(key('port', eni.n), key('lease', eni.n));
      this.policy(eni);
    }
  }

  private eni(eni: EniRow): void {
    this.add(key('port', eni.n), key('lease', eni.n));
    this.policy(eni);
    this.document(eni);
    for (const id of eni.groupIds) {
      const group = this.find('securityGroup', id);
      if (group !== undefined) this.add(key('set', group.n));
    }
  }

  private document(eni: EniRow): void {
    const instance = this.find('instance', eni.instanceId);
    if (instance === undefined) return;
    this.add(key('document', instance.n));
    this.staticAddress(instance);
  }

  private staticAddress({ n, publicIp }: InstanceRow): void {
    if (publicIp !== '') this.add(key('translation', n), key('shape', n));
  }

  /** What a mode contributes may depend on the ENI. */
  private translations(eni: EniRow): void {
    for (const eip of this.read.linked('eip', link.eni(eni.id))) this.eip(eip);
  }

  private eip(eip: EipRow): void {
    this.add(key('translation', eip.n), key('direct', eip.n), key('shape', eip.n));
    const eni = this.find('eni', eip.binding?.eniId ?? '');
    if (eni === undefined) return;
    this.document(eni);
    if (!modeOf(eip).keepsPrivateNetwork) this.add(key('port', eni.n), key('lease', eni.n));
  }

  private find<K extends RowKind>(kind: K, id: string): RowOf<K> | undefined {
    const row = this.read.get(kind, id) ?? this.removed.get(`${kind}/${id}`);
    return row?.kind === kind ? (row as RowOf<K>) : undefined;
  }

  private add(...keys: readonly Key[]): void {
    for (const one of keys) this.keys.add(one);
  }
}

/** The part of a row that the network depends on, as text. */
function view(row: Row): string {
  switch (row.kind) {
    case 'vpc':
      return JSON.stringify([row.cidr, row.secondaryCidrs, row.userCidrs, row.privateOnly]);
    case 'vswitch':
      return JSON.stringify([row.cidr, row.routeTableId]);
    case 'routeTable':
      return JSON.stringify([row.status === 'Deleting', row.vpcId]);
    case 'securityGroup':
      return JSON.stringify([row.vpcId, row.type, row.innerAccess, row.rules]);
    case 'eni':
      return JSON.stringify([
        row.status === 'Attaching' || row.status === 'InUse', row.instanceId, row.deviceIndex, row.vpcId, row.vswitchId, row.mac,
        row.privateIps, row.groupIds, row.leased, row.privateSuppressed, row.sourceDestCheck,
      ]);
    case 'instance':
      return JSON.stringify([
        row.status === 'Deleting', row.status === 'Starting' || row.status === 'Running', row.boot, row.hostname, row.imageId,
        row.type, row.userData, row.vpcId, row.vswitchId, row.primaryEniId, row.publicIp, row.internetMaxBandwidthIn, row.internetMaxBandwidthOut,
      ]);
    case 'eip':
      return JSON.stringify([row.status === 'Associating' || row.status === 'InUse', row.address, row.mode, row.binding, row.locks, row.packageId, bandwidthNow(row)]);
    case 'bandwidthPackage':
      return JSON.stringify([row.bandwidth]);
    case 'routeEntry':
      return JSON.stringify([row.status === 'Deleting', row.routeTableId, row.destination, row.nextHopType, row.nextHopId]);
    case 'ipv4Gateway':
      return JSON.stringify([row.status === 'Deleting', row.vpcId, row.enabled, row.routeTableId]);
    case 'releasedEip':
    case 'resourceGroup':
    case 'account':
      return '';
  }
}
