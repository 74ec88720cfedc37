/** RunInstances. */
import { z } from 'zod';
import { runInstances as decide } from '../../cloud/instance-run.js';
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
  SecondaryPrivateIpAddressCount: int(1, 49).optional(),
  NetworkInterfaceName: text().optional(),
  Description: text().optional(),
  DeleteOnRelease: bool().optional(),
  SourceDestCheck: bool().optional(),
  QueueNumber: int(1, 128).optional(),
  NetworkInterfaceTrafficMode: oneOf('Standard', 'HighPerformance').optional(),
  Ipv6Address: notServed.Ipv6Address,
  Ipv6AddressCount: notServed.Ipv6AddressCount,
});

/** What has no effect here (disks, spot, passwords, key pairs of the guest…) is taken and not kept. */
export const runInstances = action({
  product: 'Ecs',
  name: 'RunInstances',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    Amount: int(1, 100).optional(),
    MinAmount: int(1, 100).optional(),
    InstanceType: text().optional(),
    ImageId: text().optional(),
    ImageFamily: text().optional(),
    ZoneId: text().optional(),
    VSwitchId: text().optional(),
    SecurityGroupId: text().optional(),
    SecurityGroupIds: list(text()),
    PrivateIpAddress: text().optional(),
    NetworkInterface: list(nic),
    InstanceName: text().optional(),
    HostName: text().optional(),
    HostNames: list(text()),
    UniqueSuffix: bool().optional(),
    Description: text().optional(),
    UserData: text().optional(),
    InstanceChargeType: oneOf('PostPaid', 'PrePaid').optional(),
    InternetChargeType: oneOf('PayByTraffic', 'PayByBandwidth').optional(),
    InternetMaxBandwidthIn: int(0, 200).optional(),
    InternetMaxBandwidthOut: int(0, 200).optional(),
    DeletionProtection: bool().optional(),
    KeyPairName: text().optional(),
    CreditSpecification: oneOf('Standard', 'Unlimited').optional(),
    ResourceGroupId: text().optional(),
    Tag: tagList(),
    LaunchTemplateId: text().optional(),
    LaunchTemplateName: text().optional(),
    Ipv6Address: notServed.Ipv6Address,
    Ipv6AddressCount: notServed.Ipv6AddressCount,
    DryRun: bool().optional(),
    ClientToken: text().optional(),
  }),
  run(call, asked) {
    refuseUnserved(asked, 'LaunchTemplateId', 'LaunchTemplateName');
    for (const one of asked.NetworkInterface) refuseUnserved(one);
    const { ids, write } = decide(call, asked);
    return { body: { InstanceIdSets: { InstanceIdSet: [...ids] }, OrderId: '', TradePrice: 0 }, write };
  },
});
