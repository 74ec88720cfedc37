import { describe, expect, it } from 'vitest';
import { setMonitorLog, type MonitorLogChange } from './monitor-log.js';
import type { EipRow } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const ON = { InstanceId: 'eip-1', Status: 'ON', LogProject: 'p', LogStore: 's' } as const;
const set = (change: Partial<MonitorLogChange> = {}, eip: Partial<EipRow> = {}) => setMonitorLog(contextOf([sample.eip({ id: 'eip-1', ...eip })]), { ...ON, ...change });
const on = { monitorLog: { project: 'p', store: 's' } };

describe('§4.1 SetHighDefinitionMonitorLogStatus', () => {
  it('switches on and off, and changes what is named', () => {
    expect(set()).toMatchObject(on);
    expect(set({ LogProject: undefined, LogStore: 't' }, on)).toMatchObject({ monitorLog: { project: 'p', store: 't' } });
    expect(set({ Status: 'OFF', LogProject: undefined, LogStore: undefined }, on)).toMatchObject({ monitorLog: null });
  });

  it.each<[string, Partial<MonitorLogChange>, Partial<EipRow>]>([
    ['InvalidInstanceId', { InstanceId: 'eip-2' }, {}],
    ['InvalidInstanceId', {}, { account: '2' }],
    ['InvalidInstanceId', {}, { region: 'cn-beijing' }],
    ['IncorrectEipStatus', {}, { status: 'Associating' }],
    ['MissingParameter', { LogProject: undefined }, {}],
    ['MissingParameter', { LogStore: undefined }, {}],
  ])('answers %s for %j, %j', (code, change, eip) => {
    expect(codeOf(() => set(change, eip))).toBe(code);
  });
});
