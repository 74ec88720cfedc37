/** Images (behaviour §3.8): how the guest treats a secondary ENI. The auto-configuring one is listed first. */
import type { Image as Guest } from '../../network/objects.js';

export interface Image {
  readonly id: string;
  /** In the cloud's manner, because clients look for images by name. */
  readonly name: string;
  readonly guest: Guest;
  readonly family: string;
  readonly platform: string;
  readonly osName: string;
  readonly description: string;
  readonly created: number;
}

export const IMAGES: readonly [Image, ...Image[]] = [
  {
    id: 'openeip_auto',
    name: 'debian_10_6_x64_20G_alibase_20210104.vhd',
    guest: 'auto',
    family: 'openeip.debian_10_6_x64',
    platform: 'Debian',
    osName: 'Debian 10.6 64-bit',
    description: 'Configures secondary ENIs by itself: address, source rule and routing table.',
    created: Date.UTC(2021, 0, 4),
  },
  {
    id: 'openeip_manual',
    name: 'ubuntu_18_04_x64_20G_alibase_20210104.vhd',
    guest: 'manual',
    family: 'openeip.ubuntu_18_04_x64',
    platform: 'Ubuntu',
    osName: 'Ubuntu 18.04 64-bit',
    description: 'Leaves secondary ENIs down until they are configured by hand.',
    created: Date.UTC(2021, 0, 4),
  },
];

export function findImage(id: string): Image | undefined {
  return IMAGES.find((image) => image.id === id);
}
