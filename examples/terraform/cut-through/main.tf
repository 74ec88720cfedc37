# Cut-through mode: the EIP takes the place of the private address on a secondary ENI; the instance sees it and nothing is translated.

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
  vpc_name   = "cut-through"
  cidr_block = "10.0.0.0/8"
}

resource "alicloud_vswitch" "main" {
  vswitch_name = "cut-through"
  vpc_id       = alicloud_vpc.main.id
  zone_id      = data.alicloud_zones.main.zones[0].id
  cidr_block   = "10.0.0.0/24"
}

resource "alicloud_security_group" "main" {
  security_group_name = "cut-through"
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
  instance_name   = "cut-through"
  host_name       = "cut-through"
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
    Example = "cut-through"
  }
}

resource "alicloud_eip_address" "main" {
  address_name         = "cut-through"
  bandwidth            = "5"
  internet_charge_type = "PayByTraffic"

  tags = {
    Example = "cut-through"
  }
}

resource "alicloud_ecs_network_interface" "main" {
  network_interface_name = "cut-through"
  vswitch_id             = alicloud_vswitch.main.id
  security_group_ids     = [alicloud_security_group.main.id]

  tags = {
    Example = "cut-through"
  }
}

resource "alicloud_eip_association" "main" {
  allocation_id = alicloud_eip_address.main.id
  instance_id   = alicloud_ecs_network_interface.main.id
  instance_type = "NetworkInterface"
  mode          = "BINDED"
}

# Only a detached ENI is bound and let go in this mode: attached after the association, detached before it ends.
resource "alicloud_ecs_network_interface_attachment" "main" {
  network_interface_id = alicloud_ecs_network_interface.main.id
  instance_id          = alicloud_instance.main.id

  depends_on = [alicloud_eip_association.main]
}

output "url" {
  value = "http://${alicloud_eip_address.main.ip_address}/"
}
