# An IPv4 gateway: from its activation on, the routes of the VPC decide what reaches the Internet. The vSwitch has a route table of its own
# with the way to the gateway; a vSwitch without one stays private.

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
  vpc_name   = "ipv4-gateway"
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "main" {
  vswitch_name = "ipv4-gateway"
  vpc_id       = alicloud_vpc.main.id
  zone_id      = data.alicloud_zones.main.zones[0].id
  cidr_block   = "10.0.0.0/24"
}

resource "alicloud_security_group" "main" {
  security_group_name = "ipv4-gateway"
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
  instance_name   = "ipv4-gateway"
  host_name       = "ipv4-gateway"
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
    Example = "ipv4-gateway"
  }
}

resource "alicloud_eip_address" "main" {
  address_name         = "ipv4-gateway"
  bandwidth            = "5"
  internet_charge_type = "PayByTraffic"

  tags = {
    Example = "ipv4-gateway"
  }
}

resource "alicloud_vpc_ipv4_gateway" "main" {
  ipv4_gateway_name        = "ipv4-gateway"
  ipv4_gateway_description = "The way to the Internet"
  vpc_id                   = alicloud_vpc.main.id
  enabled                  = true

  tags = {
    Example = "ipv4-gateway"
  }
}

resource "alicloud_route_table" "public" {
  route_table_name = "public"
  vpc_id           = alicloud_vpc.main.id
  associate_type   = "VSwitch"
}

resource "alicloud_vpc_route_entry" "default" {
  route_table_id         = alicloud_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  nexthop_type           = "Ipv4Gateway"
  nexthop_id             = alicloud_vpc_ipv4_gateway.main.id
  route_entry_name       = "internet"
}

resource "alicloud_route_table_attachment" "main" {
  route_table_id = alicloud_route_table.public.id
  vswitch_id     = alicloud_vswitch.main.id
}

resource "alicloud_vswitch" "private" {
  vswitch_name = "private"
  vpc_id       = alicloud_vpc.main.id
  zone_id      = data.alicloud_zones.main.zones[0].id
  cidr_block   = "10.0.1.0/24"
}

resource "alicloud_eip_association" "main" {
  allocation_id = alicloud_eip_address.main.id
  instance_id   = alicloud_instance.main.id
}

output "url" {
  value = "http://${alicloud_eip_address.main.ip_address}/"
}
