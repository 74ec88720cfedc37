import fc from 'fast-check';
import { expect, it } from 'vitest';
import { associateEip } from './eip-associate.js';
import { unassociateEip } from './eip-unassociate.js';
import { allocateEip, releaseEip } from './eip.js';
import { Refusal } from './errors/refusal.js';
import { Ids } from './ids.js';
import { claimsOf } from './claims.js';
import type { EipRow, Row, WriteSet } from './resources.js';
import { contextOf, written } from './testing-reads.js';
import { sample } from './testing.js';
import { settle } from './transitions.js';

const PLACES: readonly Row[] = [
  sample.vpc({ id: 'vpc-1' }),
  sample.instance({ id: 'i-1', vpcId: 'vpc-1', primaryEniId: 'eni-0' }),
  sample.eni({ id: 'eni-0', type: 'Primary', status: 'InUse', instanceId: 'i-1', vpcId: 'vpc-1', privateIps: ['10.0.0.1', '10.0.0.2'] }),
  ...['2', '3', '4', '5', '6'].map((n) => sample.eip({ id: `eip-${n}`, address: `198.18.0.${n}` })),
  sample.eni({ id: 'eni-1', vpcId: 'vpc-1', privateIps: ['10.0.0.3', '10.0.0.4', '10.0.0.5'], mac: '00:16:3e:00:00:02' }),
];

const NOTHING: WriteSet = { put: [], remove: [] };
const pick = fc.nat({ max: 20 });
const command = fc.oneof(
  fc.record({ do: fc.constant('allocate' as const) }),
  fc.record({
    do: fc.constant('associate' as const), eip: pick,
    target: fc.constantFrom(['EcsInstance', 'i-1'], ['NetworkInterface', 'eni-0'], ['NetworkInterface', 'eni-1']),
    address: fc.option(fc.integer({ min: 1, max: 6 }).map((last) => `10.0.0.${last}`), { nil: undefined }),
  }),
  fc.record({ do: fc.constant('unassociate' as const), eip: pick }),
  fc.record({ do: fc.constant('release' as const), eip: pick }),
  fc.record({ do: fc.constant('settle' as const), eip: pick }),
);

it('whatever is asked in whatever order, every address has one holder and no ENI more EIPs than it takes', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 40, maxLength: 80 }), fc.nat(), (commands, seed) => {
      let rows = PLACES;
      let accepted = 0;
      let picks = seed;
      const ids = new Ids({ int: (below) => (picks = (picks * 1_103_515_245 + 12_345) % 2 ** 31) % below });
      for (const asked of commands) {
        const context = contextOf(rows, { ids, settings: { eipPool: '198.18.0.0/24' } });
        const eips = rows.filter((row) => row.kind === 'eip');
        const eip = asked.do === 'allocate' ? undefined : eips[asked.eip % eips.length];
        const write = attempt(() => change(context, asked, eip));
        accepted += write.put.length;
        rows = written(rows, write);
        check(rows);
      }
      // Sequences in which nothing happens would prove nothing.
      expect(accepted).toBeGreaterThan(3);
    }),
    { numRuns: 80 },
  );
});

type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function change(context: ReturnType<typeof contextOf>, asked: Command, eip: EipRow | undefined): WriteSet {
  const put = (row: Row): WriteSet => ({ put: [row], remove: [] });
  if (asked.do === 'allocate') return put(allocateEip(context, { SecurityProtectionTypes: [], Tag: [] }));
  const AllocationId = eip?.id ?? '';
  switch (asked.do) {
    case 'associate': {
      const { 0: InstanceType, 1: InstanceId } = asked.target;
      return put(associateEip(context, { AllocationId, InstanceType, InstanceId, PrivateIpAddress: asked.address }));
    }
    case 'unassociate':
      return put(unassociateEip(context, { AllocationId }));
    case 'release':
      return put(releaseEip(context, AllocationId));
    case 'settle':
      return (eip && settle(eip, undefined, 0)) ?? NOTHING;
  }
}

/** Nothing is written when the rule refuses. */
function attempt(rule: () => WriteSet): WriteSet {
  try {
    return rule();
  } catch (error) {
    if (error instanceof Refusal) return NOTHING;
    throw error;
  }
}

function check(rows: readonly Row[]): void {
  const claims = rows.flatMap(claimsOf);
  expect(new Set(claims).size).toBe(claims.length);
  const bound = (eni: string) => rows.filter((row) => row.kind === 'eip' && row.binding?.eniId === eni).length;
  expect(bound('eni-0')).toBeLessThanOrEqual(1);
  expect(bound('eni-1')).toBeLessThanOrEqual(3);
  for (const row of rows) {
    if (row.kind === 'eip') expect(row.binding !== null).toBe(['Associating', 'InUse', 'Unassociating'].includes(row.status));
  }
}
