/**
 * How transitional states end. Actions write `Associating`, `Attaching`…; once the data plane has confirmed the network of that commit,
 * `settle` says what the row becomes, and when an object of the row could not be made real, `revert` says what it falls back to. Pure.
 */
import { outOfPackage } from './bandwidth-package-members.js';
import type { EipRow, EniRow, InstanceRow, ReleasedEipRow, Row, WriteSet } from './resources.js';

/** What a host saw of an instance's guest last. */
export interface GuestSeen {
  readonly boot: number;
  readonly state: 'running' | 'stopped';
}

/**
 * The end of a row's transitional state, given that the data plane confirmed it. Undefined while it waits for the guest, and for rows
 * that are not in such a state.
 */
export function settle(row: Row, guest: GuestSeen | undefined, now: number): WriteSet | undefined {
  switch (row.kind) {
    case 'vpc':
    case 'vswitch':
      return row.status === 'Pending' ? put({ ...row, status: 'Available' }) : undefined;
    case 'routeTable':
      if (row.status === 'Deleting') return gone(row);
      return row.status === 'Pending' ? put({ ...row, status: 'Available' }) : undefined;
    case 'routeEntry':
      if (row.status === 'Deleting') return gone(row);
      return row.status === 'Available' ? undefined : put({ ...row, status: 'Available' });
    case 'ipv4Gateway':
      if (row.status === 'Deleting') return gone(row);
      return row.status === 'Created' ? undefined : put({ ...row, status: 'Created' });
    case 'eip':
      return settleEip(row, now);
    case 'eni':
      return settleEni(row);
    case 'instance':
      return settleInstance(row, guest, now);
    case 'bandwidthPackage':
      return row.status === 'Modifying' ? put({ ...row, status: 'Available' }) : undefined;
    case 'resourceGroup':
    case 'account':
    case 'securityGroup':
    case 'releasedEip':
      return undefined;
  }
}

/** Its account may have it back for a while (§2.2). */
function settleEip(row: EipRow, now: number): WriteSet | undefined {
  const settled = { ...row, joiningPackage: false };
  switch (row.status) {
    case 'Associating':
      return put({ ...settled, status: 'InUse' });
    case 'Unassociating':
      return put(unbound(settled));
    case 'Releasing':
      return { put: [releasedEip(row, now)], remove: [row] };
    case 'Available':
    case 'InUse':
      return row.joiningPackage ? put(settled) : undefined;
  }
}

function releasedEip({ id, account, region, address }: EipRow, now: number): ReleasedEipRow {
  return { kind: 'releasedEip', id, n: 0, version: 0, account, region, address, released: now };
}

function settleEni(row: EniRow): WriteSet | undefined {
  switch (row.status) {
    case 'Attaching':
      return put({ ...row, status: 'InUse' });
    case 'Detaching':
      return put(detached(row));
    case 'Deleting':
      return gone(row);
    case 'Available':
    case 'InUse':
      return undefined;
  }
}

/**
 * `Pending` ends when all that the instance needs is there; one that shall start by itself does so with a boot of its own, so that
 * nothing said of the guest before counts. The others wait for what the guest does at this boot.
 */
function settleInstance(row: InstanceRow, guest: GuestSeen | undefined, now: number): WriteSet | undefined {
  const seen = guest?.boot === row.boot ? guest.state : undefined;
  switch (row.status) {
    case 'Pending':
      return put(row.stoppedMode === 'Not-applicable' ? { ...row, status: 'Starting', boot: row.boot + 1 } : { ...row, status: 'Stopped' });
    case 'Starting':
      if (seen === 'running') return put({ ...row, status: 'Running', started: now });
      return seen === 'stopped' ? put({ ...row, status: 'Stopped' }) : undefined;
    case 'Running':
      // The guest's first process died: nobody stopped the instance through the API.
      return seen === 'stopped' ? put({ ...row, status: 'Stopped' }) : undefined;
    case 'Stopping':
      return seen === 'running' ? undefined : put({ ...row, status: 'Stopped' });
    case 'Deleting':
      return gone(row);
    case 'Stopped':
      return undefined;
  }
}

/**
 * The state before a change that could not be made real. Undefined where there is none to go back to: what is being created stays
 * `Pending`, but for a route entry, which would keep its whole table from becoming real; and what is being taken away (`Detaching`,
 * `Unassociating`, `Deleting`…) stays so until it is really gone, because no state may be shown while a packet still takes the old
 * way (behaviour §2.3: such a call may be issued again).
 */
export function revert(row: Row): WriteSet | undefined {
  if (row.kind === 'eip' && (row.status === 'Associating' || row.joiningPackage)) return put(fallenBack(row));
  if (row.kind === 'eni' && row.type === 'Secondary' && row.status === 'Attaching') return put(detached(row));
  if (row.kind === 'instance' && (row.status === 'Starting' || row.status === 'Pending')) {
    return put({ ...row, status: 'Stopped' });
  }
  if (row.kind === 'routeEntry' && row.status === 'Pending') return gone(row);
  if (row.kind === 'ipv4Gateway' && row.status === 'Activating') return put({ ...row, status: 'Created', enabled: false });
  return undefined;
}

/**
 * The ENI once DHCP handed out a lease on it: that counts until it is detached, through expiry and reboots (S-37, U-22). Undefined where
 * it says nothing new, and for ENIs that nothing waits for: primary ones, and those whose private network is dead (S-31).
 */
export function leaseGranted(eni: EniRow): EniRow | undefined {
  const attached = eni.status === 'Attaching' || eni.status === 'InUse';
  return attached && eni.type === 'Secondary' && !eni.leased && !eni.privateSuppressed ? { ...eni, leased: true } : undefined;
}

/** Of what was on its way to the data plane, nothing is left. */
function fallenBack(row: EipRow): EipRow {
  const left = row.joiningPackage ? outOfPackage(row) : row;
  return row.status === 'Associating' ? unbound(left) : left;
}

/** The stored mode goes back to NAT with the binding (behaviour §3.3). */
function unbound(row: EipRow): EipRow {
  return { ...row, status: 'Available', mode: 'NAT', binding: null };
}

function detached(row: EniRow): EniRow {
  return { ...row, status: 'Available', instanceId: '', deviceIndex: 0, leased: false, privateSuppressed: false };
}

function put(row: Row): WriteSet {
  return { put: [row], remove: [] };
}

function gone(row: Row): WriteSet {
  return { put: [], remove: [row] };
}
