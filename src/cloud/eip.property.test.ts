import fc from 'fast-check';
import { expect, it } from 'vitest';
import { modeOf } from './association-modes/index.js';
import { hasPrivateNetwork } from './association-modes/nic.js';
import { claimsOf } from './claims.js';
import { associateEip, associateEips } from './eip-associate.js';
import { modifyForwardMode } from './eip-forward-mode.js';
import { PLATFORM_ORDERS } from './eip-platform.js';
import { unassociateEip } from './eip-unassociate.js';
import { allocateEip, releaseEip } from './eip.js';
import { attachEni, detachEni } from './eni-attach.js';
import { Refusal } from './errors/refusal.js';
import { Ids } from './ids.js';
import type { EipRow, ModeName, Row, WriteSet } from './resources.js';
import { ipv4GatewayOf } from './routing.js';
import type { Settings } from './settings.js';
import { contextOf, readsOf, written } from './testing-reads.js';
import { sample } from './testing.js';
import { settle } from './transitions.js';

/** A region of all modes. */
const REGION = 'cn-shanghai';
const account = sample.account({ id: '1', entitlements: { multiEip: true }, quotas: { eipsPerAccount: 40 } });
const at = { region: REGION, vpcId: 'vpc-1' };

const PLACES: readonly Row[] = [
  account,
  sample.vpc({ id: 'vpc-1', region: REGION }),
  sample.vpc({ id: 'vpc-2', region: REGION }),
  sample.ipv4Gateway({ id: 'ipv4gw-2', region: REGION, vpcId: 'vpc-2', enabled: true }),
  sample.instance({ ...at, id: 'i-1', type: 'ecs.g5.2xlarge', primaryEniId: 'eni-0' }),
  sample.instance({ ...at, id: 'i-2', type: 'ecs.g6.2xlarge', primaryEniId: 'eni-9' }),
  sample.eni({ ...at, id: 'eni-0', type: 'Primary', status: 'InUse', instanceId: 'i-1', privateIps: ['10.0.0.1', '10.0.0.2'] }),
  sample.eni({ ...at, id: 'eni-1', privateIps: ['10.0.0.3', '10.0.0.4', '10.0.0.5'], mac: '00:16:3e:00:00:02' }),
  sample.eni({ ...at, id: 'eni-2', privateIps: ['10.0.0.6'], mac: '00:16:3e:00:00:03' }),
  sample.eni({ ...at, id: 'eni-3', vpcId: 'vpc-2', privateIps: ['10.0.0.7'], mac: '00:16:3e:00:00:04' }),
  ...Array.from({ length: 15 }, (_, i) => sample.eip({ id: `eip-${i}`, region: REGION, address: `198.18.0.${i + 2}` })),
];

const NOTHING: WriteSet = { put: [], remove: [] };
const pick = fc.nat({ max: 20 });
const mode = fc.constantFrom<ModeName | undefined>('NAT', 'BINDED', 'MULTI_BINDED', 'MULTI_BINDED', undefined);
const nic = fc.constantFrom('eni-1', 'eni-2', 'eni-3');
const command = fc.oneof(
  fc.record({ do: fc.constant('allocate' as const) }),
  fc.record({
    do: fc.constant('associate' as const), eip: pick, mode,
    target: fc.constantFrom(
      ['EcsInstance', 'i-1'], ['NetworkInterface', 'eni-0'], ['NetworkInterface', 'eni-1'], ['NetworkInterface', 'eni-2'],
      ['NetworkInterface', 'eni-2'], ['NetworkInterface', 'eni-3'], ['IpAddress', '10.0.0.7'], ['IpAddress', '10.0.9.9'],
    ),
    address: fc.option(fc.integer({ min: 1, max: 7 }).map((last) => `10.0.0.${last}`), { nil: undefined, freq: 2 }),
  }),
  // What would be accepted seldom by chance.
  fc.record({
    do: fc.constant('associate' as const), eip: pick, mode: fc.constantFrom<ModeName>('BINDED', 'MULTI_BINDED'),
    target: fc.constant(['NetworkInterface', 'eni-2'] as const), address: fc.constant(undefined),
  }),
  fc.record({ do: fc.constant('batch' as const), eips: fc.array(pick, { minLength: 1, maxLength: 4 }), mode, nic }),
  fc.record({ do: fc.constant('unassociate' as const), eip: pick }),
  fc.record({ do: fc.constant('change' as const), eip: pick, mode }),
  fc.record({ do: fc.constant('release' as const), eip: pick }),
  fc.record({ do: fc.constantFrom('suspend' as const, 'resume' as const, 'force' as const), eip: pick }),
  fc.record({ do: fc.constantFrom('attach' as const, 'detach' as const), nic, instance: fc.constantFrom('i-1', 'i-2') }),
  fc.record({ do: fc.constant('settle' as const), rows: fc.nat({ max: 40 }) }),
  fc.record({ do: fc.constant('settle' as const), rows: fc.nat({ max: 40 }) }),
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

const switches = fc.record({ multiRequiresDetached: fc.boolean(), bindedUnbindRequiresDetached: fc.boolean(), bindedRefusesSubIp: fc.boolean() });

it('whatever is asked in whatever order, every address has one holder, every ENI one mode and no more EIPs than that takes', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(command, { minLength: 60, maxLength: 120 }), fc.nat(), switches, (commands, seed, settings) => {
      let rows = PLACES;
      let picks = seed;
      const ids = new Ids({ int: (below) => (picks = (picks * 1_103_515_245 + 12_345) % 2 ** 31) % below });
      for (const asked of commands) {
        const context = contextOf(rows, { account, region: REGION, ids, settings: { eipPool: '198.18.0.0/24', ...settings } });
        const write = attempt(() => change(context, asked, rows));
        rows = written(rows, write);
        check(rows, settings);
        if (write.put.length > 0) count(seen, asked, write);
      }
    }),
    { numRuns: 150 },
  );
  // Sequences in which nothing happens would prove nothing.
  for (const what of ['associate NAT', 'associate BINDED', 'associate MULTI_BINDED', 'batch', 'change', 'force', 'attach', 'detach', 'unassociate']) {
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(10);
  }
});

function count(seen: Map<string, number>, asked: Command, { put }: WriteSet): void {
  const [row] = put;
  const what = asked.do === 'associate' && row?.kind === 'eip' ? `associate ${row.mode}` : asked.do;
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

function change(context: ReturnType<typeof contextOf>, asked: Command, rows: readonly Row[]): WriteSet {
  const put = (...changed: readonly Row[]): WriteSet => ({ put: changed, remove: [] });
  const eips = rows.filter((row) => row.kind === 'eip');
  const eipAt = (index: number): EipRow => eips[index % eips.length] ?? sample.eip({ id: 'eip-none' });
  switch (asked.do) {
    case 'allocate':
      return allocateEip(context, { SecurityProtectionTypes: [], Tag: [] }).write;
    case 'associate': {
      const { 0: InstanceType, 1: InstanceId } = asked.target;
      const AllocationId = eipAt(asked.eip).id;
      return put(associateEip(context, { AllocationId, InstanceType, InstanceId, Mode: asked.mode, PrivateIpAddress: asked.address, VpcId: 'vpc-2' }));
    }
    case 'batch':
      return put(...associateEips(context, {
        BindedInstanceId: asked.nic, BindedInstanceType: 'NetworkInterface', InstanceIds: asked.eips.map((one) => eipAt(one).id), Mode: asked.mode,
      }));
    case 'unassociate':
      return put(unassociateEip(context, { AllocationId: eipAt(asked.eip).id }));
    case 'change':
      return put(modifyForwardMode(context, { InstanceId: eipAt(asked.eip).id, Mode: asked.mode ?? 'NAT' }));
    case 'release':
      return put(releaseEip(context, eipAt(asked.eip).id));
    case 'suspend':
    case 'resume':
      return PLATFORM_ORDERS[asked.do](eipAt(asked.eip));
    case 'force':
      return PLATFORM_ORDERS.release(eipAt(asked.eip), context.read);
    case 'attach':
      return put(attachEni(context, asked.nic, asked.instance));
    case 'detach':
      return put(detachEni(context, asked.nic, asked.instance));
    case 'settle': {
      const moving = rows.filter((row) => settle(row, undefined, 0) !== undefined);
      const row = moving[asked.rows % Math.max(1, moving.length)];
      return (row && settle(row, undefined, 0)) ?? NOTHING;
    }
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

function check(rows: readonly Row[], settings: Partial<Settings>): void {
  const claims = rows.flatMap(claimsOf);
  expect(new Set(claims).size).toBe(claims.length);
  const read = readsOf(rows);
  for (const row of rows) {
    if (row.kind === 'eip') checkEip(row, rows);
    if (row.kind !== 'eni') continue;
    const bound = rows.filter((one) => one.kind === 'eip').filter((one) => one.binding?.eniId === row.id);
    const modes = new Set(bound.map((one) => one.mode));
    expect(modes.size, row.id).toBeLessThanOrEqual(1);
    const most = row.type === 'Primary' ? 1 : modes.has('MULTI_BINDED') ? 10 : modes.has('BINDED') ? 1 : row.privateIps.length;
    expect(bound.length, row.id).toBeLessThanOrEqual(most);
    if (row.type === 'Primary') expect([...modes].every((one) => one === 'NAT')).toBe(true);
    // Only a cut-through EIP that was taken away from an attached ENI leaves it without private network.
    if (row.instanceId === '') expect(row.privateSuppressed).toBe(false);
    if (modes.has('BINDED') && settings.bindedRefusesSubIp === true) expect(row.privateIps).toHaveLength(1);
    if (row.privateSuppressed) expect(hasPrivateNetwork(row, read)).toBe(false);
    // S-36 holds wherever the ENI is attached.
    const instance = read.get('instance', row.instanceId);
    if (instance?.id === 'i-2' && row.status === 'InUse') expect(bound.some((one) => one.mode === 'MULTI_BINDED' && one.status === 'InUse')).toBe(false);
  }
}

function checkEip(row: EipRow, rows: readonly Row[]): void {
  if (row.status === 'Available') expect(row.binding).toBeNull();
  else if (row.status !== 'Releasing') expect(row.binding).not.toBeNull();
  // S-30, U-29, §3.5: where the VPC has a gateway there are no direct EIPs, and EIPs on addresses only there.
  const gateway = row.binding !== null && ipv4GatewayOf(row.binding.vpcId, readsOf(rows)) !== undefined;
  if (row.binding !== null && modeOf(row).ipv4Gateway === 'forbidden') expect(gateway).toBe(false);
  if (row.binding?.type === 'IpAddress') expect(gateway).toBe(true);
}
