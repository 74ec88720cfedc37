/** DescribeNetworkInterfaces and DescribeNetworkInterfaceAttribute. */
import { z } from 'zod';
import { ownEni } from '../../cloud/eni.js';
import { link } from '../../cloud/indexes.js';
import { inResourceGroup } from '../../cloud/resource-groups.js';
import type { EniRow } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type Call } from '../action.js';
import { numberedPage, tokenPage } from '../paging.js';
import { bool, list, text } from '../parameters.js';
import { tagFilter } from '../tags.js';
import { eitherPage, isOwn } from './common.js';
import { eniAttributes, eniFields } from './eni-view.js';

const parameters = z.object({
  RegionId: text(),
  ...numberedPage,
  ...tokenPage,
  NetworkInterfaceId: list(text()),
  NetworkInterfaceName: text().optional(),
  InstanceId: text().optional(),
  VpcId: text().optional(),
  VSwitchId: text().optional(),
  SecurityGroupId: text().optional(),
  PrimaryIpAddress: text().optional(),
  PrivateIpAddress: list(text()),
  Ipv6Address: list(text()),
  Status: text().optional(),
  Type: text().optional(),
  ResourceGroupId: text().optional(),
  ServiceManaged: bool().optional(),
  Tag: tagFilter(),
});
type Parameters = z.infer<typeof parameters>;

export const describeNetworkInterfaces = action({
  product: 'Ecs',
  name: 'DescribeNetworkInterfaces',
  writes: false,
  parameters,
  run(call, asked) {
    const matches = candidates(call, asked).filter((eni) => isOwn(call, eni) && matchesAll(eni, asked));
    const { rows, fields } = eitherPage(matches, asked, { least: 10, size: 10, most: 500, mostNumbered: 100 });
    const shown = rows.map((eni) => eniFields(eni, call.read));
    return { body: { ...fields, NetworkInterfaceSets: { NetworkInterfaceSet: shown } } };
  },
});

export const describeNetworkInterfaceAttribute = action({
  product: 'Ecs',
  name: 'DescribeNetworkInterfaceAttribute',
  writes: false,
  parameters: z.object({ RegionId: text(), NetworkInterfaceId: text(), Attribute: text().optional(), Tag: tagFilter() }),
  run: (call, { NetworkInterfaceId }) => ({ body: eniAttributes(ownEni(call, NetworkInterfaceId), call.read) }),
});

/** The ENIs that the narrowest index leads to, newest first. */
function candidates({ read, account, region }: Call, asked: Parameters): readonly EniRow[] {
  if (asked.NetworkInterfaceId.length > 0) {
    const named = [...new Set(asked.NetworkInterfaceId)].map((id) => read.get('eni', id));
    return named.filter((eni) => eni !== undefined).sort((a, b) => b.n - a.n);
  }
  const narrowest =
    (asked.InstanceId && link.instance(asked.InstanceId)) ??
    (asked.SecurityGroupId && link.member(asked.SecurityGroupId)) ??
    (asked.VSwitchId && link.vswitch(asked.VSwitchId)) ??
    (asked.VpcId && link.vpc(asked.VpcId));
  return narrowest === undefined ? read.list('eni', account.id, region.id) : read.linked('eni', narrowest).toReversed();
}

function matchesAll(eni: EniRow, asked: Parameters): boolean {
  return (
    (asked.NetworkInterfaceName ?? eni.name) === eni.name &&
    (asked.InstanceId ?? eni.instanceId) === eni.instanceId &&
    (asked.VpcId ?? eni.vpcId) === eni.vpcId &&
    (asked.VSwitchId ?? eni.vswitchId) === eni.vswitchId &&
    (asked.SecurityGroupId === undefined || eni.groupIds.includes(asked.SecurityGroupId)) &&
    (asked.PrimaryIpAddress ?? eni.privateIps[0]) === eni.privateIps[0] &&
    (asked.PrivateIpAddress.length === 0 || eni.privateIps.slice(1).some((address) => asked.PrivateIpAddress.includes(address))) &&
    asked.Ipv6Address.length === 0 &&
    (asked.Status ?? eni.status) === eni.status &&
    (asked.Type ?? eni.type) === eni.type &&
    asked.ServiceManaged !== true &&
    (asked.ResourceGroupId === undefined || inResourceGroup(eni, asked.ResourceGroupId)) &&
    carriesTags(eni.tags, asked.Tag)
  );
}
