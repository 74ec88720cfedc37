import { z } from 'zod';
import type { Json } from '../../../src/api/action.js';
import type { Provider } from '../provider.js';
import { sent, type ResourceType } from '../resource.js';
import { changeTags, tagList, tagged } from '../tags.js';
import { enis } from './eni.js';

const texts = z.array(z.string());
const instanceShape = z.object({
  InstanceId: z.string(), InstanceName: z.string(), HostName: z.string(), Description: z.string(), ImageId: z.string(), InstanceType: z.string(), ZoneId: z.string(),
  Status: z.string(), InstanceChargeType: z.string(), InternetChargeType: z.string(), InternetMaxBandwidthIn: z.number(), InternetMaxBandwidthOut: z.number(),
  KeyPairName: z.string(), SpotStrategy: z.string(), SpotPriceLimit: z.number(), DeletionProtection: z.boolean(), CreditSpecification: z.string(), ResourceGroupId: z.string(),
  EnableHighDensityMode: z.boolean().optional(), HpcClusterId: z.string(), DeploymentSetId: z.string(), AutoReleaseTime: z.string(), DedicatedHostAttribute: z.object({ DedicatedHostId: z.string() }),
  Cpu: z.number(), Memory: z.number(), CreationTime: z.string(), StartTime: z.string(), ExpiredTime: z.string(), OSName: z.string(), OSType: z.string(),
  VpcAttributes: z.object({ VSwitchId: z.string(), VpcId: z.string(), PrivateIpAddress: z.object({ IpAddress: texts }) }),
  PublicIpAddress: z.object({ IpAddress: texts }), SecurityGroupIds: z.object({ SecurityGroupId: texts }), Tags: tagged.ecs,
  NetworkInterfaces: z.object({ NetworkInterface: z.array(z.object({ NetworkInterfaceId: z.string(), Type: z.string(), PrimaryIpAddress: z.string() })) }),
  MetadataOptions: z.object({ HttpEndpoint: z.string(), HttpTokens: z.string() }), OperationLocks: z.object({ LockReason: z.array(z.unknown()) }),
});
const instanceList = z.object({ Instances: z.object({ Instance: z.array(instanceShape) }) });
const idsOf = (id: string) => ({ InstanceIds: JSON.stringify([id]) });
const instanceOf = async (provider: Provider, id: string) => {
  const { Instances: { Instance: [found] } } = instanceList.parse(await provider.sdk('Ecs', 'DescribeInstances', { ...idsOf(id), AdditionalAttributes: ['META_OPTIONS'] }));
  return found;
};
const stateOf = (provider: Provider, id: string, wanted: string) => provider.until(`${id} ${wanted}`, () => instanceOf(provider, id), (found) => {
  if (wanted === 'Running' && found?.Status === 'Stopping') throw new Error(`${id} is Stopping`);
  return found?.Status === wanted;
});

/** The rest of what every read asks (§2.3); all of it must be there. */
async function more(provider: Provider, id: string) {
  const found = await Promise.all([
    provider.tea('Ecs', 'DescribeDisks', { InstanceId: id, DiskType: 'system' }).then((answer) => z.object({
      Disks: z.object({ Disk: z.tuple([z.object({
        DiskId: z.string(), DiskName: z.string(), Description: z.string(), Category: z.string(), Size: z.number(), Encrypted: z.boolean(), AutoSnapshotPolicyId: z.string(),
        StorageClusterId: z.string(), PerformanceLevel: z.string(), BurstingEnabled: z.boolean(), ProvisionedIops: z.number().optional(), Tags: tagged.ecs,
      })]) }),
    }).parse(answer).Disks.Disk[0]),
    provider.sdk('Ecs', 'DescribeUserData', { InstanceId: id }).then((answer) => z.object({ UserData: z.string() }).parse(answer)),
    provider.sdk('Ecs', 'DescribeInstanceRamRole', idsOf(id)).then((answer) => z.object({
      InstanceRamRoleSets: z.object({ InstanceRamRoleSet: z.tuple([z.object({ InstanceId: z.literal(id), RamRoleName: z.string() })]) }),
    }).parse(answer).InstanceRamRoleSets.InstanceRamRoleSet[0]),
    enis(provider, { InstanceId: id, Type: 'Primary' }),
    provider.tea('Ecs', 'DescribeInstanceMaintenanceAttributes', { InstanceId: [id] }).then((answer) => z.object({
      MaintenanceAttributes: z.object({ MaintenanceAttribute: z.tuple([z.object({
        ActionOnMaintenance: z.object({ Value: z.string() }), MaintenanceWindows: z.object({ MaintenanceWindow: z.array(z.never()) }), NotifyOnMaintenance: z.boolean(),
      })]) }),
    }).parse(answer).MaintenanceAttributes.MaintenanceAttribute[0]),
    provider.sdk('Ecs', 'DescribeInstanceAttribute', { InstanceId: id }).then((answer) => z.object({
      InstanceId: z.literal(id), InternetMaxBandwidthOut: z.number(), SecurityGroupIds: z.object({ SecurityGroupId: texts }),
    }).parse(answer)),
    provider.tea('Ecs', 'DescribeInstanceAttachmentAttributes', idsOf(id)).then((answer) => z.object({
      Instances: z.object({ Instance: z.tuple([z.object({ InstanceId: z.literal(id), PrivatePoolOptionsMatchCriteria: z.string(), PrivatePoolOptionsId: z.string() })]) }),
    }).parse(answer)),
    provider.tea('Ecs', 'DescribeInstances', idsOf(id)).then((answer) => instanceList.parse(answer)),
  ]);
  return { disk: found[0], userData: found[1].UserData, role: found[2].RamRoleName, primary: found[3][0], maintenance: found[4], groups: found[5].SecurityGroupIds.SecurityGroupId };
}

const encoded = (script: Json | undefined) => (typeof script === 'string' && script !== '' ? { UserData: Buffer.from(script).toString('base64') } : {});

const RUNNING = ['TaskConflict', 'OperationConflict', 'IncorrectVSwitchStatus', 'InvalidPrivateIpAddress.Duplicated'];

export const instance: ResourceType = {
  defaults: {
    auto_release_time: '', dedicated_host_id: '', deletion_protection: false, deployment_set_id: '', description: '', enable_high_density_mode: false, hpc_cluster_id: '',
    instance_charge_type: 'PostPaid', instance_name: 'ECS-Instance', internet_max_bandwidth_out: 0, key_name: '', maintenance_notify: false, maintenance_time: [],
    system_disk_bursting_enabled: false, system_disk_category: 'cloud_efficiency', system_disk_description: '', system_disk_name: '', system_disk_provisioned_iops: 0,
    system_disk_size: 40, system_disk_storage_cluster_id: '', tags: {}, user_data: '',
  },
  given: ['image_id', 'instance_type', 'security_groups', 'vswitch_id', 'availability_zone', 'host_name', 'private_ip', 'spot_strategy', 'status', 'role_name', 'resource_group_id'],
  forcesNew: ['availability_zone', 'dedicated_host_id', 'hpc_cluster_id', 'system_disk_category', 'system_disk_storage_cluster_id', 'role_name', 'spot_strategy'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, {
        image_id: 'ImageId', instance_type: 'InstanceType', security_groups: 'SecurityGroupIds', vswitch_id: 'VSwitchId', availability_zone: 'ZoneId', host_name: 'HostName',
        private_ip: 'PrivateIpAddress', description: 'Description', spot_strategy: 'SpotStrategy', deletion_protection: 'DeletionProtection', role_name: 'RamRoleName',
        internet_max_bandwidth_out: 'InternetMaxBandwidthOut', resource_group_id: 'ResourceGroupId',
      }),
      ...encoded(wanted['user_data']),
      InstanceName: wanted['instance_name'] ?? 'ECS-Instance', IoOptimized: 'optimized', InstanceChargeType: 'PostPaid',
      SystemDisk: { Category: wanted['system_disk_category'] ?? 'cloud_efficiency', Size: wanted['system_disk_size'] ?? 40 },
      Tag: tagList(wanted['tags']), ClientToken: provider.token('RunInstances'),
    };
    const { InstanceIdSets: { InstanceIdSet: [id] } } = await provider.retrying(RUNNING, async () =>
      z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.tuple([z.string()]) }) }).parse(await provider.tea('Ecs', 'RunInstances', form)));
    await stateOf(provider, id, 'Running');
    return id;
  },
  async read(provider, id) {
    const found = await instanceOf(provider, id);
    if (found === undefined) return undefined;
    const { disk, userData, role, primary, maintenance, groups } = await more(provider, id);
    return {
      auto_release_time: found.AutoReleaseTime, availability_zone: found.ZoneId, dedicated_host_id: found.DedicatedHostAttribute.DedicatedHostId,
      deletion_protection: found.DeletionProtection, deployment_set_id: found.DeploymentSetId, description: found.Description, enable_high_density_mode: found.EnableHighDensityMode ?? false,
      host_name: found.HostName, hpc_cluster_id: found.HpcClusterId, image_id: found.ImageId, instance_charge_type: found.InstanceChargeType, instance_name: found.InstanceName,
      instance_type: found.InstanceType, internet_max_bandwidth_out: found.InternetMaxBandwidthOut, key_name: found.KeyPairName,
      maintenance_notify: maintenance.NotifyOnMaintenance, maintenance_time: maintenance.MaintenanceWindows.MaintenanceWindow,
      network_interface_id: primary?.NetworkInterfaceId ?? '', private_ip: found.VpcAttributes.PrivateIpAddress.IpAddress[0] ?? '',
      primary_ip_address: primary?.PrivateIpAddress ?? '', public_ip: found.PublicIpAddress.IpAddress[0] ?? '', resource_group_id: found.ResourceGroupId, role_name: role,
      security_groups: groups, spot_strategy: found.SpotStrategy, status: found.Status, tags: found.Tags, user_data: Buffer.from(userData, 'base64').toString(),
      vswitch_id: found.VpcAttributes.VSwitchId, system_disk_bursting_enabled: disk.BurstingEnabled, system_disk_category: disk.Category,
      system_disk_description: disk.Description, system_disk_name: disk.DiskName, system_disk_provisioned_iops: disk.ProvisionedIops ?? 0, system_disk_size: disk.Size,
      system_disk_storage_cluster_id: disk.StorageClusterId,
    };
  },
  async update(provider, id, names, wanted, was) {
    const [before, after] = [was, wanted].map((values) => texts.catch([]).parse(values['security_groups']));
    if (names.has('security_groups')) {
      for (const group of after?.filter((one) => before?.includes(one) !== true) ?? []) await provider.tea('Ecs', 'JoinSecurityGroup', { InstanceId: id, SecurityGroupId: group });
      for (const group of before?.filter((one) => after?.includes(one) !== true) ?? []) await provider.tea('Ecs', 'LeaveSecurityGroup', { InstanceId: id, SecurityGroupId: group });
    }
    if (['instance_name', 'description', 'deletion_protection'].some((name) => names.has(name))) {
      await provider.tea('Ecs', 'ModifyInstanceAttribute', {
        InstanceId: id, InstanceName: wanted['instance_name'] ?? '', Description: wanted['description'] ?? '', DeletionProtection: wanted['deletion_protection'] ?? false,
      });
    }
    const moves = names.has('vswitch_id') || names.has('private_ip');
    // These ask for a stopped instance.
    if (moves || names.has('host_name') || names.has('user_data')) {
      await provider.tea('Ecs', 'StopInstance', { InstanceId: id, ForceStop: false });
      await stateOf(provider, id, 'Stopped');
      if (moves) await provider.tea('Ecs', 'ModifyInstanceVpcAttribute', { InstanceId: id, ...sent(wanted, { vswitch_id: 'VSwitchId', private_ip: 'PrivateIpAddress' }) });
      else await provider.tea('Ecs', 'ModifyInstanceAttribute', { InstanceId: id, ...sent(wanted, { host_name: 'HostName' }), ...encoded(wanted['user_data']) });
      await provider.retrying(['IncorrectInstanceStatus'], () => provider.tea('Ecs', 'StartInstance', { InstanceId: id }));
      await stateOf(provider, id, 'Running');
    }
    if (names.has('tags')) await changeTags(provider, 'Ecs', 'instance', id, was['tags'], wanted['tags']);
  },
  async delete(provider, id) {
    await provider.retrying(['IncorrectInstanceStatus', 'IncorrectInstanceStatus.Initializing', 'DependencyViolation.RouteEntry', 'LastTokenProcessing'], () =>
      provider.removing([], () => provider.sdk('Ecs', 'DeleteInstance', { InstanceId: id, Force: true })));
    await provider.until(`${id} gone`, () => instanceOf(provider, id), (found) => found === undefined);
  },
};
