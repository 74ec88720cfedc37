# The secondary-CIDR method: the block that contains the EIP becomes a block of the VPC, and a secondary ENI has the EIP's address as its
# private address. NAT maps the address to itself, so the instance sees it and private networking stays.

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
  vpc_name   = "secondary-cidr"
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "main" {
  vswitch_name = "secondary-cidr"
  vpc_id       = alicloud_vpc.main.id
  zone_id      = data.alicloud_zones.main.zones[0].id
  cidr_block   = "10.0.0.0/24"
}

resource "alicloud_security_group" "main" {
  security_group_name = "secondary-cidr"
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
  instance_name   = "secondary-cidr"
  host_name       = "secondary-cidr"
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
    Example = "secondary-cidr"
  }
}

resource "alicloud_eip_address" "main" {
  address_name         = "secondary-cidr"
  bandwidth            = "5"
  internet_charge_type = "PayByTraffic"

  tags = {
    Example = "secondary-cidr"
  }
}

resource "alicloud_vpc_ipv4_cidr_block" "public" {
  vpc_id               = alicloud_vpc.main.id
  secondary_cidr_block = cidrsubnet("${alicloud_eip_address.main.ip_address}/24", 0, 0)
}

# In the zone of the instance.
resource "alicloud_vswitch" "public" {
  vswitch_name = "secondary-cidr-public"
  vpc_id       = alicloud_vpc_ipv4_cidr_block.public.vpc_id
  zone_id      = data.alicloud_zones.main.zones[0].id
  cidr_block   = alicloud_vpc_ipv4_cidr_block.public.secondary_cidr_block
}

resource "alicloud_ecs_network_interface" "main" {
  network_interface_name = "secondary-cidr"
  vswitch_id             = alicloud_vswitch.public.id
  security_group_ids     = [alicloud_security_group.main.id]
  primary_ip_address     = alicloud_eip_address.main.ip_address

  tags = {
    Example = "secondary-cidr"
  }
}

resource "alicloud_eip_association" "main" {
  allocation_id      = alicloud_eip_address.main.id
  instance_id        = alicloud_ecs_network_interface.main.id
  instance_type      = "NetworkInterface"
  private_ip_address = alicloud_eip_address.main.ip_address
}

resource "alicloud_ecs_network_interface_attachment" "main" {
  network_interface_id = alicloud_ecs_network_interface.main.id
  instance_id          = alicloud_instance.main.id
}

output "url" {
  value = "http://${alicloud_eip_address.main.ip_address}/"
}
