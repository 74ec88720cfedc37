/** OpenEIP's own product is called as any of the cloud's is: by both families of official clients, and by nobody without a signature. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { field } from '../../src/control/testing.js';
import { Cloud } from '../support/cloud.js';
import { popClient, sdkClient } from './clients.js';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await Cloud.up({ dataplane: 'memory' });
});
afterAll(() => cloud.down());

it.each([['V1, pop-core', popClient], ['V3, openapi-core', sdkClient]])('%s', async (_, clientOf) => {
  const call = clientOf(cloud);
  const fault = await call('OpenEIP', 'AddFault', { Product: 'vpc', ActionName: 'DescribeVpcs', Code: 'TaskConflict' });
  expect(fault.body).toMatchObject({ ErrorCode: 'TaskConflict', ErrorStatus: 400, First: 1, Met: 0 });
  await expect(call('Vpc', 'DescribeVpcs', { RegionId: 'cn-hangzhou' })).rejects.toMatchObject({ code: 'TaskConflict' });
  expect(field((await call('OpenEIP', 'ListFaults', {})).body, 'Faults.Fault.0.Met')).toBe(1);
  expect((await call('OpenEIP', 'ClearFaults', {})).body).toMatchObject({ Cleared: 1 });
  const before = Date.parse(String((await call('OpenEIP', 'DescribeClock', {})).body['Time']));
  const after = Date.parse(String((await call('OpenEIP', 'AdvanceClock', { By: '72h' })).body['Time']));
  expect(after - before).toBeGreaterThanOrEqual(72 * 3_600_000);
  // Signatures follow the host's clock: the next call is admitted.
  expect((await call('OpenEIP', 'DescribeBill', {})).body).toMatchObject({ Currency: 'USD', Total: '0', Eips: { Eip: [] } });
  await expect(call('OpenEIP', 'DescribeHistory', { ResourceId: 'i-none' })).rejects.toMatchObject({ code: 'InvalidResourceId.NotFound' });
});

it.each([['V1, pop-core', popClient], ['V3, openapi-core', sdkClient]])('snapshots: %s', async (_, clientOf) => {
  const call = (action: string, parameters: Readonly<Record<string, string>>) => clientOf(cloud)('OpenEIP', action, parameters);
  expect((await call('SaveSnapshot', { Name: 'wire' })).body).toMatchObject({ Name: 'wire', Resources: { account: 1 }, Refused: '' });
  await expect(call('SaveSnapshot', { Name: 'wire' })).rejects.toMatchObject({ code: 'InvalidSnapshot.Exists' });
  expect(field((await call('ListSnapshots', {})).body, 'Snapshots.Snapshot.0.Name')).toBe('wire');
  expect((await call('DiffSnapshots', { Name: 'wire' })).body).toMatchObject({ Changes: { Change: [] } });
  await call('LoadSnapshot', { Name: 'wire' });
  await call('DeleteSnapshot', { Name: 'wire' });
  expect((await call('ListSnapshots', {})).body).toMatchObject({ Snapshots: { Snapshot: [] } });
});

it.each([['V1, pop-core', popClient], ['V3, openapi-core', sdkClient]])('what the console shows, by %s', async (_, clientOf) => {
  const call = clientOf(cloud);
  await expect(call('Vpc', 'ReleaseEipAddress', { RegionId: 'cn-hangzhou', AllocationId: 'eip-none' })).rejects.toMatchObject({ code: 'InvalidAllocationId.NotFound' });
  const { body: requests } = await call('OpenEIP', 'ListRequests', { ErrorCode: 'InvalidAllocationId.NotFound', MaxResults: 1 });
  expect(requests).toMatchObject({ Requests: { Request: [{ Product: 'Vpc', ActionName: 'ReleaseEipAddress', Status: 404, RegionId: 'cn-hangzhou' }] } });
  const { body: modes } = await call('OpenEIP', 'DescribeAssociationModes', { RegionId: 'cn-hangzhou', NetworkInterfaceId: 'eni-none' });
  expect(modes).toMatchObject({ Modes: { Mode: [{ Mode: 'NAT', Possible: false, ErrorCode: 'InvalidInstanId.NotFound' }, { Mode: 'BINDED' }, { Mode: 'MULTI_BINDED' }] } });
  const { body: traced } = await call('OpenEIP', 'TracePacket', { From: 'internet', To: '198.18.255.1', Protocol: 'udp' });
  expect(traced).toMatchObject({ Trace: { delivered: false, forward: { packet: { protocol: 17, destinationPort: 53 } }, probe: null } });
  await expect(call('OpenEIP', 'TracePacket', { From: 'i-none', To: '198.18.255.1' })).rejects.toMatchObject({ code: 'InvalidTraceEnd' });
  await expect(call('OpenEIP', 'TracePacket', { From: 'internet', To: '198.18.255.1', Protocol: '256' })).rejects.toMatchObject({ code: 'InvalidParameter' });
});

it('an unsigned call is refused like any', async () => {
  const answer = await fetch(`${cloud.endpoint}/?Action=DescribeClock&Version=2026-01-01`);
  expect([answer.status, await answer.json()]).toMatchObject([400, { Code: expect.stringMatching(/^Missing/) as unknown }]);
});
