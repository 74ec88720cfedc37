# An EIP for an address that no ENI has (InstanceType IpAddress): the routes of the VPC lead to it, here to an instance that answers there.

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
  vpc_name   = "ip-address"
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "main" {
  vswitch_name = "ip-address"
  vpc_id       = alicloud_vpc.main.id
  zone_id      = data.alicloud_zones.main.zones[0].id
  cidr_block   = "10.0.0.0/24"
}

resource "alicloud_security_group" "main" {
  security_group_name = "ip-address"
  vpc_id              = alicloud_vpc.main.id
}

resource "alicloud_security_group_rule" "web" {
  security_group_id = alicloud_security_group.main.id
  type              = "ingress"
  ip_protocol       = "tcp"
  port_range        = "80/80"
  cidr_ip           = "0.0.0.0/0"
}

locals {
  address = "10.9.0.1"
}

resource "alicloud_instance" "main" {
  instance_name   = "ip-address"
  host_name       = "ip-address"
  instance_type   = data.alicloud_instance_types.main.instance_types[0].id
  image_id        = data.alicloud_images.main.images[0].id
  vswitch_id      = alicloud_vswitch.main.id
  security_groups = [alicloud_security_group.main.id]
  user_data       = <<-EOT
    #!/bin/sh
    mkdir -p /tmp/www
    hostname > /tmp/www/index.html
    ip address add ${local.address}/32 dev lo
    busybox httpd -p 80 -h /tmp/www
  EOT

  tags = {
    Example = "ip-address"
  }
}

resource "alicloud_eip_address" "main" {
  address_name         = "ip-address"
  bandwidth            = "5"
  internet_charge_type = "PayByTraffic"

  tags = {
    Example = "ip-address"
  }
}

resource "alicloud_vpc_ipv4_gateway" "main" {
  ipv4_gateway_name = "ip-address"
  vpc_id            = alicloud_vpc.main.id
  enabled           = true
}

resource "alicloud_route_entry" "default" {
  route_table_id        = alicloud_vpc.main.route_table_id
  destination_cidrblock = "0.0.0.0/0"
  nexthop_type          = "Ipv4Gateway"
  nexthop_id            = alicloud_vpc_ipv4_gateway.main.id
}

resource "alicloud_route_entry" "address" {
  route_table_id        = alicloud_vpc.main.route_table_id
  destination_cidrblock = "${local.address}/32"
  nexthop_type          = "Instance"
  nexthop_id            = alicloud_instance.main.id
}

# The gateway must be active before, and stays as long as the address has its EIP.
resource "alicloud_eip_association" "main" {
  allocation_id = alicloud_eip_address.main.id
  instance_id   = local.address
  instance_type = "IpAddress"
  vpc_id        = alicloud_vpc.main.id

  depends_on = [alicloud_vpc_ipv4_gateway.main]
}

output "url" {
  value = "http://${alicloud_eip_address.main.ip_address}/"
}
