/** What most scenarios start from: a VPC with a vSwitch and an open security group, and short words for the calls on it. */
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Body, type Cloud, type Parameters } from './cloud.js';

const eipRow = z.object({
  AllocationId: z.string(), IpAddress: z.string(), Status: z.string(), InstanceId: z.string(), InstanceType: z.string(),
  PrivateIpAddress: z.string(), Mode: z.string(),
});
const eniRow = z.object({
  NetworkInterfaceId: z.string(), Status: z.string(), InstanceId: z.string(), MacAddress: z.string(), PrivateIpAddress: z.string(),
  PrivateIpSets: z.object({ PrivateIpSet: z.array(z.object({ PrivateIpAddress: z.string() })) }),
});

export type ModeName = 'NAT' | 'BINDED' | 'MULTI_BINDED';

export interface Eip {
  readonly id: string;
  readonly address: string;
}

export interface Eni {
  readonly id: string;
  readonly mac: string;
  readonly addresses: readonly string[];
}

/** Answers TCP 80 on every address with the instance's name; survives being asked while addresses come and go. */
export const WEB_SERVER = '#!/bin/sh\nmkdir -p /tmp/www && hostname > /tmp/www/index.html && busybox httpd -p 80 -h /tmp/www\n';

export class World {
  constructor(
    readonly cloud: Cloud,
    readonly region: string,
    readonly zone: string,
    readonly vpcId: string,
    readonly vswitchId: string,
    /** Accepts everything from anywhere. */
    readonly openGroup: string,
  ) {}

  static async create(cloud: Cloud, options: { region?: string; cidr?: string; vswitch?: string } = {}): Promise<World> {
    const region = options.region ?? 'cn-hangzhou';
    const zones = z
      .object({ Zones: z.object({ Zone: z.array(z.object({ ZoneId: z.string() })) }) })
      .parse(await cloud.vpc('DescribeZones', { RegionId: region }));
    const zone = zones.Zones.Zone[0]?.ZoneId ?? '';
    const vpcId = text(await cloud.vpc('CreateVpc', { RegionId: region, CidrBlock: options.cidr ?? '10.0.0.0/8' }), 'VpcId');
    await until(async () => (await cloud.vpc('DescribeVpcAttribute', { RegionId: region, VpcId: vpcId }))['Status'] === 'Available');
    const vswitchId = text(
      await cloud.vpc('CreateVSwitch', {
        RegionId: region, VpcId: vpcId, ZoneId: zone, CidrBlock: options.vswitch ?? '10.0.0.0/24',
      }),
      'VSwitchId',
    );
    await until(async () =>
      (await cloud.vpc('DescribeVSwitchAttributes', { RegionId: region, VSwitchId: vswitchId }))['Status'] === 'Available');
    return World.within(cloud, { region, zone, vpcId, vswitchId });
  }

  /** In a VPC that exists. */
  static async within(cloud: Cloud, at: { region: string; zone: string; vpcId: string; vswitchId: string }): Promise<World> {
    const world = new World(cloud, at.region, at.zone, at.vpcId, at.vswitchId, '');
    const openGroup = await world.group({});
    await world.allow(openGroup, { IpProtocol: 'ALL', PortRange: '-1/-1', SourceCidrIp: '0.0.0.0/0' });
    return new World(cloud, at.region, at.zone, at.vpcId, at.vswitchId, openGroup);
  }

  /** The same VPC, in another vSwitch of the same zone that it makes. */
  async beside(cidr: string): Promise<World> {
    const vswitchId = text(await this.vpc('CreateVSwitch', { VpcId: this.vpcId, ZoneId: this.zone, CidrBlock: cidr }), 'VSwitchId');
    await until(async () => (await this.vpc('DescribeVSwitchAttributes', { VSwitchId: vswitchId }))['Status'] === 'Available');
    return new World(this.cloud, this.region, this.zone, this.vpcId, vswitchId, this.openGroup);
  }

  vpc(action: string, parameters: Parameters): Promise<Body> {
    return this.cloud.vpc(action, { RegionId: this.region, ...parameters });
  }

  ecs(action: string, parameters: Parameters): Promise<Body> {
    return this.cloud.ecs(action, { RegionId: this.region, ...parameters });
  }

  async group(parameters: Parameters): Promise<string> {
    return text(await this.ecs('CreateSecurityGroup', { VpcId: this.vpcId, ...parameters }), 'SecurityGroupId');
  }

  async allow(group: string, permission: Parameters): Promise<void> {
    const flat = Object.fromEntries(Object.entries(permission).map(([name, value]) => [`Permissions.1.${name}`, value]));
    await this.ecs('AuthorizeSecurityGroup', { SecurityGroupId: group, ...flat });
  }

  /** Image ids: the auto-configuring one first, then the one configured by hand. */
  async images(): Promise<readonly string[]> {
    const shape = z.object({ Images: z.object({ Image: z.array(z.object({ ImageId: z.string() })) }) });
    return shape.parse(await this.ecs('DescribeImages', {})).Images.Image.map((image) => image.ImageId);
  }

  /** A running instance whose first boot is over: DHCP done, user data run. */
  async instance(options: {
    name: string; image?: 'auto' | 'manual'; type?: string; groups?: readonly string[]; script?: string;
  }): Promise<string> {
    const images = await this.images();
    const body = await this.ecs('RunInstances', {
      InstanceType: options.type ?? 'ecs.g6.4xlarge',
      // The auto-configuring image is listed first.
      ImageId: images[options.image === 'manual' ? 1 : 0],
      VSwitchId: this.vswitchId,
      HostName: options.name,
      InstanceName: options.name,
      UserData: Buffer.from(options.script ?? WEB_SERVER).toString('base64'),
      ...numbered('SecurityGroupIds', options.groups ?? [this.openGroup]),
    });
    const id = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.array(z.string()) }) }).parse(body).InstanceIdSets.InstanceIdSet[0];
    if (id === undefined) throw new Error('RunInstances returned no id');
    await this.instanceIs(id, 'Running');
    await this.booted(id);
    return id;
  }

  async instanceIs(id: string, status: string): Promise<void> {
    const shape = z.object({ InstanceStatuses: z.object({ InstanceStatus: z.array(z.object({ Status: z.string() })) }) });
    await until(async () => {
      const body = await this.ecs('DescribeInstanceStatus', { 'InstanceId.1': id });
      return shape.parse(body).InstanceStatuses.InstanceStatus[0]?.Status === status;
    });
  }

  /** The guest's init has finished: DHCP on eth0, user data, rc.local. */
  async booted(id: string): Promise<void> {
    const result = await this.cloud.exec(id, ['sh', '-c', 'until [ -e /run/boot-finished ]; do sleep 0.02; done']);
    if (result.code !== 0) throw new Error(`${id} did not boot: ${result.stderr}`);
  }

  async eni(options: { addresses?: number; groups?: readonly string[] } = {}): Promise<Eni> {
    const body = await this.ecs('CreateNetworkInterface', {
      VSwitchId: this.vswitchId,
      ...numbered('SecurityGroupIds', options.groups ?? [this.openGroup]),
      ...((options.addresses ?? 1) > 1 ? { SecondaryPrivateIpAddressCount: (options.addresses ?? 1) - 1 } : {}),
    });
    const row = z
      .object({
        NetworkInterfaceId: z.string(), MacAddress: z.string(),
        PrivateIpSets: z.object({ PrivateIpSet: z.array(z.object({ PrivateIpAddress: z.string() })) }),
      })
      .parse(body);
    return {
      id: row.NetworkInterfaceId,
      mac: row.MacAddress,
      addresses: row.PrivateIpSets.PrivateIpSet.map((one) => one.PrivateIpAddress),
    };
  }

  async eniIs(id: string, status: string): Promise<void> {
    await until(async () => (await this.describeEni(id)).Status === status);
  }

  async describeEni(id: string): Promise<z.infer<typeof eniRow>> {
    const body = await this.ecs('DescribeNetworkInterfaces', { 'NetworkInterfaceId.1': id });
    const rows = z.object({ NetworkInterfaceSets: z.object({ NetworkInterfaceSet: z.array(eniRow) }) }).parse(body);
    const row = rows.NetworkInterfaceSets.NetworkInterfaceSet[0];
    if (row === undefined) throw new Error(`${id} is gone`);
    return row;
  }

  async primaryEni(instanceId: string): Promise<Eni> {
    const body = await this.ecs('DescribeNetworkInterfaces', { InstanceId: instanceId, Type: 'Primary' });
    const row = z.object({ NetworkInterfaceSets: z.object({ NetworkInterfaceSet: z.array(eniRow) }) }).parse(body)
      .NetworkInterfaceSets.NetworkInterfaceSet[0];
    if (row === undefined) throw new Error(`${instanceId} has no primary ENI`);
    return {
      id: row.NetworkInterfaceId,
      mac: row.MacAddress,
      addresses: row.PrivateIpSets.PrivateIpSet.map((one) => one.PrivateIpAddress),
    };
  }

  async attach(eni: Eni, instanceId: string): Promise<void> {
    await this.ecs('AttachNetworkInterface', { NetworkInterfaceId: eni.id, InstanceId: instanceId });
    await this.eniIs(eni.id, 'InUse');
  }

  async detach(eni: Eni, instanceId: string): Promise<void> {
    await this.ecs('DetachNetworkInterface', { NetworkInterfaceId: eni.id, InstanceId: instanceId });
    await this.eniIs(eni.id, 'Available');
  }

  /** Name of the guest's interface that has a MAC address, once it is there and, on the auto image, has its address. */
  async device(instanceId: string, eni: Eni, options: { configured?: boolean } = {}): Promise<string> {
    const ready = options.configured === false ? 'true' : 'ip -4 -o addr show dev "$d" | grep -q inet';
    const result = await this.cloud.exec(instanceId, ['sh', '-c', `
      while :; do
        d=$(ip -o link | sed -n 's/^[0-9]*: \\([^:@]*\\).*${eni.mac}.*/\\1/p')
        if [ -n "$d" ] && ${ready}; then echo "$d"; exit 0; fi
        sleep 0.02
      done`]);
    if (result.code !== 0) throw new Error(`no interface with ${eni.mac} in ${instanceId}: ${result.stderr}`);
    return result.stdout.trim();
  }

  async eip(parameters: Parameters = {}): Promise<Eip> {
    const body = await this.vpc('AllocateEipAddress', parameters);
    return { id: text(body, 'AllocationId'), address: text(body, 'EipAddress') };
  }

  /** Onto an ENI, in NAT mode unless said otherwise. Resolves when the EIP is InUse. */
  async bind(eip: Eip, eni: Eni, options: { privateIp?: string; mode?: ModeName } = {}): Promise<void> {
    const { privateIp, mode = 'NAT' } = options;
    await this.vpc('AssociateEipAddress', {
      AllocationId: eip.id, InstanceId: eni.id, InstanceType: 'NetworkInterface', Mode: mode,
      ...(privateIp === undefined ? {} : { PrivateIpAddress: privateIp }),
    });
    await this.eipIs(eip, 'InUse');
  }

  /**
   * Makes the guest of an attached ENI ready for one of its EIPs, as its user would: nothing to do in NAT mode, the lease comes by itself in
   * cut-through mode, an address with the gateway's mask in multi-EIP mode. Returns the address that a server there has to bind.
   */
  async useEip(eip: Eip, eni: Eni, instanceId: string, mode: ModeName): Promise<string> {
    if (mode === 'NAT') return eni.addresses[0] ?? '';
    const device = await this.device(instanceId, eni);
    if (mode === 'MULTI_BINDED') {
      const result = await this.cloud.exec(instanceId, ['ip', 'address', 'add', `${eip.address}/24`, 'dev', device]);
      if (result.code !== 0) throw new Error(`the EIP could not be configured: ${result.stderr}`);
    }
    return eip.address;
  }

  async unbind(eip: Eip): Promise<void> {
    await this.vpc('UnassociateEipAddress', { AllocationId: eip.id });
    await this.eipIs(eip, 'Available');
  }

  async eipIs(eip: Eip, status: string): Promise<void> {
    await until(async () => (await this.describeEip(eip)).Status === status);
  }

  async describeEip(eip: Eip): Promise<z.infer<typeof eipRow>> {
    const body = await this.vpc('DescribeEipAddresses', { AllocationId: eip.id });
    const row = z.object({ EipAddresses: z.object({ EipAddress: z.array(eipRow) }) }).parse(body).EipAddresses.EipAddress[0];
    if (row === undefined) throw new Error(`${eip.id} is gone`);
    return row;
  }

  /** What `http://address/` answers from the Internet side (or from `where`); '' if nothing does within the time (s). */
  async ask(address: string, options: { where?: string; from?: string; seconds?: number } = {}): Promise<string> {
    const result = await this.cloud.exec(options.where ?? 'internet', [
      'curl', '-s', '-m', String(options.seconds ?? 3), ...(options.from === undefined ? [] : ['--interface', options.from]),
      `http://${address}/`,
    ]);
    return result.stdout.trim();
  }

  /** Awaits that `http://address/` answers so: what a guest's DHCP brings about is not seen by any call. */
  async answers(address: string, answer: string): Promise<void> {
    await until(async () => (await this.ask(address, { seconds: 1 })) === answer);
  }
}

/** Awaits a state that only polling shows, as every client of this API does. Fails after 20 s. */
export async function until(done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error('the awaited state did not come within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Resolves with the first line of a running command that matches. */
export async function line(child: ChildProcess, pattern: RegExp): Promise<string> {
  if (child.stdout === null) throw new Error('the command has no output');
  for await (const found of createInterface({ input: child.stdout })) {
    if (pattern.test(found)) return found;
  }
  await once(child, 'close');
  throw new Error(`the command ended without printing ${String(pattern)}`);
}

export function text(body: Body, name: string): string {
  return z.string().parse(body[name]);
}

export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
