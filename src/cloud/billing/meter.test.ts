import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, State } from '../history.js';
import { statesOf } from '../history.js';
import type { BandwidthPackageRow, EipBinding, EipRow } from '../resources.js';
import { sample } from '../testing.js';
import { meter, meterPackage, runs, type Metered } from './meter.js';
import { shown, sum } from './money.js';
import { pricesOf, pricesSchema, SAMPLE_PRICES, type RegionPrices } from './prices.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 31, 3, 20);
const GB = 1024 ** 3;
const PRIMARY = 'eni-primary';

const bound = (eniId: string): EipBinding => ({
  type: eniId === PRIMARY ? 'EcsInstance' : 'NetworkInterface', shownId: 'x', region: 'cn-hangzhou', shownPrivateIp: '', eniId, privateIp: '10.0.0.2', vpcId: 'vpc-a',
});

/** What an EIP was from which hour on; the last entry ends it. */
function history(steps: readonly (readonly [hour: number, Partial<EipRow> | 'gone'])[]): readonly State<EipRow>[] {
  let row = sample.eip({ id: 'eip-a', created: START });
  const changes = steps.map(([hour, change], index): Change<EipRow> => {
    const before = index === 0 ? undefined : row;
    if (change !== 'gone') row = { ...row, ...change };
    return { time: START + hour * HOUR, requestId: '', action: '', before, after: change === 'gone' ? undefined : row };
  });
  return statesOf(changes);
}

function metered(states: readonly State<EipRow>[], prices: Partial<RegionPrices>, more: Partial<Metered> = {}): Metered {
  return {
    states, prices: { ...pricesOf(SAMPLE_PRICES, 'cn-hangzhou'), ...prices }, isPrimary: (id) => id === PRIMARY, freeOnInstances: true,
    sentBytes: () => 0, ...more,
  };
}

const bill = (eip: Metered, from = 0, to = START + 1_000 * HOUR) => meter(eip, from, to);
const totalOf = (eip: Metered, item?: string) => shown(sum(bill(eip).filter((line) => item === undefined || line.item === item).map(({ amount }) => amount)));

describe('§7.4, the worked examples', () => {
  it('B1: pay-by-traffic, 15 h and 60 GB', () => {
    const states = history([[0, { internetChargeType: 'PayByTraffic' }], [15, 'gone']]);
    const eip = metered(states, { configuration: { perHour: '0.003' }, trafficPerGb: '0.123' }, {
      sentBytes: (from, to) => (60 * GB * (Math.min(to, START + 15 * HOUR) - from)) / (15 * HOUR),
    });
    expect([totalOf(eip, 'configuration'), totalOf(eip, 'traffic'), totalOf(eip)]).toEqual(['0.045', '7.38', '7.425']);
  });

  it('B2: pay-by-bandwidth 10, 20, 15 Mbit/s on one day, 14.5 h', () => {
    const states = history([
      [0, { internetChargeType: 'PayByBandwidth', bandwidth: 10 }], [4, { bandwidth: 20 }], [9, { bandwidth: 15 }], [14.5, 'gone'],
    ]);
    const eip = metered(states, {
      configuration: { perDay: '0.074' }, bandwidthPerDay: { steps: ['0.14', '0.28', '0.42', '0.56', '0.70'], further: '0.5' },
    });
    expect([totalOf(eip, 'configuration'), totalOf(eip, 'bandwidth'), totalOf(eip)]).toEqual(['0.04625', '5.125', '5.17125']);
    expect(runs(bill(eip)).map(({ item, hours, quantity }) => [item, hours, quantity])).toEqual([
      ['configuration', 15, '1 h'], ['bandwidth', 15, '20 Mbit/s'],
    ]);
  });

  it('B3: a subscription on a secondary ENI for a month has no configuration fee', () => {
    const states = history([[0, {
      chargeType: 'PrePaid', internetChargeType: 'PayByBandwidth', bandwidth: 7, expires: Date.UTC(2026, 1, 28, 3, 20), binding: bound('eni-b'),
    }]]);
    const eip = metered(states, {});
    expect(totalOf(eip, 'configuration')).toBe('0');
    expect(runs(bill(eip)).map(({ item, quantity, amount, reason }) => [item, quantity, shown(amount), reason])).toEqual([
      ['subscription', '1 month of 7 Mbit/s', '40.66', 'subscription EIP: bandwidth, paid in advance'],
      ['configuration', '1 h', '0', 'subscription EIP: no configuration fee'],
    ]);
  });

  it('B4: 10 h unbound, 5 h on an instance, 3 h on a secondary ENI: 13 h', () => {
    const states = history([
      [0, { internetChargeType: 'PayByTraffic' }], [10, { binding: bound(PRIMARY) }], [15, { binding: bound('eni-b') }], [18, 'gone'],
    ]);
    const charged = (free: boolean) => bill(metered(states, {}, { freeOnInstances: free })).filter(({ amount }) => !amount.isZero()).length;
    expect(charged(true)).toBe(13);
    expect(charged(false)).toBe(18); // §7.1: an EIP quota above 2000
    expect(runs(bill(metered(states, {}))).map(({ hours, reason }) => [hours, reason])).toEqual([
      [10, 'pay-as-you-go EIP, not bound: configuration fee'],
      [5, 'pay-as-you-go EIP, bound to an ECS instance: no configuration fee'],
      [3, 'pay-as-you-go EIP, bound to a secondary ENI: configuration fee'],
    ]);
  });
});

describe('§7.1, what is charged', () => {
  const on = (type: EipBinding['type'], eniId: string): Partial<EipRow> => ({ binding: { ...bound(eniId), type } });
  const prePaid: Partial<EipRow> = { chargeType: 'PrePaid', internetChargeType: 'PayByBandwidth', expires: START + HOUR };
  const unbound: Partial<EipRow> = { binding: null };
  const packaged: Partial<EipRow> = { packageId: 'cbwp-a', sharedBandwidth: 100 };

  /** Of one hour in which 1 GB was sent, by 5 Mbit/s: configuration fee, bandwidth and traffic, each where it is charged. */
  it.each<[string, Partial<EipRow>, boolean, string]>([
    ['a subscription', prePaid, true, ''],
    ['a subscription on a secondary ENI', { ...prePaid, ...on('NetworkInterface', 'eni-b') }, true, ''],
    ['unbound, by bandwidth', { ...unbound, internetChargeType: 'PayByBandwidth' }, true, 'configuration bandwidth'],
    ['unbound, by traffic', { ...unbound, internetChargeType: 'PayByTraffic' }, true, 'configuration traffic'],
    ['on a secondary ENI, by bandwidth', { ...on('NetworkInterface', 'eni-b'), internetChargeType: 'PayByBandwidth' }, true, 'configuration bandwidth'],
    ['on a secondary ENI, by traffic', { ...on('NetworkInterface', 'eni-b'), internetChargeType: 'PayByTraffic' }, true, 'configuration traffic'],
    ['on an IP address', { ...on('IpAddress', ''), internetChargeType: 'PayByTraffic' }, true, 'configuration traffic'],
    ['on an instance', { ...on('EcsInstance', PRIMARY), internetChargeType: 'PayByTraffic' }, true, 'traffic'],
    ['U-28: on a primary ENI by its own id', { ...on('NetworkInterface', PRIMARY), internetChargeType: 'PayByTraffic' }, true, 'traffic'],
    ['on an instance, by an account with more than 2000 EIPs', { ...on('EcsInstance', PRIMARY), internetChargeType: 'PayByTraffic' }, false, 'configuration traffic'],
    ['in a package', { ...on('NetworkInterface', 'eni-b'), ...packaged, internetChargeType: 'PayByTraffic' }, true, 'configuration'],
    ['in a package, by bandwidth', { ...unbound, ...packaged, internetChargeType: 'PayByBandwidth' }, true, 'configuration'],
    ['in a package, on an instance', { ...on('EcsInstance', PRIMARY), ...packaged, internetChargeType: 'PayByBandwidth' }, true, ''],
  ])('%s', (_, change, freeOnInstances, charged) => {
    const eip = metered(history([[0, change], [1, 'gone']]), {}, { freeOnInstances, sentBytes: () => GB });
    const lines = bill(eip).filter(({ item, amount }) => item !== 'subscription' && !amount.isZero());
    expect(lines.map(({ item }) => item).join(' ')).toBe(charged);
  });

  it('a package by its bandwidth, from its creation to its deletion, in started hours', () => {
    const row = (hour: number, until: number, bandwidth: number): State<BandwidthPackageRow> => ({
      row: sample.bandwidthPackage({ id: 'cbwp-a', bandwidth }), from: START + hour * HOUR, until: START + until * HOUR,
      began: { requestId: '', action: '' }, ended: undefined,
    });
    const prices = { ...pricesOf(SAMPLE_PRICES, 'cn-hangzhou'), packagePerDay: { steps: ['2.4'], further: '2.4' } };
    const lines = runs(meterPackage([row(0, 2.5, 10), row(2.5, 3.5, 20)], prices, 0, START + 100 * HOUR));
    // The highest of the day counts for all of it.
    expect(lines.map(({ hours, quantity, amount }) => [hours, quantity, shown(amount)])).toEqual([[4, '20 Mbit/s', '8']]);
    expect(meterPackage([row(0, 1, 10)], prices, START + HOUR, START + 2 * HOUR)).toEqual([]);
    expect(meterPackage([], prices, 0, START)).toEqual([]);
  });
});

describe('§7.2', () => {
  it('the highest bandwidth counts for its own day only', () => {
    const midnight = (Date.UTC(2026, 1, 1) - START) / HOUR;
    const states = history([[0, { internetChargeType: 'PayByBandwidth', bandwidth: 9 }], [midnight - 0.5, { bandwidth: 3 }], [midnight + 4, 'gone']]);
    const days = runs(bill(metered(states, {}))).filter(({ item }) => item === 'bandwidth');
    // The hour that lies across midnight belongs to the day that it starts in.
    expect(days.map(({ hours, quantity }) => [hours, quantity])).toEqual([[Math.ceil(midnight), '9 Mbit/s'], [4, '3 Mbit/s']]);
  });

  it('an hour that is bound to an instance for a part only is charged', () => {
    const states = history([[0, {}], [0.25, { binding: bound(PRIMARY) }], [2, { binding: null }], [2.1, 'gone']]);
    expect(bill(metered(states, {})).map(({ amount }) => amount.isZero())).toEqual([false, true, false]);
  });

  it('nothing is charged from the release on, whenever the data plane follows', () => {
    const states = history([[0, {}], [1.5, { status: 'Releasing' }], [3, 'gone']]);
    expect(bill(metered(states, {}))).toHaveLength(2);
  });

  it('§7.1: traffic counts for the part of an hour in which the EIP was in no package', () => {
    const states = history([[0, { internetChargeType: 'PayByTraffic' }], [0.5, { packageId: 'cbwp-a', sharedBandwidth: 10 }], [1.25, { packageId: '' }], [2, 'gone']]);
    const eip = metered(states, { trafficPerGb: '1' }, { sentBytes: (from, to) => (Math.min(to, START + 2 * HOUR) - from) / HOUR * GB });
    expect(bill(eip).filter(({ item }) => item === 'traffic').map(({ quantity }) => quantity)).toEqual(['0.5 GB', '0.75 GB']);
  });

  it('§7.1: neither does its own bandwidth count in a package, nor for the highest of the day', () => {
    const states = history([
      [0, { internetChargeType: 'PayByBandwidth', bandwidth: 2 }], [1, { packageId: 'cbwp-a', bandwidth: 9 }], [3, { packageId: '', bandwidth: 4 }], [4, 'gone'],
    ]);
    const lines = bill(metered(states, {})).filter(({ item }) => item === 'bandwidth');
    expect(lines.map(({ time, quantity }) => [(time - START) / HOUR, quantity])).toEqual([[0, '4 Mbit/s'], [3, '4 Mbit/s']]);
  });

  it('a subscription that is unpaid costs nothing before it is paid, and each renewal its months', () => {
    const expires = Date.UTC(2026, 2, 31, 3, 20);
    const states = history([
      [0, { chargeType: 'PrePaid', internetChargeType: 'PayByBandwidth', businessStatus: 'Unactivated', bandwidth: 1, expires }],
      [5, { businessStatus: 'Normal' }],
      [6, { expires: Date.UTC(2026, 3, 30, 3, 20) }],
    ]);
    const lines = bill(metered(states, {})).filter(({ item }) => item === 'subscription');
    expect(lines.map(({ time, quantity, amount }) => [(time - START) / HOUR, quantity, shown(amount)])).toEqual([
      [5, '2 months of 1 Mbit/s', '6.8'], [6, '1 month of 1 Mbit/s', '3.4'],
    ]);
  });
});

describe('bills', () => {
  const step = fc.tuple(
    fc.integer({ min: 1, max: 300 }),
    fc.record({ bandwidth: fc.integer({ min: 1, max: 50 }), eni: fc.constantFrom('', PRIMARY, 'eni-b'), byTraffic: fc.boolean() }),
  );

  it('add up, however often and in whatever pieces they are asked for', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 8 }), (steps, cuts) => {
      let minute = 0;
      const states = history([
        ...steps.map(([minutes, { bandwidth, eni, byTraffic }]) => {
          const at = minute / 60;
          minute += minutes;
          return [at, { bandwidth, binding: eni === '' ? null : bound(eni), internetChargeType: byTraffic ? 'PayByTraffic' : 'PayByBandwidth' }] as const;
        }),
        [minute / 60, 'gone'],
      ]);
      const eip = metered(states, {}, { sentBytes: (from, to) => Math.round((to - from) * 1_000) });
      const amount = (from: number, to: number) => sum(bill(eip, from, to).map((line) => line.amount));
      const edges = [START, ...cuts.map((cut) => START + cut * 60_000).sort((a, b) => a - b), START + 5_000 * HOUR];
      const pieces = edges.slice(1).map((to, index) => amount(edges[index] ?? 0, to));
      expect(sum(pieces).equals(amount(0, START + 5_000 * HOUR))).toBe(true);
      expect(sum(runs(bill(eip)).map((line) => line.amount)).equals(sum(pieces))).toBe(true);
      // §7.2: a started hour is a whole hour.
      expect(bill(eip).filter(({ item }) => item === 'configuration')).toHaveLength(Math.ceil(minute / 60));
    }), { numRuns: 300 });
  });
});

describe('§7.3, the price table', () => {
  it('of the sample is one that the settings take', () => {
    expect(pricesSchema.parse(SAMPLE_PRICES)).toEqual(SAMPLE_PRICES);
  });

  it.each([
    [{ currency: 'USD', regions: {} }], [{ currency: 'USD', regions: { default: { ...SAMPLE_PRICES.regions['default'], trafficPerGb: 0.1 } } }],
  ])('%j is refused', (table) => {
    expect(pricesSchema.safeParse(table).success).toBe(false);
  });
});
