/** What the model keeps: rows, how a call names them, and how their transitional states end. */
import { usable } from './addresses.js';
import type { Eip, Eni, Entry, Gateway, Instance, Kind, New, Row, RowOf, Table, VSwitch } from './rows.js';

export type Parameters = Readonly<Record<string, string>>;
export interface Call { readonly account: string; readonly region: string; readonly action: string; readonly parameters: Parameters }
/** What an answer tells that the model could not know: ids and addresses, by the names of the rows' fields. */
export type Learned = Readonly<Record<string, string>>;
export type Effect = (learned: Learned) => unknown;
export interface Verdict {
  /** Codes of which one must be answered (`*` is any); none: the call succeeds. */
  readonly codes: readonly string[];
  /** Applies a call that succeeded. */
  readonly follow: Effect;
}

const GONE = '';
/** What a transitional state becomes. */
const ENDS: Parameters = {
  'eip Associating': 'InUse', 'eip Unassociating': 'Available', 'eip Releasing': GONE, 'eni Attaching': 'InUse', 'eni Detaching': 'Available',
  'eni Deleting': GONE, 'instance Pending': 'Starting', 'instance Starting': 'Running', 'instance Stopping': 'Stopped', 'instance Deleting': GONE,
  'vpc Pending': 'Available', 'vswitch Pending': 'Available', 'table Pending': 'Available', 'table Deleting': GONE, 'entry Pending': 'Available',
  'entry Deleting': GONE, 'gateway Creating': 'Created', 'gateway Activating': 'Created', 'gateway Deleting': GONE,
};
export const UNBOUND = { type: '', shown: '', eni: '', ip: '', shownIp: '', vpc: '' } as const;
/** By which parameter a call names a row of a kind, and what it hears when there is none. */
const NAMES = {
  eip: ['AllocationId', 'InvalidAllocationId.NotFound'], eni: ['NetworkInterfaceId', 'InvalidEniId.NotFound'],
  instance: ['InstanceId', 'InvalidInstanceId.NotFound'], vpc: ['VpcId', 'InvalidVpcId.NotFound'],
  vswitch: ['VSwitchId', 'InvalidVSwitchId.NotFound|InvalidVswitchID.NotFound'], group: ['SecurityGroupId', 'InvalidSecurityGroupId.NotFound'],
  table: ['RouteTableId', 'InvalidRouteTableId.NotFound'], gateway: ['Ipv4GatewayId', 'ResourceNotFound.Ipv4Gateway'],
} as const;

export type Fault = readonly [failed: boolean | undefined, codes: string];
export class Refused extends Error {
  constructor(readonly codes: readonly string[]) {
    super();
  }
}
/** The first fault decides; its codes are alternatives, separated by bars. */
export function inOrder(...faults: readonly Fault[]): void {
  const first = faults.find(([failed]) => failed === true);
  if (first !== undefined) throw new Refused(first[1].split('|'));
}
/** Any fault may be the one that is answered. */
export function anyOf(...faults: readonly Fault[]): void {
  const codes = faults.filter(([failed]) => failed === true).flatMap(([, some]) => some.split('|'));
  if (codes.length > 0) throw new Refused(codes);
}

export class State {
  rows = new Map<string, Row>();

  all<K extends Kind>(kind: K): readonly RowOf<K>[] {
    return [...this.rows.values()].filter((row): row is RowOf<K> => row.kind === kind);
  }
  get<K extends Kind>(kind: K, id: string | undefined): RowOf<K> | undefined {
    const row = this.rows.get(id ?? '');
    return row?.kind === kind ? (row as RowOf<K>) : undefined;
  }

  /** Ends all transitional states. */
  settle(): void {
    for (const row of [...this.rows.values()]) while (this.end(row));
  }

  /** Ends a transitional state; false where there is none. */
  end(row: Row): boolean {
    const status = ENDS[`${row.kind} ${row.status}`];
    if (status === undefined || !this.rows.has(row.id)) return false;
    row.status = status;
    if (status === GONE) this.rows.delete(row.id);
    if (row.kind === 'eip' && status === 'Available') Object.assign(row, UNBOUND, { mode: 'NAT' });
    if (row.kind === 'eni' && status === 'Available') row.instance = '';
    return true;
  }

  protected own<K extends keyof typeof NAMES>(kind: K, call: Call, parameter: string = NAMES[kind][0], code: string = NAMES[kind][1]): RowOf<K> {
    return this.one(kind, call.parameters[parameter], (row) => row.account === call.account && row.region === call.region, code);
  }
  protected one<K extends Kind>(kind: K, id: string | undefined, fits: (row: Row) => boolean, code: string): RowOf<K> {
    const row = this.get(kind, id);
    if (row === undefined || !fits(row)) throw new Refused(code.split('|'));
    return row;
  }
  protected add({ action, account, region }: Call, { id = '', ...row }: New): void {
    if (id === '' || this.rows.has(id)) throw new Error(`${action} gave the id '${id}'`);
    this.rows.set(id, { ...row, id, account, region });
  }
  on = (eni: Eni | undefined): readonly Eip[] => (eni === undefined ? [] : this.all('eip').filter((eip) => eip.eni === eni.id));
  inside<K extends Exclude<Kind, 'vpc'>>(kind: K, vpc: string): readonly RowOf<K>[] {
    return this.all(kind).filter((row) => 'vpc' in row && row.vpc === vpc);
  }
  protected mappedTo(vpc: string, ip: string, except?: Eip): Eip | undefined {
    return this.inside('eip', vpc).find((eip) => eip !== except && eip.ip === ip);
  }
  protected unbind(eip: Eip): void {
    if (eip.status === 'InUse' || eip.status === 'Associating') Object.assign(eip, { status: 'Unassociating', shown: '' });
  }
  protected deleteEni(eni: Eni): void {
    eni.status = 'Deleting';
    for (const eip of this.on(eni)) this.unbind(eip);
    for (const entry of this.leadingTo(eni.id)) entry.status = 'Deleting';
  }
  /** Addresses that the cloud chose: free and usable ones. */
  protected checked(vswitch: VSwitch, ips = ''): string[] {
    const used = this.usedIps(vswitch.vpc);
    if (!ips.split(',').every((ip) => usable(vswitch.cidr, ip) && !used.includes(ip))) throw new Error(`${ips} out of ${vswitch.cidr}`);
    return ips.split(',');
  }
  protected at = (instance: Instance): readonly Eni[] => this.all('eni').filter((eni) => eni.instance === instance.id);
  protected usedIps = (vpc: string): readonly string[] => this.inside('eni', vpc).flatMap((eni) => eni.ips);
  protected leadingTo = (hop: string): readonly Entry[] => this.all('entry').filter((entry) => entry.hop === hop && entry.status !== 'Deleting');
  protected gatewayOf = (vpc: string): Gateway | undefined => this.inside('gateway', vpc)[0];
  protected isOpen = ({ enabled, status }: Gateway): boolean => enabled && status === 'Created';
  protected systemTable = (vpc: string): string => this.inside('table', vpc).find((table) => table.system)?.id ?? '';
  /** U-07 */
  protected mapped(eip: Eip, eni: Eni, mode: string, wanted: string | undefined): string {
    if (mode === 'MULTI_BINDED') return '';
    return wanted ?? (mode === 'BINDED' ? eni.ips[0] : eni.ips.find((ip) => this.mappedTo(eni.vpc, ip, eip) === undefined)) ?? '';
  }
  protected addEni(call: Call, vswitch: VSwitch, group: string, { id, ips }: Learned, rest: Pick<Eni, 'status' | 'primary' | 'instance'>): void {
    this.add(call, { kind: 'eni', id, vpc: vswitch.vpc, vswitch: vswitch.id, ips: this.checked(vswitch, ips), group, released: true, ...rest });
  }
  protected route(call: Call, table: Table, destination: string, hop: string): void {
    this.add(call, { kind: 'entry', id: `${table.id} ${destination}`, status: 'Pending', vpc: table.vpc, table: table.id, destination, hop });
  }
  protected addressFaults = (vswitch: VSwitch, wanted: string | undefined): readonly Fault[] => wanted === undefined ? [] : [
    [!usable(vswitch.cidr, wanted), 'InvalidVSwitchId.IpInvalid'], [this.usedIps(vswitch.vpc).includes(wanted), 'InvalidIp.IpAssigned'],
  ];
}
