/** ModifyInstanceAttribute and ModifyInstanceVpcAttribute (behaviour §2.4, §4.6). */
import { refuseUnserved, type Context } from './context.js';
import { FreeAddresses } from './free-addresses.js';
import { ownEni, ownVSwitch } from './eni.js';
import { common } from './errors/common.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { link } from './indexes.js';
import { isDescription, isHostName, isName } from './instance-names.js';
import { checkUserData } from './instance-user-data.js';
import { ownInstance } from './instance.js';
import { checkUnmapped } from './public-address.js';
import type { EipRow, EniRow, InstanceRow, Row, VSwitchRow, WriteSet } from './resources.js';
import { checkRoom, groupsOf, replaceGroups } from './security-group.js';

/** Parameters of ModifyInstanceAttribute under their wire names. Passwords are taken and not kept. */
export interface InstanceChange {
  readonly InstanceId: string;
  readonly InstanceName?: string | undefined;
  readonly Description?: string | undefined;
  readonly HostName?: string | undefined;
  readonly UserData?: string | undefined;
  readonly CreditSpecification?: string | undefined;
  readonly DeletionProtection?: boolean | undefined;
  /** -1: back to the default. */
  readonly NetworkInterfaceQueueNumber?: number | undefined;
  readonly EnableJumboFrame?: boolean | undefined;
  readonly EnableNetworkEncryption?: boolean | undefined;
  readonly SecurityGroupIds: readonly string[];
}

/**
 * The changed instance, with its primary ENI where the groups or queues change. A host name is the guest's from its next start on; user
 * data and queues change while it is stopped. Throws Refusal.
 */
export function modifyInstance(context: Context, asked: InstanceChange): WriteSet {
  const instance = ownInstance(context, asked.InstanceId);
  const { InstanceName: name, Description: description, HostName: hostname, NetworkInterfaceQueueNumber: queues } = asked;
  if (name !== undefined && !isName(name)) throw new Refusal(ecsErrors['InvalidInstanceName.Malformed']);
  if (description !== undefined && !isDescription(description)) throw new Refusal(ecsErrors['InvalidDescription.Malformed']);
  if (hostname !== undefined && !isHostName(hostname)) throw new Refusal(ecsErrors['InvalidHostName.Malformed']);
  refuseUnserved(asked, ['EnableJumboFrame', 'EnableNetworkEncryption']);
  const userData = asked.UserData === undefined ? instance.userData : checkUserData(asked.UserData);
  if (instance.status === 'Deleting') throw new Refusal(ecsErrors.IncorrectInstanceStatus);
  if ((asked.UserData !== undefined || queues !== undefined) && instance.status !== 'Stopped') throw new Refusal(ecsErrors.IncorrectInstanceStatus);
  const changed: InstanceRow = {
    ...instance, userData, name: name ?? instance.name, description: description ?? instance.description, hostname: hostname ?? instance.hostname,
    creditSpecification: asked.CreditSpecification ?? instance.creditSpecification,
    deletionProtection: asked.DeletionProtection ?? instance.deletionProtection,
  };
  if (asked.SecurityGroupIds.length === 0 && queues === undefined) return { put: [changed], remove: [] };
  if (instance.status !== 'Running' && instance.status !== 'Stopped') throw new Refusal(ecsErrors.IncorrectInstanceStatus);
  const eni = ownEni(context, instance.primaryEniId);
  const grouped = asked.SecurityGroupIds.length === 0 ? eni : replaceGroups(context, eni, asked.SecurityGroupIds);
  return { put: [changed, { ...grouped, queueNumber: queues === undefined ? eni.queueNumber : Math.max(1, queues) }], remove: [] };
}

/** Parameters of ModifyInstanceVpcAttribute under their wire names. */
export interface InstanceMove {
  readonly InstanceId: string;
  readonly VSwitchId: string;
  readonly PrivateIpAddress?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly SecurityGroupId: readonly string[];
}

/**
 * The stopped instance at another vSwitch of its zone, with another private address, or in another VPC. Its primary ENI goes there, and
 * EIPs bound to its address follow it. Throws Refusal.
 */
export function moveInstance(context: Context, asked: InstanceMove): WriteSet {
  const { read } = context;
  const instance = ownInstance(context, asked.InstanceId);
  if (instance.status !== 'Stopped') throw new Refusal(ecsErrors.IncorrectInstanceStatus);
  const vswitch = ownVSwitch(context, asked.VSwitchId);
  if (vswitch.vpcId !== (asked.VpcId ?? instance.vpcId)) throw new Refusal(ecsErrors['InvalidVSwitchId.Mismatch#vpc']);
  if (vswitch.zone !== instance.zone) throw new Refusal(ecsErrors['InvalidVSwitchId.Mismatch']);
  const eni = ownEni(context, instance.primaryEniId);
  const eips = read.linked('eip', link.eni(eni.id));
  // What is on its way finishes where it began.
  if (eips.some(({ status }) => status !== 'InUse')) throw new Refusal(common.TaskConflict);
  if (vswitch.vpcId !== instance.vpcId) checkLeaves(context, instance, asked);
  if (vswitch.id !== eni.vswitchId && eni.privateIps.length > 1) throw new Refusal(ecsErrors['OperationDenied#addresses']);
  const address = addressIn(context, vswitch, eni, asked.PrivateIpAddress);
  const placed: EniRow = { ...eni, vpcId: vswitch.vpcId, vswitchId: vswitch.id, privateIps: [address, ...eni.privateIps.slice(1)] };
  const stays = placed.vpcId === eni.vpcId && address === eni.privateIps[0];
  const isPublic = instance.publicIp !== '' || eips.some(({ binding }) => binding?.privateIp === eni.privateIps[0]);
  if (!stays && isPublic) checkUnmapped(context, placed);
  const moved = asked.SecurityGroupId.length === 0 ? placed : { ...placed, groupIds: groupIdsIn(context, placed, asked.SecurityGroupId) };
  const put: Row[] = [
    { ...instance, vpcId: vswitch.vpcId, vswitchId: vswitch.id }, moved, ...eips.map((eip) => following(eip, eni, moved)),
  ];
  return { put, remove: [] };
}

/** To leave its VPC, an instance has nothing there but its primary ENI with one address, and new groups to be in. */
function checkLeaves({ read }: Context, instance: InstanceRow, asked: InstanceMove): void {
  const enis = read.linked('eni', link.instance(instance.id));
  // Only secondary ones carry an EIP in a direct mode.
  if (enis.length > 1) throw new Refusal(ecsErrors['OperationDenied#enis']);
  if (read.get('vswitch', instance.vswitchId)?.routeTableId !== read.get('vpc', instance.vpcId)?.routeTableId) {
    throw new Refusal(ecsErrors['OperationDenied#routeTable']);
  }
  if ([instance.id, instance.primaryEniId].some((id) => read.countLinked('routeEntry', link.nextHop(id)) > 0)) {
    throw new Refusal(ecsErrors['DependencyViolation.RouteEntry']);
  }
  if (asked.SecurityGroupId.length === 0) throw new Refusal(common.MissingParameter, 'SecurityGroupId.N');
}

/** The address asked for, else the one it has where the vSwitch stays, else a free one. */
function addressIn(context: Context, vswitch: VSwitchRow, eni: EniRow, asked: string | undefined): string {
  const [current] = eni.privateIps;
  if (vswitch.id === eni.vswitchId && current !== undefined && (asked ?? current) === current) return current;
  const free = new FreeAddresses(context, vswitch);
  if (asked === undefined) return free.next();
  switch (free.look(asked)) {
    case 'free':
      return asked;
    case 'outside':
      throw new Refusal(ecsErrors['InvalidPrivateIpAddress.Mismatch']);
    case 'repeated':
    case 'used':
      throw new Refusal(ecsErrors['InvalidPrivateIpAddress.Duplicated']);
  }
}

function groupIdsIn(context: Context, eni: EniRow, ids: readonly string[]): readonly string[] {
  const groups = groupsOf(context, ids, eni.vpcId, new Refusal(ecsErrors['OperationDenied.InconsistentNetwork']));
  for (const group of groups) if (!eni.groupIds.includes(group.id)) checkRoom(context, group, eni.privateIps.length);
  return groups.map((group) => group.id);
}

/** The EIP where the primary address of its ENI went. */
function following(eip: EipRow, from: EniRow, to: EniRow): EipRow {
  if (eip.binding === null) return eip;
  const at = (address: string) => (address === from.privateIps[0] ? (to.privateIps[0] ?? '') : address);
  const { privateIp, shownPrivateIp } = eip.binding;
  return { ...eip, binding: { ...eip.binding, vpcId: to.vpcId, privateIp: at(privateIp), shownPrivateIp: at(shownPrivateIp) } };
}
