/** Each resource of the Terraform provider from its creation to its second deletion, with what the examples do not change of it (client facts §2.3, §2.4). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { readConfiguration } from './configuration.js';
import { accountType } from './data.js';
import { leftOf } from './left.js';
import { Provider, Refusal } from './provider.js';
import { authorityOf, environmentOf, targetOf } from './target.js';
import { Deployment } from './terraform.js';

let cloud: Cloud;
let environment: ReadonlyMap<string, string>;
let provider: Provider;
let group: string;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory' });
  environment = environmentOf(cloud);
  provider = new Provider(targetOf(await read(''), environment, authorityOf(environment)), { twice: true });
  const made = await provider.tea('ResourceManager', 'CreateResourceGroup', { Name: 'other', DisplayName: 'Other' });
  group = /rg-\w+/.exec(JSON.stringify(made))?.[0] ?? '';
});
afterEach(async () => {
  await cloud.call('OpenEIP', 'ClearFaults');
});
afterAll(async () => {
  provider.close();
  await cloud.down();
});

const read = (text: string) => readConfiguration('test.tf', `terraform {}\n${text}`);

const VPC = `
resource "alicloud_vpc" "main" {
  cidr_block = "10.0.0.0/8"
}
`;
const NETWORK = `${VPC}
data "alicloud_zones" "main" {}
resource "alicloud_vswitch" "main" {
  vpc_id     = alicloud_vpc.main.id
  zone_id    = data.alicloud_zones.main.zones[0].id
  cidr_block = "10.0.0.0/24"
}
resource "alicloud_security_group" "main" {
  security_group_name = "main"
  vpc_id              = alicloud_vpc.main.id
}
`;
const ENI = `
resource "alicloud_ecs_network_interface" "main" {
  vswitch_id         = alicloud_vswitch.main.id
  security_group_ids = [alicloud_security_group.main.id]
}
`;
const instance = (lines: string) => `
resource "alicloud_instance" "main" {
  image_id      = "openeip_auto"
  instance_type = "ecs.g6.4xlarge"
  vswitch_id    = alicloud_vswitch.main.id
  ${lines}
}
`;
const INSTANCE = instance('security_groups = [alicloud_security_group.main.id]');
const EIP = `
resource "alicloud_eip_address" "main" {
  address_name = "main"
}
`;

/** Applies one step after the other beside `around`; each ends with a clean plan. */
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

describe('made, read, changed, deleted, deleted again', () => {
  it('vpc: labels, blocks, its system route table, group, tags', async () => {
    const vpc = (lines: string) => `
      resource "alicloud_vpc" "main" {
        cidr_block = "10.0.0.0/8"
        user_cidrs = ["192.0.2.0/24"]
        ${lines}
      }`;
    await gone(await live('',
      vpc(`
        secondary_cidr_blocks = ["192.168.0.0/16"]
        tags                  = { A = "1", B = "2" }`),
      vpc(`
        vpc_name              = "named"
        description           = "Described"
        secondary_cidr_blocks = ["172.16.0.0/16"]
        tags                  = { B = "3" }`),
      vpc(`
        vpc_name                       = "renamed"
        description                    = "Described"
        system_route_table_name        = "system"
        system_route_table_description = "Its own"
        resource_group_id              = "${group}"`),
    ));
  });

  it('vpc_ipv4_cidr_block, two at a time', async () => {
    await gone(await live(VPC, ...[['172.16.0.0/16', '192.168.0.0/16'], ['172.17.0.0/16', '192.168.0.0/16']].map(([one, other]) => `
      resource "alicloud_vpc_ipv4_cidr_block" "one" {
        vpc_id               = alicloud_vpc.main.id
        secondary_cidr_block = "${one}"
      }
      resource "alicloud_vpc_ipv4_cidr_block" "other" {
        vpc_id               = alicloud_vpc.main.id
        secondary_cidr_block = "${other}"
      }`)));
  });

  it('vswitch, route_table, route_table_attachment; route_entry and vpc_route_entry to instances and ENIs', async () => {
    const routes = (name: string, type: string, hop: string) => `
      resource "alicloud_vswitch" "other" {
        vpc_id       = alicloud_vpc.main.id
        zone_id      = data.alicloud_zones.main.zones[0].id
        cidr_block   = "10.0.1.0/24"
        vswitch_name = "${name}"
        description  = "The ${name}"
        tags         = { Name = "${name}" }
      }
      resource "alicloud_route_table" "main" {
        vpc_id           = alicloud_vpc.main.id
        route_table_name = "${name}"
        description      = "The ${name}"
        tags             = { Name = "${name}" }
      }
      resource "alicloud_route_table_attachment" "main" {
        route_table_id = alicloud_route_table.main.id
        vswitch_id     = alicloud_vswitch.other.id
      }
      resource "alicloud_vpc_route_entry" "main" {
        route_table_id         = alicloud_route_table.main.id
        destination_cidr_block = "192.0.2.0/24"
        nexthop_type           = "${type}"
        nexthop_id             = ${hop}
        route_entry_name       = "${name}"
        description            = "The ${name}"
      }
      resource "alicloud_route_entry" "main" {
        route_table_id        = alicloud_route_table.main.id
        destination_cidrblock = "198.51.100.0/24"
        nexthop_type          = "${type}"
        nexthop_id            = ${hop}
        name                  = "${name}"
      }`;
    await gone(await live(NETWORK + ENI + INSTANCE,
      routes('first', 'Instance', 'alicloud_instance.main.id'),
      routes('second', 'NetworkInterface', 'alicloud_ecs_network_interface.main.id'),
    ));
  });

  it('vpc_ipv4_gateway: made idle, activated, labels, group, tags; vpc_gateway_route_table_attachment', async () => {
    const gateway = (lines: string) => `
      resource "alicloud_vpc_ipv4_gateway" "main" {
        vpc_id = alicloud_vpc.main.id
        ${lines}
      }`;
    const attached = `
      resource "alicloud_route_table" "gateway" {
        vpc_id         = alicloud_vpc.main.id
        associate_type = "Gateway"
      }
      resource "alicloud_vpc_gateway_route_table_attachment" "main" {
        ipv4_gateway_id = alicloud_vpc_ipv4_gateway.main.id
        route_table_id  = alicloud_route_table.gateway.id
      }`;
    await gone(await live(VPC,
      gateway(`
        ipv4_gateway_name = "first"
        enabled           = false`),
      gateway(`
        ipv4_gateway_name = "first"
        enabled           = true
        tags              = { A = "1" }`) + attached,
      gateway(`
        ipv4_gateway_name        = "second"
        ipv4_gateway_description = "The second"
        enabled                  = true
        resource_group_id        = "${group}"
        tags                     = { B = "2" }`) + attached,
    ));
  });

  it('security_group: labels, policy within, group, tags; security_group_rule: every direction and peer, changed over HTTPS', async () => {
    const rules = (lines: string, description: string, priority: number) => `
      resource "alicloud_security_group" "main" {
        security_group_name = "main"
        vpc_id              = alicloud_vpc.main.id
        ${lines}
      }
      resource "alicloud_security_group" "peer" {
        security_group_name = "peer"
        vpc_id              = alicloud_vpc.main.id
      }
      resource "alicloud_security_group_rule" "block" {
        security_group_id = alicloud_security_group.main.id
        type              = "ingress"
        ip_protocol       = "tcp"
        port_range        = "22/22"
        cidr_ip           = "192.0.2.0/24"
        description       = "${description}"
      }
      resource "alicloud_security_group_rule" "peer" {
        security_group_id        = alicloud_security_group.main.id
        type                     = "ingress"
        ip_protocol              = "udp"
        port_range               = "53/53"
        source_security_group_id = alicloud_security_group.peer.id
        priority                 = ${priority}
      }
      resource "alicloud_security_group_rule" "out" {
        security_group_id = alicloud_security_group.main.id
        type              = "egress"
        ip_protocol       = "all"
        nic_type          = "intranet"
        policy            = "drop"
        cidr_ip           = "198.51.100.0/24"
        description       = "${description}"
      }`;
    await gone(await live(VPC,
      rules(`
        inner_access_policy = "Drop"
        tags                = { A = "1" }`, 'First', 5),
      rules(`
        inner_access_policy = "Accept"
        description         = "Described"
        resource_group_id   = "${group}"
        tags                = { B = "2" }`, 'Second', 7),
    ));
  });

  it('ecs_network_interface: addresses by list and by number, groups, source check, labels, tags', async () => {
    const interfaces = (groups: string, addresses: string, count: number, lines: string) => `
      resource "alicloud_security_group" "other" {
        security_group_name = "other"
        vpc_id              = alicloud_vpc.main.id
      }
      resource "alicloud_ecs_network_interface" "listed" {
        vswitch_id           = alicloud_vswitch.main.id
        primary_ip_address   = "10.0.0.9"
        security_group_ids   = [${groups}]
        private_ip_addresses = [${addresses}]
        ${lines}
      }
      # In a vSwitch of its own: its addresses are drawn.
      resource "alicloud_vswitch" "drawn" {
        vpc_id     = alicloud_vpc.main.id
        zone_id    = data.alicloud_zones.main.zones[0].id
        cidr_block = "10.0.1.0/24"
      }
      resource "alicloud_ecs_network_interface" "counted" {
        vswitch_id                         = alicloud_vswitch.drawn.id
        security_group_ids                 = [alicloud_security_group.main.id]
        secondary_private_ip_address_count = ${count}
      }`;
    const [main, other] = ['alicloud_security_group.main.id', 'alicloud_security_group.other.id'];
    await gone(await live(NETWORK,
      interfaces(main, '"10.0.0.10", "10.0.0.11"', 1, 'tags = { A = "1" }'),
      interfaces(`${main}, ${other}`, '"10.0.0.11", "10.0.0.12"', 3, `
        network_interface_name = "named"
        description            = "Described"
        source_dest_check      = true
        tags                   = { B = "2" }`),
      interfaces(other, '"10.0.0.11"', 2, `
        network_interface_name = "renamed"
        description            = "Described"
        source_dest_check      = false`),
    ));
  });

  it('eip_address: bandwidth, protection, monitoring, labels, group, tags; eip_association: its mode in place', async () => {
    const bound = (mode: string, lines: string) => `
      resource "alicloud_eip_address" "main" {
        payment_type         = "PayAsYouGo"
        internet_charge_type = "PayByTraffic"
        isp                  = "BGP"
        netmode              = "public"
        ${lines}
      }
      resource "alicloud_eip_association" "main" {
        allocation_id = alicloud_eip_address.main.id
        instance_id   = alicloud_ecs_network_interface.main.id
        instance_type = "NetworkInterface"
        mode          = "${mode}"
      }`;
    await gone(await live(NETWORK + ENI,
      bound('NAT', `
        bandwidth                          = "10"
        deletion_protection                = true
        high_definition_monitor_log_status = "ON"
        log_project                        = "project"
        log_store                          = "store"
        tags                               = { A = "1" }`),
      bound('BINDED', `
        bandwidth                          = "20"
        address_name                       = "named"
        description                        = "Described"
        deletion_protection                = false
        high_definition_monitor_log_status = "OFF"
        resource_group_id                  = "${group}"
        tags                               = { B = "2" }`),
      bound('NAT', `
        address_name = "renamed"
        description  = "Described"`),
    ));
  });

  it('common_bandwidth_package: rate, labels, protection, group, tags; its attachment: a maximum, another, none', async () => {
    const shared = (lines: string, maximum: string) => `
      resource "alicloud_common_bandwidth_package" "main" {
        internet_charge_type = "PayByTraffic"
        isp                  = "BGP"
        ${lines}
      }
      resource "alicloud_common_bandwidth_package_attachment" "main" {
        bandwidth_package_id = alicloud_common_bandwidth_package.main.id
        instance_id          = alicloud_eip_address.main.id
        ${maximum}
      }`;
    const deployment = await live(EIP,
      shared(`
        bandwidth           = 100
        deletion_protection = true
        tags                = { A = "1" }`, 'bandwidth_package_bandwidth = "20"'),
      shared(`
        bandwidth              = 200
        bandwidth_package_name = "named"
        description            = "Described"
        deletion_protection    = false
        force                  = true
        resource_group_id      = "${group}"`, 'bandwidth_package_bandwidth = "30"'),
      shared(`
        bandwidth              = 200
        bandwidth_package_name = "named"
        description            = "Described"
        force                  = true`, 'cancel_common_bandwidth_package_ip_bandwidth = true'),
    );
    expect(deployment.value('alicloud_common_bandwidth_package_attachment.main', 'bandwidth_package_bandwidth')).toBe('200');
    // Its own, whatever the package gives (client facts §10.6).
    expect(deployment.value('alicloud_eip_address.main', 'bandwidth')).toBe('5');
    await gone(deployment);
  });

  it('instance: groups, labels, protection, tags; host name, user data and address while it is stopped', async () => {
    const other = `
      resource "alicloud_security_group" "other" {
        security_group_name = "other"
        vpc_id              = alicloud_vpc.main.id
      }`;
    const deployment = await live(NETWORK + other,
      instance(`
        security_groups     = [alicloud_security_group.main.id]
        deletion_protection = true
        tags                = { A = "1" }`),
      instance(`
        security_groups     = [alicloud_security_group.main.id, alicloud_security_group.other.id]
        instance_name       = "named"
        description         = "Described"
        host_name           = "host"
        user_data           = "#!/bin/sh"
        deletion_protection = false
        tags                = { B = "2" }`),
      instance(`
        security_groups = [alicloud_security_group.other.id]
        instance_name   = "renamed"
        description     = "Described"
        user_data       = "#!/bin/sh"
        private_ip      = "10.0.0.77"`),
    );
    expect(deployment.value('alicloud_instance.main', 'primary_ip_address')).toBe('10.0.0.77');
    await gone(deployment);
  });
});

it('the older names of three resources', async () => {
  await gone(await live(NETWORK + INSTANCE, `
    resource "alicloud_network_interface" "main" {
      vswitch_id         = alicloud_vswitch.main.id
      security_group_ids = [alicloud_security_group.main.id]
    }
    resource "alicloud_network_interface_attachment" "main" {
      network_interface_id = alicloud_network_interface.main.id
      instance_id          = alicloud_instance.main.id
    }
    resource "alicloud_eip" "main" {
      address_name = "main"
    }
    resource "alicloud_eip_association" "main" {
      allocation_id = alicloud_eip.main.id
      instance_id   = alicloud_network_interface.main.id
      instance_type = "NetworkInterface"
    }`));
});

it('data sources', async () => {
  const outputs = {
    regions: 'regions.all.regions[*].id',
    account: 'account.all.id',
    resourceGroups: 'resource_manager_resource_groups.all.groups[*].name',
    descriptions: 'eip_addresses.all.addresses[*].description',
    tags: 'ecs_network_interfaces.all.interfaces[*].tags',
    vswitches: 'vpcs.all.vpcs[*].vswitch_ids',
    free: 'vswitches.all.vswitches[*].available_ip_address_count',
    tables: 'route_tables.all.tables[*].route_table_type',
    groups: 'security_groups.all.groups[*].name',
    gateways: 'vpc_ipv4_gateways.all.gateways[*].enabled',
  };
  const asked = Object.entries(outputs).map(([name, path]) => `
    data "alicloud_${path.split('.')[0] ?? ''}" "all" {
      depends_on = [alicloud_ecs_network_interface.main, alicloud_eip_address.main, alicloud_vpc_ipv4_gateway.main]
    }
    output "${name}" {
      value = data.alicloud_${path}
    }`);
  const deployment = await live(NETWORK, `
    resource "alicloud_eip_address" "main" {
      description = "Described"
    }
    resource "alicloud_vpc_ipv4_gateway" "main" {
      vpc_id = alicloud_vpc.main.id
    }
    resource "alicloud_ecs_network_interface" "main" {
      vswitch_id         = alicloud_vswitch.main.id
      security_group_ids = [alicloud_security_group.main.id]
      tags               = { A = "1" }
    }
    ${asked.join('')}
    output "vswitch" {
      value = alicloud_vswitch.main.id
    }`);
  const got = Object.fromEntries(Object.keys(outputs).map((name) => [name, deployment.output(name)]));
  expect(got).toMatchObject({
    account: environment.get('ALIBABA_CLOUD_ACCOUNT_ID'), descriptions: ['Described'], tags: [{ A: '1' }], vswitches: [[deployment.output('vswitch')]], free: [251],
    tables: ['System'], groups: ['main'], gateways: [false],
  });
  expect(got['regions']).toContain(provider.region);
  expect(got['resourceGroups']).toContain('other');
  await gone(deployment);
});

it('an account whose type is not told is a domestic one', async () => {
  expect(await accountType(provider)).toBe('Domestic');
});

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
  ['vpc', 'AllocateEipAddress', 'Throttling.User'], ['vpc', 'AssociateEipAddress', 'TaskConflict'], ['vpc', 'UnassociateEipAddress', 'IncorrectStatus'],
  ['vpc', 'ReleaseEipAddress', 'ServiceUnavailable'], ['ecs', 'AttachNetworkInterface', 'OperationConflict'], ['ecs', 'DeleteInstance', 'IncorrectInstanceStatus'],
])('what passes is made again: %s %s: %s', async (Product, ActionName, Code) => {
  await cloud.call('OpenEIP', 'AddFault', { Product, ActionName, Code, First: 2 });
  const deployment = await live(NETWORK + ENI + INSTANCE + EIP, `
    resource "alicloud_eip_association" "main" {
      allocation_id = alicloud_eip_address.main.id
      instance_id   = alicloud_ecs_network_interface.main.id
      instance_type = "NetworkInterface"
    }
    resource "alicloud_ecs_network_interface_attachment" "main" {
      network_interface_id = alicloud_ecs_network_interface.main.id
      instance_id          = alicloud_instance.main.id
    }`);
  await gone(deployment);
  expect(JSON.stringify(await cloud.call('OpenEIP', 'ListFaults'))).toContain('"Met":2');
});

it('what does not pass ends the run at once', async () => {
  await cloud.call('OpenEIP', 'AddFault', { Product: 'vpc', ActionName: 'AllocateEipAddress', Code: 'QuotaExceeded.Eip', First: 1 });
  await expect(live('', EIP)).rejects.toBeInstanceOf(Refusal);
  expect(await leftOf(provider)).toEqual([]);
});
