import { describe, expect, it } from 'vitest';
import { modifyEip, type EipChange } from './eip-attributes.js';
import type { EipRow } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const modify = (asked: Partial<EipChange>, eip: Partial<EipRow> = {}) =>
  modifyEip(contextOf([sample.eip({ id: 'eip-1', name: 'old', description: 'as it was', bandwidth: 5, ...eip })]), { AllocationId: 'eip-1', ...asked });

describe('§4.1 ModifyEipAddressAttribute', () => {
  it('changes what is given, bound or not, at once', () => {
    expect(modify({ Bandwidth: '50' }, { status: 'InUse' })).toMatchObject({ status: 'InUse', bandwidth: 50, name: 'old', description: 'as it was' });
    expect(modify({ Name: 'new', Description: '' })).toMatchObject({ bandwidth: 5, name: 'new', description: '' });
  });

  it.each<[string, Partial<EipChange>, Partial<EipRow>]>([
    ['InvalidAllocationId.NotFound', { AllocationId: 'eip-9' }, {}],
    ['InvalidAllocationId.NotFound', {}, { account: '2' }],
    ['accepted', { Bandwidth: '500' }, { internetChargeType: 'PayByBandwidth' }],
    ['InvalidParameter', { Bandwidth: '501' }, { internetChargeType: 'PayByBandwidth' }],
    ['accepted', { Bandwidth: '200' }, { internetChargeType: 'PayByTraffic' }],
    ['InvalidParameter', { Bandwidth: '201' }, { internetChargeType: 'PayByTraffic' }],
    ['InvalidParameter', { Bandwidth: '0' }, {}],
    ['InvalidParameter', { Bandwidth: '10' }, { chargeType: 'PrePaid', internetChargeType: 'PayByBandwidth' }],
    ['accepted', { Bandwidth: '5', Name: 'n' }, { chargeType: 'PrePaid', internetChargeType: 'PayByBandwidth' }],
    ['InvalidParameter', { Name: 'n'.repeat(129) }, {}],
    ['InvalidParameter', { Description: 'http://x' }, {}],
    ['IncorrectEipStatus', { Name: 'n' }, { status: 'Associating' }],
    ['IncorrectEipStatus', { Name: 'n' }, { status: 'Unassociating' }],
    ['IncorrectEipStatus', { Name: 'n' }, { status: 'Releasing' }],
    ['InsufficientBalance.Eip', { Bandwidth: '6' }, { locks: ['financial'], businessStatus: 'OperationLock' }],
  ])('answers %s to %j for an EIP %j', (code, asked, eip) => {
    expect(codeOf(() => modify(asked, eip))).toBe(code);
  });

  it('names the parameter as the cloud does', () => {
    expect(() => modify({ Bandwidth: '9999' })).toThrow('Specified value of "Bandwidth" is not supported.');
  });
});
