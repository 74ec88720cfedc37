/** The comparison table of the association modes, and which of them an EIP could be bound in. */
import { MODES } from './association-modes/index.js';
import type { AssociationMode } from './association-modes/mode.js';
import type { Context } from './context.js';
import { bindRefusal, type Association } from './eip-associate.js';
import type { Refusal } from './errors/refusal.js';
import { defaultResourceGroup } from './resource-groups.js';
import type { EipRow } from './resources.js';
import type { Settings } from './settings.js';

/** Rows in the order of the source document's table, then what follows from them. Values are words, numbers and ids to be put into any language. */
const ROWS: Readonly<Record<string, (mode: AssociationMode, settings: Settings) => readonly string[]>> = {
  inGuest: ({ inGuest }) => [word(inGuest)],
  eniTypes: ({ eniTypes }) => eniTypes.map(word),
  eipsOnPrimary: ({ capacity }, settings) => [String(capacity.primary(settings))],
  eipsOnSecondary: ({ capacity }) => [word(String(capacity.secondary))],
  privateNetwork: ({ keepsPrivateNetwork }) => [yesNo(keepsPrivateNetwork)],
  protocols: ({ protocols }) => listOf(protocols),
  regions: ({ regions }) => listOf(regions),
  entitlement: ({ entitlement }) => [entitlement],
  instanceFamilies: ({ instanceFamilies }) => listOf(instanceFamilies),
  throughInstance: ({ enisOnly }) => [yesNo(!enisOnly)],
  bindAttached: ({ detached }, settings) => [yesNo(!detached.bind(settings))],
  unbindAttached: ({ detached }, settings) => [yesNo(!detached.unbind(settings))],
  secondaryAddresses: ({ secondaryAddresses }, settings) => [yesNo(secondaryAddresses(settings))],
  ipv4Gateway: ({ ipv4Gateway }) => [ipv4Gateway],
  nextHop: ({ nextHop }) => [yesNo(nextHop)],
  lease: ({ lease }) => [word(lease)],
  shownBy: ({ shownBy }) => [shownBy],
};

export interface ModeRow {
  readonly key: string;
  /** By mode. */
  readonly cells: readonly { readonly mode: string; readonly values: readonly string[] }[];
}

export function modeTable(settings: Settings): readonly ModeRow[] {
  return Object.entries(ROWS).map(([key, valuesOf]) => ({
    key, cells: Object.values(MODES).map((mode) => ({ mode: mode.name, values: valuesOf(mode, settings) })),
  }));
}

/** Why an EIP, or a new one, could not be bound in a mode now: what AssociateEipAddress would answer. */
export function modeRefusal(context: Context, mode: AssociationMode, eip: EipRow | undefined, target: Pick<Association, 'InstanceId' | 'InstanceType'>): Refusal | undefined {
  return bindRefusal(context, eip ?? standIn(context), { ...target, Mode: mode.name });
}

/** Any EIP of the account that has just been allocated: no rule asks what tells it from others. */
function standIn({ account, region, now }: Context): EipRow {
  return {
    kind: 'eip', id: '', n: 0, version: 0, account: account.id, region: region.id, status: 'Available', address: '', mode: 'NAT', binding: null, name: '', description: '',
    bandwidth: 5, packageId: '', sharedBandwidth: 0, packageBandwidth: 0, joiningPackage: false, chargeType: 'PostPaid', internetChargeType: 'PayByBandwidth',
    businessStatus: 'Normal', locks: [], isp: 'BGP', netmode: 'public', zone: '', deletionProtection: false, monitorLog: null, securityProtectionTypes: [],
    resourceGroup: defaultResourceGroup(account.id), tags: [], created: now, expires: 0,
  };
}

/** `one per private address` as `onePerPrivateAddress`. */
function word(phrase: string): string {
  return phrase.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function listOf(values: 'all' | readonly string[]): readonly string[] {
  return values === 'all' ? ['all'] : values;
}
