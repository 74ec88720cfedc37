import { describe, expect, it } from 'vitest';
import { monitorPoints, monitorRange, type MonitorRequest } from './eip-monitor.js';
import { Refusal } from './errors/refusal.js';
import { sample } from './testing.js';

const NOW = Date.UTC(2026, 0, 2, 12, 0, 30);
const eip = sample.eip({ id: 'eip-a' });
const asked: MonitorRequest = { StartTime: '2026-01-02T11:00:00Z', EndTime: '2026-01-02T11:10:00Z' };
const range = (more: Partial<MonitorRequest> = {}) => monitorRange({ now: NOW }, { ...asked, ...more }, () => eip).range;

function codeOf(more: Partial<MonitorRequest>, found: typeof eip | null = eip): string {
  try {
    monitorRange({ now: NOW }, { ...asked, ...more }, () => found ?? undefined);
    return '';
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.code}`;
    throw error;
  }
}

describe('§4.1 DescribeEipMonitorData: the range', () => {
  it('is taken up to the minute at both ends', () => {
    expect(range({ StartTime: '2026-01-02T11:00:01Z', EndTime: '2026-01-02T11:09:59Z' })).toEqual({ ...range(), from: range().from + 1, points: 9 });
  });

  it.each([[undefined, 10], [60, 10], [300, 2], [900, 1], [3_600, 1]])('with period %s has %i points', (Period, points) => {
    expect(range({ Period }).points).toBe(points);
  });

  it('may be empty', () => {
    expect(range({ EndTime: asked.StartTime }).points).toBe(0);
  });

  it('may reach as far back as traffic is kept', () => {
    expect(codeOf({ StartTime: '2025-12-02T12:00:00Z', EndTime: '2025-12-02T13:00:00Z' })).toBe('');
    expect(codeOf({ StartTime: '2025-12-02T11:59:00Z', EndTime: '2025-12-02T13:00:00Z' })).toBe('400 InvalidStartTime.TooEarly');
  });

  it.each<[string, Partial<MonitorRequest>, typeof eip | null]>([
    ['400 InvalidStartTime.Malformed', { StartTime: '2026-01-02 11:00', EndTime: 'x', Period: 1 }, null],
    ['400 InvalidStartTime.Malformed', { StartTime: '2026-13-02T11:00:00Z' }, eip],
    ['400 InvalidStartTime.TooEarly', { StartTime: '2020-01-01T00:00:00Z', EndTime: 'x', Period: 1 }, null],
    ['400 InvalidEndTime.Malformed', { EndTime: '2026-01-02T11:10Z', Period: 1 }, null],
    ['400 InvalidEndTime.Malformed', { EndTime: '2026-01-02T10:00:00Z' }, eip],
    ['400 InvalidPeriod.ValueNotSupported', { Period: 120 }, null],
    ['404 InvalidAllocationId.NotFound', { StartTime: '2026-01-01T00:00:00Z' }, null],
    ['400 OperationDenied.TooManyDataQueried', { StartTime: '2026-01-02T04:29:00Z' }, eip],
    ['', { StartTime: '2026-01-02T04:30:00Z' }, eip],
    ['400 OperationDenied.TooManyDataQueried', { StartTime: '2025-12-02T12:00:00Z', EndTime: '2026-01-03T12:00:00Z', Period: 3_600 }, eip],
  ])('%s for %j', (code, more, found) => {
    expect(codeOf(more, found)).toBe(code);
  });
});

describe('§4.1 DescribeEipMonitorData: the points', () => {
  it('are there for every period, zero where nothing passed, and say bits per second of both directions', () => {
    const points = monitorPoints(range({ Period: 300 }), [{ index: 1, receivedBytes: 1_000, receivedPackets: 10, sentBytes: 2_000, sentPackets: 5 }]);
    expect(points).toEqual([
      { time: Date.UTC(2026, 0, 2, 11), received: 0, sent: 0, packets: 0, bandwidth: 0 },
      { time: Date.UTC(2026, 0, 2, 11, 5), received: 1_000, sent: 2_000, packets: 15, bandwidth: 80 },
    ]);
  });
});
