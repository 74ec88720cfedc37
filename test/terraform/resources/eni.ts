import { z } from 'zod';
import type { JsonObject } from '../../../src/api/action.js';
import type { Provider } from '../provider.js';
import { parts, sent, type ResourceType } from '../resource.js';
import { changeTags, listTags, tagList, tagged } from '../tags.js';

const texts = z.array(z.string());

/** What the provider asserts of the types: what is missing here would be its crash (§2.3). */
const eniShape = z.object({
  NetworkInterfaceId: z.string(), NetworkInterfaceName: z.string(), Description: z.string(), MacAddress: z.string(), PrivateIpAddress: z.string(), QueueNumber: z.number(),
  ResourceGroupId: z.string(), Status: z.string(), VSwitchId: z.string(), VpcId: z.string(), Type: z.string(), NetworkInterfaceTrafficMode: z.string(),
  SourceDestCheck: z.boolean(), DeleteOnRelease: z.boolean(), InstanceId: z.string(), CreationTime: z.string(), ServiceManaged: z.boolean(), OwnerId: z.string(),
  PrivateIpSets: z.object({ PrivateIpSet: z.array(z.object({ PrivateIpAddress: z.string(), Primary: z.boolean() })) }),
  Ipv6Sets: z.object({ Ipv6Set: z.array(z.object({ Ipv6Address: z.string() })) }),
  Ipv4PrefixSets: z.object({ Ipv4PrefixSet: z.array(z.object({ Ipv4Prefix: z.string() })) }),
  SecurityGroupIds: z.object({ SecurityGroupId: texts }),
  Attachment: z.object({ InstanceId: z.string().optional(), TrunkNetworkInterfaceId: z.string().optional(), NetworkCardIndex: z.number().optional() }).optional(),
  Tags: tagged.ecs,
});
const eniList = z.object({ NetworkInterfaceSets: z.object({ NetworkInterfaceSet: z.array(eniShape) }) });

export async function enis(provider: Provider, by: JsonObject): Promise<readonly z.infer<typeof eniShape>[]> {
  return eniList.parse(await provider.tea('Ecs', 'DescribeNetworkInterfaces', by)).NetworkInterfaceSets.NetworkInterfaceSet;
}
const eniOf = async (provider: Provider, id: string) => (await enis(provider, { NetworkInterfaceId: [id] }))[0];
const stateOf = (provider: Provider, id: string, status: string) => provider.until(`${id} ${status}`, () => eniOf(provider, id), (found) => found?.Status === status);

const BUSY = [
  'InvalidOperation.InvalidEniState', 'InvalidOperation.InvalidEcsState', 'InvalidOperation.InvalidEniType', 'InvalidOperation.Conflict', 'OperationConflict',
  'ServiceUnavailable', 'InternalError', 'Throttling',
];

export const networkInterface: ResourceType = {
  defaults: { description: '', resource_group_id: '', source_dest_check: false, tags: {} },
  given: [
    'network_interface_name', 'vswitch_id', 'security_group_ids', 'primary_ip_address', 'private_ip_addresses', 'secondary_private_ip_address_count', 'queue_number',
  ],
  forcesNew: ['vswitch_id', 'primary_ip_address', 'resource_group_id'],
  async create(provider, wanted) {
    const form = {
      ...sent(wanted, {
        vswitch_id: 'VSwitchId', security_group_ids: 'SecurityGroupIds', primary_ip_address: 'PrimaryIpAddress', private_ip_addresses: 'PrivateIpAddress',
        secondary_private_ip_address_count: 'SecondaryPrivateIpAddressCount', network_interface_name: 'NetworkInterfaceName', description: 'Description',
        queue_number: 'QueueNumber', resource_group_id: 'ResourceGroupId', source_dest_check: 'SourceDestCheck',
      }),
      Tag: tagList(wanted['tags']), ClientToken: provider.token('CreateNetworkInterface'),
    };
    const { NetworkInterfaceId } = await provider.retrying(BUSY, async () =>
      z.object({ NetworkInterfaceId: z.string() }).parse(await provider.tea('Ecs', 'CreateNetworkInterface', form)));
    await stateOf(provider, NetworkInterfaceId, 'Available');
    return NetworkInterfaceId;
  },
  async read(provider, id) {
    const found = await eniOf(provider, id);
    if (found === undefined) return undefined;
    const secondary = found.PrivateIpSets.PrivateIpSet.filter(({ Primary }) => !Primary).map(({ PrivateIpAddress }) => PrivateIpAddress);
    return {
      description: found.Description, mac: found.MacAddress, network_interface_name: found.NetworkInterfaceName, primary_ip_address: found.PrivateIpAddress,
      private_ip_addresses: secondary, secondary_private_ip_address_count: secondary.length, queue_number: found.QueueNumber, resource_group_id: found.ResourceGroupId,
      security_group_ids: found.SecurityGroupIds.SecurityGroupId, source_dest_check: found.SourceDestCheck, status: found.Status, vswitch_id: found.VSwitchId,
      tags: await listTags(provider, 'Ecs', 'eni', id),
    };
  },
  async update(provider, id, names, wanted, was) {
    if (['network_interface_name', 'description', 'security_group_ids', 'queue_number', 'source_dest_check'].some((name) => names.has(name))) {
      const form = {
        NetworkInterfaceId: id,
        ...sent(wanted, { network_interface_name: 'NetworkInterfaceName', description: 'Description', security_group_ids: 'SecurityGroupId', queue_number: 'QueueNumber' }),
        ...(names.has('source_dest_check') ? { SourceDestCheck: wanted['source_dest_check'] ?? false } : {}),
      };
      await provider.retrying(BUSY, () => provider.tea('Ecs', 'ModifyNetworkInterfaceAttribute', form));
    }
    if (names.has('private_ip_addresses')) {
      const [before, after] = [was, wanted].map((values) => texts.catch([]).parse(values['private_ip_addresses']));
      const [gone, fresh] = [before?.filter((one) => after?.includes(one) !== true) ?? [], after?.filter((one) => before?.includes(one) !== true) ?? []];
      if (gone.length > 0) await provider.tea('Ecs', 'UnassignPrivateIpAddresses', { NetworkInterfaceId: id, PrivateIpAddress: gone });
      if (fresh.length > 0) await provider.tea('Ecs', 'AssignPrivateIpAddresses', { NetworkInterfaceId: id, PrivateIpAddress: fresh, ClientToken: provider.token('AssignPrivateIpAddresses') });
      await provider.until(`addresses of ${id}`, () => networkInterface.read(provider, id), (found) =>
        texts.parse(found?.['private_ip_addresses']).toSorted().join() === after?.toSorted().join());
    }
    if (names.has('secondary_private_ip_address_count')) await changeCount(provider, id, Number(wanted['secondary_private_ip_address_count'] ?? 0));
    if (names.has('tags')) await changeTags(provider, 'Ecs', 'eni', id, was['tags'], wanted['tags']);
  },
  async delete(provider, id) {
    await provider.retrying(BUSY, () =>
      provider.removing(['InvalidEniId.NotFound'], () => provider.tea('Ecs', 'DeleteNetworkInterface', { NetworkInterfaceId: id })));
    await provider.until(`${id} gone`, () => eniOf(provider, id), (found) => found === undefined);
  },
};

async function changeCount(provider: Provider, id: string, wanted: number): Promise<void> {
  const has = async () => texts.parse((await networkInterface.read(provider, id))?.['private_ip_addresses']);
  const addresses = await has();
  if (addresses.length > wanted) await provider.tea('Ecs', 'UnassignPrivateIpAddresses', { NetworkInterfaceId: id, PrivateIpAddress: addresses.slice(wanted) });
  if (addresses.length < wanted) {
    await provider.tea('Ecs', 'AssignPrivateIpAddresses', {
      NetworkInterfaceId: id, SecondaryPrivateIpAddressCount: wanted - addresses.length, ClientToken: provider.token('AssignPrivateIpAddresses'),
    });
  }
  await provider.until(`${wanted} addresses of ${id}`, has, ({ length }) => length === wanted);
}

export const networkInterfaceAttachment: ResourceType = {
  defaults: { trunk_network_instance_id: '', network_card_index: 0 },
  given: ['network_interface_id', 'instance_id'],
  unread: ['wait_for_network_configuration_ready'],
  forcesNew: ['network_interface_id', 'instance_id', 'trunk_network_instance_id', 'network_card_index'],
  async create(provider, wanted) {
    const form = sent(wanted, { network_interface_id: 'NetworkInterfaceId', instance_id: 'InstanceId' });
    const eni = String(form['NetworkInterfaceId']);
    await provider.retrying(BUSY, () => provider.tea('Ecs', 'AttachNetworkInterface', form));
    await stateOf(provider, eni, 'InUse');
    return `${eni}:${String(form['InstanceId'])}`;
  },
  async read(provider, id) {
    const [eni, instance] = parts(id);
    const [found] = await enis(provider, { MaxResults: 50, NetworkInterfaceId: [eni] });
    if (found?.InstanceId !== instance) return undefined;
    return {
      network_interface_id: eni, instance_id: found.InstanceId, trunk_network_instance_id: found.Attachment?.TrunkNetworkInterfaceId ?? '',
      network_card_index: found.Attachment?.NetworkCardIndex ?? 0,
    };
  },
  async delete(provider, id) {
    const [NetworkInterfaceId, InstanceId] = parts(id);
    // The provider looks first whether it is there.
    if ((await networkInterfaceAttachment.read(provider, id)) === undefined) return;
    await provider.retrying([...BUSY, 'InvalidOperation.HasMemberEniAttached'], () => provider.tea('Ecs', 'DetachNetworkInterface', { NetworkInterfaceId, InstanceId }));
    await stateOf(provider, NetworkInterfaceId, 'Available');
  },
};
