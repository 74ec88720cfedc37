/** What clients read of an instance beside the instance itself: all of these calls must succeed for Terraform to know it (client facts §2.3, §10.14). */
import { z } from 'zod';
import { ownInstance } from '../../cloud/instance.js';
import type { InstanceRow } from '../../cloud/resources.js';
import { action, type Call, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { jsonList, list, text } from '../parameters.js';
import { instancesOf } from './common.js';
import { eipFields, eipOf, instanceFields } from './instance-view.js';

/** What DescribeInstanceAttribute has in common with DescribeInstances. */
const SHARED = [
  'ClusterId', 'Cpu', 'CreationTime', 'CreditSpecification', 'Description', 'ExpiredTime', 'HostName', 'ImageId', 'InnerIpAddress',
  'InstanceChargeType', 'InstanceId', 'InstanceName', 'InstanceNetworkType', 'InstanceType', 'InternetChargeType', 'InternetMaxBandwidthIn',
  'InternetMaxBandwidthOut', 'Memory', 'OperationLocks', 'PublicIpAddress', 'RegionId', 'SecurityGroupIds', 'SerialNumber', 'Status',
  'StoppedMode', 'VlanId', 'VpcAttributes', 'ZoneId',
];

export const describeInstanceAttribute = action({
  product: 'Ecs',
  name: 'DescribeInstanceAttribute',
  writes: false,
  parameters: z.object({ InstanceId: text() }),
  run(call, { InstanceId }) {
    const instance = ownInstance(call, InstanceId);
    const fields = new Map(Object.entries(instanceFields(instance, call.read)));
    const shared = Object.fromEntries(SHARED.map((name) => [name, fields.get(name) ?? '']));
    const wire = { EnableJumboFrame: false, EnableNetworkEncryption: false };
    return {
      body: {
        ...shared, ...wire,
        EipAddress: eipFields(eipOf(instance, call.read)),
        IoOptimized: 'optimized',
        DedicatedHostAttribute: { DedicatedHostId: '', DedicatedHostName: '' },
        NetworkOptions: { BandwidthWeighting: '', ...wire },
        SecurityOptions: { EnableSecureBoot: false },
      },
    };
  },
});

export const describeUserData = action({
  product: 'Ecs',
  name: 'DescribeUserData',
  writes: false,
  parameters: z.object({ RegionId: text().optional(), InstanceId: text() }),
  run(call, { InstanceId }) {
    const { id, region, userData } = ownInstance(call, InstanceId);
    return { body: { InstanceId: id, RegionId: region, UserData: userData } };
  },
});

export const describeInstanceRamRole = action({
  product: 'Ecs',
  name: 'DescribeInstanceRamRole',
  writes: false,
  parameters: z.object({ RegionId: text(), ...numberedPage, InstanceIds: jsonList().optional(), RamRoleName: text().optional() }),
  run(call, asked) {
    const matches = instancesOf(call, asked.InstanceIds).filter(({ ramRoleName }) => (asked.RamRoleName ?? ramRoleName) === ramRoleName);
    const shown = slice(matches, pageOf(asked, 50)).map(({ id, ramRoleName }) => ({ InstanceId: id, RamRoleName: ramRoleName }));
    return { body: { RegionId: call.region.id, TotalCount: matches.length, InstanceRamRoleSets: { InstanceRamRoleSet: shown } } };
  },
});

export const describeInstanceMaintenanceAttributes = action({
  product: 'Ecs',
  name: 'DescribeInstanceMaintenanceAttributes',
  writes: false,
  parameters: z.object({ RegionId: text(), ...numberedPage, InstanceId: list(text()) }),
  run(call, asked) {
    const { rows, fields } = pageOfInstances(call, asked, asked.InstanceId.length === 0 ? undefined : asked.InstanceId);
    const shown = rows.map(({ id }) => ({
      InstanceId: id,
      ActionOnMaintenance: { DefaultValue: 'AutoRecover', Value: 'AutoRecover', SupportedValues: { SupportedValue: ['Stop', 'AutoRecover'] } },
      MaintenanceWindows: { MaintenanceWindow: [] },
      NotifyOnMaintenance: false,
    }));
    return { body: { ...fields, MaintenanceAttributes: { MaintenanceAttribute: shown } } };
  },
});

export const describeInstanceAttachmentAttributes = action({
  product: 'Ecs',
  name: 'DescribeInstanceAttachmentAttributes',
  writes: false,
  parameters: z.object({ RegionId: text(), ...numberedPage, InstanceIds: jsonList() }),
  run(call, asked) {
    const { rows, fields } = pageOfInstances(call, asked, asked.InstanceIds);
    const shown = rows.map(({ id }) => ({ InstanceId: id, PrivatePoolOptionsId: '', PrivatePoolOptionsMatchCriteria: 'None' }));
    return { body: { ...fields, Instances: { Instance: shown } } };
  },
});

/** One page of the caller's instances, the named ones or all, and the answer's fields about it. */
function pageOfInstances(
  call: Call,
  asked: { readonly PageNumber?: number | undefined; readonly PageSize?: number | undefined },
  ids: readonly string[] | undefined,
): { readonly rows: readonly InstanceRow[]; readonly fields: JsonObject } {
  const page = pageOf(asked, 100);
  const matches = instancesOf(call, ids);
  return { rows: slice(matches, page), fields: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length } };
}
