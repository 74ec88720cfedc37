/** Binding an EIP (behaviour §3.2): the checks in the order of the table, then the row as it stands while the bind is made real. */
import { DEFAULT_MODE, findMode, ipAddress } from './association-modes/index.js';
import { enforce, type AddressBind, type AssociationMode, type Check, type EniBind } from './association-modes/mode.js';
import type { Context } from './context.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import { link } from './indexes.js';
import type { EipBinding, EipRow, EniRow, InstanceRow } from './resources.js';

/** Parameters of AssociateEipAddress under their wire names. */
export interface Association {
  readonly AllocationId: string;
  readonly InstanceId: string;
  readonly InstanceType?: string | undefined;
  readonly Mode?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly InstanceRegionId?: string | undefined;
}

/** Values of InstanceType that the cloud has. Those that have no resource here find no target (#10). */
export const INSTANCE_TYPES: ReadonlySet<string> = new Set([
  'EcsInstance', 'NetworkInterface', 'Nat', 'SlbInstance', 'HaVip', 'IpAddress',
]);

interface Request extends Association {
  readonly context: Context;
  readonly eip: EipRow;
  readonly type: string;
}

const ownerChecks: readonly Check<Request>[] = [
  { number: '3', fails: ({ context, eip }) => eip.account !== context.account.id, error: eipErrors.Forbidden },
  {
    number: '4',
    fails: ({ type }) => !INSTANCE_TYPES.has(type),
    error: eipErrors['InvalidInstanceType.ValueNotSupported'],
  },
];

/** #9, a write in flight, cannot happen: actions run one after the other. */
const eipChecks: readonly Check<Request & { readonly mode: AssociationMode }>[] = [
  {
    number: '6',
    fails: ({ type, mode }) => mode.enisOnly && type !== 'NetworkInterface',
    error: eipErrors['Invalid.DirectEip.BindType'],
  },
  { number: '7', fails: ({ eip }) => eip.locks.includes('security'), error: eipErrors['InvalidEIPStatus.BizDisabled'] },
  { number: '7', fails: ({ eip }) => eip.businessStatus !== 'Normal', error: eipErrors['Forbidden.FinancialLocked'] },
  { number: '8', fails: ({ eip }) => eip.status !== 'Available', error: eipErrors.IncorrectEipStatus },
];

/** The EIP as `Associating`, with the binding visible. Throws Refusal. */
export function associateEip(context: Context, asked: Association): EipRow {
  const eip = context.read.get('eip', asked.AllocationId);
  if (eip === undefined || eip.region !== context.region.id) throw new Refusal(eipErrors['InvalidAllocationId.NotFound']);
  const request: Request = { ...asked, context, eip, type: asked.InstanceType ?? 'EcsInstance' };
  enforce(ownerChecks, request);
  const mode = modeAsked(request);
  enforce(eipChecks, { ...request, mode });
  return request.type === 'IpAddress'
    ? { ...eip, status: 'Associating', mode: ipAddress.name, binding: addressBinding(request) }
    : { ...eip, status: 'Associating', mode: mode.name, binding: eniBinding(request, mode) };
}

/** #5. Without `Mode` the EIP's stored mode holds for an ENI by its own id, the default for everything else (§3.7). */
function modeAsked({ Mode, type, eip }: Request): AssociationMode {
  const mode = findMode(Mode ?? (type === 'NetworkInterface' ? eip.mode : DEFAULT_MODE));
  if (mode === undefined) throw new Refusal(eipErrors['IllegalParam.Mode']);
  return mode;
}

function eniBinding(request: Request, mode: AssociationMode): EipBinding {
  const { context, eip, type } = request;
  const { eni, instance } = targetOf(request);
  if (eni.region !== eip.region || (request.InstanceRegionId ?? eip.region) !== eip.region) {
    throw new Refusal(eipErrors['InvalidParameter.Mismatch']);
  }
  const ofInstance = type === 'EcsInstance';
  const asked = request.PrivateIpAddress ?? '';
  // For an instance only its primary address counts as asked for, any other is ignored.
  const privateIp = ofInstance && asked !== eni.privateIps[0] ? '' : asked;
  const bind: EniBind = {
    eip, eni, instance, privateIp,
    type: ofInstance ? 'EcsInstance' : 'NetworkInterface',
    bound: context.read.linked('eip', link.eni(eni.id)),
    account: context.account, settings: context.settings, read: context.read,
  };
  enforce(mode.bindChecks, bind);
  refuseUnserved(mode, mode.name);
  const mapped = mode.privateIp(bind);
  return {
    type: bind.type,
    shownId: request.InstanceId,
    region: eip.region,
    shownPrivateIp: mapped === '' ? '' : privateIp,
    eniId: eni.id,
    privateIp: mapped,
    vpcId: eni.vpcId,
  };
}

/** #10: the ENI by its own id or as the primary one of an instance, in any region of the account. */
function targetOf({ context, type, InstanceId }: Request): { readonly eni: EniRow; readonly instance: InstanceRow | undefined } {
  const own = <T extends { readonly account: string }>(row: T | undefined) =>
    row?.account === context.account.id ? row : undefined;
  const named = type === 'EcsInstance' ? own(context.read.get('instance', InstanceId)) : undefined;
  const eniId = type === 'EcsInstance' ? named?.primaryEniId : type === 'NetworkInterface' ? InstanceId : undefined;
  const eni = own(context.read.get('eni', eniId ?? ''));
  if (eni === undefined) throw new Refusal(eipErrors['InvalidInstanId.NotFound']);
  return { eni, instance: named ?? context.read.get('instance', eni.instanceId) };
}

function addressBinding({ context, eip, InstanceId, VpcId, InstanceRegionId }: Request): EipBinding {
  if ((InstanceRegionId ?? eip.region) !== eip.region) throw new Refusal(eipErrors['InvalidParameter.Mismatch']);
  const bind: AddressBind = {
    eip, type: 'IpAddress', address: InstanceId, vpcId: VpcId ?? '',
    account: context.account, settings: context.settings, read: context.read,
  };
  enforce(ipAddress.bindChecks, bind);
  refuseUnserved(ipAddress, bind.type);
  return {
    type: bind.type, shownId: InstanceId, region: eip.region, shownPrivateIp: '', eniId: '',
    privateIp: ipAddress.privateIp(bind), vpcId: bind.vpcId,
  };
}

function refuseUnserved({ served }: Pick<AssociationMode, 'served'>, name: string): void {
  if (!served) throw new Refusal(eipErrors['UnsupportedFeature.AssociationMode'], name);
}
