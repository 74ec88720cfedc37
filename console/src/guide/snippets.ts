/** The same call as a CLI line, as SDK code and as a Terraform block. */
import type { Product } from '../api/call.js';
import { flatten, type Parameters, type Value } from '../api/flatten.js';

export interface Called {
  readonly product: Product;
  readonly action: string;
  readonly parameters: Parameters;
  /** Of the resource in a Terraform configuration. */
  readonly name: string;
}

/** For the aliyun CLI. Values that a shell would read are quoted. */
export function cliLine({ product, action, parameters }: Called): string {
  const options = Object.entries(flatten(parameters)).map(([name, value]) => `--${name} ${quoted(value)}`);
  return ['aliyun', product.toLowerCase(), action, ...options].join(' ');
}

/** As a shell reads it back. */
export function quoted(value: string): string {
  return /^[\w./:@,+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

const PACKAGES: Partial<Readonly<Record<Product, string>>> = { Vpc: '@alicloud/vpc20160428', Ecs: '@alicloud/ecs20140526' };

/** For the official TypeScript SDK. */
export function sdkCode({ product, action, parameters }: Called): string {
  const client = product.toLowerCase();
  return [
    `import { ${action}Request } from '${PACKAGES[product] ?? ''}';`,
    '',
    `const answer = await ${client}.${lowered(action)}(new ${action}Request(${literal(parameters, '')}));`,
  ].join('\n');
}

/** Names in the SDK begin in lower case. */
function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function literal(value: Value, indent: string): string {
  const inner = `${indent}  `;
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[\n${value.map((item: Value) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== '');
  return `{\n${entries.map(([name, item]) => `${inner}${lowered(name)}: ${literal(item as Value, inner)},\n`).join('')}${indent}}`;
}

interface Block {
  readonly type: string;
  /** Argument → wire parameter. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Arguments that are lists of one. */
  readonly lists?: readonly string[];
  readonly fixed?: Readonly<Record<string, string>>;
  /** What of the block is the id that a later call names. */
  readonly id?: string;
}

const BLOCKS: Readonly<Record<string, Block>> = {
  CreateVpc: { type: 'alicloud_vpc', arguments: { vpc_name: 'VpcName', cidr_block: 'CidrBlock' }, id: 'VpcId' },
  CreateVSwitch: { type: 'alicloud_vswitch', arguments: { vswitch_name: 'VSwitchName', vpc_id: 'VpcId', zone_id: 'ZoneId', cidr_block: 'CidrBlock' }, id: 'VSwitchId' },
  CreateSecurityGroup: { type: 'alicloud_security_group', arguments: { security_group_name: 'SecurityGroupName', vpc_id: 'VpcId' }, id: 'SecurityGroupId' },
  RunInstances: {
    type: 'alicloud_instance', id: 'InstanceId', lists: ['security_groups'],
    arguments: { instance_name: 'InstanceName', instance_type: 'InstanceType', image_id: 'ImageId', vswitch_id: 'VSwitchId', security_groups: 'SecurityGroupId', user_data: 'UserData' },
  },
  CreateNetworkInterface: {
    type: 'alicloud_ecs_network_interface', id: 'NetworkInterfaceId', lists: ['security_group_ids'],
    arguments: { network_interface_name: 'NetworkInterfaceName', vswitch_id: 'VSwitchId', security_group_ids: 'SecurityGroupId', primary_ip_address: 'PrimaryIpAddress' },
  },
  AttachNetworkInterface: { type: 'alicloud_ecs_network_interface_attachment', arguments: { network_interface_id: 'NetworkInterfaceId', instance_id: 'InstanceId' } },
  AllocateEipAddress: {
    type: 'alicloud_eip_address', id: 'AllocationId', fixed: { payment_type: 'PayAsYouGo' }, arguments: { address_name: 'Name', bandwidth: 'Bandwidth', internet_charge_type: 'InternetChargeType' },
  },
  AssociateEipAddress: { type: 'alicloud_eip_association', arguments: { allocation_id: 'AllocationId', instance_type: 'InstanceType', instance_id: 'InstanceId', mode: 'Mode' } },
  AssociateVpcCidrBlock: { type: 'alicloud_vpc_ipv4_cidr_block', arguments: { vpc_id: 'VpcId', secondary_cidr_block: 'SecondaryCidrBlock' } },
};

/** Ids and addresses that earlier calls answered, and how a configuration refers to them. */
export type References = ReadonlyMap<string, string>;

/** What later blocks call the results of this call. `answered`: values that its answer brought, by wire name. */
export function referencesOf({ action, name }: Called, answered: Readonly<Record<string, string>>): References {
  const block = BLOCKS[action];
  if (block?.id === undefined) return new Map();
  const { id, type } = block;
  return new Map(Object.entries(answered).map(([wire, value]) => [value, `${type}.${name}.${wire.endsWith(id) ? 'id' : 'ip_address'}`]));
}

/** '' for a call that Terraform has no block for. */
export function terraformBlock({ action, parameters, name }: Called, references: References): string {
  if (action === 'AuthorizeSecurityGroup') return rules(parameters, name, references);
  const block = BLOCKS[action];
  if (block === undefined) return '';
  const flat = flatten(parameters);
  const lines = Object.entries(block.arguments).flatMap(([argument, wire]): [string, string][] => {
    const value = flat[wire];
    if (value === undefined) return [];
    const text = expression(value, references);
    return [[argument, block.lists?.includes(argument) === true ? `[${text}]` : text]];
  });
  const fixed = Object.entries(block.fixed ?? {}).map(([argument, value]): [string, string] => [argument, JSON.stringify(value)]);
  return resource(block.type, name, [...lines, ...fixed]);
}

/** A security group's rules are blocks of their own. */
function rules(parameters: Parameters, name: string, references: References): string {
  const flat = flatten(parameters);
  const blocks: string[] = [];
  for (let n = 1; flat[`Permissions.${String(n)}.IpProtocol`] !== undefined; n += 1) {
    const of = (field: string) => flat[`Permissions.${String(n)}.${field}`] ?? '';
    blocks.push(resource('alicloud_security_group_rule', `${name}_${String(n)}`, [
      ['type', '"ingress"'], ['security_group_id', expression(flat['SecurityGroupId'] ?? '', references)], ['ip_protocol', JSON.stringify(of('IpProtocol').toLowerCase())],
      ['port_range', JSON.stringify(of('PortRange'))], ['cidr_ip', JSON.stringify(of('SourceCidrIp'))], ['priority', of('Priority')],
    ]));
  }
  return blocks.join('\n\n');
}

function resource(type: string, name: string, lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([argument]) => argument.length));
  return [`resource "${type}" "${name}" {`, ...lines.map(([argument, text]) => `  ${argument.padEnd(width)} = ${text}`), '}'].join('\n');
}

function expression(value: string, references: References): string {
  return references.get(value) ?? JSON.stringify(value);
}
