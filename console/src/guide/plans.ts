/** What an example of each mode takes, call by call, from an empty cloud (S-01, S-21, S-30, S-35, §3.6). */
import { z } from 'zod';
import type { Parameters } from '../api/flatten.js';
import type { Product } from '../api/call.js';
import { eips, enis, instances, vpcs, vswitches, type Listing } from '../api/listings.js';
import type { Dictionary } from '../i18n/en.js';

export type PlanId = 'NAT' | 'BINDED' | 'MULTI_BINDED' | 'cidr';

/** What the steps so far have made, by wire name; `SecondAllocationId` and the like are names of ours. */
export type Made = Readonly<Record<string, string>>;

export interface Step {
  readonly key: string;
  readonly title: keyof Dictionary['guide']['steps'];
  readonly product: Product;
  readonly action: string;
  readonly parameters: (made: Made) => Parameters;
  /** What the answer adds to what has been made. */
  readonly take: z.ZodType<Made>;
  /** Resolved once the row is there in this status. */
  readonly settled?: (made: Made) => Settled;
  /** Name of the resource in a Terraform configuration. */
  readonly name: string;
}

export interface Settled {
  readonly listing: Listing<{ readonly Status: string }>;
  readonly filters: Parameters;
  readonly status: string;
}

const ids = (...names: readonly string[]): z.ZodType<Made> => z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
const nothing: z.ZodType<Made> = z.unknown().transform(() => ({}));
const given = (made: Made, name: string): string => made[name] ?? '';

/** Serves a page with its name on port 80. */
const PAGE = '#!/bin/sh\nmkdir -p /tmp/www\nhostname > /tmp/www/index.html\nbusybox httpd -p 80 -h /tmp/www\n';

/** Name of the example's resources. */
const NAME = 'example';

const place = (zone: string): readonly Step[] => [
  {
    key: 'vpc', title: 'vpc', name: NAME, product: 'Vpc', action: 'CreateVpc', take: ids('VpcId'),
    parameters: () => ({ VpcName: NAME, CidrBlock: '10.0.0.0/16' }),
    settled: ({ VpcId }) => ({ listing: vpcs, filters: { VpcId }, status: 'Available' }),
  },
  {
    key: 'vswitch', title: 'vswitch', name: NAME, product: 'Vpc', action: 'CreateVSwitch', take: ids('VSwitchId'),
    parameters: ({ VpcId }) => ({ VpcId, ZoneId: zone, CidrBlock: '10.0.0.0/24', VSwitchName: NAME }),
    settled: ({ VSwitchId }) => ({ listing: vswitches, filters: { VSwitchId }, status: 'Available' }),
  },
  {
    key: 'group', title: 'group', name: NAME, product: 'Ecs', action: 'CreateSecurityGroup', take: ids('SecurityGroupId'),
    parameters: ({ VpcId }) => ({ VpcId, SecurityGroupName: NAME }),
  },
  {
    key: 'rules', title: 'rules', name: NAME, product: 'Ecs', action: 'AuthorizeSecurityGroup', take: nothing,
    parameters: ({ SecurityGroupId }) => ({
      SecurityGroupId,
      Permissions: [['ICMP', '-1/-1'], ['TCP', '22/22'], ['TCP', '80/80']].map(([IpProtocol, PortRange]) => ({ IpProtocol, PortRange, SourceCidrIp: '0.0.0.0/0', Policy: 'accept', Priority: '1' })),
    }),
  },
  {
    key: 'instance', title: 'instance', name: NAME, product: 'Ecs', action: 'RunInstances',
    take: z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.tuple([z.string()]) }) }).transform(({ InstanceIdSets: { InstanceIdSet: [InstanceId] } }) => ({ InstanceId })),
    parameters: ({ VSwitchId, SecurityGroupId }) => ({
      InstanceName: NAME, InstanceType: 'ecs.g5.xlarge', ImageId: 'openeip_auto', VSwitchId, SecurityGroupId, UserData: btoa(PAGE),
    }),
    settled: (made) => ({ listing: instances, filters: { InstanceIds: JSON.stringify([given(made, 'InstanceId')]) }, status: 'Running' }),
  },
];

const eni: Step = {
  key: 'eni', title: 'eni', name: NAME, product: 'Ecs', action: 'CreateNetworkInterface', take: ids('NetworkInterfaceId'),
  parameters: ({ VSwitchId, SecurityGroupId }) => ({ VSwitchId, SecurityGroupId, NetworkInterfaceName: NAME }),
  settled: (made) => ({ listing: enis, filters: { NetworkInterfaceId: [given(made, 'NetworkInterfaceId')] }, status: 'Available' }),
};

const eip: Step = {
  key: 'eip', title: 'eip', name: NAME, product: 'Vpc', action: 'AllocateEipAddress', take: ids('AllocationId', 'EipAddress'),
  parameters: () => ({ Bandwidth: '5', InternetChargeType: 'PayByTraffic', Name: NAME }),
};

const secondEip: Step = {
  ...eip, key: 'second-eip', title: 'secondEip', name: 'second',
  take: z.object({ AllocationId: z.string() }).transform(({ AllocationId }) => ({ SecondAllocationId: AllocationId })),
};

const attach: Step = {
  key: 'attach', title: 'attach', name: NAME, product: 'Ecs', action: 'AttachNetworkInterface', take: nothing,
  parameters: ({ NetworkInterfaceId, InstanceId }) => ({ NetworkInterfaceId, InstanceId }),
  settled: (made) => ({ listing: enis, filters: { NetworkInterfaceId: [given(made, 'NetworkInterfaceId')] }, status: 'InUse' }),
};

function associate(Mode: 'NAT' | 'BINDED' | 'MULTI_BINDED', which: 'AllocationId' | 'SecondAllocationId' = 'AllocationId'): Step {
  const second = which === 'SecondAllocationId';
  return {
    key: second ? 'second-associate' : 'associate', title: 'associate', name: second ? 'second' : NAME, product: 'Vpc', action: 'AssociateEipAddress', take: nothing,
    parameters: (made) => ({ AllocationId: given(made, which), InstanceType: 'NetworkInterface', InstanceId: given(made, 'NetworkInterfaceId'), Mode }),
    settled: (made) => ({ listing: eips, filters: { AllocationId: given(made, which) }, status: 'InUse' }),
  };
}

/** The address range of an EIP's neighbours, as the pool cuts it. */
const blockOf = (address: string): string => `${address.split('.').slice(0, 3).join('.')}.0/24`;

const exposure = (zone: string): readonly Step[] => [
  {
    key: 'cidr', title: 'cidr', name: NAME, product: 'Vpc', action: 'AssociateVpcCidrBlock', take: nothing,
    parameters: (made) => ({ VpcId: given(made, 'VpcId'), IpVersion: 'IPV4', SecondaryCidrBlock: blockOf(given(made, 'EipAddress')) }),
    settled: ({ VpcId }) => ({ listing: vpcs, filters: { VpcId }, status: 'Available' }),
  },
  {
    key: 'public-vswitch', title: 'publicVswitch', name: 'public', product: 'Vpc', action: 'CreateVSwitch',
    take: z.object({ VSwitchId: z.string() }).transform(({ VSwitchId }) => ({ PublicVSwitchId: VSwitchId })),
    parameters: (made) => ({ VpcId: given(made, 'VpcId'), ZoneId: zone, CidrBlock: blockOf(given(made, 'EipAddress')), VSwitchName: 'public' }),
    settled: (made) => ({ listing: vswitches, filters: { VSwitchId: given(made, 'PublicVSwitchId') }, status: 'Available' }),
  },
  {
    ...eni, key: 'public-eni', title: 'publicEni',
    parameters: (made) => ({
      VSwitchId: given(made, 'PublicVSwitchId'), SecurityGroupId: given(made, 'SecurityGroupId'), PrimaryIpAddress: given(made, 'EipAddress'), NetworkInterfaceName: NAME,
    }),
  },
];

/** @param zone of the region, in which instance and ENI must be together */
export function planOf(id: PlanId, zone: string): readonly Step[] {
  switch (id) {
    // The source document advises to attach first in NAT mode (S-22); the direct modes demand the contrary (S-30, S-35).
    case 'NAT': return [...place(zone), eni, attach, eip, associate('NAT')];
    case 'BINDED': return [...place(zone), eni, eip, associate('BINDED'), attach];
    case 'MULTI_BINDED': return [...place(zone), eni, eip, secondEip, associate('MULTI_BINDED'), associate('MULTI_BINDED', 'SecondAllocationId'), attach];
    case 'cidr': return [...place(zone), eip, ...exposure(zone), associate('NAT'), attach];
  }
}
