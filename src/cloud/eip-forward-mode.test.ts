import { describe, expect, it } from 'vitest';
import { modifyForwardMode } from './eip-forward-mode.js';
import type { AssociatedType, EipRow, EniRow, InstanceStatus, ModeName, Row } from './resources.js';
import type { Settings } from './settings.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const REGION = 'cn-shanghai';
const account = sample.account({ id: '1', entitlements: { multiEip: true } });
const attached: Partial<EniRow> = { status: 'InUse', instanceId: 'i-1', deviceIndex: 1 };

interface World {
  readonly mode?: ModeName;
  readonly eip?: Partial<EipRow>;
  readonly eni?: Partial<EniRow>;
  readonly type?: AssociatedType;
  /** Private address mapped, and whether it was asked for. */
  readonly mapped?: string;
  readonly shown?: string;
  readonly others?: readonly Row[];
  readonly settings?: Partial<Settings>;
  readonly instance?: string;
  readonly status?: InstanceStatus;
}

function change(to: string, { mode = 'NAT', eip, eni, type = 'NetworkInterface', mapped, shown = '', others = [], settings, instance = 'ecs.g5.large', status = 'Running' }: World = {}): EipRow {
  const rows = [
    account, sample.vpc({ id: 'vpc-1', region: REGION }),
    sample.eni({ id: 'eni-1', region: REGION, vpcId: 'vpc-1', privateIps: ['10.0.0.1'], ...eni }),
    sample.instance({ id: 'i-1', region: REGION, vpcId: 'vpc-1', type: instance, status }),
    sample.eip({
      id: 'eip-1', region: REGION, mode, status: 'InUse',
      binding: {
        type, shownId: type === 'EcsInstance' ? 'i-1' : 'eni-1', region: REGION, shownPrivateIp: shown, vpcId: 'vpc-1',
        eniId: type === 'IpAddress' ? '' : 'eni-1', privateIp: mapped ?? (mode === 'MULTI_BINDED' ? '' : '10.0.0.1'),
      },
      ...eip,
    }),
    ...others,
  ];
  return modifyForwardMode(contextOf(rows, { region: REGION, account, ...(settings === undefined ? {} : { settings }) }), { InstanceId: 'eip-1', Mode: to });
}

const second = (mode: ModeName): EipRow =>
  sample.eip({
    id: 'eip-2', region: REGION, address: '198.18.0.9', mode, status: 'InUse',
    binding: {
      type: 'NetworkInterface', shownId: 'eni-1', region: REGION, shownPrivateIp: '', eniId: 'eni-1', vpcId: 'vpc-1',
      privateIp: mode === 'MULTI_BINDED' ? '' : '10.0.0.1',
    },
  });
const gateway = sample.ipv4Gateway({ id: 'ipv4gw-1', region: REGION, vpcId: 'vpc-1' });
const route = sample.routeEntry({ id: 'rte-1', region: REGION, vpcId: 'vpc-1', nextHopId: 'eni-1' });

describe('§3.7, U-09 ModifyEipForwardMode', () => {
  it.each<[ModeName, ModeName, string]>([
    ['NAT', 'BINDED', '10.0.0.1'], ['NAT', 'MULTI_BINDED', ''], ['BINDED', 'NAT', '10.0.0.1'],
    ['BINDED', 'MULTI_BINDED', ''], ['MULTI_BINDED', 'NAT', '10.0.0.1'], ['MULTI_BINDED', 'BINDED', '10.0.0.1'],
  ])('changes %s to %s in place on a detached ENI, still InUse', (mode, to, privateIp) => {
    expect(change(to, { mode })).toMatchObject({ status: 'InUse', mode: to, binding: { shownId: 'eni-1', eniId: 'eni-1', privateIp } });
  });

  it('keeps the private address that was asked for as long as it maps to it', () => {
    expect(change('BINDED', { shown: '10.0.0.1' }).binding?.shownPrivateIp).toBe('10.0.0.1');
    expect(change('MULTI_BINDED', { shown: '10.0.0.1' }).binding?.shownPrivateIp).toBe('');
  });

  it('U-07: NAT maps the first free private address', () => {
    const world = { mode: 'MULTI_BINDED', eni: { privateIps: ['10.0.0.1', '10.0.0.2'] } } as const;
    expect(change('NAT', world).binding?.privateIp).toBe('10.0.0.1');
    const address = { ...second('NAT'), binding: { ...second('NAT').binding, type: 'IpAddress', eniId: '' } as EipRow['binding'] };
    expect(change('NAT', { ...world, others: [address] }).binding?.privateIp).toBe('10.0.0.2');
  });

  it('to the mode that it has changes nothing, its mapping neither', () => {
    const world = { eni: { ...attached, privateIps: ['10.0.0.1', '10.0.0.2'] }, mapped: '10.0.0.2' };
    expect(change('NAT', world).binding?.privateIp).toBe('10.0.0.2');
  });

  it('stores the mode of an unbound EIP for its next bind', () => {
    expect(change('BINDED', { eip: { status: 'Available', binding: null } })).toMatchObject({ status: 'Available', mode: 'BINDED', binding: null });
  });

  it.each<[string, string, World]>([
    ['InvalidAllocationId.NotFound', 'NAT', { eip: { account: '2' } }],
    ['IllegalParam.Mode', 'DIRECT', {}],
    ['Invalid.DirectEip.BindType', 'BINDED', { type: 'EcsInstance' }],
    ['Invalid.DirectEip.BindType', 'MULTI_BINDED', { type: 'IpAddress' }],
    ['InvalidEIPStatus.BizDisabled', 'BINDED', { eip: { locks: ['security'] } }],
    ['Forbidden.FinancialLocked', 'BINDED', { eip: { businessStatus: 'OperationLock', locks: ['financial'] } }],
    ['IncorrectEipStatus', 'BINDED', { eip: { status: 'Associating' } }],
    ['IncorrectEipStatus', 'BINDED', { eip: { status: 'Releasing' } }],
    ['InvalidStatus.EniStatusNotSupport', 'BINDED', { eni: { ...attached, status: 'Attaching' } }],
    ['InvalidStatus.EniStatusNotSupport', 'BINDED', { eni: { ...attached, status: 'Detaching' }, status: 'Starting' }],
    ['InvalidStatus.EcsStatusNotSupport', 'BINDED', { eni: attached, status: 'Starting' }],
    ['InvalidParameter.EniInstanceId', 'BINDED', { eni: { ...attached, type: 'Primary' } }],
    ['OperationDenied.Ipv4GatewayExist', 'BINDED', { others: [gateway] }],
    ['Eni.Attached', 'BINDED', { eni: attached }],
    ['Eni.Attached', 'MULTI_BINDED', { eni: attached }],
    ['accepted', 'MULTI_BINDED', { eni: attached, settings: { multiRequiresDetached: false } }],
    ['OperationUnsupported.EipBindModel', 'MULTI_BINDED', { eni: attached, settings: { multiRequiresDetached: false }, instance: 'ecs.g6.large' }],
    ['Eni.Attached', 'NAT', { mode: 'BINDED', eni: attached }],
    ['Eni.Attached', 'NAT', { mode: 'MULTI_BINDED', eni: attached }],
    ['accepted', 'NAT', { mode: 'MULTI_BINDED', eni: attached, settings: { multiRequiresDetached: false } }],
    ['Eni.HasSubIp', 'BINDED', { eni: { privateIps: ['10.0.0.1', '10.0.0.2'] } }],
    ['InvalidNexthop.DirectEni', 'BINDED', { others: [route] }],
    ['Mode.Conflict', 'BINDED', { mode: 'MULTI_BINDED', others: [second('MULTI_BINDED')] }],
    ['OperationFailed.EipBindModeConflict', 'NAT', { mode: 'MULTI_BINDED', others: [second('MULTI_BINDED')] }],
  ])('answers %s to a change to %s of %j', (code, to, world) => {
    expect(codeOf(() => change(to, world))).toBe(code);
  });
});
