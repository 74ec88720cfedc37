import { z } from 'zod';
import type { JsonObject } from '../../../src/api/action.js';
import type { Provider } from '../provider.js';
import { altered, parts, sent, type ResourceType } from '../resource.js';
import { changeTags, tagged } from '../tags.js';

const eipShape = z.object({
  AllocationId: z.string(), AllocationTime: z.string(), Name: z.string(), Bandwidth: z.string(), EipBandwidth: z.string(), DeletionProtection: z.boolean(), Description: z.string(),
  HDMonitorStatus: z.enum(['ON', 'OFF']), InternetChargeType: z.string(), IpAddress: z.string(), ISP: z.string(), Mode: z.string(), Netmode: z.string(),
  ChargeType: z.enum(['PostPaid', 'PrePaid']), PublicIpAddressPoolId: z.string(), ResourceGroupId: z.string(), Status: z.string(), Zone: z.string(),
  SecurityProtectionTypes: z.object({ SecurityProtectionType: z.array(z.string()) }), Tags: tagged.vpc, InstanceId: z.string(), InstanceType: z.string(),
  PrivateIpAddress: z.string(), VpcId: z.string(), BandwidthPackageId: z.string(), BandwidthPackageBandwidth: z.string(),
});
const eipList = z.object({ EipAddresses: z.object({ EipAddress: z.array(eipShape) }) });

export async function eipOf(provider: Provider, id: string): Promise<z.infer<typeof eipShape> | undefined> {
  return eipList.parse(await provider.tea('Vpc', 'DescribeEipAddresses', { AllocationId: id })).EipAddresses.EipAddress[0];
}

const BUSY = ['IncorrectEipStatus', 'IncorrectStatus', 'OperationConflict', 'LastTokenProcessing', 'SystemBusy', 'TaskConflict.AssociateGlobalAccelerationInstance'];
const MONITORED = { high_definition_monitor_log_status: 'Status', log_project: 'LogProject', log_store: 'LogStore' };
const PAYMENT = { PostPaid: 'PayAsYouGo', PrePaid: 'Subscription' };

export const eipAddress: ResourceType = {
  defaults: { address_name: '', description: '', public_ip_address_pool_id: '', security_protection_types: [], tags: {} },
  given: [
    'bandwidth', 'internet_charge_type', 'isp', 'payment_type', 'netmode', 'resource_group_id', 'deletion_protection', 'high_definition_monitor_log_status', 'log_project',
    'log_store', 'zone', 'mode', 'ip_address',
  ],
  forcesNew: ['internet_charge_type', 'isp', 'payment_type', 'public_ip_address_pool_id', 'security_protection_types', 'zone', 'ip_address', 'netmode'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, {
        bandwidth: 'Bandwidth', internet_charge_type: 'InternetChargeType', isp: 'ISP', address_name: 'Name', description: 'Description', netmode: 'Netmode',
        resource_group_id: 'ResourceGroupId', zone: 'Zone', ip_address: 'IpAddress',
      }),
      InstanceChargeType: wanted['payment_type'] === 'Subscription' ? 'PrePaid' : 'PostPaid',
      ClientToken: provider.token('AllocateEipAddress'),
    };
    const { AllocationId } = await provider.retrying(BUSY, async () =>
      z.object({ AllocationId: z.string(), EipAddress: z.string() }).parse(await provider.tea('Vpc', 'AllocateEipAddress', form, { InstanceId: '' })));
    await provider.until(`${AllocationId} Available`, () => eipOf(provider, AllocationId), (found) => ['Available', 'InUse'].includes(found?.Status ?? ''));
    await eipAddress.update?.(provider, AllocationId, new Set(['tags', 'deletion_protection', ...Object.keys(MONITORED)].filter((name) => name in wanted)), wanted, {});
    return AllocationId;
  },
  async read(provider, id) {
    const found = await eipOf(provider, id);
    return found && {
      ...(found.HDMonitorStatus === 'ON' ? await monitorLogOf(provider, id) : {}),
      address_name: found.Name, bandwidth: found.EipBandwidth, create_time: found.AllocationTime, deletion_protection: found.DeletionProtection,
      description: found.Description, high_definition_monitor_log_status: found.HDMonitorStatus, internet_charge_type: found.InternetChargeType,
      ip_address: found.IpAddress, isp: found.ISP, mode: found.Mode, netmode: found.Netmode, payment_type: PAYMENT[found.ChargeType],
      public_ip_address_pool_id: found.PublicIpAddressPoolId, resource_group_id: found.ResourceGroupId, status: found.Status, zone: found.Zone, tags: found.Tags,
      security_protection_types: found.SecurityProtectionTypes.SecurityProtectionType,
    };
  },
  async update(provider, id, names, wanted, was) {
    if (['bandwidth', 'address_name', 'description'].some((name) => names.has(name))) {
      const form = altered(names, wanted, { bandwidth: 'Bandwidth', address_name: 'Name', description: 'Description' });
      await provider.retrying([...BUSY, 'IncorrectStatus.ResourceStatus', 'VPC_TASK_CONFLICT'], () =>
        provider.tea('Vpc', 'ModifyEipAddressAttribute', form, { AllocationId: id }));
      await provider.until(`${id} settled`, () => eipOf(provider, id), (found) => ['Available', 'InUse'].includes(found?.Status ?? ''));
    }
    if (names.has('resource_group_id')) {
      await provider.tea('Vpc', 'MoveResourceGroup', { ResourceType: 'EIP', NewResourceGroupId: wanted['resource_group_id'] ?? '' }, { ResourceId: id });
    }
    if (names.has('deletion_protection')) {
      const form = { Type: 'EIP', ProtectionEnable: wanted['deletion_protection'] ?? false, ClientToken: provider.token('DeletionProtection') };
      await provider.tea('Vpc', 'DeletionProtection', form, { InstanceId: id });
    }
    if (Object.keys(MONITORED).some((name) => names.has(name))) {
      await provider.tea('Vpc', 'SetHighDefinitionMonitorLogStatus', { InstanceType: 'EIP', ...altered(names, wanted, MONITORED) }, { InstanceId: id });
    }
    if (names.has('mode')) await changeMode(provider, id, wanted['mode'] ?? 'NAT');
    if (names.has('tags')) await changeTags(provider, 'Vpc', 'EIP', id, was['tags'], wanted['tags']);
  },
  async delete(provider, id) {
    await provider.retrying(BUSY, () => provider.removing([], () => provider.tea('Vpc', 'ReleaseEipAddress', {}, { AllocationId: id })));
    await provider.until(`${id} gone`, () => eipOf(provider, id), (found) => found === undefined);
  },
};

const monitorLog = z.object({ LogProject: z.string(), LogStore: z.string() });

/** Asked for where the monitoring is on. */
async function monitorLogOf(provider: Provider, InstanceId: string): Promise<JsonObject> {
  const { LogProject, LogStore } = monitorLog.parse(await provider.tea('Vpc', 'DescribeHighDefinitionMonitorLogAttribute', { InstanceId }));
  return { log_project: LogProject, log_store: LogStore };
}

async function changeMode(provider: Provider, id: string, Mode: JsonObject[string]): Promise<void> {
  await provider.tea('Vpc', 'ModifyEipForwardMode', { Mode, ClientToken: provider.token('ModifyEipForwardMode') }, { InstanceId: id });
}

const ASSOCIATING = [
  'TaskConflict', 'OperationConflict', 'IncorrectStatus', 'IncorrectEipStatus', 'InvalidBindingStatus', 'IncorrectInstanceStatus', 'IncorrectStatus.NatGateway',
  'InvalidStatus.EcsStatusNotSupport', 'InvalidStatus.InstanceHasBandWidth', 'InvalidStatus.EniStatusNotSupport', 'LastTokenProcessing', 'OperationFailed.EcsMigrating',
];
const UNASSOCIATING = [
  ...ASSOCIATING, 'IncorrectHaVipStatus', 'InvalidIpStatus.HasBeenUsedBySnatTable', 'InvalidIpStatus.HasBeenUsedByForwardEntry', 'InvalidStatus.NotAllow',
  'InvalidStatus.SnatOrDnat',
];

export const eipAssociation: ResourceType = {
  defaults: { private_ip_address: '', vpc_id: '' },
  given: ['allocation_id', 'instance_id', 'instance_type', 'mode'],
  unread: ['force'],
  forcesNew: ['allocation_id', 'instance_id', 'instance_type', 'private_ip_address', 'vpc_id'],
  async create(provider, wanted) {
    const query = sent(wanted, { allocation_id: 'AllocationId', instance_id: 'InstanceId' });
    const form = {
      InstanceType: wanted['instance_type'] ?? 'EcsInstance', ...sent(wanted, { private_ip_address: 'PrivateIpAddress', mode: 'Mode', vpc_id: 'VpcId' }),
      ClientToken: provider.token('AssociateEipAddress'),
    };
    await provider.retrying(ASSOCIATING, () => provider.tea('Vpc', 'AssociateEipAddress', form, query));
    const id = `${String(query['AllocationId'])}:${String(query['InstanceId'])}`;
    // Not waited for: a binding that the next answer does not show is an error.
    if ((await eipAssociation.read(provider, id)) === undefined) throw new Error(`${id} does not show at once`);
    return id;
  },
  async read(provider, id) {
    const [allocation, instance] = parts(id);
    const found = await eipOf(provider, allocation);
    if (found?.InstanceId !== instance) return undefined;
    return {
      allocation_id: allocation, instance_id: found.InstanceId, instance_type: found.InstanceType, mode: found.Mode, private_ip_address: found.PrivateIpAddress,
      vpc_id: found.VpcId,
    };
  },
  async update(provider, id, names, wanted) {
    if (names.has('mode')) await changeMode(provider, parts(id)[0], wanted['mode'] ?? 'NAT');
  },
  async delete(provider, id, was) {
    const [AllocationId, InstanceId] = parts(id);
    const form = {
      InstanceType: was['instance_type'] ?? '', ...sent(was, { private_ip_address: 'PrivateIpAddress' }), Force: true, ClientToken: provider.token('UnassociateEipAddress'),
    };
    await provider.retrying(UNASSOCIATING, () =>
      provider.removing([], () => provider.tea('Vpc', 'UnassociateEipAddress', form, { AllocationId, InstanceId })));
    await provider.until(`${id} gone`, () => eipOf(provider, AllocationId), (found) => found?.InstanceId !== InstanceId);
  },
};
