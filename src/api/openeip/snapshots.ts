/** SaveSnapshot, ListSnapshots, LoadSnapshot, DiffSnapshots, DeleteSnapshot: the whole cloud under a name, and back. */
import { z } from 'zod';
import { action, type Action, type JsonObject } from '../action.js';
import type { ResourceChange, SnapshotInfo } from '../operator.js';
import { text } from '../parameters.js';
import { operatorOf } from './operator.js';

/** That of a file, too. */
const name = () => text().regex(/^[A-Za-z0-9][\w.-]{0,63}$/);

const saveSnapshot = action({
  product: 'OpenEIP',
  name: 'SaveSnapshot',
  writes: false,
  parameters: z.object({ Name: name() }),
  run: (call, { Name }) => ({ body: view(operatorOf(call).snapshots.save(Name)) }),
});

/** And whether the data plane still follows one that was loaded. */
const listSnapshots = action({
  product: 'OpenEIP',
  name: 'ListSnapshots',
  writes: false,
  parameters: z.object({}),
  run(call) {
    const { snapshots } = operatorOf(call);
    return { body: { Snapshots: { Snapshot: snapshots.list().map(view) }, Loading: snapshots.loading() } };
  },
});

const loadSnapshot = action({
  product: 'OpenEIP',
  name: 'LoadSnapshot',
  writes: true,
  parameters: z.object({ Name: name() }),
  run(call, { Name }) {
    operatorOf(call).snapshots.load(Name, call.requestId);
    return { body: {} };
  },
});

const diffSnapshots = action({
  product: 'OpenEIP',
  name: 'DiffSnapshots',
  writes: false,
  parameters: z.object({
    Name: name(),
    /** The cloud as it is, without one. */
    With: name().optional(),
  }),
  run: (call, { Name, With }) => ({ body: { Changes: { Change: operatorOf(call).snapshots.diff(Name, With).map(changeView) } } }),
});

const deleteSnapshot = action({
  product: 'OpenEIP',
  name: 'DeleteSnapshot',
  writes: false,
  parameters: z.object({ Name: name() }),
  run(call, { Name }) {
    operatorOf(call).snapshots.delete(Name);
    return { body: {} };
  },
});

function view({ name: Name, bytes, header, refused }: SnapshotInfo): JsonObject {
  return {
    Name, Bytes: bytes, SavedTime: header?.saved ?? '', CloudTime: header?.time ?? '', Resources: header?.resources ?? {}, Refused: refused,
  };
}

function changeView({ change, kind, id, account, region, label, fields }: ResourceChange): JsonObject {
  return {
    Change: change, Kind: kind, Id: id, AccountId: account, RegionId: region, Label: label,
    Fields: { Field: fields.map(({ name: Name, before, after }) => ({ Name, Before: before, After: after })) },
  };
}

export const snapshotActions: readonly Action[] = [saveSnapshot, listSnapshots, loadSnapshot, diffSnapshots, deleteSnapshot];
