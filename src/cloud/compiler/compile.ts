/** stub replaced below */
import type { Key, NetworkObject } from '../../network/objects.js';
import type { Reads, Row } from '../resources.js';

export interface RowPair { readonly before: Row | undefined; readonly after: Row | undefined }

export function affected(_change: RowPair, _read: Reads): readonly Key[] {
  return [];
}
export function build(_key: Key, _read: Reads): NetworkObject | undefined {
  return undefined;
}
export function compileAll(_rows: Iterable<Row>, _read: Reads): readonly NetworkObject[] {
  return [];
}
