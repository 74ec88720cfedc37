/** Each resource of the Terraform provider from its creation to its second deletion, with what the examples do not change of it (client facts §2.3, §2.4). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { readConfiguration } from './configuration.js';
import { accountType } from './data.js';
import { leftOf } from './left.js';
import { Provider, Refusal } from './provider.js';
import { RESOURCE_TYPES } from './resources/index.js';
import { authorityOf, environmentOf, targetOf } from './target.js';
import { Deployment } from './terraform.js';

let cloud: Cloud;
let provider: Provider;
let group: string;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory' });
  const environment = environmentOf(cloud);
  provider = new Provider(targetOf(await read(''), environment, authorityOf(environment)), { twice: true });
  const made = await provider.tea('ResourceManager', 'CreateResourceGroup', { Name: 'other', DisplayName: 'Other' });
  group = /rg-\w+/.exec(JSON.stringify(made))?.[0] ?? '';
});
afterAll(async () => {
  provider.close();
  await cloud.down();
});
afterEach(async () => {
  await cloud.call('OpenEIP', 'ClearFaults');
});

const seen = new Set<string>();
const read = async (text: string) => {
  const configuration = await readConfiguration('test.tf', `terraform {}\n${text}`);
  for (const { type } of configuration.nodes) seen.add(type);
  return configuration;
};

const ZONES = 'data "alicloud_zones" "main" {}\n';
const VPC = 'resource "alicloud_vpc" "main" {\n  cidr_block = "10.0.0.0/8"\n}\n';
const NETWORK = `${ZONES}${VPC}
resource "alicloud_vswitch" "main" {
  vpc_id     = alicloud_vpc.main.id
  zone_id    = data.alicloud_zones.main.zones[0].id
  cidr_block = "10.0.0.0/24"
}
resource "alicloud_security_group" "main" {
  security_group_name = "main"
  vpc_id              = alicloud_vpc.main.id
}
resource "alicloud_security_group" "other" {
  security_group_name = "other"
  vpc_id              = alicloud_vpc.main.id
}
`;
const INSTANCE = `image_id = "openeip_auto"
  instance_type = "ecs.g6.4xlarge"
  vswitch_id    = alicloud_vswitch.main.id`;

/** A resource's attributes as lines of a block. */
const block = (type: string, name: string, lines: string) => `resource "${type}" "${name}" {\n  ${lines.replaceAll('; ', '\n  ')}\n}\n`;

/** Through all these bodies in place or anew, each with a clean plan, then destroyed twice. Returns what the last plan of each step read. */
async function live(around: string, ...steps: readonly string[]): Promise<Deployment> {
  const [first = '', ...rest] = steps;
  const deployment = new Deployment(provider, await read(around + first));
  await deployment.apply();
  expect(await deployment.plan()).toEqual([]);
  for (const step of rest) {
    await deployment.apply(await read(around + step));
    expect(await deployment.plan()).toEqual([]);
  }
  return deployment;
}

async function gone(deployment: Deployment): Promise<void> {
  await deployment.destroy();
  expect(await leftOf(provider)).toEqual([]);
  expect(await deployment.destroyAgain()).toEqual([]);
}

describe('§2.3: made, read, changed, deleted, deleted again', () => {
  it('vpc: names, blocks, its system route table, group, tags', async () => {
    const vpc = (lines: string) => block('alicloud_vpc', 'main', `cidr_block = "10.0.0.0/8"; ${lines}`);
    await gone(await live('',
      vpc('user_cidrs = ["192.0.2.0/24"]; tags = { A = "1", B = "2" }; secondary_cidr_blocks = ["192.168.0.0/16"]'),
      vpc(`user_cidrs = ["192.0.2.0/24"]; tags = { B = "3" }; secondary_cidr_blocks = ["172.16.0.0/16"]; vpc_name = "named"; description = "Described"`),
      vpc(`user_cidrs = ["192.0.2.0/24"]; vpc_name = "renamed"; description = "Described"; system_route_table_name = "system"; system_route_table_description = "Its own"; resource_group_id = "${group}"`),
    ));
  });

  it('vswitch: name, description, tags; route tables; entries by either resource, to ENIs and instances', async () => {
    const around = `${NETWORK}${block('alicloud_instance', 'main', `${INSTANCE.replaceAll('\n  ', '; ')}; security_groups = [alicloud_security_group.main.id]`)}
${block('alicloud_ecs_network_interface', 'main', 'vswitch_id = alicloud_vswitch.main.id; security_group_ids = [alicloud_security_group.main.id]')}`;
    const entry = (name: string, hop: string, type: string) => block('alicloud_vpc_route_entry', 'main', `route_table_id = alicloud_route_table.main.id; destination_cidr_block = "192.0.2.0/24"; nexthop_type = "${type}"; nexthop_id = ${hop}; route_entry_name = "${name}"`);
    const rest = (table: string) => `${block('alicloud_route_table', 'main', `vpc_id = alicloud_vpc.main.id; ${table}`)}
${block('alicloud_route_entry', 'eni', 'route_table_id = alicloud_route_table.main.id; destination_cidrblock = "198.51.100.0/24"; nexthop_type = "NetworkInterface"; nexthop_id = alicloud_ecs_network_interface.main.id; name = "kept"')}
${block('alicloud_vswitch', 'other', `vpc_id = alicloud_vpc.main.id; zone_id = data.alicloud_zones.main.zones[0].id; cidr_block = "10.0.1.0/24"; ${table.replace('route_table_name', 'vswitch_name')}`)}
${block('alicloud_route_table_attachment', 'main', 'route_table_id = alicloud_route_table.main.id; vswitch_id = alicloud_vswitch.other.id')}`;
    await gone(await live(around,
      rest('route_table_name = "one"; tags = { A = "1" }') + entry('one', 'alicloud_instance.main.id', 'Instance'),
      rest('route_table_name = "two"; description = "The second"; tags = { B = "2" }') + entry('two', 'alicloud_ecs_network_interface.main.id', 'NetworkInterface'),
    ));
  });

  it('vpc_ipv4_gateway: made idle, activated, renamed, moved, tagged; its gateway route table', async () => {
    const gateway = (lines: string) => block('alicloud_vpc_ipv4_gateway', 'main', `vpc_id = alicloud_vpc.main.id; ${lines}`);
    const table = block('alicloud_route_table', 'gateway', 'vpc_id = alicloud_vpc.main.id; associate_type = "Gateway"') +
      block('alicloud_vpc_gateway_route_table_attachment', 'main', 'ipv4_gateway_id = alicloud_vpc_ipv4_gateway.main.id; route_table_id = alicloud_route_table.gateway.id');
    await gone(await live(VPC,
      gateway('ipv4_gateway_name = "one"; enabled = false'),
      gateway('ipv4_gateway_name = "one"; enabled = true; tags = { A = "1" }') + table,
      gateway(`ipv4_gateway_name = "two"; ipv4_gateway_description = "The second"; enabled = true; resource_group_id = "${group}"; tags = { B = "2" }`) + table,
    ));
  });

  it('security_group: policy within, group, tags; security_group_rule: both directions, every peer, changed over HTTPS', async () => {
    const rule = (name: string, lines: string) => block('alicloud_security_group_rule', name, `security_group_id = alicloud_security_group.main.id; ${lines}`);
    const main = (lines: string) => VPC + block('alicloud_security_group', 'peer', 'security_group_name = "peer"; vpc_id = alicloud_vpc.main.id') +
      block('alicloud_security_group', 'main', `security_group_name = "main"; vpc_id = alicloud_vpc.main.id; ${lines}`);
    await gone(await live('',
      main('inner_access_policy = "Drop"; tags = { A = "1" }') + rule('cidr', 'type = "ingress"; ip_protocol = "tcp"; port_range = "22/22"; cidr_ip = "192.0.2.0/24"') +
        rule('peer', 'type = "ingress"; ip_protocol = "udp"; port_range = "53/53"; source_security_group_id = alicloud_security_group.peer.id; priority = 5') +
        rule('out', 'type = "egress"; ip_protocol = "all"; cidr_ip = "198.51.100.0/24"; policy = "drop"; nic_type = "intranet"'),
      main(`inner_access_policy = "Accept"; description = "Described"; resource_group_id = "${group}"; tags = { B = "2" }`) +
        rule('cidr', 'type = "ingress"; ip_protocol = "tcp"; port_range = "22/22"; cidr_ip = "192.0.2.0/24"; description = "Logins"') +
        rule('peer', 'type = "ingress"; ip_protocol = "udp"; port_range = "53/53"; source_security_group_id = alicloud_security_group.peer.id; priority = 7; description = "Names"') +
        rule('out', 'type = "egress"; ip_protocol = "icmp"; cidr_ip = "198.51.100.0/24"; policy = "drop"; nic_type = "intranet"; description = "Echoes"'),
    ));
  });

  it('ecs_network_interface: addresses by list and by number, groups, source check, queues, description, tags', async () => {
    const listed = (lines: string) => block('alicloud_ecs_network_interface', 'listed', `vswitch_id = alicloud_vswitch.main.id; primary_ip_address = "10.0.0.9"; ${lines}`);
    const counted = (count: number) => block('alicloud_ecs_network_interface', 'counted', `vswitch_id = alicloud_vswitch.own.id; security_group_ids = [alicloud_security_group.main.id]; secondary_private_ip_address_count = ${count}`);
    // Its addresses are drawn: none of those that the other is given.
    const own = block('alicloud_vswitch', 'own', 'vpc_id = alicloud_vpc.main.id; zone_id = data.alicloud_zones.main.zones[0].id; cidr_block = "10.0.1.0/24"');
    await gone(await live(NETWORK + own,
      listed('security_group_ids = [alicloud_security_group.main.id]; private_ip_addresses = ["10.0.0.10", "10.0.0.11"]; tags = { A = "1" }') + counted(1),
      listed('security_group_ids = [alicloud_security_group.main.id, alicloud_security_group.other.id]; private_ip_addresses = ["10.0.0.11", "10.0.0.12"]; network_interface_name = "named"; description = "Described"; source_dest_check = true; tags = { B = "2" }') + counted(3),
      listed('security_group_ids = [alicloud_security_group.other.id]; private_ip_addresses = ["10.0.0.11"]; network_interface_name = "named"; description = "Described"; source_dest_check = false') + counted(2),
    ));
  });

  it('eip_address: protection, group, description, tags; eip_association: its mode in place', async () => {
    const eip = (lines: string) => block('alicloud_eip_address', 'main', `payment_type = "PayAsYouGo"; isp = "BGP"; netmode = "public"; bandwidth = "10"; internet_charge_type = "PayByTraffic"; ${lines}`);
    const bound = (mode: string) => block('alicloud_eip_association', 'main', `allocation_id = alicloud_eip_address.main.id; instance_id = alicloud_ecs_network_interface.main.id; instance_type = "NetworkInterface"; mode = "${mode}"`);
    const around = NETWORK + block('alicloud_ecs_network_interface', 'main', 'vswitch_id = alicloud_vswitch.main.id; security_group_ids = [alicloud_security_group.main.id]');
    await gone(await live(around,
      eip('deletion_protection = true; tags = { A = "1" }') + bound('NAT'),
      eip(`deletion_protection = false; address_name = "named"; description = "Described"; resource_group_id = "${group}"; tags = { B = "2" }`) + bound('BINDED'),
      eip('deletion_protection = false; address_name = "named"; description = "Described"') + bound('NAT'),
    ));
  });

  it('common_bandwidth_package: rate, name, protection, group, tags; its attachment: a maximum, and none any more', async () => {
    const shared = (lines: string) => block('alicloud_common_bandwidth_package', 'main', `internet_charge_type = "PayByTraffic"; isp = "BGP"; ${lines}`);
    const member = (lines: string) => block('alicloud_common_bandwidth_package_attachment', 'main', `bandwidth_package_id = alicloud_common_bandwidth_package.main.id; instance_id = alicloud_eip_address.main.id; ${lines}`);
    const around = block('alicloud_eip_address', 'main', 'internet_charge_type = "PayByTraffic"; bandwidth = "5"');
    const deployment = await live(around,
      shared('bandwidth = 100; deletion_protection = true; tags = { A = "1" }') + member('bandwidth_package_bandwidth = "20"; ip_type = "EIP"'),
      shared(`bandwidth = 200; bandwidth_package_name = "named"; description = "Described"; deletion_protection = false; force = true; resource_group_id = "${group}"`) + member('bandwidth_package_bandwidth = "30"'),
    );
    // EipBandwidth is its own, whatever the package gives (§10.6).
    expect(deployment.value('alicloud_eip_address.main', 'bandwidth')).toBe('5');
    await gone(deployment);
  });

  it('instance: groups, description, protection; host name, user data and address while it is stopped; tags', async () => {
    const instance = (lines: string) => block('alicloud_instance', 'main', `${INSTANCE.replaceAll('\n  ', '; ')}; ${lines}`);
    const deployment = await live(NETWORK,
      instance('security_groups = [alicloud_security_group.main.id]; deletion_protection = true; tags = { A = "1" }'),
      instance('security_groups = [alicloud_security_group.main.id, alicloud_security_group.other.id]; instance_name = "named"; description = "Described"; host_name = "host"; user_data = "#!/bin/sh"; deletion_protection = false; tags = { B = "2" }'),
      instance('security_groups = [alicloud_security_group.other.id]; instance_name = "named"; description = "Described"; host_name = "host"; user_data = "#!/bin/sh"; private_ip = "10.0.0.77"'),
    );
    expect(deployment.value('alicloud_instance.main', 'primary_ip_address')).toBe('10.0.0.77');
    await gone(deployment);
  });

  it('data sources', async () => {
    const sources = ['regions', 'eip_addresses', 'ecs_network_interfaces', 'vpcs', 'vswitches', 'route_tables', 'security_groups', 'vpc_ipv4_gateways', 'resource_manager_resource_groups', 'account'];
    const asked = sources.map((name) => `data "alicloud_${name}" "all" {\n  depends_on = [alicloud_ecs_network_interface.main, alicloud_eip_address.main, alicloud_vpc_ipv4_gateway.main]\n}\n`).join('');
    const outputs = { eip: 'eip_addresses.all.addresses[*].description', vpcs: 'vpcs.all.vpcs[*].vswitch_ids', gateways: 'vpc_ipv4_gateways.all.gateways[*].enabled', free: 'vswitches.all.vswitches[*].available_ip_address_count', account: 'account.all.id', groups: 'security_groups.all.groups[*].name', interfaces: 'ecs_network_interfaces.all.interfaces[*].tags' };
    const deployment = await live(NETWORK,
      block('alicloud_eip_address', 'main', 'description = "Described"') + block('alicloud_vpc_ipv4_gateway', 'main', 'vpc_id = alicloud_vpc.main.id') +
        block('alicloud_ecs_network_interface', 'main', 'vswitch_id = alicloud_vswitch.main.id; security_group_ids = [alicloud_security_group.main.id]; tags = { A = "1" }') + asked +
        Object.entries(outputs).map(([name, path]) => `output "${name}" {\n  value = data.alicloud_${path}\n}\n`).join(''));
    const got = Object.fromEntries(Object.keys(outputs).map((name) => [name, deployment.output(name)]));
    expect(got).toMatchObject({ eip: ['Described'], gateways: [false], free: [251], account: environmentOf(cloud).get('ALIBABA_CLOUD_ACCOUNT_ID'), groups: expect.arrayContaining(['main', 'other']) as string[], interfaces: [{ A: '1' }] });
    await gone(deployment);
    expect(await accountType(provider)).toBe('Domestic');
  });

  it('every resource type in scope was here', () => {
    const examples = ['alicloud_vpc_ipv4_cidr_block', 'alicloud_ecs_network_interface_attachment'];
    expect([...seen].filter((type) => RESOURCE_TYPES.has(type)).concat(examples).toSorted()).toEqual([...RESOURCE_TYPES.keys()].toSorted());
  });
});

const EIP = block('alicloud_eip_address', 'main', 'address_name = "main"');

it('a change behind its back is what the next plan finds, and the next apply mends', async () => {
  const deployment = await live('', EIP);
  const AllocationId = /eip-\w+/.exec(JSON.stringify(await provider.tea('Vpc', 'DescribeEipAddresses', {})))?.[0] ?? '';
  await cloud.vpc('ModifyEipAddressAttribute', { AllocationId, Name: 'another' });
  expect(await deployment.plan()).toEqual([{ address: 'alicloud_eip_address.main', attribute: 'address_name', was: 'another', wanted: 'main' }]);
  await deployment.apply();
  expect(await deployment.plan()).toEqual([]);
  await cloud.vpc('ReleaseEipAddress', { AllocationId });
  expect(await deployment.plan()).toMatchObject([{ attribute: 'id' }]);
  await deployment.apply();
  await gone(deployment);
});

it.each([
  ['TaskConflict', 'AssociateEipAddress'], ['Throttling.User', 'AllocateEipAddress'], ['ServiceUnavailable', 'ReleaseEipAddress'], ['IncorrectStatus', 'UnassociateEipAddress'],
  ['OperationConflict', 'AttachNetworkInterface'], ['IncorrectInstanceStatus', 'DeleteInstance'],
])('§2.2: what passes is made again: %s of %s', async (Code, ActionName) => {
  const Product = /Eip/.test(ActionName) ? 'vpc' : 'ecs';
  await cloud.call('OpenEIP', 'AddFault', { Product, ActionName, Code, First: 2 });
  const deployment = await live(NETWORK,
    EIP + block('alicloud_instance', 'main', `${INSTANCE.replaceAll('\n  ', '; ')}; security_groups = [alicloud_security_group.main.id]`) +
      block('alicloud_ecs_network_interface', 'main', 'vswitch_id = alicloud_vswitch.main.id; security_group_ids = [alicloud_security_group.main.id]') +
      block('alicloud_eip_association', 'main', 'allocation_id = alicloud_eip_address.main.id; instance_id = alicloud_ecs_network_interface.main.id; instance_type = "NetworkInterface"') +
      block('alicloud_ecs_network_interface_attachment', 'main', 'network_interface_id = alicloud_ecs_network_interface.main.id; instance_id = alicloud_instance.main.id'));
  await gone(deployment);
  expect(JSON.stringify(await cloud.call('OpenEIP', 'ListFaults'))).toContain('"Met":2');
});

it('§2.2: what does not pass ends the run at once', async () => {
  await cloud.call('OpenEIP', 'AddFault', { Product: 'vpc', ActionName: 'AllocateEipAddress', Code: 'QuotaExceeded.Eip', First: 1 });
  await expect(live('', EIP)).rejects.toBeInstanceOf(Refusal);
  expect(await leftOf(provider)).toEqual([]);
});
