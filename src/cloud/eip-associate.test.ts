import { describe, expect, it } from 'vitest';
import { associateEip, associateEips, type Association, type BatchAssociation } from './eip-associate.js';
import type { AccountRow, EipBinding, EipRow, EniRow, InstanceRow, Ipv4GatewayRow, RouteEntryRow, Row } from './resources.js';
import type { Settings } from './settings.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

/** A cloud in which one bind would succeed. */
interface World {
  region: string;
  account: AccountRow;
  eip: EipRow;
  eni: EniRow;
  instance: InstanceRow;
  others: Row[];
  settings: Partial<Settings>;
  asked: Association;
}

const VPC = sample.vpc({ id: 'vpc-1' });

function world(asked: Partial<Association> = {}, eni: Partial<EniRow> = {}): World {
  return {
    region: 'cn-shanghai',
    account: sample.account({ id: '1', entitlements: { multiEip: true } }),
    eip: sample.eip({ id: 'eip-1', region: 'cn-shanghai', address: '198.18.0.2' }),
    eni: sample.eni({
      id: 'eni-1', region: 'cn-shanghai', vpcId: 'vpc-1', privateIps: ['10.0.0.1', '10.0.0.2'], mac: '00:16:3e:00:00:01', ...eni,
    }),
    instance: sample.instance({ id: 'i-1', region: 'cn-shanghai', vpcId: 'vpc-1', primaryEniId: 'eni-1' }),
    others: [{ ...VPC, region: 'cn-shanghai' }],
    settings: {},
    asked: { AllocationId: 'eip-1', InstanceId: 'eni-1', InstanceType: 'NetworkInterface', ...asked },
  };
}

function associate({ region, account, eip, eni, instance, others, settings, asked }: World): EipRow {
  const rows = [account, eip, eni, instance, ...others];
  return associateEip(contextOf(rows, { region, account, settings }), asked);
}

/** Another EIP that the ENI (or the VPC) already has. */
function other(id: string, mode: EipRow['mode'], privateIp: string, binding: Partial<EipBinding> = {}): EipRow {
  return sample.eip({
    id, mode, region: 'cn-shanghai', address: `198.18.1.${id.slice(6)}`, status: 'InUse',
    binding: {
      type: 'NetworkInterface', shownId: 'eni-1', region: 'cn-shanghai', shownPrivateIp: '', eniId: 'eni-1', privateIp, vpcId: 'vpc-1',
      ...binding,
    },
  });
}

/** One row of the table in §3.2: how to make the check fail in a world where all others hold. */
type Row32 = readonly [number: string, code: string, breakIt: (world: World) => void];

const attach = (status: EniRow['status'], instance: Partial<InstanceRow>) => (w: World) => {
  w.eni = { ...w.eni, status, instanceId: 'i-1', deviceIndex: 1 };
  w.instance = { ...w.instance, primaryEniId: '', ...instance };
};
const ask = (asked: Partial<Association>) => (w: World) => {
  w.asked = { ...w.asked, ...asked };
};
const bound = (...eips: readonly EipRow[]) => (w: World) => {
  w.others = [...w.others.filter((row) => !eips.some((eip) => eip.id === row.id)), ...eips];
};

const gateway = (change: Partial<Ipv4GatewayRow>) => (w: World) => {
  const made = sample.ipv4Gateway({ id: 'ipv4gw-1', region: 'cn-shanghai', vpcId: 'vpc-1', ...change });
  w.others = [...w.others.filter((row) => row.kind !== 'ipv4Gateway'), made];
};
const route = (change: Partial<RouteEntryRow>) => (w: World) => {
  w.others = [...w.others, sample.routeEntry({ id: 'rte-1', region: 'cn-shanghai', vpcId: 'vpc-1', nextHopId: 'eni-1', ...change })];
};

const forEveryEip: readonly Row32[] = [
  ['2', 'InvalidAllocationId.NotFound', (w) => { w.eip = { ...w.eip, region: 'cn-beijing' }; }],
  ['3', 'Forbidden', (w) => { w.eip = { ...w.eip, account: '2' }; }],
  ['4', 'InvalidInstanceType.ValueNotSupported', ask({ InstanceType: 'Ecs' })],
  ['5', 'IllegalParam.Mode', ask({ Mode: 'nat' })],
  ['6', 'Invalid.DirectEip.BindType', (w) => {
    const { InstanceType: type } = w.asked;
    ask({ Mode: 'BINDED', ...(type === 'IpAddress' ? {} : { InstanceType: 'EcsInstance', InstanceId: 'i-1' }) })(w);
  }],
  ['7', 'InvalidEIPStatus.BizDisabled', (w) => { w.eip = { ...w.eip, locks: ['security'], businessStatus: 'OperationLock' }; }],
  ['7', 'Forbidden.FinancialLocked', (w) => { w.eip = { ...w.eip, businessStatus: 'Unactivated' }; }],
  ['8', 'IncorrectEipStatus', (w) => { w.eip = { ...w.eip, status: 'Unassociating' }; }],
];
const forEveryEni: readonly Row32[] = [
  ['10', 'InvalidInstanId.NotFound', ask({ InstanceId: 'eni-9' })],
  ['11', 'InvalidParameter.Mismatch', (w) => { w.eni = { ...w.eni, region: 'cn-beijing' }; }],
];
const forRestingEni: readonly Row32[] = [
  ['16', 'InvalidStatus.EniStatusNotSupport', attach('Attaching', {})],
  ['17', 'InvalidStatus.EcsStatusNotSupport', attach('InUse', { status: 'Starting' })],
];
const forDirect: readonly Row32[] = [
  ['18', 'InvalidParameter.EniInstanceId', (w) => { w.eni = { ...w.eni, type: 'Primary' }; }],
  ['19', 'UnsupportedRegion', (w) => {
    w.region = 'cn-hongkong';
    w.eip = { ...w.eip, region: w.region };
    w.eni = { ...w.eni, region: w.region };
  }],
];

/** Another ENI of the VPC has the EIP's address in a secondary block. */
const taken = ['31a', 'ResourceAlreadyAssociated.IpAddress', (w: World) => {
  w.others = [...w.others, sample.eni({ id: 'eni-7', region: 'cn-shanghai', vpcId: 'vpc-1', privateIps: [w.eip.address] })];
}] as const;

const tables: readonly (readonly [title: string, base: () => World, rows: readonly Row32[]])[] = [
  ['NAT to an ENI', () => world({ Mode: 'NAT' }, { privateIps: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }), [
    ...forEveryEip, ...forEveryEni, ...forRestingEni,
    ['25', 'OperationFailed.EipBindModeConflict', bound(other('eip-20', 'MULTI_BINDED', ''))],
    ['25', 'Mode.Conflict', bound(other('eip-21', 'BINDED', '10.0.0.1'))],
    ['29', 'InvalidParameter', ask({ PrivateIpAddress: '10.0.0.9' })],
    ['30', 'InvalidEip.EipQuotaExceeded', bound(
      ...['1', '2', '3'].map((n) => other(`eip-8${n}`, 'NAT', `10.0.0.${n}`)),
    )],
    ['31', 'ResourceAlreadyAssociated.IpAddress', (w) => {
      ask({ PrivateIpAddress: '10.0.0.1' })(w);
      bound(other('eip-22', 'NAT', '10.0.0.1', { type: 'IpAddress', eniId: '' }))(w);
    }],
    ['31', 'InvalidAssociation.Duplicated', (w) => {
      ask({ PrivateIpAddress: '10.0.0.2' })(w);
      bound(other('eip-24', 'NAT', '10.0.0.2'))(w);
    }],
  ]],
  ['NAT to an instance', () => world(
    { InstanceType: undefined, InstanceId: 'i-1' },
    { type: 'Primary', status: 'InUse', instanceId: 'i-1', privateIps: ['10.0.0.1'] },
  ), [
    ['10', 'InvalidInstanId.NotFound', ask({ InstanceId: 'i-9' })],
    ['11', 'InvalidParameter.Mismatch', (w) => { w.eni = { ...w.eni, region: 'cn-beijing' }; }],
    ['12', 'OperationDenied', (w) => { w.instance = { ...w.instance, vpcId: '' }; }],
    ['13', 'IncorrectInstanceStatus', (w) => { w.instance = { ...w.instance, status: 'Stopping' }; }],
    ['14a', 'InvalidAssociation.Duplicated', bound(other('eip-25', 'NAT', '10.0.0.1'))],
    ['15', 'EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP', (w) => { w.instance = { ...w.instance, publicIp: '198.18.9.9', internetMaxBandwidthOut: 1 }; }],
    ['15', 'Forbidden.InstanceBandwidthNotZero', (w) => { w.instance = { ...w.instance, internetMaxBandwidthOut: 1 }; }],
    ['16', 'InvalidStatus.EniStatusNotSupport', (w) => { w.eni = { ...w.eni, status: 'Attaching' }; }],
  ]],
  ['cut-through', () => world({ Mode: 'BINDED' }, { privateIps: ['10.0.0.1'] }), [
    ...forEveryEip, ...forEveryEni, ...forRestingEni, ...forDirect,
    ['21', 'OperationDenied.Ipv4GatewayExist', gateway({ status: 'Creating' })],
    ['21', 'OperationDenied.Ipv4GatewayExist', gateway({ status: 'Deleting' })],
    ['22', 'Eni.Attached', attach('InUse', {})],
    ['23', 'Eni.HasSubIp', (w) => { w.eni = { ...w.eni, privateIps: ['10.0.0.1', '10.0.0.2'] }; }],
    ['24', 'InvalidNexthop.DirectEni', route({ nextHopType: 'NetworkInterface' })],
    ['25', 'Mode.Conflict', bound(other('eip-26', 'NAT', '10.0.0.1'))],
    ['25', 'Mode.Conflict', bound(other('eip-27', 'MULTI_BINDED', ''))],
    ['26', 'InvalidAssociation.Duplicated', bound(other('eip-28', 'BINDED', '10.0.0.1'))],
    ['27', 'InvalidParameter', ask({ PrivateIpAddress: '10.0.0.2' })],
    taken,
  ]],
  ['multi-EIP', () => world({ Mode: 'MULTI_BINDED' }), [
    ...forEveryEip, ...forEveryEni, ...forRestingEni, ...forDirect,
    ['20', 'Mode.NotSupport', (w) => { w.account = { ...w.account, entitlements: { multiEip: false } }; }],
    ['21', 'OperationDenied.Ipv4GatewayExist', gateway({ enabled: true })],
    ['22', 'Eni.Attached', (w) => {
      attach('InUse', { type: 'ecs.g6.large' })(w);
      w.settings = {};
    }],
    ['22a', 'OperationUnsupported.EipBindModel', (w) => {
      attach('InUse', { type: 'ecs.g6.large' })(w);
      w.settings = { multiRequiresDetached: false };
    }],
    ['24', 'InvalidNexthop.DirectEni', route({ nextHopType: 'NetworkInterface' })],
    ['25', 'OperationFailed.EipBindModeConflict', bound(other('eip-29', 'NAT', '10.0.0.1'))],
    ['25', 'Mode.Conflict', bound(other('eip-30', 'BINDED', '10.0.0.1'))],
    ['28', 'QuotaExceed.MultiBindedEip', bound(...Array.from({ length: 10 }, (_, i) => other(`eip-${40 + i}`, 'MULTI_BINDED', '')))],
    taken,
  ]],
  ['IpAddress', () => {
    const w = world({ InstanceType: 'IpAddress', InstanceId: '10.0.0.1', VpcId: 'vpc-1' });
    gateway({ enabled: true })(w);
    return w;
  }, [
    ...forEveryEip.filter(([number]) => number !== '4'),
    ['11', 'InvalidParameter.Mismatch', ask({ InstanceRegionId: 'cn-beijing' })],
    ['33', 'MissingParameter', ask({ VpcId: undefined })],
    ['33a', 'InvalidVpcId.NotFound', ask({ VpcId: 'vpc-9' })],
    ['33b', 'InvalidParameter', ask({ InstanceId: '172.16.0.1' })],
    ['33c', 'ResourceAlreadyAssociated.IpAddress', bound(other('eip-31', 'NAT', '10.0.0.1'))],
    ['34', 'OperationFailed.Ipv4GatewayNotOpenedInVpc', (w) => { w.others = w.others.filter((row) => row.kind !== 'ipv4Gateway'); }],
    ['34', 'OperationFailed.Ipv4GatewayNotOpenedInVpc', gateway({ enabled: true, status: 'Deleting' })],
    ['34', 'OperationFailed.Ipv4GatewayNotActivatedInVpc', gateway({ enabled: false })],
    ['34', 'OperationFailed.Ipv4GatewayNotActivatedInVpc', gateway({ enabled: true, status: 'Activating' })],
    ['35', 'ResourceAlreadyAssociated.IpAddress', bound(other('eip-32', 'NAT', '10.0.0.1', { type: 'IpAddress', eniId: '' }))],
  ]],
];

describe.each(tables)('§3.2, U-11: %s', (_title, base, rows) => {
  it('passes all checks to begin with', () => {
    expect(codeOf(() => associate(base()))).toBe('accepted');
  });

  it.each(rows)('#%s alone answers %s', (_number, code, breakIt) => {
    const w = base();
    breakIt(w);
    expect(codeOf(() => associate(w))).toBe(code);
  });

  const titled = rows.map(([number, code, breakIt]) => ({ title: `#${number} ${code}`, code, breakIt }));
  it.each(titled.flatMap((a, i) => titled.slice(i + 1).map((b) => [a.title, b.title, a.code, a.breakIt, b.breakIt] as const)))(
    '%s comes before %s',
    (_earlier, _later, code, breakEarlier, breakLater) => {
      const w = base();
      breakLater(w);
      breakEarlier(w);
      expect(codeOf(() => associate(w))).toBe(code);
    },
  );
});

describe('§3.2 what a bind writes', () => {
  it('shows the binding at once, and no private address that was not asked for', () => {
    expect(associate(world())).toMatchObject({
      status: 'Associating', mode: 'NAT',
      binding: {
        type: 'NetworkInterface', shownId: 'eni-1', region: 'cn-shanghai', shownPrivateIp: '', eniId: 'eni-1', privateIp: '10.0.0.1',
        vpcId: 'vpc-1',
      },
    });
  });

  it('U-07: the first free secondary address once the primary one is taken', () => {
    const w = world();
    w.others = [...w.others, other('eip-50', 'NAT', '10.0.0.1')];
    expect(associate(w).binding).toMatchObject({ privateIp: '10.0.0.2', shownPrivateIp: '' });
  });

  it('S-12: the private address that was asked for, shown', () => {
    expect(associate(world({ PrivateIpAddress: '10.0.0.2' })).binding).toMatchObject({
      privateIp: '10.0.0.2', shownPrivateIp: '10.0.0.2',
    });
  });

  it('S-12: ten private addresses take ten EIPs, not eleven', () => {
    const w = world({}, { privateIps: Array.from({ length: 10 }, (_, i) => `10.0.0.${i + 1}`) });
    for (let i = 0; i < 10; i++) {
      const { binding } = associate(w);
      w.others = [...w.others, other(`eip-${60 + i}`, 'NAT', binding?.privateIp ?? '')];
    }
    expect(codeOf(() => associate(w))).toBe('InvalidEip.EipQuotaExceeded');
  });

  const toInstance = (asked: Partial<Association> = {}) =>
    world({ InstanceType: 'EcsInstance', InstanceId: 'i-1', ...asked }, { type: 'Primary', status: 'InUse', instanceId: 'i-1' });

  it('S-10: an instance stands for its primary ENI', () => {
    expect(associate(toInstance()).binding).toMatchObject({
      type: 'EcsInstance', shownId: 'i-1', eniId: 'eni-1', privateIp: '10.0.0.1', shownPrivateIp: '',
    });
  });

  it('for an instance a private address counts only if it is the primary one', () => {
    expect(associate(toInstance({ PrivateIpAddress: '10.0.0.1' })).binding?.shownPrivateIp).toBe('10.0.0.1');
    expect(associate(toInstance({ PrivateIpAddress: '10.0.0.2' })).binding).toMatchObject({
      privateIp: '10.0.0.1', shownPrivateIp: '',
    });
  });

  it('S-09, U-28: NAT takes a primary ENI by its own id, once (S-11), or as often as U-01 is set to', () => {
    const w = world({}, { type: 'Primary', status: 'InUse', instanceId: 'i-1' });
    expect(associate(w).binding?.type).toBe('NetworkInterface');
    w.others = [...w.others, other('eip-70', 'NAT', '10.0.0.1')];
    expect(codeOf(() => associate(w))).toBe('InvalidAssociation.Duplicated');
    w.settings = { maxEipPerPrimaryEni: 2 };
    expect(associate(w).binding?.privateIp).toBe('10.0.0.2');
  });

  it('S-21: NAT binds before and after the ENI is attached', () => {
    const w = world();
    expect(codeOf(() => associate(w))).toBe('accepted');
    attach('InUse', {})(w);
    expect(codeOf(() => associate(w))).toBe('accepted');
  });

  it('§3.7: without Mode the stored one holds for an ENI and is ignored for an instance', () => {
    const w = world({}, { privateIps: ['10.0.0.1'] });
    w.eip = { ...w.eip, mode: 'BINDED' };
    expect(associate(w).mode).toBe('BINDED');
    const i = toInstance();
    i.eip = { ...i.eip, mode: 'BINDED' };
    expect(associate(i).mode).toBe('NAT');
  });

  it.each(['Nat', 'SlbInstance', 'HaVip'])('%s is a type of the cloud, but there is no such target', (InstanceType) => {
    expect(codeOf(() => associate(world({ InstanceType })))).toBe('InvalidInstanId.NotFound');
  });

  it("another account's ENI is not found", () => {
    const w = world();
    w.eni = { ...w.eni, account: '2' };
    expect(codeOf(() => associate(w))).toBe('InvalidInstanId.NotFound');
  });

  it('U-34: with the switch off, cut-through accepts secondary addresses', () => {
    const w = world({ Mode: 'BINDED' });
    expect(codeOf(() => associate(w))).toBe('Eni.HasSubIp');
    w.settings = { bindedRefusesSubIp: false };
    expect(associate(w)).toMatchObject({ mode: 'BINDED', binding: { privateIp: '10.0.0.1' } });
  });

  it('S-12: cut-through maps to the primary private address, shown only if it was asked for (U-32)', () => {
    expect(associate(world({ Mode: 'BINDED' }, { privateIps: ['10.0.0.1'] })).binding).toMatchObject({
      privateIp: '10.0.0.1', shownPrivateIp: '', eniId: 'eni-1',
    });
    const asked = world({ Mode: 'BINDED', PrivateIpAddress: '10.0.0.1' }, { privateIps: ['10.0.0.1'] });
    expect(associate(asked).binding?.shownPrivateIp).toBe('10.0.0.1');
  });

  it('#31: multi-EIP maps to no private address and shows none, whichever was asked for', () => {
    expect(associate(world({ Mode: 'MULTI_BINDED', PrivateIpAddress: '10.0.0.9' }))).toMatchObject({
      mode: 'MULTI_BINDED', binding: { privateIp: '', shownPrivateIp: '', eniId: 'eni-1', vpcId: 'vpc-1' },
    });
  });

  it('S-12, U-05: ten multi-EIPs beside secondary private addresses', () => {
    const w = world({ Mode: 'MULTI_BINDED' });
    for (let i = 0; i < 10; i++) {
      expect(codeOf(() => associate(w))).toBe('accepted');
      w.others = [...w.others, other(`eip-${80 + i}`, 'MULTI_BINDED', '')];
    }
    expect(codeOf(() => associate(w))).toBe('QuotaExceed.MultiBindedEip');
  });

  it('U-03: with the switch off, multi-EIP binds to an attached ENI of a family that allows it', () => {
    const w = world({ Mode: 'MULTI_BINDED' });
    attach('InUse', { type: 'ecs.g5.large' })(w);
    expect(codeOf(() => associate(w))).toBe('Eni.Attached');
    w.settings = { multiRequiresDetached: false };
    expect(codeOf(() => associate(w))).toBe('accepted');
    attach('InUse', { type: 'ecs.g6.large' })(w);
    expect(codeOf(() => associate(w))).toBe('OperationUnsupported.EipBindModel');
  });

  it('§3.5: an address of the VPC, whether or not an ENI has it', () => {
    const w = world({ InstanceType: 'IpAddress', InstanceId: '10.0.7.7', VpcId: 'vpc-1' });
    gateway({ enabled: true })(w);
    expect(associate(w)).toMatchObject({
      mode: 'NAT',
      binding: { type: 'IpAddress', shownId: '10.0.7.7', shownPrivateIp: '', eniId: '', privateIp: '10.0.7.7', vpcId: 'vpc-1', region: 'cn-shanghai' },
    });
  });

  it.each(['NAT', 'BINDED', 'MULTI_BINDED'] as const)('S-31: a subscription EIP is bound in mode %s', (Mode) => {
    const w = world({ Mode }, { privateIps: ['10.0.0.1'] });
    w.eip = { ...w.eip, chargeType: 'PrePaid', expires: 1 };
    expect(associate(w).mode).toBe(Mode);
  });

  it.each(['BINDED', 'MULTI_BINDED'] as const)('U-29: a gateway that is merely there keeps %s out', (Mode) => {
    const w = world({ Mode }, { privateIps: ['10.0.0.1'] });
    expect(codeOf(() => associate(w))).toBe('accepted');
    gateway({ enabled: false })(w);
    expect(codeOf(() => associate(w))).toBe('OperationDenied.Ipv4GatewayExist');
  });

  it('a suspended EIP is not bound (#7)', () => {
    const w = world();
    w.eip = { ...w.eip, businessStatus: 'OperationLock', locks: ['financial'] };
    expect(codeOf(() => associate(w))).toBe('Forbidden.FinancialLocked');
  });
});

describe('§4.1 AssociateEipAddressBatch', () => {
  const spare = (n: number): EipRow => sample.eip({ id: `eip-${n}`, region: 'cn-shanghai', address: `198.18.2.${n}` });
  const batch = (asked: Partial<BatchAssociation> = {}, eni: Partial<EniRow> = {}, more: readonly Row[] = []) => {
    const { account, eni: target, others } = world({}, eni);
    const eips = Array.from({ length: 60 }, (_, i) => spare(i + 1));
    const context = contextOf([account, target, ...others, ...eips, ...more], { region: 'cn-shanghai', account });
    return associateEips(context, {
      BindedInstanceId: 'eni-1', BindedInstanceType: 'NetworkInterface', InstanceIds: ['eip-1', 'eip-2'], Mode: 'MULTI_BINDED', ...asked,
    });
  };
  const ids = (count: number) => Array.from({ length: count }, (_, i) => `eip-${i + 1}`);

  it('binds all of them', () => {
    expect(batch().map(({ id, status, mode, binding }) => [id, status, mode, binding?.shownId])).toEqual([
      ['eip-1', 'Associating', 'MULTI_BINDED', 'eni-1'], ['eip-2', 'Associating', 'MULTI_BINDED', 'eni-1'],
    ]);
  });

  it('U-07: in NAT mode they map the free private addresses in order; without Mode it is NAT, whatever an EIP has stored', () => {
    const privateIps = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
    const eips = batch({ Mode: undefined }, { privateIps }, [other('eip-91', 'NAT', '10.0.0.1')]);
    expect(eips.map(({ mode, binding }) => [mode, binding?.privateIp, binding?.shownPrivateIp])).toEqual([
      ['NAT', '10.0.0.2', ''], ['NAT', '10.0.0.3', ''],
    ]);
  });

  it.each<[string, Partial<BatchAssociation>]>([
    ['InvalidParameter', { InstanceIds: [] }],
    ['InvalidParameter', { InstanceIds: ids(51) }],
    ['QuotaExceed.MultiBindedEip', { InstanceIds: ids(50) }],
    ['accepted', { InstanceIds: ids(10) }],
    ['QuotaExceed.MultiBindedEip', { InstanceIds: ids(11) }],
    ['InvalidInstanceType.ValueNotSupported', { BindedInstanceType: 'EcsInstance' }],
    ['InvalidInstanId.NotFound', { BindedInstanceType: 'Nat', BindedInstanceId: 'ngw-1', Mode: 'NAT' }],
    ['InvalidInstanId.NotFound', { BindedInstanceId: 'eni-9' }],
    ['InvalidAllocationId.NotFound', { InstanceIds: ['eip-1', 'eip-99'] }],
    ['IncorrectEipStatus', { InstanceIds: ['eip-1', 'eip-1'] }],
    ['IllegalParam.Mode', { Mode: 'DIRECT' }],
    ['InvalidEip.EipQuotaExceeded', { InstanceIds: ids(3), Mode: 'NAT' }],
  ])('answers %s to %j', (code, asked) => {
    expect(codeOf(() => batch(asked))).toBe(code);
  });

  it('binds one EIP in cut-through mode and refuses two', () => {
    const privateIps = ['10.0.0.1'];
    expect(batch({ Mode: 'BINDED', InstanceIds: ['eip-1'] }, { privateIps })).toHaveLength(1);
    expect(codeOf(() => batch({ Mode: 'BINDED' }, { privateIps }))).toBe('InvalidAssociation.Duplicated');
  });
});
