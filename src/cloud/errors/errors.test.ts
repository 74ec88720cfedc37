import { describe, expect, it } from 'vitest';
import { ERROR_TABLES } from './index.js';

/** What clients send again (behaviour §5.5), as the Terraform provider matches it: by the code, or by how it begins. */
const RETRIED = [
  /^Throttling(?:\.|$)/, /^ServiceUnavailable$/, /^OperationConflict$/, /^TaskConflict$/, /SystemBusy$/, /^LastTokenProcessing$/, /^IdempotentProcessing$/,
  /^IncorrectStatus/, /^IncorrectEipStatus$/, /^InvalidBindingStatus$/, /^IncorrectInstanceStatus$/, /^InvalidStatus\.(?:Ecs|Eni)StatusNotSupport$/,
  /^InvalidStatus\.InstanceHasBandWidth$/, /^OperationFailed\.EcsMigrating$/, /^InvalidOperation\.Invalid(?:Eni|Ecs)State$/, /^InvalidOperation\.InvalidEniType$/,
  /^InternalError$/, /^DependencyViolation/, /^FrequentPurchase\.EIP$/, /^BandwidthPackageOperation\.conflict$/, /^IncorrectRouteEntryStatus$/, /^IncorrectVSwitchStatus$/, /^IncorrectVpcStatus$/,
];
const rows = ERROR_TABLES.flatMap(({ title, rows: table }) => Object.entries(table).map(([name, row]) => ({ title, name, ...row })));

describe('§5.5: which codes are transient', () => {
  it('no final refusal has a code that clients retry, but for pages that are too deep, which the cloud calls so', () => {
    const wrong = rows.filter(({ code, retry }) => retry === 'final' && RETRIED.some((pattern) => pattern.test(code)));
    expect(wrong.map(({ title, name }) => `${title}: ${name}`)).toEqual(['Any action: Throttling.DeepPageSkip']);
  });
});

describe('§5.1, §5.2, §5.3, §5.4: the table', () => {
  it.each(rows.map((row) => [row.name, row] as const))('%s has a status that clients take for an error, and says something', (_, { code, status, message }) => {
    expect([400, 403, 404, 409, 500, 503]).toContain(status);
    expect(message).toMatch(/\w{3}|^\{0\}$/);
    expect(code).toMatch(/^[A-Za-z_]\w*(?:\.\w+)*\.?$/);
  });
});
