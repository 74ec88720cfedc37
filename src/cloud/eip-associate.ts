/** Binding EIPs (behaviour §3.2): the checks in the order of the table, then the rows as they stand while the bind is made real. */
import { DEFAULT_MODE, findMode, ipAddress } from './association-modes/index.js';
import { enforce, type AddressBind, type AssociationMode, type Check, type EniBind } from './association-modes/mode.js';
import type { Context } from './context.js';
import { common } from './errors/common.js';
import { eipErrors } from './errors/eip.js';
import { Refusal } from './errors/refusal.js';
import { claim, link } from './indexes.js';
import { quotaOf } from './quotas.js';
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

/** Parameters of AssociateEipAddressBatch under their wire names. */
export interface BatchAssociation {
  readonly BindedInstanceId: string;
  readonly BindedInstanceType: string;
  readonly InstanceIds: readonly string[];
  readonly Mode?: string | undefined;
}

/** Values of InstanceType that the cloud has. Those that have no resource here find no target (#10). */
export const INSTANCE_TYPES: ReadonlySet<string> = new Set([
  'EcsInstance', 'NetworkInterface', 'Nat', 'SlbInstance', 'HaVip', 'IpAddress',
]);

interface Request extends Association {
  readonly context: Context;
  readonly eip: EipRow;
  readonly type: string;
  /** Binds of the same call that are already accepted. */
  readonly before: readonly EipRow[];
}

const ownerChecks: readonly Check<Request>[] = [
  { number: '3', fails: ({ context, eip }) => eip.account !== context.account.id, error: eipErrors.Forbidden },
  {
    number: '4',
    fails: ({ type }) => !INSTANCE_TYPES.has(type),
    error: eipErrors['InvalidInstanceType.ValueNotSupported'],
  },
];

/** #6 and #7, of a bind as of a change of mode. */
export const modeChecks: readonly Check<{ readonly eip: EipRow; readonly type: string; readonly mode: AssociationMode }>[] = [
  {
    number: '6',
    fails: ({ type, mode }) => mode.enisOnly && type !== 'NetworkInterface',
    error: eipErrors['Invalid.DirectEip.BindType'],
  },
  { number: '7', fails: ({ eip }) => eip.locks.includes('security'), error: eipErrors['InvalidEIPStatus.BizDisabled'] },
  { number: '7', fails: ({ eip }) => eip.businessStatus !== 'Normal', error: eipErrors['Forbidden.FinancialLocked'] },
];

/** #9, a write in flight, cannot happen: actions run one after the other. */
const statusCheck: Check<Request> = {
  number: '8', fails: ({ eip }) => eip.status !== 'Available', error: eipErrors.IncorrectEipStatus,
};

/** The EIP as `Associating`, with the binding visible. Throws Refusal. */
export function associateEip(context: Context, asked: Association): EipRow {
  return associate(context, asked, []);
}

/** What a bind of an EIP, which need not be a row, would answer now; undefined where nothing stands against it. */
export function bindRefusal(context: Context, eip: EipRow, asked: Omit<Association, 'AllocationId'>): Refusal | undefined {
  try {
    associate(context, { ...asked, AllocationId: eip.id }, [eip]);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** All of the EIPs as `Associating`, bound to one ENI in the order given; without `Mode` in NAT mode. Throws Refusal. */
export function associateEips(context: Context, asked: BatchAssociation): readonly EipRow[] {
  const { BindedInstanceId: InstanceId, BindedInstanceType: InstanceType, InstanceIds, Mode = DEFAULT_MODE } = asked;
  if (InstanceIds.length === 0 || InstanceIds.length > quotaOf(context.account, 'eipsPerBatch')) {
    throw new Refusal(common.InvalidParameter, 'InstanceIds.N');
  }
  if (InstanceType !== 'NetworkInterface' && InstanceType !== 'Nat') throw new Refusal(eipErrors['InvalidInstanceType.ValueNotSupported']);
  const bound: EipRow[] = [];
  for (const AllocationId of InstanceIds) bound.push(associate(context, { AllocationId, InstanceId, InstanceType, Mode }, bound));
  return bound;
}

function associate(context: Context, asked: Association, before: readonly EipRow[]): EipRow {
  const eip = before.find(({ id }) => id === asked.AllocationId) ?? context.read.get('eip', asked.AllocationId);
  if (eip === undefined || eip.region !== context.region.id) throw new Refusal(eipErrors['InvalidAllocationId.NotFound']);
  const request: Request = { ...asked, context, eip, type: asked.InstanceType ?? 'EcsInstance', before };
  enforce(ownerChecks, request);
  const mode = modeAsked(request);
  enforce(modeChecks, { ...request, mode });
  enforce([statusCheck], request);
  return request.type === 'IpAddress'
    ? { ...eip, status: 'Associating', mode: ipAddress.name, binding: addressBinding(request) }
    : { ...eip, status: 'Associating', mode: mode.name, binding: eniBinding(request, mode) };
}

/** #5. Without `Mode` the EIP's stored mode holds for an ENI by its own id, the default for everything else (§3.7). */
function modeAsked({ Mode, type, eip }: Request): AssociationMode {
  return modeNamed(Mode ?? (type === 'NetworkInterface' ? eip.mode : DEFAULT_MODE));
}

/** Throws Refusal. */
export function modeNamed(name: string): AssociationMode {
  const mode = findMode(name);
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
  const bind = bindTo(context, { eip, eni, instance, privateIp, type: ofInstance ? 'EcsInstance' : 'NetworkInterface' }, request.before);
  enforce(mode.bindChecks, bind);
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

/** A bind to an ENI with what is already bound there; `before` are binds of the same call. */
export function bindTo(
  context: Context, of: Pick<EniBind, 'eip' | 'eni' | 'instance' | 'privateIp' | 'type'>, before: readonly EipRow[] = [],
): EniBind {
  const { account, settings, read } = context;
  const { eip, eni } = of;
  const bound = [...read.linked('eip', link.eni(eni.id)), ...before].filter(({ id }) => id !== eip.id);
  const mappedTo = (address: string) => {
    const earlier = before.find(({ binding }) => binding?.privateIp === address);
    const holder = earlier ?? read.holder('eip', claim.mapped(eni.vpcId, address));
    return holder?.id === eip.id ? undefined : holder;
  };
  return { ...of, bound, mappedTo, account, settings, read };
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
  return {
    type: bind.type, shownId: InstanceId, region: eip.region, shownPrivateIp: '', eniId: '',
    privateIp: ipAddress.privateIp(bind), vpcId: bind.vpcId,
  };
}
