/** What a cloud shows of itself and what the model says it must show, side by side: one line of text per row, kind by kind. */
import type { Json, JsonObject, ProductName } from '../../src/api/action.js';
import type { Kind, Model, Row } from './model.js';

/** A row as it is shown: its state, and the rest as text. */
export interface Shown {
  readonly status: string;
  readonly text: string;
}

export interface View {
  readonly kind: Kind;
  readonly product: ProductName;
  readonly action: string;
  readonly page: Readonly<Record<string, string>>;
  /** Where the list is in the answer. */
  readonly list: readonly string[];
  /** Rows of an item of the list, by id. */
  readonly seen: (item: JsonObject) => Iterable<readonly [id: string, Shown]>;
  readonly expected: (row: Row, model: Model) => Shown;
}

function at(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  let found = value;
  for (const name of names) found = typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as JsonObject)[name] : undefined;
  return found;
}
const word = (item: Json | undefined, ...names: readonly string[]): string => {
  const value = at(item, ...names);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
};
export const items = (body: Json | undefined, ...names: readonly string[]): readonly JsonObject[] => {
  const value = at(body, ...names);
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
};
export const words = (body: Json | undefined, ...names: readonly string[]): readonly string[] => items(body, ...names).map((one) => String(one));
export { word };

const line = (...parts: readonly (string | number | boolean)[]): string => parts.join(' ');
/** Between two states nothing is said of what an address is mapped to. */
const resting = (eips: readonly Row[]): boolean => eips.every((eip) => eip.status === 'InUse');
const minutes = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

const PAGE = { Vpc: { PageSize: '50' }, Ecs: { PageSize: '100' } } as const;

export const VIEWS: readonly View[] = [
  {
    kind: 'eip', product: 'Vpc', action: 'DescribeEipAddresses', page: { PageSize: '100' }, list: ['EipAddresses', 'EipAddress'],
    *seen(item) {
      const is = (name: string) => word(item, name);
      const status = is('Status');
      const binding = status === 'Releasing' ? '' : line(is('InstanceType'), is('InstanceId'), is('PrivateIpAddress'), is('VpcId'), is('Mode'));
      yield [is('AllocationId'), {
        status, text: line(is('IpAddress'), is('Bandwidth'), is('ChargeType'), is('BusinessStatus'), is('ExpiredTime').slice(0, 16), binding),
      }];
    },
    expected({ address, bandwidth, prepaid, locked, expires, type, shown, shownIp, vpc, mode, status }) {
      const binding = status === 'Releasing' ? '' : line(type, shown, shownIp, type === 'IpAddress' ? vpc : '', mode);
      const paid = prepaid ? 'PrePaid' : 'PostPaid';
      return { status, text: line(address, bandwidth, paid, locked ? 'OperationLock' : 'Normal', prepaid ? minutes(expires) : '', binding) };
    },
  },
  {
    kind: 'eni', product: 'Ecs', action: 'DescribeNetworkInterfaces', page: { MaxResults: '500' }, list: ['NetworkInterfaceSets', 'NetworkInterfaceSet'],
    *seen(item) {
      const ips = items(item, 'PrivateIpSets', 'PrivateIpSet').map((ip) => line(word(ip, 'PrivateIpAddress'), word(ip, 'AssociatedPublicIp', 'AllocationId')));
      yield [word(item, 'NetworkInterfaceId'), {
        status: word(item, 'Status'),
        text: line(word(item, 'Type'), word(item, 'VSwitchId'), word(item, 'InstanceId'), word(item, 'DeleteOnRelease'), words(item, 'SecurityGroupIds', 'SecurityGroupId').join(), ips.join()),
      }];
    },
    expected(eni, model) {
      const eips = model.of(eni, 'eip');
      const ips = eni.ips.map((ip) => line(ip, eips.find((eip) => eip.ip === ip)?.id ?? ''));
      return { status: eni.status, text: line(eni.primary ? 'Primary' : 'Secondary', eni.vswitch, eni.instance, eni.released, eni.group, resting(eips) ? ips.join() : '*') };
    },
  },
  {
    kind: 'instance', product: 'Ecs', action: 'DescribeInstances', page: PAGE.Ecs, list: ['Instances', 'Instance'],
    *seen(item) {
      yield [word(item, 'InstanceId'), { status: word(item, 'Status'), text: line(word(item, 'InstanceType'), word(item, 'ZoneId'), word(item, 'EipAddress', 'AllocationId')) }];
    },
    expected(instance, model) {
      const eips = model.of(model.eniOf(instance), 'eip');
      // Clients know no word for an instance that is being deleted.
      return { status: instance.status === 'Deleting' ? 'Stopping' : instance.status, text: line(instance.type, instance.zone, resting(eips) ? eips[0]?.id ?? '' : '*') };
    },
  },
  {
    kind: 'vpc', product: 'Vpc', action: 'DescribeVpcs', page: PAGE.Vpc, list: ['Vpcs', 'Vpc'],
    *seen(item) {
      yield [word(item, 'VpcId'), { status: word(item, 'Status'), text: line(word(item, 'CidrBlock'), words(item, 'SecondaryCidrBlocks', 'SecondaryCidrBlock').join()) }];
    },
    expected: ({ status, cidr, more }) => ({ status, text: line(cidr, more.join()) }),
  },
  {
    kind: 'vswitch', product: 'Vpc', action: 'DescribeVSwitches', page: PAGE.Vpc, list: ['VSwitches', 'VSwitch'],
    *seen(item) {
      const is = (name: string) => word(item, name);
      yield [is('VSwitchId'), { status: is('Status'), text: line(is('VpcId'), is('ZoneId'), is('CidrBlock'), is('AvailableIpAddressCount'), word(item, 'RouteTable', 'RouteTableId')) }];
    },
    expected({ id, status, vpc, zone, cidr, table }, model) {
      const used = model.all('eni', { vswitch: id }).flatMap(({ ips }) => ips).length;
      return { status, text: line(vpc, zone, cidr, 2 ** (32 - Number(cidr.split('/')[1])) - 4 - used, table) };
    },
  },
  {
    kind: 'table', product: 'Vpc', action: 'DescribeRouteTables', page: PAGE.Vpc, list: ['RouteTables', 'RouteTable'],
    *seen(item) {
      yield [word(item, 'RouteTableId'), { status: word(item, 'Status'), text: word(item, 'RouteTableType') }];
    },
    expected: ({ status, system }) => ({ status, text: system ? 'System' : 'Custom' }),
  },
  {
    kind: 'entry', product: 'Vpc', action: 'DescribeRouteTables', page: PAGE.Vpc, list: ['RouteTables', 'RouteTable'],
    *seen(item) {
      for (const entry of items(item, 'RouteEntrys', 'RouteEntry')) {
        if (word(entry, 'Type') !== 'Custom') continue;
        const id = line(word(item, 'RouteTableId'), word(entry, 'DestinationCidrBlock'));
        yield [id, { status: word(entry, 'Status'), text: word(entry, 'InstanceId') }];
      }
    },
    expected: ({ status, hop }) => ({ status, text: hop }),
  },
  {
    kind: 'gateway', product: 'Vpc', action: 'ListIpv4Gateways', page: { MaxResults: '100' }, list: ['Ipv4GatewayModels'],
    *seen(item) {
      yield [word(item, 'Ipv4GatewayId'), { status: word(item, 'Status'), text: line(word(item, 'VpcId'), word(item, 'Enabled')) }];
    },
    expected: ({ status, vpc, enabled }) => ({ status, text: line(vpc, enabled && status !== 'Activating') }),
  },
  {
    kind: 'group', product: 'Ecs', action: 'DescribeSecurityGroups', page: PAGE.Ecs, list: ['SecurityGroups', 'SecurityGroup'],
    *seen(item) {
      yield [word(item, 'SecurityGroupId'), { status: '', text: word(item, 'VpcId') }];
    },
    expected: ({ vpc }) => ({ status: '', text: vpc }),
  },
];

/** What the model says that a row must show. */
export function expectedOf(row: Row, model: Model): Shown {
  const view = VIEWS.find(({ kind }) => kind === row.kind);
  if (view === undefined) throw new Error(`no view of ${row.kind}`);
  return view.expected(row, model);
}
