/** RunInstances and CreateInstance: what is asked for, and the rows of the new instances with their ENIs (behaviour §4.6). */
import type { Ipv4 } from '../network/objects.js';
import { modeOf } from './association-modes/index.js';
import { findImage, IMAGES, type Image } from './catalogue/images.js';
import type { InstanceType } from './catalogue/instance-types.js';
import type { Context } from './context.js';
import { FreeAddresses } from './free-addresses.js';
import { checkAddressCount, checkModes, typeOf } from './eni-attach.js';
import { checkEniQuota, newEni, oneWayOfGroups, ownEni, ownVSwitch, type EniOptions } from './eni.js';
import { common } from './errors/common.js';
import { ecsErrors } from './errors/ecs.js';
import { Refusal } from './errors/refusal.js';
import { link } from './indexes.js';
import { isDescription, isHostName, isName } from './instance-names.js';
import { checkUserData } from './instance-user-data.js';
import { checkUnmapped, freePublicAddress } from './public-address.js';
import { resourceGroupExists } from './resource-groups.js';
import type { EniRow, InstanceRow, Row, SystemDisk, Tag, VSwitchRow, WriteSet } from './resources.js';
import { checkRoom, groupsOf, ownGroup } from './security-group.js';
import { newSystemDisk, type DiskRequest } from './system-disk.js';
import { newTags, type GivenTag } from './tags.js';

/** `NetworkInterface.N` of the request. */
export interface NicRequest extends EniOptions {
  readonly InstanceType?: 'Primary' | 'Secondary' | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly VSwitchId?: string | undefined;
  readonly SecurityGroupId?: string | undefined;
  readonly SecurityGroupIds: readonly string[];
}

/** Parameters of RunInstances under their wire names; what the cloud takes and this one has no use for is left out. */
export interface RunRequest {
  readonly Amount?: number | undefined;
  readonly MinAmount?: number | undefined;
  readonly InstanceType?: string | undefined;
  readonly ImageId?: string | undefined;
  readonly ImageFamily?: string | undefined;
  readonly ZoneId?: string | undefined;
  readonly VSwitchId?: string | undefined;
  readonly SecurityGroupId?: string | undefined;
  readonly SecurityGroupIds: readonly string[];
  readonly PrivateIpAddress?: string | undefined;
  readonly NetworkInterface: readonly NicRequest[];
  readonly InstanceName?: string | undefined;
  readonly HostName?: string | undefined;
  readonly HostNames: readonly string[];
  readonly UniqueSuffix?: boolean | undefined;
  readonly Description?: string | undefined;
  readonly UserData?: string | undefined;
  readonly InstanceChargeType?: InstanceRow['chargeType'] | undefined;
  readonly InternetChargeType?: string | undefined;
  readonly InternetMaxBandwidthIn?: number | undefined;
  readonly InternetMaxBandwidthOut?: number | undefined;
  readonly DeletionProtection?: boolean | undefined;
  readonly KeyPairName?: string | undefined;
  readonly CreditSpecification?: string | undefined;
  readonly RamRoleName?: string | undefined;
  readonly SystemDisk?: DiskRequest | undefined;
  readonly ResourceGroupId?: string | undefined;
  readonly Tag: readonly GivenTag[];
}

/** Refusals that leave the instances built so far standing where `MinAmount` is reached. */
const SCARCE: ReadonlySet<string> = new Set(['InvalidVSwitchId.IpNotEnough', 'MaxEniCountExceeded']);

interface Plan {
  readonly asked: RunRequest;
  readonly type: InstanceType;
  readonly image: Image;
  readonly userData: string;
  readonly systemDisk: SystemDisk;
  readonly tags: readonly Tag[];
  /** The primary one first. */
  readonly nics: readonly NicRequest[];
  readonly vswitch: VSwitchRow;
  readonly groupIds: readonly string[];
  readonly free: ReadonlyMap<string, FreeAddresses>;
}

/** A new instance that comes to rest `Stopped`. Throws Refusal. */
export function createInstance(context: Context, asked: RunRequest): { readonly id: string; readonly write: WriteSet } {
  const { ids, write } = newInstances(context, asked, 'KeepCharging');
  return { id: ids[0] ?? '', write };
}

/** New instances that start, with a static public address where they have bandwidth to the Internet. Throws Refusal. */
export function runInstances(context: Context, asked: RunRequest): { readonly ids: readonly string[]; readonly write: WriteSet } {
  const { ids, write } = newInstances(context, asked, 'Not-applicable');
  const given = new Set<Ipv4>();
  const enis = new Map(write.put.flatMap((row) => row.kind === 'eni' ? [[row.id, row]] : []));
  const put = write.put.map((row): Row => {
    if (row.kind !== 'instance' || row.internetMaxBandwidthOut === 0) return row;
    const eni = enis.get(row.primaryEniId);
    if (eni !== undefined) checkUnmapped(context, eni);
    const publicIp = freePublicAddress(context, given);
    given.add(publicIp);
    return { ...row, publicIp };
  });
  return { ids, write: { put, remove: [] } };
}

/** `Pending`, their ENIs `Attaching`. */
function newInstances(
  context: Context,
  asked: RunRequest,
  stoppedMode: InstanceRow['stoppedMode'],
): { readonly ids: readonly string[]; readonly write: WriteSet } {
  const plan = planOf(context, asked);
  const amount = asked.Amount ?? 1;
  const instances: InstanceRow[] = [];
  const enis: EniRow[] = [];
  for (let index = 0; index < amount; index++) {
    try {
      checkEniQuota(context, enis.length + plan.nics.filter((nic) => nic.NetworkInterfaceId === undefined).length);
      const [instance, own] = build(context, plan, index);
      instances.push({ ...instance, stoppedMode });
      enis.push(...own);
    } catch (problem) {
      if (problem instanceof Refusal && SCARCE.has(problem.code) && index >= (asked.MinAmount ?? amount)) break;
      throw problem;
    }
  }
  for (const groupId of new Set(enis.flatMap((eni) => eni.groupIds))) {
    const members = enis.filter((eni) => eni.version === 0 && eni.groupIds.includes(groupId));
    checkRoom(context, ownGroup(context, groupId), members.reduce((sum, eni) => sum + eni.privateIps.length, 0));
  }
  return { ids: instances.map((instance) => instance.id), write: { put: [...instances, ...enis], remove: [] } };
}

function planOf(context: Context, asked: RunRequest): Plan {
  const { account } = context;
  const amount = asked.Amount ?? 1;
  if (amount < 1 || amount > 100) throw new Refusal(common.InvalidParameter, 'Amount');
  if (asked.MinAmount !== undefined && asked.MinAmount > amount) throw new Refusal(common.InvalidParameter, 'MinAmount');
  if (asked.InstanceType === undefined) throw new Refusal(common.MissingParameter, 'InstanceType');
  const type = typeOf(asked.InstanceType);
  const image = imageOf(asked);
  checkLabels(asked, amount);
  const userData = checkUserData(asked.UserData ?? '');
  const systemDisk = newSystemDisk(asked.SystemDisk);
  if (asked.ResourceGroupId !== undefined && !resourceGroupExists(context, asked.ResourceGroupId)) {
    throw new Refusal(ecsErrors['InvalidResourceGroup.NotFound']);
  }
  const tags = newTags(account, asked.Tag);
  const nics = nicsOf(asked, amount);
  if (nics.length > type.enis) throw new Refusal(ecsErrors.MaxEniCountExceeded, type.enis);
  const { vswitch, groupIds } = networkOf(context, asked, nics[0]);
  const free = new Map<string, FreeAddresses>();
  for (const { VSwitchId: id = vswitch.id } of nics) {
    if (!free.has(id)) free.set(id, new FreeAddresses(context, id === vswitch.id ? vswitch : ownVSwitch(context, id)));
  }
  checkPrivateIp(asked.PrivateIpAddress, free.get(vswitch.id));
  return { asked, type, image, userData, systemDisk, tags, nics, vswitch, groupIds, free };
}

function imageOf({ ImageId, ImageFamily }: RunRequest): Image {
  if (ImageId === undefined && ImageFamily === undefined) throw new Refusal(common.MissingParameter, 'ImageId');
  const image = ImageId === undefined ? IMAGES.find((one) => one.family === ImageFamily) : findImage(ImageId);
  if (image === undefined) throw new Refusal(ecsErrors['InvalidImageId.NotFound']);
  return image;
}

function checkLabels(asked: RunRequest, amount: number): void {
  if (asked.InstanceName !== undefined && !isName(asked.InstanceName)) throw new Refusal(ecsErrors['InvalidInstanceName.Malformed']);
  if (asked.Description !== undefined && !isDescription(asked.Description)) {
    throw new Refusal(ecsErrors['InvalidDescription.Malformed']);
  }
  const hosts = asked.HostName === undefined ? asked.HostNames : [asked.HostName, ...asked.HostNames];
  if (hosts.some((host) => !isHostName(host))) throw new Refusal(ecsErrors['InvalidHostName.Malformed']);
  if (asked.HostName !== undefined && asked.HostNames.length > 0) {
    throw new Refusal(common['InvalidParameter.Conflict'], 'HostName', 'HostNames.N');
  }
  if (asked.HostNames.length > 0 && asked.HostNames.length !== amount) throw new Refusal(common.InvalidParameter, 'HostNames.N');
}

/** All NICs of one instance, the primary one first: from `NetworkInterface.N` or from the parameters of the instance itself. */
function nicsOf(asked: RunRequest, amount: number): readonly [NicRequest, ...NicRequest[]] {
  const given = asked.NetworkInterface;
  const primaries = given.filter((nic) => nic.InstanceType === 'Primary');
  const [primary] = primaries;
  if (primaries.length > 1) throw new Refusal(common.InvalidParameter, 'NetworkInterface.N.InstanceType');
  const topLevel = { VSwitchId: asked.VSwitchId, SecurityGroupId: asked.SecurityGroupId, PrivateIpAddress: asked.PrivateIpAddress };
  const clash = asked.SecurityGroupIds.length > 0
    ? 'SecurityGroupIds.N'
    : Object.entries(topLevel).find(([, value]) => value !== undefined)?.[0];
  if (primary !== undefined && clash !== undefined) {
    throw new Refusal(common['InvalidParameter.Conflict'], clash, 'NetworkInterface.N.InstanceType');
  }
  const all = [primary ?? ownNic(asked), ...given.filter((nic) => nic !== primary)] as const;
  if (amount > 1 && all.some((nic) => nic.NetworkInterfaceId !== undefined)) {
    throw new Refusal(common['InvalidParameter.Conflict'], 'NetworkInterface.N.NetworkInterfaceId', 'Amount');
  }
  if (amount > 1 && all.some((nic) => nic.PrimaryIpAddress !== undefined)) throw new Refusal(ecsErrors.InvalidPrivateIpAddress);
  const byId = all.map((nic) => nic.NetworkInterfaceId).filter((id) => id !== undefined);
  if (new Set(byId).size < byId.length) throw new Refusal(common.InvalidParameter, 'NetworkInterface.N.NetworkInterfaceId');
  return all;
}

function ownNic(asked: RunRequest): NicRequest {
  return {
    VSwitchId: asked.VSwitchId, SecurityGroupId: asked.SecurityGroupId, SecurityGroupIds: asked.SecurityGroupIds,
    PrimaryIpAddress: asked.PrivateIpAddress,
  };
}

/** vSwitch and groups of the primary NIC: the other NICs take them where they give none. */
function networkOf(context: Context, asked: RunRequest, primary: NicRequest | undefined): Pick<Plan, 'vswitch' | 'groupIds'> {
  const existing = primary?.NetworkInterfaceId === undefined ? undefined : ownEni(context, primary.NetworkInterfaceId);
  const vswitchId = existing?.vswitchId ?? primary?.VSwitchId;
  if (vswitchId === undefined) throw new Refusal(common.MissingParameter, 'VSwitchId');
  if (asked.ZoneId !== undefined && !context.region.zones.includes(asked.ZoneId)) throw new Refusal(ecsErrors['InvalidZoneId.NotFound']);
  const vswitch = ownVSwitch(context, vswitchId);
  if (asked.ZoneId !== undefined && asked.ZoneId !== vswitch.zone) {
    throw new Refusal(common['InvalidParameter.Conflict'], 'ZoneId', 'VSwitchId');
  }
  const groupIds = existing?.groupIds ?? (primary === undefined ? undefined : oneWayOfGroups(primary));
  if (groupIds === undefined) throw new Refusal(common.MissingParameter, 'SecurityGroupId');
  return { vswitch, groupIds };
}

/** The instance's own parameter has refusals of its own. */
function checkPrivateIp(address: string | undefined, free: FreeAddresses | undefined): void {
  if (address === undefined) return;
  if (!/^\d+(\.\d+){3}$/.test(address)) throw new Refusal(ecsErrors['InvalidPrivateIpAddress.Malformed']);
  const seen = free?.look(address);
  if (seen === 'outside') throw new Refusal(ecsErrors.InvalidPrivateIpAddress);
  if (seen !== 'free') throw new Refusal(ecsErrors['InvalidPrivateIpAddress.Duplicated']);
}

function build(context: Context, plan: Plan, index: number): readonly [InstanceRow, readonly EniRow[]] {
  const { asked, type, image, vswitch } = plan;
  const { account, region, ids, now } = context;
  const id = ids.make('i', region.id);
  const enis = plan.nics.map((nic, slot): EniRow => {
    const eni = nic.NetworkInterfaceId === undefined ? freshEni(context, plan, nic) : existingEni(context, plan, nic.NetworkInterfaceId, slot);
    return { ...eni, status: 'Attaching', type: slot === 0 ? 'Primary' : 'Secondary', instanceId: id, deviceIndex: slot };
  });
  const suffix = asked.UniqueSuffix === true && (asked.Amount ?? 1) > 1 ? String(index + 1).padStart(3, '0') : '';
  const host = asked.HostNames[index] ?? (asked.HostName === undefined ? undefined : asked.HostName + suffix);
  const instance: InstanceRow = {
    kind: 'instance', id, n: 0, version: 0, account: account.id, region: region.id, status: 'Pending',
    name: asked.InstanceName === undefined ? id : asked.InstanceName + suffix, description: asked.Description ?? '',
    hostname: host ?? `iZ${id.slice(2)}Z`, type: type.id, imageId: image.id, zone: vswitch.zone, vpcId: vswitch.vpcId,
    vswitchId: vswitch.id, primaryEniId: enis[0]?.id ?? '', boot: 0, userData: plan.userData, stoppedMode: 'Not-applicable',
    chargeType: asked.InstanceChargeType ?? 'PostPaid', internetChargeType: asked.InternetChargeType ?? 'PayByTraffic',
    internetMaxBandwidthIn: asked.InternetMaxBandwidthIn ?? -1, internetMaxBandwidthOut: asked.InternetMaxBandwidthOut ?? 0,
    publicIp: '', deletionProtection: asked.DeletionProtection ?? false, keyPairName: asked.KeyPairName ?? '',
    creditSpecification: asked.CreditSpecification ?? '', ramRoleName: asked.RamRoleName ?? '', systemDisk: plan.systemDisk,
    resourceGroup: asked.ResourceGroupId ?? '', tags: plan.tags, created: now, started: 0,
  };
  return [instance, enis];
}

function freshEni(context: Context, { type, vswitch, groupIds, free }: Plan, nic: NicRequest): EniRow {
  const own = free.get(nic.VSwitchId ?? vswitch.id);
  if (own === undefined) throw new Refusal(ecsErrors['InvalidVSwitchId.NotFound'], nic.VSwitchId ?? '');
  checkPlace(own.vswitch, vswitch);
  const elsewhere = new Refusal(ecsErrors['OperationDenied.InconsistentNetwork']);
  const groups = groupsOf(context, oneWayOfGroups(nic) ?? groupIds, vswitch.vpcId, elsewhere);
  checkAddressCount(type, 1 + (nic.SecondaryPrivateIpAddressCount ?? 0));
  return newEni(context, own.vswitch, groups, nic, [], own);
}

function existingEni(context: Context, { asked, type, vswitch }: Plan, id: string, slot: number): EniRow {
  const eni = ownEni(context, id);
  if (eni.status !== 'Available') throw new Refusal(ecsErrors['InvalidOperation.InvalidEniState'], 'Available', eni.status);
  checkPlace(eni, vswitch);
  checkModes(context, eni, type);
  checkAddressCount(type, eni.privateIps.length);
  if (slot > 0) return eni;
  const eips = context.read.linked('eip', link.eni(eni.id));
  const unfit = eips.some((eip) => !modeOf(eip).eniTypes.includes('Primary'));
  if (unfit || eips.length > context.settings.maxEipPerPrimaryEni) throw new Refusal(ecsErrors['InvalidAction#primary'], eni.id);
  if (eips.length > 0 && (asked.InternetMaxBandwidthOut ?? 0) > 0) {
    throw new Refusal(common['InvalidParameter.Conflict'], 'InternetMaxBandwidthOut', 'NetworkInterface.N.NetworkInterfaceId');
  }
  return eni;
}

function checkPlace(nic: { readonly vpcId: string; readonly zone: string }, instance: VSwitchRow): void {
  if (nic.vpcId !== instance.vpcId) throw new Refusal(ecsErrors['InvalidOperation.VpcMismatch'], 'ECS instance');
  if (nic.zone !== instance.zone) throw new Refusal(ecsErrors['InvalidOperation.AvailabilityZoneMismatch']);
}
