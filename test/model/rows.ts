/** The rows of the model: flat, changeable, references by id, '' for none. */

interface Base { readonly id: string; readonly account: string; readonly region: string; status: string }

export interface Eip extends Base {
  readonly kind: 'eip'; readonly address: string; bandwidth: number; readonly prepaid: boolean; readonly traffic: boolean; expires: number; locked: boolean;
  mode: string;
  /** The binding: its type, what `InstanceId` shows, the ENI, the private address really mapped and the one shown, the VPC. */
  type: string; shown: string; eni: string; ip: string; shownIp: string; vpc: string;
}
export interface Eni extends Base {
  readonly kind: 'eni'; readonly primary: boolean; readonly vpc: string; readonly vswitch: string; readonly group: string; ips: string[]; instance: string;
  /** Whether it goes with its instance. */
  released: boolean;
}
export interface Instance extends Base {
  readonly kind: 'instance'; readonly type: string; readonly vpc: string; readonly vswitch: string; readonly zone: string;
  /** The primary ENI. */
  readonly primary: string;
}
export interface Vpc extends Base { readonly kind: 'vpc'; readonly cidr: string; more: string[] }
export interface VSwitch extends Base { readonly kind: 'vswitch'; readonly vpc: string; readonly zone: string; readonly cidr: string; table: string }
export interface Table extends Base { readonly kind: 'table'; readonly vpc: string; readonly system: boolean }
/** Its id is that of its table and its destination. */
export interface Entry extends Base { readonly kind: 'entry'; readonly vpc: string; readonly table: string; readonly destination: string; readonly hop: string }
export interface Gateway extends Base { readonly kind: 'gateway'; readonly vpc: string; enabled: boolean }
export interface Group extends Base { readonly kind: 'group'; readonly vpc: string }

export type Row = Eip | Eni | Instance | Vpc | VSwitch | Table | Entry | Gateway | Group;
export type Kind = Row['kind'];
export type RowOf<K extends Kind> = Extract<Row, { kind: K }>;
/** A row whose id the cloud chose. */
export type New = Row extends infer R ? R extends Row ? Omit<R, 'id' | 'account' | 'region'> & { readonly id?: string | undefined } : never : never;
