import { describe, expect, it } from 'vitest';
import { moveToGroup, type GroupMove } from './resource-group-move.js';
import { createResourceGroup, deleteResourceGroup, resourceGroupExists, updateResourceGroup, type NewResourceGroup } from './resource-groups.js';
import type { Row } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const own = sample.resourceGroup({ id: 'rg-1', name: 'blue' });
const foreign = sample.resourceGroup({ id: 'rg-2', account: '2', name: 'green' });

describe('§2.9 resource groups', () => {
  it('the default one exists without a row; others for their account alone', () => {
    const context = contextOf([own, foreign]);
    expect(['rg-default1', 'rg-1', 'rg-2', 'rg-default2', 'rg-9', ''].map((id) => resourceGroupExists(context, id))).toEqual([true, true, false, false, false, false]);
  });

  it.each<[Partial<NewResourceGroup>, string]>([
    [{}, 'accepted'],
    [{ Name: 'green' }, 'accepted'],
    [{ Name: 'a'.repeat(50) }, 'accepted'],
    [{ Name: 'blue' }, 'EntityAlreadyExists.ResourceGroup'],
    [{ Name: 'default' }, 'EntityAlreadyExists.ResourceGroup'],
    [{ Name: '1st' }, 'InvalidParameter'],
    [{ Name: 'a_b' }, 'InvalidParameter'],
    [{ Name: 'a' }, 'InvalidParameter'],
    [{ Name: 'a'.repeat(51) }, 'InvalidParameter'],
    [{ DisplayName: '' }, 'InvalidParameter'],
    [{ DisplayName: 'd'.repeat(51) }, 'InvalidParameter'],
    [{ Tag: [{ Key: 'acs:x' }] }, 'InvalidTagKey.Malformed'],
  ])('%j → %s', (asked, code) => {
    expect(codeOf(() => createResourceGroup(contextOf([own, foreign]), { Name: 'red', DisplayName: 'Red', Tag: [], ...asked }))).toBe(code);
  });

  it('30 of an account', () => {
    const rows = Array.from({ length: 30 }, (_, i) => sample.resourceGroup({ id: `rg-${i}`, name: `n${i}` }));
    expect(codeOf(() => createResourceGroup(contextOf(rows), { Name: 'red', DisplayName: 'Red', Tag: [] }))).toBe('LimitExceeded.ResourceGroup');
  });

  it('is renamed or deleted by its account alone, and never the default one', () => {
    const context = contextOf([own, foreign]);
    expect(updateResourceGroup(context, 'rg-1', 'Azure')).toMatchObject({ name: 'blue', displayName: 'Azure' });
    expect(codeOf(() => updateResourceGroup(context, 'rg-1', ''))).toBe('InvalidParameter');
    for (const rule of [(id: string) => updateResourceGroup(context, id, 'x'), (id: string) => deleteResourceGroup(context, id)]) {
      expect(['rg-1', 'rg-2', 'rg-default1'].map((id) => codeOf(() => rule(id)))).toEqual(['accepted', 'EntityNotExists.ResourceGroup', 'InvalidParameter']);
    }
  });

  it.each<[string, Row, string]>([
    ['an EIP', sample.eip({ id: 'eip-1', resourceGroup: 'rg-1' }), 'DeleteConflict.ResourceGroup.Resource'],
    ['an EIP in another region', sample.eip({ id: 'eip-1', region: 'cn-beijing', resourceGroup: 'rg-1' }), 'DeleteConflict.ResourceGroup.Resource'],
    ['an ENI', sample.eni({ id: 'eni-1', resourceGroup: 'rg-1' }), 'DeleteConflict.ResourceGroup.Resource'],
    ['an EIP of the default group', sample.eip({ id: 'eip-1', resourceGroup: 'rg-default1' }), 'accepted'],
    ['an EIP of no group', sample.eip({ id: 'eip-1' }), 'accepted'],
  ])('is not deleted while it has %s', (_, row, code) => {
    expect(codeOf(() => deleteResourceGroup(contextOf([own, row]), 'rg-1'))).toBe(code);
  });
});

describe('§4.1 MoveResourceGroup', () => {
  const vpc = sample.vpc({ id: 'vpc-1', resourceGroup: 'rg-default1' });
  const rows: readonly Row[] = [
    own, foreign, vpc, sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1' }), sample.routeTable({ id: 'vtb-1', vpcId: 'vpc-1' }),
    sample.vswitch({ id: 'vsw-2', vpcId: 'vpc-2' }), sample.ipv4Gateway({ id: 'ipv4gw-1', vpcId: 'vpc-1' }),
    sample.eip({ id: 'eip-1', status: 'InUse' }), sample.eip({ id: 'eip-2', status: 'Associating' }), sample.eip({ id: 'eip-3', account: '2' }),
  ];
  const move = (asked: Partial<GroupMove>) => moveToGroup(contextOf(rows), { ResourceType: 'Eip', ResourceId: 'eip-1', NewResourceGroupId: 'rg-1', ...asked });
  const moved = (asked: Partial<GroupMove>) => move(asked).put.map((row) => [row.id, 'resourceGroup' in row ? row.resourceGroup : '']);

  it('§11: an EIP moves with its binding as it is', () => {
    expect(move({}).put).toEqual([{ ...sample.eip({ id: 'eip-1', status: 'InUse', resourceGroup: 'rg-1' }), n: 8 }]);
  });

  it('a VPC takes its vSwitches and route tables along, not its gateway', () => {
    expect(moved({ ResourceType: 'vpc', ResourceId: 'vpc-1' })).toEqual([['vpc-1', 'rg-1'], ['vsw-1', 'rg-1'], ['vtb-1', 'rg-1']]);
    expect(moved({ ResourceType: 'IPv4Gateway', ResourceId: 'ipv4gw-1', NewResourceGroupId: 'rg-default1' })).toEqual([['ipv4gw-1', 'rg-default1']]);
  });

  it.each<[Partial<GroupMove>, string]>([
    [{ ResourceType: 'disk', NewResourceGroupId: 'rg-9' }, 'InvalidParameter'],
    [{ NewResourceGroupId: 'rg-9', ResourceId: 'eip-9' }, 'InvalidResourceGroupId'],
    [{ NewResourceGroupId: 'rg-2' }, 'InvalidResourceGroupId'],
    [{ ResourceId: 'eip-9' }, 'InvalidAllocationId.NotFound'],
    [{ ResourceId: 'eip-3' }, 'InvalidAllocationId.NotFound'],
    [{ ResourceId: 'eip-2' }, 'IncorrectEipStatus'],
    [{ ResourceType: 'VPC' }, 'InvalidVpcId.NotFound'],
    [{ ResourceType: 'ipv4gateway' }, 'ResourceNotFound.Ipv4Gateway'],
    [{ ResourceType: 'bandwidthpackage' }, 'InvalidBandwidthPackageId.NotFound'],
    [{ ResourceType: 'NatGateway' }, 'InvalidResourceId.NotFound'],
  ])('%j → %s', (asked, code) => {
    expect(codeOf(() => move(asked))).toBe(code);
  });
});
