import { describe, expect, it } from 'vitest';
import { planOf, type PlanId } from './plans.js';
import { cliLine, referencesOf, sdkCode, terraformBlock, type Called } from './snippets.js';

const associate: Called = {
  product: 'Vpc', action: 'AssociateEipAddress', name: 'example',
  parameters: { RegionId: 'cn-hangzhou', AllocationId: 'eip-1', InstanceType: 'NetworkInterface', InstanceId: 'eni-1', Mode: 'NAT' },
};

describe('a call as others write it', () => {
  it('CLI', () => {
    expect(cliLine(associate)).toBe('aliyun vpc AssociateEipAddress --RegionId cn-hangzhou --AllocationId eip-1 --InstanceType NetworkInterface --InstanceId eni-1 --Mode NAT');
    expect(cliLine({ ...associate, parameters: { Name: "it's $HOME", Tag: [{ Key: 'a' }] } })).toBe("aliyun vpc AssociateEipAddress --Name 'it'\\''s $HOME' --Tag.1.Key a");
  });

  it('SDK', () => {
    expect(sdkCode({ ...associate, parameters: { VSwitchId: 'vsw-1', SecurityGroupIds: ['sg-1'] } })).toBe([
      "import { AssociateEipAddressRequest } from '@alicloud/vpc20160428';", '',
      'const answer = await vpc.associateEipAddress(new AssociateEipAddressRequest({', "  vSwitchId: 'vsw-1',", '  securityGroupIds: [', "    'sg-1',", '  ],', '}));',
    ].join('\n'));
  });

  it('Terraform, with what was made before by reference', () => {
    const references = new Map([
      ...referencesOf({ product: 'Vpc', action: 'AllocateEipAddress', name: 'second', parameters: {} }, { SecondAllocationId: 'eip-1' }),
      ...referencesOf({ product: 'Ecs', action: 'CreateNetworkInterface', name: 'example', parameters: {} }, { NetworkInterfaceId: 'eni-1' }),
    ]);
    expect(terraformBlock(associate, references)).toBe([
      'resource "alicloud_eip_association" "example" {', '  allocation_id = alicloud_eip_address.second.id', '  instance_type = "NetworkInterface"',
      '  instance_id   = alicloud_ecs_network_interface.example.id', '  mode          = "NAT"', '}',
    ].join('\n'));
  });

  it.each<PlanId>(['NAT', 'BINDED', 'MULTI_BINDED', 'cidr'])('every call of the plan %s has a block', (id) => {
    for (const step of planOf(id, 'cn-hangzhou-g')) {
      const parameters = step.parameters({ EipAddress: '198.18.0.5', SecurityGroupId: 'sg-1' });
      expect(terraformBlock({ product: step.product, action: step.action, name: step.name, parameters }, new Map()), step.key).toMatch(/^resource "alicloud_/);
    }
  });
});
