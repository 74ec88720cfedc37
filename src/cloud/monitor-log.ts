/** High-definition monitoring of EIPs (behaviour §4.1): where it would be written is kept and shown; nothing is measured by the second. */
import type { Context } from './context.js';
import { checkAtRest } from './eip-status.js';
import { common } from './errors/common.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import type { EipRow } from './resources.js';

/** Parameters of SetHighDefinitionMonitorLogStatus under their wire names. */
export interface MonitorLogChange {
  readonly InstanceId: string;
  readonly Status: 'ON' | 'OFF';
  /** Terraform sends what changes. */
  readonly LogProject?: string | undefined;
  readonly LogStore?: string | undefined;
}

/** The EIP with its monitoring switched. Throws Refusal. */
export function setMonitorLog(context: Context, { InstanceId, Status, LogProject, LogStore }: MonitorLogChange): EipRow {
  const eip = monitoredEip(context, InstanceId);
  checkAtRest(eip);
  if (Status === 'OFF') return { ...eip, monitorLog: null };
  const project = LogProject ?? eip.monitorLog?.project;
  if (project === undefined) throw new Refusal(common.MissingParameter, 'LogProject');
  const store = LogStore ?? eip.monitorLog?.store;
  if (store === undefined) throw new Refusal(common.MissingParameter, 'LogStore');
  return { ...eip, monitorLog: { project, store } };
}

/** An EIP of the caller in the call's region. Throws Refusal. */
export function monitoredEip({ account, region, read }: Context, id: string): EipRow {
  const eip = read.get('eip', id);
  if (eip?.account !== account.id || eip.region !== region.id) throw new Refusal(eipErrors.InvalidInstanceId);
  return eip;
}
