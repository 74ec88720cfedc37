/** The control plane alone, memory data plane: every filter of DescribeEipAddresses, an association, and memory, with many EIPs against few. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Cloud } from '../../test/support/cloud.js';
import { Client } from '../client.js';
import { cloudUp } from '../cloud.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { REGION, seed } from '../seed.js';
import { interleave, median, type Figure } from '../table.js';

const [FEW, MANY] = [100, 100_000] as const;
const PAGE = 50;

type Parameters = Readonly<Record<string, string>>;

/** One EIP of a side, which every round changes or binds. */
interface Side {
  readonly account: string;
  readonly cloud: Cloud;
  readonly client: Client;
  readonly eip: Readonly<{ id: string; address: string; boundTo: string }>;
  /** An ENI with a free private address, and an EIP for it. */
  readonly place: Readonly<{ eni: string; eip: string }>;
}

/** Each filter once; most find half of the EIPs or all of them. */
const FILTERS: Readonly<Record<string, (side: Side) => Parameters>> = {
  'no filter': () => ({}),
  AllocationId: ({ eip }) => ({ AllocationId: eip.id }),
  EipAddress: ({ eip }) => ({ EipAddress: eip.address }),
  Status: () => ({ Status: 'InUse' }),
  AssociatedInstanceType: () => ({ AssociatedInstanceType: 'NetworkInterface' }),
  AssociatedInstanceId: ({ eip }) => ({ AssociatedInstanceId: eip.boundTo }),
  ChargeType: () => ({ ChargeType: 'PostPaid' }),
  EipName: () => ({ EipName: 'even' }),
  ISP: () => ({ ISP: 'BGP' }),
  ResourceGroupId: ({ account }) => ({ ResourceGroupId: `rg-default${account}` }),
  LockReason: () => ({ LockReason: 'financial' }),
  SecurityProtectionEnabled: () => ({ SecurityProtectionEnabled: 'false' }),
  ServiceManaged: () => ({ ServiceManaged: 'false' }),
  'Tag, key': () => ({ 'Tag.1.Key': 'parity' }),
  'Tag, key and value': () => ({ 'Tag.1.Key': 'parity', 'Tag.1.Value': 'even' }),
  'time of creation': () => ({
    'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': '2026-01-01T00:00Z', 'Filter.2.Key': 'CreationEndTime', 'Filter.2.Value': '2099-01-01T00:00Z',
  }),
  'Status, ISP and time of creation': () => ({ Status: 'InUse', ISP: 'BGP', 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': '2026-01-01T00:00Z' }),
};

export const controlRow: Row = {
  name: 'control',
  measure: (quick) => scoped(async (scope) => {
    const [rounds, each] = quick ? [2, 5] : [10, 40];
    const few = await side(scope, FEW);
    const many = await side(scope, MANY);
    const figures: Figure[] = [];
    for (const [filter, parameters] of Object.entries(FILTERS)) {
      const times = (one: Side) => () => medianOf(each, async () => {
        // What the cloud remembers of its lists ends with a write.
        await one.client.call('Vpc', 'ModifyEipAddressAttribute', { AllocationId: one.place.eip, Description: 'changed' });
        return () => one.client.call('Vpc', 'DescribeEipAddresses', { PageSize: String(PAGE), ...parameters(one) });
      });
      for (const one of [many, few]) await times(one)();
      const { ours, reference, ratio } = await interleave(rounds, times(many), times(few));
      const figure = `${String(PAGE)} of ${MANY.toLocaleString('en')} EIPs, ${filter}`;
      figures.push({ row: 'control', figure, unit: 'ms', value: ours, reference, ratio, reach: '≤ 3', rounds });
    }
    const associations = (one: Side) => () => medianOf(each, async () => {
      await one.client.call('Vpc', 'UnassociateEipAddress', { AllocationId: one.place.eip }).catch(() => undefined);
      await one.client.eipIs(one.place.eip, 'Available');
      return async () => {
        await one.client.call('Vpc', 'AssociateEipAddress', { AllocationId: one.place.eip, InstanceId: one.place.eni, InstanceType: 'NetworkInterface' });
        await one.client.eipIs(one.place.eip, 'InUse');
      };
    });
    for (const one of [many, few]) await associations(one)();
    const { ours, reference, ratio } = await interleave(rounds, associations(many), associations(few));
    return [
      ...figures,
      { row: 'control', figure: `associate call to InUse, ${MANY.toLocaleString('en')} EIPs`, unit: 'ms', value: ours, reference, ratio, reach: '≤ 1.3', rounds },
      {
        row: 'control', figure: `memory of the control plane, ${MANY.toLocaleString('en')} EIPs`, unit: 'MB',
        value: memory(many.cloud), reference: memory(few.cloud), reach: '≤ 300', rounds: 1,
      },
    ];
  }),
};

/** Median of some runs, ms, each prepared before its time begins. */
async function medianOf(runs: number, prepare: () => Promise<() => Promise<unknown>>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const timed = await prepare();
    const began = performance.now();
    await timed();
    times.push(performance.now() - began);
  }
  return median(times);
}

const eips = z.object({
  EipAddresses: z.object({ EipAddress: z.array(z.object({ AllocationId: z.string(), IpAddress: z.string(), InstanceId: z.string() })).min(1) }),
});
const eni = z.object({ NetworkInterfaceId: z.string() });
const allocated = z.object({ AllocationId: z.string() });
const groups = z.object({ SecurityGroups: z.object({ SecurityGroup: z.tuple([z.object({ SecurityGroupId: z.string() })]) }) });

async function side(scope: Scope, count: number): Promise<Side> {
  const home = scope.directory();
  const site = seed(home, count);
  const quotas = { eipsPerAccount: 1_000_000, enisPerRegion: 100_000, privateIpsPerEnterpriseGroup: 1_000_000 };
  const cloud = await cloudUp(scope, { dataplane: 'memory', home, settings: { quotas } });
  const client = scope.own(new Client(cloud), (one) => {
    one.close();
  });
  const [first] = eips.parse(await client.call('Vpc', 'DescribeEipAddresses', { PageSize: '1' })).EipAddresses.EipAddress;
  const [group] = groups.parse(await client.call('Ecs', 'DescribeSecurityGroups', { VpcId: site.vpcId })).SecurityGroups.SecurityGroup;
  const { NetworkInterfaceId } = eni.parse(await client.call('Ecs', 'CreateNetworkInterface', { VSwitchId: site.vswitchId, ...group }));
  const { AllocationId } = allocated.parse(await client.call('Vpc', 'AllocateEipAddress', { RegionId: REGION }));
  if (first === undefined) throw new Error('the seed made no EIP');
  return {
    account: site.account, cloud, client, place: { eni: NetworkInterfaceId, eip: AllocationId },
    eip: { id: first.AllocationId, address: first.IpAddress, boundTo: first.InstanceId },
  };
}

/** Resident, MB. */
function memory(cloud: Cloud): number {
  const status = readFileSync(`/proc/${String(cloud.status().processes.controlPlane)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
