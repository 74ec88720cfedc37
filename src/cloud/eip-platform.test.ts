import { describe, expect, it } from 'vitest';
import { associateEip } from './eip-associate.js';
import { PLATFORM_ORDERS, type PlatformOrder } from './eip-platform.js';
import { dissociated } from './eip-unassociate.js';
import type { EipRow, EniRow, Row } from './resources.js';
import { codeOf, contextOf, readsOf, written } from './testing-reads.js';
import { sample } from './testing.js';
import { leaseGranted, settle } from './transitions.js';

const VPC = sample.vpc({ id: 'vpc-1' });
const attached = { status: 'InUse', instanceId: 'i-1', deviceIndex: 1 } as const;
const eniOf = (change: Partial<EniRow> = {}) => sample.eni({ id: 'eni-1', vpcId: 'vpc-1', privateIps: ['10.0.0.1', '10.0.0.2'], ...change });
const eipOf = (mode: EipRow['mode'], change: Partial<EipRow> = {}): EipRow =>
  sample.eip({
    id: 'eip-1', mode, status: 'InUse', chargeType: 'PrePaid', expires: 1,
    binding: {
      type: 'NetworkInterface', shownId: 'eni-1', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-1',
      privateIp: mode === 'MULTI_BINDED' ? '' : '10.0.0.1', vpcId: 'vpc-1',
    },
    ...change,
  });

/** The rows after an order. */
function after(what: PlatformOrder, rows: readonly Row[]): readonly Row[] {
  const eip = rows.find((row) => row.kind === 'eip');
  if (eip === undefined) throw new Error('no EIP');
  return written(rows, PLATFORM_ORDERS[what](eip, readsOf(rows)));
}
const eniIn = (rows: readonly Row[]) => rows.find((row) => row.kind === 'eni');
const eipIn = (rows: readonly Row[]) => rows.find((row) => row.kind === 'eip');

describe('§7.5 suspension', () => {
  it('locks for financial reasons and leaves the binding alone; paying again unlocks at once', () => {
    const rows = [VPC, eniOf(attached), eipOf('NAT')];
    const suspended = after('suspend', rows);
    expect(eipIn(suspended)).toEqual({ ...eipOf('NAT'), businessStatus: 'OperationLock', locks: ['financial'] });
    expect(eipIn(after('resume', suspended))).toEqual(eipOf('NAT'));
  });

  it('ends without touching a lock of another kind', () => {
    const rows = [eipOf('NAT', { locks: ['security', 'financial'], businessStatus: 'OperationLock' })];
    expect(eipIn(after('resume', rows))).toMatchObject({ locks: ['security'], businessStatus: 'OperationLock' });
  });

  it.each(['suspend', 'resume', 'release'] as const)('twice, %s does nothing more', (what) => {
    const once = after(what, [eipOf('NAT')]);
    expect(after(what, once)).toEqual(once);
  });
});

describe('S-31, §7.5 forced release', () => {
  it.each<[EipRow['status'], EipRow['mode']]>([
    ['Available', 'NAT'], ['Associating', 'NAT'], ['InUse', 'MULTI_BINDED'], ['Unassociating', 'BINDED'],
  ])('takes an EIP that is %s, in mode %s', (status, mode) => {
    const rows = after('release', [VPC, eniOf(), eipOf(mode, { status, deletionProtection: true, ...(status === 'Available' ? { binding: null } : {}) })]);
    const eip = eipIn(rows);
    expect(eip).toMatchObject({ status: 'Releasing' });
    expect(eip?.binding?.shownId ?? '').toBe('');
    expect(eip && settle(eip, undefined, 0)).toEqual({ put: [expect.objectContaining({ kind: 'releasedEip', id: 'eip-1' })], remove: [eip] });
  });

  it.each<[EipRow['mode'], Partial<EniRow>, boolean]>([
    ['BINDED', attached, true],
    ['BINDED', { ...attached, status: 'Attaching' }, true],
    ['BINDED', {}, false],
    ['NAT', attached, false],
    ['MULTI_BINDED', attached, false],
  ])('of an EIP in mode %s on an ENI %j: private network dead afterwards: %s', (mode, change, dead) => {
    const rows = after('release', [VPC, eniOf({ ...change, leased: true }), eipOf(mode)]);
    expect(eniIn(rows)).toMatchObject({ privateSuppressed: dead, leased: !dead });
  });

  it('ends with the detach, by nothing else; no lease comes before', () => {
    const eni = eniIn(after('release', [VPC, eniOf(attached), eipOf('BINDED')]));
    if (eni === undefined) throw new Error('no ENI');
    expect(leaseGranted(eni)).toBeUndefined();
    expect(settle({ ...eni, status: 'Detaching' }, undefined, 0)?.put[0]).toMatchObject({
      status: 'Available', privateSuppressed: false, leased: false,
    });
  });

  it('of an address that no ENI has touches nothing else', () => {
    const binding = { ...eipOf('NAT').binding, type: 'IpAddress', eniId: '', shownId: '10.0.0.9', privateIp: '10.0.0.9' } as EipRow['binding'];
    expect(after('release', [VPC, eipOf('NAT', { binding })])).toHaveLength(2);
  });

  it('§3.4: the ENI takes a NAT bind while its private network is dead', () => {
    const eni = eniOf({ ...attached, privateSuppressed: true });
    const spare = sample.eip({ id: 'eip-2', address: '198.18.0.3' });
    const rows = [VPC, eni, spare, sample.instance({ id: 'i-1', vpcId: 'vpc-1' })];
    expect(codeOf(() => associateEip(contextOf(rows), { AllocationId: 'eip-2', InstanceId: 'eni-1', InstanceType: 'NetworkInterface' }))).toBe('accepted');
  });

  it('is not undone by the deletion of what the EIP was bound to', () => {
    const eip = eipIn(after('release', [VPC, eniOf(), eipOf('NAT')]));
    expect(eip && dissociated(eip)).toBe(eip);
  });
});
