import { describe, expect, it } from 'vitest';
import type { EipBinding, Row } from './resources.js';
import { sample } from './testing.js';
import { revert, settle, type GuestSeen } from './transitions.js';

const binding: EipBinding = {
  type: 'NetworkInterface', shownId: '', region: 'cn-hangzhou', shownPrivateIp: '10.0.0.9', eniId: 'eni-a', privateIp: '10.0.0.9', vpcId: 'vpc-a',
};
const running: GuestSeen = { boot: 1, state: 'running' };
const stopped: GuestSeen = { boot: 1, state: 'stopped' };

/** `gone`, the fields of the row that changed, or undefined where it waits. */
function outcome(row: Row, write: ReturnType<typeof settle>): unknown {
  if (write === undefined) return undefined;
  if (write.remove.length > 0) return 'gone';
  const before = new Map(Object.entries(row));
  return Object.fromEntries(Object.entries(write.put[0] ?? {}).filter(([name, value]) => before.get(name) !== value));
}

describe('settle', () => {
  it.each<[string, Row, unknown]>([
    ['VPC Pending', sample.vpc({ id: 'x', status: 'Pending' }), { status: 'Available' }],
    ['vSwitch Pending', sample.vswitch({ id: 'x', status: 'Pending' }), { status: 'Available' }],
    ['route table Pending', sample.routeTable({ id: 'x', status: 'Pending' }), { status: 'Available' }],
    ['route table Deleting', sample.routeTable({ id: 'x', status: 'Deleting' }), 'gone'],
    ['route entry Pending', sample.routeEntry({ id: 'x', status: 'Pending' }), { status: 'Available' }],
    ['route entry Modifying', sample.routeEntry({ id: 'x', status: 'Modifying' }), { status: 'Available' }],
    ['route entry Deleting', sample.routeEntry({ id: 'x', status: 'Deleting' }), 'gone'],
    ['route entry Available', sample.routeEntry({ id: 'x' }), undefined],
    ['gateway Creating', sample.ipv4Gateway({ id: 'x', status: 'Creating' }), { status: 'Created' }],
    ['gateway Activating', sample.ipv4Gateway({ id: 'x', status: 'Activating', enabled: true }), { status: 'Created' }],
    ['gateway Modifying', sample.ipv4Gateway({ id: 'x', status: 'Modifying' }), { status: 'Created' }],
    ['gateway Deleting', sample.ipv4Gateway({ id: 'x', status: 'Deleting' }), 'gone'],
    ['gateway Created', sample.ipv4Gateway({ id: 'x' }), undefined],
    ['EIP Associating', sample.eip({ id: 'x', status: 'Associating', binding }), { status: 'InUse' }],
    ['EIP Unassociating', sample.eip({ id: 'x', status: 'Unassociating', binding, mode: 'BINDED' }), { status: 'Available', binding: null, mode: 'NAT' }],
    ['EIP Releasing', sample.eip({ id: 'x', status: 'Releasing' }), 'gone'],
    ['ENI Attaching', sample.eni({ id: 'x', status: 'Attaching', instanceId: 'i', deviceIndex: 2 }), { status: 'InUse' }],
    ['ENI Detaching', sample.eni({ id: 'x', status: 'Detaching', instanceId: 'i', deviceIndex: 2 }), { status: 'Available', instanceId: '', deviceIndex: 0 }],
    ['ENI Deleting', sample.eni({ id: 'x', status: 'Deleting' }), 'gone'],
    ['instance Deleting', sample.instance({ id: 'x', status: 'Deleting' }), 'gone'],
    ['VPC Available', sample.vpc({ id: 'x' }), undefined],
    ['EIP InUse', sample.eip({ id: 'x', status: 'InUse', binding }), undefined],
    ['ENI InUse', sample.eni({ id: 'x', status: 'InUse' }), undefined],
    ['security group', sample.securityGroup({ id: 'x' }), undefined],
  ])('%s', (_, row, expected) => {
    expect(outcome(row, settle(row, undefined, 9))).toEqual(expected);
  });

  it.each([
    ['Pending', undefined, { status: 'Starting', boot: 2 }],
    ['Pending', stopped, { status: 'Starting', boot: 2 }],
    ['Starting', undefined, undefined],
    ['Starting', running, { status: 'Running', started: 9 }],
    ['Starting', { boot: 0, state: 'running' }, undefined],
    ['Starting', { boot: 0, state: 'stopped' }, undefined],
    ['Starting', stopped, { status: 'Stopped' }],
    ['Running', running, undefined],
    ['Running', undefined, undefined],
    ['Running', stopped, { status: 'Stopped' }],
    ['Running', { boot: 0, state: 'stopped' }, undefined],
    ['Stopping', running, undefined],
    ['Stopping', stopped, { status: 'Stopped' }],
    ['Stopping', undefined, { status: 'Stopped' }],
    ['Stopped', stopped, undefined],
  ] as const)('instance %s with guest %j', (status, guest, expected) => {
    const row = sample.instance({ id: 'x', status });
    expect(outcome(row, settle(row, guest, 9))).toEqual(expected);
  });

  it('§2.4: an instance of CreateInstance comes to rest without a boot', () => {
    const row = sample.instance({ id: 'x', status: 'Pending', boot: 0, stoppedMode: 'KeepCharging' });
    expect(outcome(row, settle(row, undefined, 9))).toEqual({ status: 'Stopped' });
  });
});

describe('revert', () => {
  it.each<[string, Row, unknown]>([
    ['EIP Associating', sample.eip({ id: 'x', status: 'Associating', binding, mode: 'BINDED' }), { status: 'Available', binding: null, mode: 'NAT' }],
    ['EIP Unassociating', sample.eip({ id: 'x', status: 'Unassociating', binding }), undefined],
    ['EIP InUse', sample.eip({ id: 'x', status: 'InUse', binding }), undefined],
    ['ENI Attaching', sample.eni({ id: 'x', status: 'Attaching', instanceId: 'i', deviceIndex: 2 }), { status: 'Available', instanceId: '', deviceIndex: 0 }],
    ['primary ENI Attaching', sample.eni({ id: 'x', status: 'Attaching', instanceId: 'i', type: 'Primary' }), undefined],
    ['ENI Detaching', sample.eni({ id: 'x', status: 'Detaching', instanceId: 'i' }), undefined],
    ['instance Starting', sample.instance({ id: 'x', status: 'Starting' }), { status: 'Stopped' }],
    ['instance Pending', sample.instance({ id: 'x', status: 'Pending' }), { status: 'Stopped' }],
    ['instance Running', sample.instance({ id: 'x', status: 'Running' }), undefined],
    ['VPC Pending', sample.vpc({ id: 'x', status: 'Pending' }), undefined],
    ['route table Pending', sample.routeTable({ id: 'x', status: 'Pending' }), undefined],
    ['route entry Pending', sample.routeEntry({ id: 'x', status: 'Pending' }), 'gone'],
    ['route entry Modifying', sample.routeEntry({ id: 'x', status: 'Modifying' }), undefined],
    ['route entry Deleting', sample.routeEntry({ id: 'x', status: 'Deleting' }), undefined],
    ['gateway Activating', sample.ipv4Gateway({ id: 'x', status: 'Activating', enabled: true }), { status: 'Created', enabled: false }],
    ['gateway Modifying', sample.ipv4Gateway({ id: 'x', status: 'Modifying', enabled: true }), undefined],
  ])('%s', (_, row, expected) => {
    expect(outcome(row, revert(row))).toEqual(expected);
  });
});
