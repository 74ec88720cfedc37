/** Changing the mode of an EIP in place (behaviour §3.7, U-09): an unbind and a bind in one, with nothing in between. */
import { modeOf } from './association-modes/index.js';
import { enforce, type Check } from './association-modes/mode.js';
import type { Context } from './context.js';
import { bindTo, modeChecks, modeNamed } from './eip-associate.js';
import { ownEip } from './eip.js';
import { isAtRest } from './eip-status.js';
import { eipErrors } from './errors/eip.js';
import type { EipBinding, EipRow } from './resources.js';

/** Parameters of ModifyEipForwardMode under their wire names: `InstanceId` is the EIP's. */
export interface ModeChange {
  readonly InstanceId: string;
  readonly Mode: string;
}

const statusCheck: Check<{ readonly eip: EipRow }> = {
  number: '8', fails: ({ eip }) => !isAtRest(eip), error: eipErrors.IncorrectEipStatus,
};

/** The EIP in the mode, in the same state; unbound, the next bind to an ENI takes it. Throws Refusal. */
export function modifyForwardMode(context: Context, asked: ModeChange): EipRow {
  const eip = ownEip(context, asked.InstanceId);
  const mode = modeNamed(asked.Mode);
  // An unbound EIP is bound to nothing that a mode could mind.
  enforce(modeChecks, { eip, mode, type: eip.binding?.type ?? 'NetworkInterface' });
  enforce([statusCheck], { eip });
  const eni = context.read.get('eni', eip.binding?.eniId ?? '');
  if (eip.binding === null || eni === undefined || mode.name === eip.mode) return { ...eip, mode: mode.name };
  const instance = context.read.get('instance', eni.instanceId);
  const bind = bindTo(context, { eip, eni, instance, privateIp: '', type: 'NetworkInterface' });
  // Those of a bind first: both judge what the ENI and its instance are doing, and §3.7 asks for the order of §3.2.
  enforce(mode.bindChecks, bind);
  enforce(modeOf(eip).unbindChecks, { eip, eni, instance, settings: context.settings });
  return { ...eip, mode: mode.name, binding: remapped(eip.binding, mode.privateIp(bind)) };
}

/** A private address that was asked for is shown as long as the EIP maps to it. */
function remapped(binding: EipBinding, privateIp: string): EipBinding {
  return { ...binding, privateIp, shownPrivateIp: binding.shownPrivateIp === privateIp ? privateIp : '' };
}
