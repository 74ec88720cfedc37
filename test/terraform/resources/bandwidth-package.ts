import { z } from 'zod';
import type { Provider } from '../provider.js';
import { altered, parts, sent, type ResourceType } from '../resource.js';
import { changeTags, listTags } from '../tags.js';
import { eipOf } from './eip.js';

const packageList = z.object({
  CommonBandwidthPackages: z.object({
    CommonBandwidthPackage: z.array(z.object({
      BandwidthPackageId: z.string(), Bandwidth: z.string(), CreationTime: z.string(), DeletionProtection: z.boolean(), Description: z.string(), InternetChargeType: z.string(),
      ISP: z.string(), Name: z.string(), InstanceChargeType: z.string(), Ratio: z.number(), ResourceGroupId: z.string(), Status: z.string(), Zone: z.string(),
      ServiceManaged: z.number(), SecurityProtectionTypes: z.object({ SecurityProtectionType: z.array(z.string()) }),
      PublicIpAddresses: z.object({ PublicIpAddresse: z.array(z.object({ AllocationId: z.string(), IpAddress: z.string() })) }),
    })),
  }),
});
const packageOf = async (provider: Provider, id: string) =>
  packageList.parse(await provider.tea('Vpc', 'DescribeCommonBandwidthPackages', { BandwidthPackageId: id })).CommonBandwidthPackages.CommonBandwidthPackage[0];

const BUSY = ['IncorrectStatus', 'OperationConflict', 'SystemBusy', 'ServiceUnavailable', 'TaskConflict', 'LastTokenProcessing', 'BandwidthPackageOperation.conflict', 'InvalidOperation.HasIp'];

export const bandwidthPackage: ResourceType = {
  defaults: { bandwidth_package_name: '', deletion_protection: false, description: '', internet_charge_type: 'PayByTraffic', security_protection_types: [], tags: {} },
  given: ['bandwidth', 'isp', 'ratio', 'resource_group_id', 'zone'],
  unread: ['force'],
  forcesNew: ['internet_charge_type', 'isp', 'ratio', 'security_protection_types', 'zone'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, {
        bandwidth: 'Bandwidth', bandwidth_package_name: 'Name', description: 'Description', isp: 'ISP', ratio: 'Ratio', resource_group_id: 'ResourceGroupId', zone: 'Zone',
      }),
      InternetChargeType: wanted['internet_charge_type'] ?? 'PayByTraffic', ClientToken: provider.token('CreateCommonBandwidthPackage'),
    };
    const { BandwidthPackageId } = await provider.retrying(BUSY, async () =>
      z.object({ BandwidthPackageId: z.string() }).parse(await provider.tea('Vpc', 'CreateCommonBandwidthPackage', form)));
    await provider.until(`${BandwidthPackageId} Available`, () => packageOf(provider, BandwidthPackageId), (found) => found?.Status === 'Available');
    await bandwidthPackage.update?.(provider, BandwidthPackageId, new Set(['tags', 'deletion_protection'].filter((name) => name in wanted)), wanted, {});
    return BandwidthPackageId;
  },
  async read(provider, id) {
    const found = await packageOf(provider, id);
    return found && {
      bandwidth: found.Bandwidth, bandwidth_package_name: found.Name, create_time: found.CreationTime, deletion_protection: found.DeletionProtection,
      description: found.Description, internet_charge_type: found.InternetChargeType, isp: found.ISP, ratio: found.Ratio, resource_group_id: found.ResourceGroupId,
      status: found.Status, zone: found.Zone, security_protection_types: found.SecurityProtectionTypes.SecurityProtectionType,
      tags: await listTags(provider, 'Vpc', 'COMMONBANDWIDTHPACKAGE', id),
    };
  },
  async update(provider, id, names, wanted, was) {
    const form = altered(names, wanted, { bandwidth_package_name: 'Name', description: 'Description' });
    if (Object.keys(form).length > 0) await provider.tea('Vpc', 'ModifyCommonBandwidthPackageAttribute', { BandwidthPackageId: id, ...form });
    if (names.has('bandwidth')) await provider.tea('Vpc', 'ModifyCommonBandwidthPackageSpec', { BandwidthPackageId: id, Bandwidth: wanted['bandwidth'] ?? '' });
    if (names.has('resource_group_id')) {
      await provider.tea('Vpc', 'MoveResourceGroup', { ResourceId: id, ResourceType: 'bandwidthpackage', NewResourceGroupId: wanted['resource_group_id'] ?? '' });
    }
    if (names.has('deletion_protection')) {
      await provider.tea('Vpc', 'DeletionProtection', {
        InstanceId: id, Type: 'CBWP', ProtectionEnable: wanted['deletion_protection'] ?? false, ClientToken: provider.token('DeletionProtection'),
      });
    }
    if (names.has('tags')) await changeTags(provider, 'Vpc', 'COMMONBANDWIDTHPACKAGE', id, was['tags'], wanted['tags']);
  },
  async delete(provider, id, was) {
    await provider.retrying(BUSY, () =>
      provider.removing([], () => provider.tea('Vpc', 'DeleteCommonBandwidthPackage', { BandwidthPackageId: id, Force: was['force'] ?? false })));
    await provider.until(`${id} gone`, () => packageOf(provider, id), (found) => found === undefined);
  },
};

const isIn = async (provider: Provider, id: string) => {
  const [packageId, eip] = parts(id);
  return (await packageOf(provider, packageId))?.PublicIpAddresses.PublicIpAddresse.some(({ AllocationId }) => AllocationId === eip) === true;
};

export const bandwidthPackageAttachment: ResourceType = {
  defaults: {},
  given: ['bandwidth_package_id', 'instance_id', 'bandwidth_package_bandwidth'],
  unread: ['ip_type', 'cancel_common_bandwidth_package_ip_bandwidth'],
  forcesNew: ['bandwidth_package_id', 'instance_id'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, { bandwidth_package_id: 'BandwidthPackageId', instance_id: 'IpInstanceId' }), IpType: wanted['ip_type'] ?? 'EIP',
      ClientToken: provider.token('AddCommonBandwidthPackageIp'),
    };
    await provider.retrying(BUSY, () => provider.tea('Vpc', 'AddCommonBandwidthPackageIp', form));
    const id = `${String(wanted['bandwidth_package_id'])}:${String(wanted['instance_id'])}`;
    await provider.until(`${id} in`, () => isIn(provider, id), (found) => found);
    await bandwidthPackageAttachment.update?.(provider, id, new Set(['bandwidth_package_bandwidth'].filter((name) => name in wanted)), wanted, {});
    return id;
  },
  async read(provider, id) {
    const [packageId, eip] = parts(id);
    if (!(await isIn(provider, id))) return undefined;
    const found = await eipOf(provider, eip);
    if (found?.BandwidthPackageId !== packageId) return undefined;
    return { bandwidth_package_id: packageId, instance_id: eip, bandwidth_package_bandwidth: found.Bandwidth };
  },
  async update(provider, id, names, wanted) {
    const [BandwidthPackageId, EipId] = parts(id);
    if (names.has('bandwidth_package_bandwidth')) {
      await provider.tea('Vpc', 'ModifyCommonBandwidthPackageIpBandwidth', { BandwidthPackageId, EipId, Bandwidth: wanted['bandwidth_package_bandwidth'] ?? '' });
    }
    if (names.has('cancel_common_bandwidth_package_ip_bandwidth') && wanted['cancel_common_bandwidth_package_ip_bandwidth'] === true) {
      await provider.tea('Vpc', 'CancelCommonBandwidthPackageIpBandwidth', { BandwidthPackageId, EipId });
    }
  },
  async delete(provider, id) {
    const [BandwidthPackageId, IpInstanceId] = parts(id);
    const form = { BandwidthPackageId, IpInstanceId, ClientToken: provider.token('RemoveCommonBandwidthPackageIp') };
    await provider.retrying(BUSY, () =>
      provider.removing(['OperationUnsupported.IpNotInCbwp'], () => provider.tea('Vpc', 'RemoveCommonBandwidthPackageIp', form)));
    await provider.until(`${id} out`, () => isIn(provider, id), (found) => !found);
  },
};
