# NAT mode, with the provider pointed at OpenEIP by its own block; the environment is not needed.

terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

# Printed by `openeip up`.
variable "access_key" {
  type = string
}

variable "secret_key" {
  type      = string
  sensitive = true
}

variable "endpoint" {
  type    = string
  default = "127.0.0.1:8090"
}

provider "alicloud" {
  access_key   = var.access_key
  secret_key   = var.secret_key
  region       = "cn-hangzhou"
  protocol     = "HTTP"
  account_type = "Domestic"

  endpoints {
    ecs             = var.endpoint
    vpc             = var.endpoint
    sts             = var.endpoint
    resourcemanager = var.endpoint
    bssopenapi      = var.endpoint
    location        = var.endpoint
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
  vpc_name   = "provider-block"
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "main" {
  vswitch_name = "provider-block"
  vpc_id       = alicloud_vpc.main.id
  zone_id      = data.alicloud_zones.main.zones[0].id
  cidr_block   = "10.0.0.0/24"
}

resource "alicloud_security_group" "main" {
  security_group_name = "provider-block"
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
  instance_name   = "provider-block"
  host_name       = "provider-block"
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
    Example = "provider-block"
  }
}

resource "alicloud_eip_address" "main" {
  address_name         = "provider-block"
  bandwidth            = "5"
  internet_charge_type = "PayByTraffic"

  tags = {
    Example = "provider-block"
  }
}

resource "alicloud_ecs_network_interface" "main" {
  network_interface_name = "provider-block"
  vswitch_id             = alicloud_vswitch.main.id
  security_group_ids     = [alicloud_security_group.main.id]

  tags = {
    Example = "provider-block"
  }
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
