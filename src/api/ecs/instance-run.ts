/** RunInstances and CreateInstance. */
import { z } from 'zod';
import { createInstance as create, runInstances as run } from '../../cloud/instance-run.js';
import { MOST_SECONDARY_ADDRESSES } from '../../cloud/quotas.js';
import { action } from '../action.js';
import { bool, group, int, list, oneOf, text } from '../parameters.js';
import { tagList } from '../tags.js';
import { notServed, refuseUnserved } from './common.js';

const nic = group({
  InstanceType: oneOf('Primary', 'Secondary').optional(),
  NetworkInterfaceId: text().optional(),
  VSwitchId: text().optional(),
  SecurityGroupId: text().optional(),
  SecurityGroupIds: list(text()),
  PrimaryIpAddress: text().optional(),
  SecondaryPrivateIpAddressCount: int(1, MOST_SECONDARY_ADDRESSES).optional(),
  NetworkInterfaceName: text().optional(),
  Description: text().optional(),
  DeleteOnRelease: bool().optional(),
  SourceDestCheck: bool().optional(),
  QueueNumber: int(1, 128).optional(),
  NetworkInterfaceTrafficMode: oneOf('Standard', 'HighPerformance').optional(),
  Ipv6Address: notServed.Ipv6Address,
  Ipv6AddressCount: notServed.Ipv6AddressCount,
});

const systemDisk = group({
  Category: text().optional(),
  PerformanceLevel: text().optional(),
  Size: text().optional(),
  DiskName: text().optional(),
  Description: text().optional(),
  StorageClusterId: text().optional(),
});

/** What both actions know. What has no effect here (data disks, spot, passwords, key pairs of the guest…) is taken and not kept. */
const common = {
  RegionId: text(),
  InstanceType: text().optional(),
  ImageId: text().optional(),
  ImageFamily: text().optional(),
  ZoneId: text().optional(),
  VSwitchId: text().optional(),
  SecurityGroupId: text().optional(),
  PrivateIpAddress: text().optional(),
  InstanceName: text().optional(),
  HostName: text().optional(),
  Description: text().optional(),
  UserData: text().optional(),
  SystemDisk: systemDisk.optional(),
  InstanceChargeType: oneOf('PostPaid', 'PrePaid').optional(),
  InternetChargeType: oneOf('PayByTraffic', 'PayByBandwidth').optional(),
  InternetMaxBandwidthIn: int(0, 200).optional(),
  InternetMaxBandwidthOut: int(0, 200).optional(),
  DeletionProtection: bool().optional(),
  KeyPairName: text().optional(),
  RamRoleName: text().optional(),
  CreditSpecification: oneOf('Standard', 'Unlimited').optional(),
  ResourceGroupId: text().optional(),
  Tag: tagList(),
  DedicatedHostId: text().optional(),
  DeploymentSetId: text().optional(),
  HpcClusterId: text().optional(),
  DryRun: bool().optional(),
  ClientToken: text().optional(),
};

/** Where an instance stands, and when it goes by itself: nothing here can make it true. */
const UNSERVED = ['DedicatedHostId', 'DeploymentSetId', 'HpcClusterId'] as const;

export const runInstances = action({
  product: 'Ecs',
  name: 'RunInstances',
  writes: true,
  parameters: z.object({
    ...common,
    Amount: int(1, 100).optional(),
    MinAmount: int(1, 100).optional(),
    SecurityGroupIds: list(text()),
    NetworkInterface: list(nic),
    HostNames: list(text()),
    UniqueSuffix: bool().optional(),
    AutoReleaseTime: text().optional(),
    LaunchTemplateId: text().optional(),
    LaunchTemplateName: text().optional(),
    Ipv6Address: notServed.Ipv6Address,
    Ipv6AddressCount: notServed.Ipv6AddressCount,
  }),
  run(call, asked) {
    refuseUnserved(asked, ...UNSERVED, 'AutoReleaseTime', 'LaunchTemplateId', 'LaunchTemplateName');
    refuseUnserved({ ...asked.SystemDisk }, 'StorageClusterId');
    for (const one of asked.NetworkInterface) refuseUnserved(one);
    const { ids, write } = run(call, asked);
    return { body: { InstanceIdSets: { InstanceIdSet: [...ids] }, OrderId: '', TradePrice: 0 }, write };
  },
});

export const createInstance = action({
  product: 'Ecs',
  name: 'CreateInstance',
  writes: true,
  parameters: z.object(common),
  run(call, asked) {
    refuseUnserved(asked, ...UNSERVED);
    refuseUnserved({ ...asked.SystemDisk }, 'StorageClusterId');
    const { id, write } = create(call, { ...asked, SecurityGroupIds: [], NetworkInterface: [], HostNames: [] });
    return { body: { InstanceId: id, OrderId: '', TradePrice: 0 }, write };
  },
});
