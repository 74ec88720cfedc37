import { describe, expect, it } from 'vitest';
import { findRegion } from './catalogue/regions.js';
import type { Context } from './context.js';
import { attachEni, detachEni } from './eni-attach.js';
import { deleteEni } from './eni.js';
import { Refusal } from './errors/refusal.js';
import { Ids } from './ids.js';
import { deleteInstance } from './instance.js';
import type { EipRow, EniRow, InstanceRow, Row } from './resources.js';
import { settingsSchema } from './settings.js';
import { readsOf } from './testing-reads.js';
import { sample } from './testing.js';

const account = sample.account({ id: '1' });
const eni = sample.eni({ id: 'eni-1', vpcId: 'vpc-1', privateIps: ['10.0.0.1'], mac: '00:16:3e:00:00:01' });
const vm = sample.instance({ id: 'i-1', vpcId: 'vpc-1', type: 'ecs.g6.large', primaryEniId: 'eni-0' });
const primary = sample.eni({
  id: 'eni-0', type: 'Primary', status: 'InUse', instanceId: 'i-1', vpcId: 'vpc-1', privateIps: ['10.0.0.9'], deleteOnRelease: true,
});

const contextOf = (...rows: readonly Row[]): Context => contextIn('cn-hangzhou', ...rows);

function contextIn(id: string, ...rows: readonly Row[]): Context {
  const region = findRegion(id);
  if (region === undefined) throw new Error('no region');
  return { account, region, now: 0, read: readsOf(rows), ids: new Ids({ int: () => 0 }), settings: settingsSchema.parse({}) };
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (problem) {
    if (problem instanceof Refusal) return problem.code;
    throw problem;
  }
  return 'done';
}

function bound(given: Partial<EipRow> & { readonly id: string }, to: EniRow, type: 'NetworkInterface' | 'EcsInstance' = 'NetworkInterface'): EipRow {
  const privateIp = given.mode === 'MULTI_BINDED' ? '' : (to.privateIps[0] ?? '');
  return sample.eip({
    status: 'InUse', binding: { type, shownId: to.id, region: to.region, shownPrivateIp: '', eniId: to.id, privateIp, vpcId: to.vpcId }, ...given,
  });
}

describe('attaching (§2.3, §4.7)', () => {
  it.each<[string, Partial<EniRow>, Partial<InstanceRow>]>([
    ['done', {}, {}],
    ['done', {}, { status: 'Stopped' }],
    ['InvalidOperation.InvalidEcsState', {}, { status: 'Starting' }],
    ['InvalidOperation.InvalidEcsState', {}, { status: 'Deleting' }],
    ['InvalidOperation.InvalidEniState', { status: 'InUse', instanceId: 'i-1', deviceIndex: 1 }, {}],
    ['InvalidOperation.InvalidEniState', { status: 'Detaching', instanceId: 'i-1', deviceIndex: 1 }, {}],
    ['InvalidOperation.InvalidEniType', { type: 'Primary', status: 'InUse', instanceId: 'i-9' }, {}],
    ['InvalidOperation.VpcMismatch', { vpcId: 'vpc-2' }, {}],
    ['InvalidOperation.AvailabilityZoneMismatch', { zone: 'cn-hangzhou-h' }, {}],
    ['InvalidOperation.Ipv4CountExceeded', { privateIps: ['1', '2', '3', '4', '5', '6', '7'] }, {}],
    ['InvalidEniId.NotFound', { account: '2' }, {}],
    ['InvalidEcsId.NotFound', {}, { region: 'cn-beijing' }],
  ])('%s for an ENI %j and an instance %j', (code, ofEni, ofInstance) => {
    const context = contextOf({ ...eni, ...ofEni }, { ...vm, ...ofInstance }, primary);
    expect(codeOf(() => attachEni(context, 'eni-1', 'i-1'))).toBe(code);
  });

  it('takes the smallest free slot, up to the quota of the type, the primary ENI counted', () => {
    const at = (index: number) => ({ ...eni, id: `eni-at-${index}`, status: 'InUse', instanceId: 'i-1', deviceIndex: index }) as const;
    const large = { ...vm, type: 'ecs.g6.2xlarge' };
    expect(attachEni(contextOf(eni, large, primary, at(1), at(3)), 'eni-1', 'i-1')).toMatchObject({
      status: 'Attaching', instanceId: 'i-1', deviceIndex: 2,
    });
    expect(codeOf(() => attachEni(contextOf(eni, large, primary, at(1), at(2), at(3)), 'eni-1', 'i-1'))).toBe('EniPerInstanceLimitExceeded');
    expect(codeOf(() => attachEni(contextOf(eni, vm, primary, { ...at(1), status: 'Detaching' }), 'eni-1', 'i-1'))).toBe('EniPerInstanceLimitExceeded');
  });

  describe('of an ENI with EIPs on it (§11)', () => {
    const attach = (mode: EipRow['mode'], region: string, type: string, change: Partial<EipRow> = {}) => {
      const [placedEni, placedVm, placedPrimary] = [{ ...eni, region }, { ...vm, region, type }, { ...primary, region }];
      const eip = bound({ id: 'eip-1', region, mode, ...change }, placedEni);
      return codeOf(() => attachEni(contextIn(region, placedEni, placedVm, placedPrimary, eip), 'eni-1', 'i-1'));
    };

    it.each<[string, EipRow['mode'], string, string]>([
      ['done', 'MULTI_BINDED', 'cn-shanghai', 'ecs.g5.large'],
      ['done', 'MULTI_BINDED', 'cn-shanghai', 'ecs.t5-lc1m2.small'],
      ['InvalidOperation.InvalidGeneration', 'MULTI_BINDED', 'cn-shanghai', 'ecs.g6.large'],
      ['InvalidOperation.InvalidRegion', 'MULTI_BINDED', 'cn-hangzhou', 'ecs.g5.large'],
      ['done', 'BINDED', 'cn-hangzhou', 'ecs.g6.large'],
      ['InvalidOperation.InvalidRegion', 'BINDED', 'cn-hongkong', 'ecs.g6.large'],
      ['done', 'NAT', 'cn-hongkong', 'ecs.g6.large'],
    ])('S-36, U-04: %s for one in mode %s in %s to an %s', (code, mode, region, type) => {
      expect(attach(mode, region, type)).toBe(code);
    });

    it('waits for no bind: the ENI comes after the EIP that is still Associating', () => {
      expect(attach('BINDED', 'cn-hangzhou', 'ecs.g6.large', { status: 'Associating' })).toBe('done');
      expect(attach('MULTI_BINDED', 'cn-shanghai', 'ecs.g6.large', { status: 'Associating' })).toBe('InvalidOperation.InvalidGeneration');
    });

    it('asks nothing of an EIP on its way out', () => {
      expect(attach('MULTI_BINDED', 'cn-shanghai', 'ecs.g6.large', { status: 'Unassociating' })).toBe('done');
    });
  });
});

describe('detaching', () => {
  const attached = { ...eni, status: 'InUse', instanceId: 'i-1', deviceIndex: 1 } as const;
  const other = { ...vm, id: 'i-2' };

  it.each<[string, Partial<EniRow>, Partial<InstanceRow>, string]>([
    ['done', {}, {}, 'i-1'],
    ['done', { status: 'Detaching' }, {}, 'i-1'],
    ['InvalidOperation.InvalidEniState', {}, {}, 'i-2'],
    ['InvalidOperation.InvalidEniState', { status: 'Available', instanceId: '' }, {}, 'i-1'],
    ['InvalidOperation.InvalidEniState', { status: 'Attaching' }, {}, 'i-1'],
    ['InvalidOperation.DetachPrimaryEniNotAllowed', { type: 'Primary' }, {}, 'i-1'],
    ['InvalidOperation.InvalidEcsState', {}, { status: 'Stopping' }, 'i-1'],
    ['InvalidEcsId.NotFound', {}, {}, 'i-3'],
  ])('%s for an ENI %j and an instance %j, named %s', (code, ofEni, ofInstance, named) => {
    const context = contextOf({ ...attached, ...ofEni }, { ...vm, ...ofInstance }, other);
    expect(codeOf(() => detachEni(context, 'eni-1', named))).toBe(code);
  });

  it('S-03: keeps addresses, groups and the instance until it is over', () => {
    const before = { ...attached, groupIds: ['sg-1'] };
    expect(detachEni(contextOf(before, vm), 'eni-1', 'i-1')).toMatchObject({
      status: 'Detaching', instanceId: 'i-1', privateIps: ['10.0.0.1'], groupIds: ['sg-1'], mac: eni.mac,
    });
  });
});

describe('deleting', () => {
  it('U-08: an ENI dissociates its EIPs; only an Available one goes, a second call on a Deleting one is taken', () => {
    const write = deleteEni(contextOf(eni, bound({ id: 'eip-1' }, eni)), 'eni-1');
    expect(write.put).toMatchObject([{ id: 'eni-1', status: 'Deleting' }, { id: 'eip-1', status: 'Unassociating', binding: { shownId: '' } }]);
    const codes = (['InUse', 'Attaching', 'Detaching', 'Deleting'] as const).map((status) =>
      codeOf(() => deleteEni(contextOf({ ...eni, status, instanceId: status === 'Deleting' ? '' : 'i-1', deviceIndex: 1 }), 'eni-1')));
    expect(codes).toEqual([...Array.from({ length: 3 }, () => 'InvalidOperation.InvalidEniState'), 'done']);
  });

  it('§2.4: an instance takes its ENIs with DeleteOnRelease along and leaves the others with what they have', () => {
    const goes = { ...eni, status: 'InUse', instanceId: 'i-1', deviceIndex: 1, deleteOnRelease: true } as const;
    const stays = { ...goes, id: 'eni-2', deviceIndex: 2, deleteOnRelease: false, privateIps: ['10.0.0.2'] };
    const rows = [
      vm, primary, goes, stays,
      bound({ id: 'eip-i' }, primary, 'EcsInstance'), bound({ id: 'eip-goes' }, goes), bound({ id: 'eip-stays' }, stays),
    ];
    const { put } = deleteInstance(contextOf(...rows), vm, true);
    expect(Object.fromEntries(put.map((row) => [row.id, 'status' in row ? row.status : '']))).toEqual({
      'i-1': 'Deleting', 'eni-0': 'Deleting', 'eip-i': 'Unassociating', 'eni-1': 'Deleting', 'eip-goes': 'Unassociating', 'eni-2': 'Detaching',
    });
  });

  it('§2.3: a kept primary ENI becomes a secondary one; the EIP bound to the instance is dissociated in any case', () => {
    const kept = { ...primary, deleteOnRelease: false };
    const { put } = deleteInstance(contextOf(vm, kept, bound({ id: 'eip-i' }, kept, 'EcsInstance')), vm, true);
    expect(put.slice(1)).toMatchObject([{ id: 'eni-0', status: 'Detaching', type: 'Secondary' }, { id: 'eip-i', status: 'Unassociating' }]);
  });

  it.each<[string, Partial<InstanceRow>, boolean]>([
    ['done', { status: 'Stopped' }, false],
    ['IncorrectInstanceStatus', { status: 'Running' }, false],
    ['done', { status: 'Pending' }, true],
    ['IncorrectInstanceStatus', { status: 'Deleting' }, true],
    ['InvalidOperation.DeletionProtection', { status: 'Stopped', deletionProtection: true }, true],
  ])('§4.6: %s for an instance %j, forced: %s', (code, given, force) => {
    expect(codeOf(() => deleteInstance(contextOf(vm), { ...vm, ...given }, force))).toBe(code);
  });
});
