import { describe, expect, it } from 'vitest';
import type { Counter } from '../network/protocol.js';
import { Metrics } from './metrics.js';
import { testCloud, textField } from './testing.js';

async function textOf(metrics: Metrics): Promise<string> {
  let text = '';
  for await (const piece of metrics.text()) text += piece;
  return text;
}

describe('metrics', () => {
  it('say what passed each EIP that is there, rows, and how far the data plane is', async () => {
    const cloud = await testCloud();
    const eip = await cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' });
    const [id, address] = [textField(eip, 'AllocationId'), textField(eip, 'EipAddress')];
    const row = cloud.store.read.get('eip', id);
    const counter = (shape: number, direction: Counter['direction'], bytes: number): Counter =>
      ({ key: `shape/${shape}`, direction, life: `${shape}.${direction}`, bytes, packets: 2 });
    cloud.store.begin();
    cloud.store.traffic.record([counter(row?.n ?? 0, 'received', 300), counter(row?.n ?? 0, 'sent', 120), counter(4_711, 'sent', 9)], cloud.clock.now);
    cloud.store.commit();
    const text = await textOf(new Metrics(cloud.plane, cloud.store));
    const labels = `allocation_id="${id}",address="${address}"`;
    expect(text.split('\n')).toEqual(expect.arrayContaining([
      `openeip_eip_bytes_total{${labels},direction="received"} 300`, `openeip_eip_bytes_total{${labels},direction="sent"} 120`,
      `openeip_eip_packets_total{${labels},direction="received"} 2`, `openeip_eip_packets_total{${labels},direction="sent"} 2`,
      'openeip_rows{kind="eip"} 1', `openeip_network_version{state="desired"} ${cloud.plane.status().version}`,
      `openeip_network_version{state="confirmed"} ${cloud.plane.status().confirmed}`, 'openeip_host_connected{host="memory"} 1',
    ]));
    // No series of an EIP that nobody has; no metric's samples apart from each other; no keys.
    expect(text.match(/^openeip_eip_/gm)).toHaveLength(4);
    expect(text.match(/^# TYPE openeip_eip_bytes_total counter$/gm)).toHaveLength(1);
    expect(text).not.toContain('secret');
  });

  it('say how requests ended, by actions that there are, and how long rows were on their way, and what was dropped', async () => {
    const cloud = await testCloud();
    const metrics = new Metrics(cloud.plane, cloud.store);
    const answered = (action: string, code: string, status = 200) =>
      cloud.plane.requestLog.answered({ requestId: 'R', version: '2016-04-28', action, account: '1', status, code, message: '', ms: 20, parameters: () => ({}) });
    answered('DescribeVpcs', '');
    answered('DescribeVpcs', '');
    answered('DescribeVpcs', 'Throttling.User', 400);
    answered('DescribeVpcs', '', 0);
    for (let i = 0; i < 50; i++) answered(`Guess${i}`, 'InvalidAction.NotFound', 404);
    const id = textField(await cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' }), 'AllocationId');
    await cloud.call('Vpc', 'ReleaseEipAddress', { AllocationId: id });
    await cloud.settled();
    const vpcId = textField(await cloud.call('Vpc', 'CreateVpc', { RegionId: 'cn-hangzhou' }), 'VpcId');
    const drops = [{ space: `space/${cloud.store.read.get('vpc', vpcId)?.n ?? 0}`, causes: { spoofed: 3 } }, { space: 'space/4711', causes: { spoofed: 1 } }];
    const session = cloud.plane.connect({
      send: (message) => {
        if (message.type === 'drops') session.receive({ type: 'dropped', id: message.id, drops });
      },
      close: () => undefined,
    });
    session.receive({ type: 'hello', host: 'other', epoch: '', version: 0 });
    const text = await textOf(metrics);
    expect(text.split('\n')).toEqual(expect.arrayContaining([
      'openeip_requests_total{product="Vpc",action="DescribeVpcs",code="ok"} 2', 'openeip_requests_total{product="Vpc",action="DescribeVpcs",code="Throttling.User"} 1',
      'openeip_requests_total{product="Vpc",action="DescribeVpcs",code="reset"} 1', 'openeip_requests_total{product="Vpc",action="",code="InvalidAction.NotFound"} 50',
      'openeip_request_duration_seconds_count{product="Vpc"} 54', 'openeip_transition_seconds_count{kind="eip",status="Releasing"} 1',
    ]));
    expect(text).not.toContain('Guess');
    expect(text.match(/^openeip_dropped_packets\{.*$/gm)).toEqual([`openeip_dropped_packets{vpc="${vpcId}",cause="spoofed"} 3`]);
    // Nobody waits for a host that went away.
    drops.length = 0;
    session.closed();
    expect(await textOf(metrics)).not.toContain('openeip_dropped_packets{');
  });
});
