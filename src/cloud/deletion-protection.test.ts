import { describe, expect, it } from 'vitest';
import { protect } from './deletion-protection.js';
import type { EipRow } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const protection = (Type: string, InstanceId: string, ProtectionEnable: boolean, eip: Partial<EipRow> = {}) =>
  protect(contextOf([sample.eip({ id: 'eip-1', ...eip }), sample.bandwidthPackage({ id: 'cbwp-1' })]), { Type, InstanceId, ProtectionEnable });

describe('§4.1 DeletionProtection', () => {
  it('of EIPs and bandwidth packages', () => {
    expect(protection('EIP', 'eip-1', true)).toMatchObject({ kind: 'eip', deletionProtection: true });
    expect(protection('EIP', 'eip-1', false, { deletionProtection: true })).toMatchObject({ deletionProtection: false });
    expect(protection('CBWP', 'cbwp-1', true)).toMatchObject({ kind: 'bandwidthPackage', deletionProtection: true });
  });

  it.each<[string, string, string, boolean, Partial<EipRow>]>([
    ['DeletionProtection.TypeNotSupport', 'ECS', 'eip-1', true, {}],
    ['DeletionProtection.ResourceNotExist', 'NATGW', 'ngw-1', true, {}],
    ['DeletionProtection.ResourceNotExist', 'CBWP', 'eip-1', true, {}],
    ['InvalidAllocationId.NotFound', 'EIP', 'cbwp-1', true, {}],
    ['InvalidAllocationId.NotFound', 'EIP', 'eip-1', true, { account: '2' }],
    ['InvalidAllocationId.NotFound', 'EIP', 'eip-1', true, { region: 'cn-beijing' }],
    ['DeletionProtection.PrePaidNotSupport', 'EIP', 'eip-1', true, { chargeType: 'PrePaid' }],
    ['IncorrectEipStatus', 'EIP', 'eip-1', true, { status: 'Releasing' }],
    ['DeletionProtection.AlreadyEnabled', 'EIP', 'eip-1', true, { deletionProtection: true }],
    ['DeletionProtection.NotExist', 'EIP', 'eip-1', false, {}],
  ])('answers %s for %s %s, %s, %j', (code, type, id, enable, eip) => {
    expect(codeOf(() => protection(type, id, enable, eip))).toBe(code);
  });
});
