/** A VPC with a vSwitch and a group in a region of all modes, and what tests put into it. */
import { field, testCloud, textField, type TestCloud } from './testing.js';
import type { Json, JsonObject } from '../api/action.js';
import type { ModeName } from '../cloud/resources.js';
import type { Settings } from '../cloud/settings.js';

export type Given = Parameters<TestCloud['call']>[2];

export class TestWorld {
  static readonly REGION = 'cn-shanghai';

  private constructor(
    readonly cloud: TestCloud,
    readonly vpcId: string,
    readonly vswitchId: string,
    readonly groupId: string,
  ) {}

  static async make(settings: Partial<Settings> = {}): Promise<TestWorld> {
    const cloud = await testCloud({ settings: { multiEip: true, ...settings } });
    const call = (product: 'Vpc' | 'Ecs', action: string, parameters: Given) => cloud.call(product, action, { RegionId: TestWorld.REGION, ...parameters });
    const vpcId = textField(await call('Vpc', 'CreateVpc', { CidrBlock: '10.0.0.0/8' }), 'VpcId');
    await cloud.settled();
    const ZoneId = textField(await call('Vpc', 'DescribeZones', {}), 'Zones.Zone.0.ZoneId');
    const vswitchId = textField(await call('Vpc', 'CreateVSwitch', { VpcId: vpcId, ZoneId, CidrBlock: '10.0.0.0/24' }), 'VSwitchId');
    const groupId = textField(await call('Ecs', 'CreateSecurityGroup', { VpcId: vpcId }), 'SecurityGroupId');
    await cloud.settled();
    return new TestWorld(cloud, vpcId, vswitchId, groupId);
  }

  /** Answers once everything is settled. */
  async vpc(action: string, parameters: Given = {}): Promise<JsonObject> {
    const answer = await this.cloud.call('Vpc', action, { RegionId: TestWorld.REGION, ...parameters });
    await this.cloud.settled();
    return answer;
  }

  async ecs(action: string, parameters: Given = {}): Promise<JsonObject> {
    const answer = await this.cloud.call('Ecs', action, { RegionId: TestWorld.REGION, ...parameters });
    await this.cloud.settled();
    return answer;
  }

  async eip(parameters: Given = {}): Promise<string> {
    return textField(await this.vpc('AllocateEipAddress', parameters), 'AllocationId');
  }

  async eni(parameters: Given = {}): Promise<string> {
    return textField(await this.ecs('CreateNetworkInterface', { VSwitchId: this.vswitchId, SecurityGroupId: this.groupId, ...parameters }), 'NetworkInterfaceId');
  }

  async instance(InstanceType = 'ecs.g5.2xlarge'): Promise<string> {
    const body = await this.ecs('RunInstances', { InstanceType, ImageId: 'openeip_auto', VSwitchId: this.vswitchId, SecurityGroupId: this.groupId });
    return textField(body, 'InstanceIdSets.InstanceIdSet.0');
  }

  async bind(AllocationId: string, eni: string, Mode: ModeName = 'NAT', parameters: Given = {}): Promise<void> {
    await this.vpc('AssociateEipAddress', { AllocationId, InstanceId: eni, InstanceType: 'NetworkInterface', Mode, ...parameters });
  }

  async attach(eni: string, InstanceId: string): Promise<void> {
    await this.ecs('AttachNetworkInterface', { NetworkInterfaceId: eni, InstanceId });
  }

  async detach(eni: string, InstanceId: string): Promise<void> {
    await this.ecs('DetachNetworkInterface', { NetworkInterfaceId: eni, InstanceId });
  }

  /** As DescribeEipAddresses shows it; undefined where it shows none. */
  async shownEip(AllocationId: string): Promise<Json | undefined> {
    return field(await this.vpc('DescribeEipAddresses', { AllocationId }), 'EipAddresses.EipAddress.0');
  }

  async shownEni(id: string): Promise<Json | undefined> {
    return field(await this.ecs('DescribeNetworkInterfaces', { 'NetworkInterfaceId.1': id }), 'NetworkInterfaceSets.NetworkInterfaceSet.0');
  }

  close(): void {
    this.cloud.store.close();
  }
}
