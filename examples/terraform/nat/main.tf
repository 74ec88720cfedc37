# NAT mode: the EIP is translated to the private address of a secondary ENI; the instance does not see it. A shared bandwidth
# package holds the EIP to 20 Mbit/s together with its other members.

terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

data "alicloud_zones" "main" {
  available_resource_creation = "VSwitch"
}

# Images that configure their secondary ENIs by themselves.
data "alicloud_images" "main" {
  owners      = "system"
  name_regex  = "^debian_10_.*_x64"
  most_recent = true
}

data "alicloud_instance_types" "main" {
  availability_zone    = data.alicloud_zones.main.zones[0].id
  instance_type_family = "ecs.g6"
  cpu_core_count       = 4
}

resource "alicloud_vpc" "main" {
  vpc_name   = "nat"
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "main" {
  vswitch_name = "nat"
  vpc_id       = alicloud_vpc.main.id
  zone_id      = data.alicloud_zones.main.zones[0].id
  cidr_block   = "10.0.0.0/24"
}

resource "alicloud_security_group" "main" {
  security_group_name = "nat"
  vpc_id              = alicloud_vpc.main.id
}

resource "alicloud_security_group_rule" "web" {
  security_group_id = alicloud_security_group.main.id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "80/80"
  cidr_ip           = "0.0.0.0/0"
}

resource "alicloud_instance" "main" {
  instance_name   = "nat"
  host_name       = "nat"
  instance_type   = data.alicloud_instance_types.main.instance_types[0].id
  image_id        = data.alicloud_images.main.images[0].id
  vswitch_id      = alicloud_vswitch.main.id
  security_groups = [alicloud_security_group.main.id]
  user_data       = <<-EOT
    #!/bin/sh
    mkdir -p /tmp/www
    hostname > /tmp/www/index.html
    busybox httpd -p 80 -h /tmp/www
  EOT

  tags = {
    Example = "nat"
  }
}

resource "alicloud_eip_address" "main" {
  address_name         = "nat"
  bandwidth            = "5"
  internet_charge_type = "PayByTraffic"

  tags = {
    Example = "nat"
  }
}

resource "alicloud_ecs_network_interface" "main" {
  network_interface_name = "nat"
  vswitch_id             = alicloud_vswitch.main.id
  security_group_ids     = [alicloud_security_group.main.id]

  tags = {
    Example = "nat"
  }
}

resource "alicloud_common_bandwidth_package" "main" {
  bandwidth_package_name = "nat"
  bandwidth              = 20
  internet_charge_type   = "PayByTraffic"
}

resource "alicloud_common_bandwidth_package_attachment" "main" {
  bandwidth_package_id = alicloud_common_bandwidth_package.main.id
  instance_id          = alicloud_eip_address.main.id
}

resource "alicloud_eip_association" "main" {
  allocation_id = alicloud_eip_address.main.id
  instance_id   = alicloud_ecs_network_interface.main.id
  instance_type = "NetworkInterface"
}

resource "alicloud_ecs_network_interface_attachment" "main" {
  network_interface_id = alicloud_ecs_network_interface.main.id
  instance_id          = alicloud_instance.main.id
}

output "url" {
  value = "http://${alicloud_eip_address.main.ip_address}/"
}
