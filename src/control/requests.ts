/** What every action has in common before and after it runs: region, ClientToken, DryRun. */
import { createHash } from 'node:crypto';
import type { Action, JsonObject, RenderedBody } from '../api/action.js';
import { bodyValue } from '../api/render.js';
import { findRegion, REGIONS, type Region } from '../cloud/catalogue/regions.js';
import { common } from '../cloud/errors/common.js';
import { Refusal } from '../cloud/errors/refusal.js';

/** A request as the gateway hands it over; the account is the one whose key signed it. */
export interface Request {
  readonly requestId: string;
  readonly version: string;
  readonly action: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly account: string;
  /** `Host` header. */
  readonly host: string;
}

export type Reply =
  | { readonly ok: true; readonly body: JsonObject | RenderedBody }
  | {
    readonly ok: false;
    readonly status: number;
    readonly code: string;
    readonly message: string;
    /** Beside those of every answer. */
    readonly headers?: Readonly<Record<string, string>>;
  };

/** `RegionId`, else the region in the endpoint's name (`vpc.cn-beijing.…`, `ecs-cn-hangzhou.…`), else the default. */
export function regionOf(request: Request, defaultRegion: string): Region {
  const region = findRegion(request.parameters.get('RegionId') ?? regionInHost(request.host) ?? defaultRegion);
  if (region === undefined) throw new Refusal(common['InvalidRegionId.NotFound']);
  return region;
}

function regionInHost(host: string): string | undefined {
  const labels = host.toLowerCase().split(/[.:]/);
  return REGIONS.find(({ id }) => labels.some((label) => label === id || label.endsWith(`-${id}`)))?.id;
}

/** The token of a writing call, or undefined where none is given or the action knows none. */
export function tokenOf(action: Action, request: Request): string | undefined {
  const token = request.parameters.get('ClientToken');
  if (token === undefined || !action.writes || !('ClientToken' in action.parameters.shape)) return undefined;
  if (!/^[\x20-\x7e]{1,64}$/.test(token)) throw new Refusal(common.InvalidParameter, 'ClientToken');
  return token;
}

/** Tells calls with different parameters apart, whatever their order; what the action does not know is no parameter. */
export function digestOf(action: Action, request: Request, region: Region): string {
  const pairs = [...request.parameters].filter(([name]) =>
    name !== 'ClientToken' && name !== 'RegionId' && Object.hasOwn(action.parameters.shape, name.split('.', 1)[0] ?? ''));
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify([region.id, pairs])).digest('base64');
}

export function isDryRun(action: Action, request: Request): boolean {
  return 'DryRun' in action.parameters.shape && request.parameters.get('DryRun')?.toLowerCase() === 'true';
}

/** JSON text of a body, as stored with a token. */
export function bodyText(body: JsonObject | RenderedBody): string {
  return JSON.stringify(bodyValue(body));
}
