import { beforeEach, describe, expect, it } from 'vitest';
import { field, TEST_ACCOUNT, testCloud, textField, type TestCloud } from '../control/testing.js';
import { ACTIONS, findAction, knows, unknownAction } from './registry.js';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});

describe('Sts, Location, ResourceManager, BssOpenApi', () => {
  it('client facts §9: GetCallerIdentity names the account whose key signed', async () => {
    expect(await cloud.call('Sts', 'GetCallerIdentity')).toEqual({
      AccountId: TEST_ACCOUNT, Arn: `acs:ram::${TEST_ACCOUNT}:root`, IdentityType: 'Account', PrincipalId: TEST_ACCOUNT, UserId: TEST_ACCOUNT,
    });
    await cloud.plane.openAccount('2222222222222222', 'LTAIother', 'secret');
    expect(await cloud.call('Sts', 'GetCallerIdentity', {}, { account: '2222222222222222' })).toMatchObject({ AccountId: '2222222222222222' });
  });

  it.each(['vpc', 'Ecs', 'sts', 'resourcemanager', 'bssopenapi', 'location'])('§6.8: DescribeEndpoints knows %s', async (ServiceCode) => {
    expect(field(await cloud.call('Location', 'DescribeEndpoints', { Id: 'cn-beijing', ServiceCode }), 'Endpoints.Endpoint')).toMatchObject([{ ServiceCode, Id: 'cn-beijing' }]);
  });

  it('§6.8: DescribeEndpoints leads every product to where the caller came in, misspelling included', async () => {
    const body = await cloud.call('Location', 'DescribeEndpoints', { Id: 'cn-hangzhou', ServiceCode: 'vpc', Type: 'openAPI' }, { host: 'cloud.test:8090' });
    expect(body).toMatchObject({
      Success: true,
      Endpoints: {
        Endpoint: [{
          Endpoint: 'cloud.test:8090', Id: 'cn-hangzhou', ServiceCode: 'vpc', SerivceCode: 'vpc', Type: 'openAPI',
          Protocols: { Protocols: ['HTTP', 'HTTPS'] },
        }],
      },
    });
  });

  it.each([{ Id: 'mars-1', ServiceCode: 'vpc' }, { Id: 'cn-hangzhou', ServiceCode: 'oss' }, { Id: 'cn-hangzhou', ServiceCode: 'vpc', Type: 'innerAPI' }])(
    'DescribeEndpoints knows nothing of %j',
    async (parameters) => {
      expect(field(await cloud.call('Location', 'DescribeEndpoints', parameters), 'Endpoints')).toEqual({ Endpoint: [] });
    },
  );

  it('§2.9: the default resource group always exists, and filters find or miss it', async () => {
    const body = await cloud.call('ResourceManager', 'ListResourceGroups');
    const group = {
      Id: `rg-default${TEST_ACCOUNT}`, Name: 'default', DisplayName: 'default resource group', Status: 'OK', AccountId: TEST_ACCOUNT,
    };
    expect(body).toMatchObject({ PageNumber: 1, PageSize: 10, TotalCount: 1, ResourceGroups: { ResourceGroup: [group] } });
    for (const [parameters, total] of [
      [{ ResourceGroupId: group.Id }, 1], [{ ResourceGroupId: 'rg-x' }, 0], [{ 'ResourceGroupIds.1': 'rg-x', 'ResourceGroupIds.2': group.Id }, 1],
      [{ 'ResourceGroupIds.1': 'rg-x' }, 0], [{ DisplayName: 'resource' }, 1], [{ Name: 'def' }, 1], [{ Name: 'x' }, 0],
      [{ Status: 'PendingDelete' }, 0], [{ 'Tag.1.Key': 'k' }, 0], [{ PageNumber: 2 }, 1],
    ] as const) {
      expect([parameters, field(await cloud.call('ResourceManager', 'ListResourceGroups', parameters), 'TotalCount')]).toEqual([parameters, total]);
    }
  });

  it('§4.10: a group is made, found, renamed, filled and, once it is empty, deleted; then it is gone', async () => {
    const rm = (action: string, parameters: Parameters<TestCloud['call']>[2] = {}) => cloud.call('ResourceManager', action, parameters);
    const created = await rm('CreateResourceGroup', { Name: 'blue', DisplayName: 'Blue', 'Tag.1.Key': 'k', 'Tag.1.Value': 'v' });
    const ResourceGroupId = textField(created, 'ResourceGroup.Id');
    const shown = { Id: ResourceGroupId, Name: 'blue', DisplayName: 'Blue', Status: 'OK', AccountId: TEST_ACCOUNT, CreateDate: '2026-01-02T11:04:05+08:00' };
    expect(created).toMatchObject({ ResourceGroup: shown });
    expect(field(created, 'ResourceGroup.RegionStatuses.RegionStatus')).toContainEqual({ RegionId: 'cn-hangzhou', Status: 'OK' });
    expect(await rm('GetResourceGroup', { ResourceGroupId })).toMatchObject({ ResourceGroup: { ...shown, Tags: { Tag: [] } } });
    expect(await rm('GetResourceGroup', { ResourceGroupId, IncludeTags: true })).toMatchObject({ ResourceGroup: { Tags: { Tag: [{ Key: 'k', Value: 'v' }] } } });
    expect(await rm('GetResourceGroup', { ResourceGroupId: `rg-default${TEST_ACCOUNT}` })).toMatchObject({ ResourceGroup: { Name: 'default' } });
    expect(field(await rm('ListResourceGroups', { 'Tag.1.Key': 'k' }), 'ResourceGroups.ResourceGroup')).toMatchObject([shown]);
    expect(field(await rm('ListResourceGroups'), 'TotalCount')).toBe(2);
    expect(await rm('UpdateResourceGroup', { ResourceGroupId, NewDisplayName: 'Azure' })).toMatchObject({ ResourceGroup: { ...shown, DisplayName: 'Azure' } });
    // As Terraform keeps the tags of a group.
    const named = { ResourceType: 'ResourceGroup', 'ResourceId.1': ResourceGroupId };
    await rm('TagResources', { ...named, 'Tag.1.Key': 'l', 'Tag.1.Value': 'w' });
    await rm('UntagResources', { ...named, 'TagKey.1': 'k' });
    expect(await rm('ListTagResources', named)).toEqual({
      NextToken: '', TagResources: { TagResource: [{ ResourceId: ResourceGroupId, ResourceType: 'ResourceGroup', TagKey: 'l', TagValue: 'w' }] },
    });

    const VpcId = textField(await cloud.call('Vpc', 'CreateVpc', { RegionId: 'cn-beijing', ResourceGroupId }), 'VpcId');
    await cloud.settled();
    await expect(rm('DeleteResourceGroup', { ResourceGroupId })).rejects.toMatchObject({ code: 'DeleteConflict.ResourceGroup.Resource', status: 409 });
    const move = { RegionId: 'cn-beijing', ResourceType: 'vpc', ResourceId: VpcId, NewResourceGroupId: `rg-default${TEST_ACCOUNT}` };
    expect(await cloud.call('Vpc', 'MoveResourceGroup', move)).toEqual({});
    expect(await rm('DeleteResourceGroup', { ResourceGroupId })).toMatchObject({ ResourceGroup: { Id: ResourceGroupId, Status: 'PendingDelete' } });
    await expect(rm('GetResourceGroup', { ResourceGroupId })).rejects.toMatchObject({ code: 'EntityNotExists.ResourceGroup', status: 404 });
    await expect(cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou', ResourceGroupId })).rejects.toMatchObject({ code: 'InvalidResourceGroupId' });
  });

  it('client facts §9: QueryAvailableInstances says that the account is a domestic one', async () => {
    expect(await cloud.call('BssOpenApi', 'QueryAvailableInstances')).toMatchObject({
      Code: 'Success', Success: true, Data: { InstanceList: [] },
    });
  });
});

describe('the registry', () => {
  it('tells versions and names apart', () => {
    expect(knows('2016-04-28', 'CreateVpc')).toBe('known');
    expect(knows('2016-04-28', 'createvpc')).toBe('unknown-action');
    expect(knows('2014-05-26', 'CreateIpv4Gateway')).toBe('unknown-action');
    expect(knows('2016-04-29', 'CreateVpc')).toBe('unknown-version');
    expect(findAction('2015-04-01', 'GetCallerIdentity')?.product).toBe('Sts');
  });

  it('holds every action once', () => {
    const names = ACTIONS.map(({ product, name }) => `${product} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('the refusal of an unserved action keeps the sentence of the cloud, says where the list is, and repeats no markup', () => {
    const message = unknownAction('2016-04-28', 'CreateNatGateway');
    expect(message).toMatch(/^Specified api is not found, please check your url and method\. /);
    expect(message).toContain('CreateNatGateway of version 2016-04-28');
    expect(message).toContain('docs/conformance.md');
    expect(unknownAction('2016-04-28', '<script>"\n')).not.toMatch(/[<>"\n]/);
    expect(unknownAction('2016-04-28', 'x'.repeat(10_000)).length).toBeLessThan(400);
  });
});
