/** Which claims and links each row has: the store writes them with the row. */
import { modeOf } from './association-modes/index.js';
import { claim, isMoving, link, momentOf, tagFilterOf, type EipFilter } from './indexes.js';
import { defaultResourceGroup } from './resource-groups.js';
import type { EipRow, Row } from './resources.js';

export function claimsOf(row: Row): readonly string[] {
  switch (row.kind) {
    case 'account':
      return row.keys.map((accessKey) => claim.accessKey(accessKey.id));
    case 'eni':
      return [
        claim.mac(row.mac),
        ...row.privateIps.map((address) => claim.privateIp(row.vpcId, address)),
        ...(row.instanceId === '' ? [] : [claim.slot(row.instanceId, row.deviceIndex)]),
      ];
    case 'eip': {
      const bound = row.binding === null ? [] : modeOf(row).claims(row.binding, row.address);
      return [claim.publicIp(row.address), ...bound];
    }
    case 'ipv4Gateway':
      return [claim.ipv4Gateway(row.vpcId)];
    case 'routeEntry':
      return [claim.destination(row.routeTableId, row.destination)];
    case 'resourceGroup':
      return [claim.resourceGroup(row.account, row.name)];
    case 'instance':
      return row.publicIp === '' ? [] : [claim.publicIp(row.publicIp)];
    default:
      return [];
  }
}

export function linksOf(row: Row): readonly string[] {
  const links = [...(isMoving(row) ? [link.moving()] : []), ...groupLinks(row), ...tagLinks(row)];
  switch (row.kind) {
    case 'vswitch':
      return [...links, link.vpc(row.vpcId), link.routeTable(row.routeTableId)];
    case 'routeTable':
      return [...links, link.vpc(row.vpcId)];
    case 'routeEntry':
      // One that is being deleted leads nowhere any more.
      return [
        ...links, link.vpc(row.vpcId), link.routeTable(row.routeTableId), ...(row.status === 'Deleting' ? [] : [link.nextHop(row.nextHopId)]),
      ];
    case 'ipv4Gateway':
      return [...links, link.vpc(row.vpcId), ...(row.routeTableId === '' ? [] : [link.routeTable(row.routeTableId)])];
    case 'securityGroup':
      return [
        ...links,
        link.vpc(row.vpcId),
        ...new Set(row.rules.filter((rule) => rule.peerGroupId !== '').map((rule) => link.names(rule.peerGroupId))),
      ];
    case 'eni':
      return [
        ...links,
        link.vpc(row.vpcId),
        link.vswitch(row.vswitchId),
        ...row.groupIds.map(link.member),
        ...(row.instanceId === '' ? [] : [link.instance(row.instanceId)]),
      ];
    case 'instance':
      return [...links, link.vpc(row.vpcId), link.vswitch(row.vswitchId)];
    case 'eip':
      return [
        ...links,
        ...filtersOf(row).map(([field, value]) => link.filtered(row, field, value)),
        ...(row.binding === null ? [] : [link.vpc(row.binding.vpcId), ...modeOf(row).links(row.binding)]),
        ...(row.packageId === '' ? [] : [link.package(row.packageId)]),
      ];
    case 'releasedEip':
      return [link.released(row.address)];
    default:
      return links;
  }
}

/** Nobody asks for all that is in a default group by itself: that is nearly everything. */
function groupLinks(row: Row): readonly string[] {
  const group = 'resourceGroup' in row ? row.resourceGroup : '';
  return group === '' || group === defaultResourceGroup(row.account) ? [] : [link.resourceGroup(group)];
}

function tagLinks(row: Row): readonly string[] {
  if (!('tags' in row)) return [];
  return row.tags.flatMap(({ key, value }) => [link.tag(row, key), link.tag(row, key, value)]);
}

/** What the filters of DescribeEipAddresses find an EIP by: without these, each would read all EIPs of the region. */
function filtersOf(row: EipRow): readonly (readonly [field: EipFilter, value: string])[] {
  const { binding } = row;
  return [
    ['status', row.status], ['chargeType', row.chargeType], ['isp', row.isp], ['protected', String(row.securityProtectionTypes.length > 0)],
    ['group', row.resourceGroup === '' ? defaultResourceGroup(row.account) : row.resourceGroup],
    ['name', row.name], ['created', momentOf(row.created)],
    ...(binding === null ? [] : [['type', binding.type], ['bound', binding.shownId]] as const),
    ...row.locks.map((reason) => ['lock', reason] as const),
    ...row.tags.flatMap(({ key, value }) => [['tag', tagFilterOf(key)] as const, ['tag', tagFilterOf(key, value)] as const]),
  ];
}
