import { describe, expect, it } from 'vitest';
import { associateEip, type Association } from './eip-associate.js';
import { eipErrors } from './errors/eip.js';
import type { AccountRow, EipBinding, EipRow, EniRow, InstanceRow, Row } from './resources.js';
import type { Settings } from './settings.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

/** A cloud in which one bind would succeed, as far as this release goes. */
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

const forEveryEip: readonly Row32[] = [
  ['2', 'InvalidAllocationId.NotFound', (w) => { w.eip = { ...w.eip, region: 'cn-beijing' }; }],
  ['3', 'Forbidden', (w) => { w.eip = { ...w.eip, account: '2' }; }],
  ['4', 'InvalidInstanceType.ValueNotSupported', ask({ InstanceType: 'Ecs' })],
  ['5', 'IllegalParam.Mode', ask({ Mode: 'nat' })],
  ['6', 'Invalid.DirectEip.BindType', ask({ Mode: 'BINDED', InstanceType: 'EcsInstance', InstanceId: 'i-1' })],
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

const tables: readonly (readonly [title: string, base: () => World, rows: readonly Row32[], last: string])[] = [
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
  ], 'accepted'],
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
  ], 'accepted'],
  ['cut-through', () => world({ Mode: 'BINDED' }, { privateIps: ['10.0.0.1'] }), [
    ...forEveryEip.filter(([number]) => number !== '6'), ...forEveryEni, ...forRestingEni, ...forDirect,
    ['22', 'Eni.Attached', attach('InUse', {})],
    ['23', 'Eni.HasSubIp', (w) => { w.eni = { ...w.eni, privateIps: ['10.0.0.1', '10.0.0.2'] }; }],
    ['25', 'Mode.Conflict', bound(other('eip-26', 'NAT', '10.0.0.1'))],
    ['25', 'Mode.Conflict', bound(other('eip-27', 'MULTI_BINDED', ''))],
    ['26', 'InvalidAssociation.Duplicated', bound(other('eip-28', 'BINDED', '10.0.0.1'))],
    ['27', 'InvalidParameter', ask({ PrivateIpAddress: '10.0.0.2' })],
  ], 'UnsupportedFeature.AssociationMode'],
  ['multi-EIP', () => world({ Mode: 'MULTI_BINDED' }), [
    ...forEveryEni, ...forRestingEni, ...forDirect,
    ['20', 'Mode.NotSupport', (w) => { w.account = { ...w.account, entitlements: { multiEip: false } }; }],
    ['22', 'Eni.Attached', (w) => {
      attach('InUse', { type: 'ecs.g6.large' })(w);
      w.settings = {};
    }],
    ['22a', 'OperationUnsupported.EipBindModel', (w) => {
      attach('InUse', { type: 'ecs.g6.large' })(w);
      w.settings = { multiRequiresDetached: false };
    }],
    ['25', 'OperationFailed.EipBindModeConflict', bound(other('eip-29', 'NAT', '10.0.0.1'))],
    ['25', 'Mode.Conflict', bound(other('eip-30', 'BINDED', '10.0.0.1'))],
    ['28', 'QuotaExceed.MultiBindedEip', bound(...Array.from({ length: 10 }, (_, i) => other(`eip-${40 + i}`, 'MULTI_BINDED', '')))],
  ], 'UnsupportedFeature.AssociationMode'],
  ['IpAddress', () => world({ InstanceType: 'IpAddress', InstanceId: '10.0.0.1', VpcId: 'vpc-1' }), [
    ['11', 'InvalidParameter.Mismatch', ask({ InstanceRegionId: 'cn-beijing' })],
    ['33', 'MissingParameter', ask({ VpcId: undefined })],
    ['33a', 'InvalidVpcId.NotFound', ask({ VpcId: 'vpc-9' })],
    ['33b', 'InvalidParameter', ask({ InstanceId: '172.16.0.1' })],
    ['33c', 'ResourceAlreadyAssociated.IpAddress', bound(other('eip-31', 'NAT', '10.0.0.1'))],
  ], 'OperationFailed.Ipv4GatewayNotOpenedInVpc'],
];

describe.each(tables)('§3.2 %s', (_title, base, rows, last) => {
  it('passes all checks to begin with', () => {
    expect(codeOf(() => associate(base()))).toBe(last);
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
    expect(codeOf(() => associate(w))).toBe('UnsupportedFeature.AssociationMode');
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
    expect(codeOf(() => associate(w))).toBe('UnsupportedFeature.AssociationMode');
  });

  it('§5.5: the refusal of a mode that is not served is not one that clients retry, and says where to read on', () => {
    const refused = () => associate(world({ Mode: 'MULTI_BINDED' }));
    expect(refused).toThrow(/does not serve the association mode MULTI_BINDED yet.*docs\/limits\.md/);
    expect(eipErrors['UnsupportedFeature.AssociationMode'].retry).toBe('final');
  });
});
