"""Drives OpenEIP through libcloud's Aliyun ECS driver (V1 signatures, GET, XML) and prints what it saw as one JSON object.

Arguments: host, port, access key id, secret, VPC id, vSwitch id.
"""
import json
import sys

from libcloud.compute.base import NodeAuthPassword
from libcloud.compute.drivers.ecs import ECSDriver

host, port, key, secret, vpc, vswitch = sys.argv[1:7]
driver = ECSDriver(key, secret, region='cn-hangzhou', secure=False, host=host, port=int(port))


def call(action, **params):
    """An action that the driver has no method for, or whose method leaves out what is mandatory here."""
    return driver.connection.request('/', dict(params, Action=action, RegionId='cn-hangzhou')).object


def refusal(method, *args, **kwargs):
    """What the driver says of a refused call: it raises bare exceptions with the parsed error in their text."""
    try:
        method(*args, **kwargs)
    except Exception as error:
        return str(error)
    return 'was not refused'


seen = {
    'locations': [one.id for one in driver.list_locations()],
    'zones': [[one.id, len(one.available_instance_types), len(one.available_disk_categories)] for one in driver.ex_list_zones()],
    'sizes': {one.id: [one.ram, one.extra['cpu_core_count']] for one in driver.list_sizes()},
    'images': [[one.id, one.name, one.extra['image_owner_alias']] for one in driver.list_images()],
    'empty': [len(driver.list_nodes()), len(driver.ex_list_security_groups())],
}

group = call('CreateSecurityGroup', VpcId=vpc, Description='made & read <by> libcloud ]]> \x01').findtext('SecurityGroupId')
call('AuthorizeSecurityGroup', SecurityGroupId=group, IpProtocol='TCP', PortRange='80/80', SourceCidrIp='0.0.0.0/0')
second = call('CreateSecurityGroup', VpcId=vpc).findtext('SecurityGroupId')
seen['groups'] = {one.id: one.description for one in driver.ex_list_security_groups()}
seen['rules'] = [[one.ip_protocol, one.port_range] for one in driver.ex_list_security_group_attributes(group_id=group)]

for index in range(12):
    call('RunInstances', ImageId=seen['images'][0][0], InstanceType='ecs.g6.large', VSwitchId=vswitch, SecurityGroupId=group,
         InstanceName='node-%d' % index)
nodes = driver.list_nodes()
seen['nodes'] = [one.name for one in nodes]
node = next(one for one in nodes if one.name == 'node-0')
driver._wait_until_state([node], 'running', wait_period=0.05, timeout=20)
node = driver.list_nodes(ex_node_ids=[node.id])[0]
seen['node'] = {
    'id': node.id, 'state': node.state, 'image': node.extra['image_id'], 'vpc': node.extra['vpc_attributes']['vpc_id'],
    'address': node.extra['vpc_attributes']['private_ip_address'], 'eip': node.extra['eip_address']['ip_address'],
}
seen['joined'] = driver.ex_join_security_group(node, group_id=second)
seen['left'] = driver.ex_leave_security_group(node, group_id=second)
wait = driver._wait_until_state
driver._wait_until_state = lambda nodes, state, **_: wait(nodes, state, wait_period=0.05, timeout=20)
seen['rebooted'] = driver.reboot_node(node)
driver._wait_until_state([node], 'running')
seen['stopped'] = driver.stop_node(node)
seen['started'] = driver.start_node(node)
image, size = driver.list_images()[0], next(one for one in driver.list_sizes() if one.id == 'ecs.g6.large')
public = {'ex_internet_charge_type': driver.internet_charge_types.BY_TRAFFIC, 'ex_internet_max_bandwidth_out': 5}
made = driver.create_node('made', size, image, ex_security_group_id=group, ex_vswitch_id=vswitch, auth=NodeAuthPassword('Passw0rd!'), **public)
address = driver.create_public_ip(made.id)
volumes = driver.list_volumes()
now = driver.list_nodes(ex_node_ids=[made.id])[0]
seen['made'] = {
    'state': now.state, 'public': now.public_ips == [address],
    'volumes': [len(volumes), sorted({one.extra['type'] for one in volumes})],
}
seen['destroyed'] = [driver.destroy_node(one) for one in [*nodes, made]]
seen['after'] = len(driver.list_nodes())
seen['deleted'] = [driver.ex_delete_security_group_by_id(one) for one in (group, second)]

seen['refused'] = {
    'create_node': refusal(driver.create_node, 'name', size, image, ex_security_group_id=group, auth=NodeAuthPassword('Passw0rd!')),
    'ex_create_security_group': refusal(driver.ex_create_security_group),
    'create_volume': refusal(driver.create_volume, 20, 'name', ex_zone_id='cn-hangzhou-g'),
    'create_public_ip': refusal(driver.create_public_ip, node.id),
    'destroy_unknown': refusal(call, 'DeleteInstance', InstanceId='i-<unknown>'),
}
json.dump(seen, sys.stdout)
