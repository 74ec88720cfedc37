/** ENIs: creating, changing and deleting them (behaviour §2.3, §4.7). */
import type { Context } from './context.js';
import { FreeAddresses } from './free-addresses.js';
import { dissociated } from './eip-unassociate.js';
import { common } from './errors/common.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { claim, link } from './indexes.js';
import { isDescription, isName } from './instance-names.js';
import { quotaOf } from './quotas.js';
import { resourceGroupExists } from './resource-groups.js';
import type { EniRow, SecurityGroupRow, VSwitchRow, WriteSet } from './resources.js';
import { withoutNextHop } from './routing.js';
import { checkRoom, groupsOf, replaceGroups } from './security-group.js';
import { newTags, type GivenTag } from './tags.js';

/** `ConnectionTrackingConfiguration` under its wire names, s. */
export interface Tracking {
  readonly TcpEstablishedTimeout?: number | undefined;
  readonly TcpClosedAndTimeWaitTimeout?: number | undefined;
  readonly UdpTimeout?: number | undefined;
}

/** What a new ENI and one of a new instance have in common, under their wire names. */
export interface EniOptions {
  readonly PrimaryIpAddress?: string | undefined;
  readonly SecondaryPrivateIpAddressCount?: number | undefined;
  readonly NetworkInterfaceName?: string | undefined;
  readonly Description?: string | undefined;
  readonly DeleteOnRelease?: boolean | undefined;
  readonly SourceDestCheck?: boolean | undefined;
  readonly QueueNumber?: number | undefined;
  readonly NetworkInterfaceTrafficMode?: string | undefined;
}

/** Parameters of CreateNetworkInterface under their wire names. */
export interface EniRequest extends EniOptions {
  readonly VSwitchId: string;
  readonly SecurityGroupId?: string | undefined;
  readonly SecurityGroupIds: readonly string[];
  readonly PrivateIpAddress: readonly string[];
  readonly ConnectionTrackingConfiguration?: Tracking | undefined;
  readonly ResourceGroupId?: string | undefined;
  readonly Tag: readonly GivenTag[];
}

/** Secondary addresses named in one call of CreateNetworkInterface at the most (U-17). */
const MOST_NAMED = 10;
const TRACKING_DEFAULT: EniRow['tracking'] = { tcpEstablished: 910, tcpClosed: 3, udp: 30 };

/** A new ENI, `Available` at once. Throws Refusal. */
export function createEni(context: Context, asked: EniRequest): EniRow {
  const { account } = context;
  const vswitch = ownVSwitch(context, asked.VSwitchId);
  const groupIds = oneWayOfGroups(asked);
  if (groupIds === undefined) throw new Refusal(common.MissingParameter, 'SecurityGroupId');
  const groups = groupsOf(context, groupIds, vswitch.vpcId, new Refusal(ecsErrors['InvalidOperation.VpcMismatch'], 'security group'));
  const named = asked.PrivateIpAddress;
  if (named.length > 0 && asked.SecondaryPrivateIpAddressCount !== undefined) {
    throw new Refusal(common['InvalidParameter.Conflict'], 'PrivateIpAddress.N', 'SecondaryPrivateIpAddressCount');
  }
  if (named.length > MOST_NAMED) throw new Refusal(common.InvalidParameter, 'PrivateIpAddress.N');
  if (asked.ResourceGroupId !== undefined && !resourceGroupExists(context, asked.ResourceGroupId)) {
    throw new Refusal(ecsErrors['InvalidResourceGroup.NotFound']);
  }
  const tags = newTags(account, asked.Tag);
  checkEniQuota(context, 1);
  const row = newEni(context, vswitch, groups, asked, named, new FreeAddresses(context, vswitch));
  return { ...row, tracking: trackingOf(asked.ConnectionTrackingConfiguration, TRACKING_DEFAULT), resourceGroup: asked.ResourceGroupId ?? '', tags };
}

/** A detached ENI with addresses out of `free`; `named` are its secondary ones unless a count is given. Throws Refusal. */
export function newEni(
  context: Context,
  vswitch: VSwitchRow,
  groups: readonly SecurityGroupRow[],
  asked: EniOptions,
  named: readonly string[],
  free: FreeAddresses,
): EniRow {
  const { account, ids, now } = context;
  checkLabels(asked);
  const primary = asked.PrimaryIpAddress;
  if (primary !== undefined && named.includes(primary)) throw new Refusal(ecsErrors['InvalidPrivateIpAddress.Duplicated']);
  // Named addresses first: a free one picked before could be one of them.
  const fixed = primary === undefined ? undefined : free.take(primary);
  const secondary = named.map((address) => free.take(address));
  for (let i = 0; i < (asked.SecondaryPrivateIpAddressCount ?? 0); i++) secondary.push(free.next());
  const privateIps = [fixed ?? free.next(), ...secondary];
  for (const group of groups) checkRoom(context, group, privateIps.length);
  return {
    kind: 'eni', id: ids.make('eni', vswitch.region), n: 0, version: 0, account: account.id, region: vswitch.region,
    status: 'Available', type: 'Secondary', vpcId: vswitch.vpcId, vswitchId: vswitch.id, zone: vswitch.zone, mac: freeMac(context),
    privateIps, groupIds: groups.map((group) => group.id), instanceId: '', deviceIndex: 0,
    leased: false, privateSuppressed: false,
    name: asked.NetworkInterfaceName ?? '', description: asked.Description ?? '', deleteOnRelease: asked.DeleteOnRelease ?? true,
    sourceDestCheck: asked.SourceDestCheck ?? false, queueNumber: asked.QueueNumber ?? 1,
    trafficMode: asked.NetworkInterfaceTrafficMode ?? 'Standard', tracking: TRACKING_DEFAULT, resourceGroup: '', tags: [], created: now,
  };
}

/** Parameters of ModifyNetworkInterfaceAttribute under their wire names. */
export interface EniChange extends Pick<EniOptions, 'NetworkInterfaceName' | 'Description' | 'DeleteOnRelease' | 'SourceDestCheck' | 'QueueNumber'> {
  readonly NetworkInterfaceId: string;
  readonly SecurityGroupId: readonly string[];
  readonly ConnectionTrackingConfiguration?: Tracking | undefined;
}

/** The changed ENI. A primary one is changed through its instance, but for its name and description. Throws Refusal. */
export function modifyEni(context: Context, asked: EniChange): EniRow {
  const eni = ownEni(context, asked.NetworkInterfaceId);
  checkLabels(asked);
  const beyondLabels = [asked.DeleteOnRelease, asked.SourceDestCheck, asked.QueueNumber, asked.ConnectionTrackingConfiguration];
  if (eni.type === 'Primary' && (asked.SecurityGroupId.length > 0 || beyondLabels.some((value) => value !== undefined))) {
    throw new Refusal(ecsErrors['InvalidOperation.InvalidEniType'], eni.type);
  }
  if (eni.status === 'Deleting') throw new Refusal(ecsErrors['InvalidOperation.InvalidEniState'], 'Available/InUse', eni.status);
  const grouped = asked.SecurityGroupId.length > 0 ? replaceGroups(context, eni, asked.SecurityGroupId) : eni;
  return {
    ...grouped,
    name: asked.NetworkInterfaceName ?? eni.name,
    description: asked.Description ?? eni.description,
    deleteOnRelease: asked.DeleteOnRelease ?? eni.deleteOnRelease,
    sourceDestCheck: asked.SourceDestCheck ?? eni.sourceDestCheck,
    queueNumber: asked.QueueNumber ?? eni.queueNumber,
    tracking: trackingOf(asked.ConnectionTrackingConfiguration, eni.tracking),
  };
}

/**
 * The ENI on its way out, its EIPs dissociated and the routes to it deleted (U-08). A call on one that is `Deleting` is a second attempt.
 * Throws Refusal.
 */
export function deleteEni(context: Context, id: string): WriteSet {
  const eni = ownEni(context, id);
  if (eni.type === 'Primary') throw new Refusal(ecsErrors['InvalidOperation.InvalidEniType'], eni.type);
  if (eni.status !== 'Available' && eni.status !== 'Deleting') {
    throw new Refusal(ecsErrors['InvalidOperation.InvalidEniState'], 'Available', eni.status);
  }
  const eips = context.read.linked('eip', link.eni(eni.id));
  return { put: [{ ...eni, status: 'Deleting' }, ...eips.map(dissociated), ...withoutNextHop(eni.id, context.read)], remove: [] };
}

/** An ENI of the caller in the call's region. Throws Refusal. */
export function ownEni({ account, region, read }: Context, id: string): EniRow {
  const eni = read.get('eni', id);
  if (eni === undefined || eni.account !== account.id || eni.region !== region.id) {
    throw new Refusal(ecsErrors['InvalidEniId.NotFound'], id);
  }
  return eni;
}

/** A vSwitch of the caller in the call's region that is ready for use. Throws Refusal. */
export function ownVSwitch({ account, region, read }: Context, id: string): VSwitchRow {
  const vswitch = read.get('vswitch', id);
  if (vswitch === undefined || vswitch.account !== account.id || vswitch.region !== region.id) {
    throw new Refusal(ecsErrors['InvalidVSwitchId.NotFound'], id);
  }
  if (vswitch.status !== 'Available') throw new Refusal(ecsErrors.IncorrectVSwitchStatus);
  return vswitch;
}

/** Group ids given as one or as a list, undefined where neither is given. Throws Refusal where both are. */
export function oneWayOfGroups(
  asked: { readonly SecurityGroupId?: string | undefined; readonly SecurityGroupIds: readonly string[] },
): readonly string[] | undefined {
  if (asked.SecurityGroupId === undefined) return asked.SecurityGroupIds.length === 0 ? undefined : asked.SecurityGroupIds;
  if (asked.SecurityGroupIds.length === 0) return [asked.SecurityGroupId];
  throw new Refusal(common['InvalidParameter.Conflict'], 'SecurityGroupId', 'SecurityGroupIds.N');
}

/** Checks that the account may have so many ENIs more in the region. Throws Refusal. */
export function checkEniQuota({ account, region, read }: Context, more: number): void {
  const most = quotaOf(account, 'enisPerRegion');
  if (read.count('eni', account.id, region.id) + more > most) throw new Refusal(ecsErrors.MaxEniCountExceeded, most);
}

function checkLabels(asked: EniOptions): void {
  const { NetworkInterfaceName: name, Description: description } = asked;
  if (name !== undefined && !isName(name)) throw new Refusal(common.InvalidParameter, 'NetworkInterfaceName');
  if (description !== undefined && !isDescription(description)) throw new Refusal(common.InvalidParameter, 'Description');
}

function trackingOf(given: Tracking | undefined, otherwise: EniRow['tracking']): EniRow['tracking'] {
  return {
    tcpEstablished: given?.TcpEstablishedTimeout ?? otherwise.tcpEstablished,
    tcpClosed: given?.TcpClosedAndTimeWaitTimeout ?? otherwise.tcpClosed,
    udp: given?.UdpTimeout ?? otherwise.udp,
  };
}

function freeMac({ ids, read }: Context): string {
  let mac = ids.mac();
  while (read.holder('eni', claim.mac(mac)) !== undefined) mac = ids.mac();
  return mac;
}
