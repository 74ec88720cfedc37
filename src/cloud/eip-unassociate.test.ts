import { describe, expect, it } from 'vitest';
import { dissociated, unassociateEip, type Dissociation } from './eip-unassociate.js';
import type { EipRow, EniRow, InstanceRow } from './resources.js';
import type { Settings } from './settings.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

interface World {
  eip: EipRow;
  eni: EniRow;
  instance: InstanceRow;
  settings: Partial<Settings>;
  asked: Dissociation;
}

function world(mode: EipRow['mode'] = 'NAT'): World {
  return {
    eip: sample.eip({
      id: 'eip-1', status: 'InUse', mode,
      binding: {
        type: 'NetworkInterface', shownId: 'eni-1', region: 'cn-hangzhou', shownPrivateIp: '10.0.0.1', eniId: 'eni-1',
        privateIp: mode === 'MULTI_BINDED' ? '' : '10.0.0.1', vpcId: 'vpc-1',
      },
    }),
    eni: sample.eni({ id: 'eni-1', vpcId: 'vpc-1', privateIps: ['10.0.0.1'] }),
    instance: sample.instance({ id: 'i-1', vpcId: 'vpc-1' }),
    settings: {},
    asked: { AllocationId: 'eip-1' },
  };
}

const unassociate = ({ eip, eni, instance, settings, asked }: World) =>
  unassociateEip(contextOf([eip, eni, instance], { settings }), asked);

const attach = (status: EniRow['status'], instance: InstanceRow['status'] = 'Running') => (w: World) => {
  w.eni = { ...w.eni, status, instanceId: 'i-1', deviceIndex: 1 };
  w.instance = { ...w.instance, status: instance };
};
const ask = (asked: Partial<Dissociation>) => (w: World) => {
  w.asked = { ...w.asked, ...asked };
};

type Check = readonly [number: string, code: string, breakIt: (world: World) => void];
const request: readonly Check[] = [
  ['1', 'InvalidAllocationId.NotFound', ask({ AllocationId: 'eip-9' })],
  ['2', 'IncorrectEipStatus', (w) => { w.eip = { ...w.eip, status: 'Associating' }; }],
  ['3', 'InvalidInstanceId.NotFound', ask({ InstanceId: 'eni-9' })],
  ['4', 'InvalidInstanceType.ValueNotSupported', ask({ InstanceType: 'Eni' })],
];
const tables: readonly (readonly [EipRow['mode'], readonly Check[]])[] = [
  ['NAT', [
    ...request,
    ['6', 'InvalidStatus.EcsStatusNotSupport', attach('InUse', 'Starting')],
    ['7', 'InvalidStatus.EniStatusNotSupport', attach('Detaching')],
  ]],
  ['BINDED', [...request, ['5', 'Eni.Attached', attach('InUse')], ['7', 'InvalidStatus.EniStatusNotSupport', attach('Detaching')]]],
  ['MULTI_BINDED', [...request, ['5', 'Eni.Attached', attach('InUse')], ['7', 'InvalidStatus.EniStatusNotSupport', attach('Attaching')]]],
];

describe.each(tables)('§3.3 unbinding %s', (mode, checks) => {
  it('is accepted to begin with', () => {
    expect(codeOf(() => unassociate(world(mode)))).toBe('accepted');
  });

  it.each(checks)('#%s alone answers %s', (_number, code, breakIt) => {
    const w = world(mode);
    breakIt(w);
    expect(codeOf(() => unassociate(w))).toBe(code);
  });

  it.each(checks.flatMap(([n, code, earlier], i) => checks.slice(i + 1).map(([m, , later]) => [n, m, code, earlier, later] as const)))(
    '#%s comes before #%s: %s',
    (_n, _m, code, breakEarlier, breakLater) => {
      const w = world(mode);
      breakLater(w);
      breakEarlier(w);
      expect(codeOf(() => unassociate(w))).toBe(code);
    },
  );
});

describe('§3.3 unbinding', () => {
  it('drops the id at once and keeps the rest until it is real', () => {
    expect(unassociate(world())).toMatchObject({
      status: 'Unassociating', mode: 'NAT',
      binding: { type: 'NetworkInterface', shownId: '', shownPrivateIp: '10.0.0.1', eniId: 'eni-1', privateIp: '10.0.0.1' },
    });
  });

  it('NAT lets go of an attached ENI', () => {
    const w = world();
    attach('InUse')(w);
    expect(codeOf(() => unassociate(w))).toBe('accepted');
  });

  it.each([
    ['BINDED', 'bindedUnbindRequiresDetached'],
    ['MULTI_BINDED', 'multiRequiresDetached'],
  ] as const)('U-31, U-03: with its switch off, %s lets go of an attached ENI', (mode, name) => {
    const w = world(mode);
    attach('InUse')(w);
    w.settings = { [name]: false };
    expect(codeOf(() => unassociate(w))).toBe('accepted');
  });

  it('a known type that is not the bound one matters only beside an id', () => {
    const w = world();
    ask({ InstanceType: 'EcsInstance' })(w);
    expect(codeOf(() => unassociate(w))).toBe('accepted');
    ask({ InstanceId: 'eni-1' })(w);
    expect(codeOf(() => unassociate(w))).toBe('InvalidInstanceType.ValueNotSupported');
  });

  it("another account's EIP is not found", () => {
    const w = world();
    w.eip = { ...w.eip, account: '2' };
    expect(codeOf(() => unassociate(w))).toBe('InvalidAllocationId.NotFound');
  });

  it('an unbound EIP stays as it is when its target goes away', () => {
    const eip = sample.eip({ id: 'eip-2' });
    expect(dissociated(eip)).toBe(eip);
  });
});
