import { errorTable } from './refusal.js';

/** Errors of OpenEIP's own product, which the cloud does not have. */
export const operatorErrors = errorTable({
  'Forbidden.NotOperator': [403, 'Only the account that OpenEIP was started with may do this.'],
  'InvalidOperation.ClockBackwards': [
    400,
    'The clock cannot go back to {0} while resources exist or their history would be ahead of it: empty the cloud first (openeip reset).',
  ],
  'InvalidOperation.NotSubscription': [400, 'The EIP {0} is paid for as it is used: there is nothing to renew.'],
  'InvalidResourceId.NotFound': [404, 'There is and was no resource {0}.'],
  'InvalidAccountId.NotFound': [404, 'There is no account {0}.'],
  'InvalidAccessKeyId.NotFound': [404, 'There is no access key {0}.'],
  'InvalidOperation.AccountInUse': [400, 'The account {0} still has a resource of kind {1}: delete what it has first.'],
  'InvalidOperation.OperatorAccount': [400, 'The account {0} is the one that OpenEIP was started with: it stays, and so does the key in OPENEIP_HOME.'],
  'InvalidOperation.LastAccessKey': [400, 'The account {0} has no other access key: create one first.'],
  'LimitExceeded.AccessKey': [400, 'The account {0} has {1} access keys, which is the most: delete one first.'],
  InvalidTraceEnd: [400, '{0}'],
  'InvalidActionName.NotFound': [404, 'OpenEIP serves no action {0} of {1}, so no call could meet the fault. Did you mean {2}? docs/conformance.md lists all.'],
  'InvalidFaultId.NotFound': [404, 'There is no fault {0}.'],
  'InvalidSnapshot.NotFound': [404, 'There is no snapshot {0}.'],
  'InvalidSnapshot.Exists': [409, 'There is a snapshot {0} already: choose another name, or delete it first.'],
  'InvalidSnapshot.Newer': [400, 'The snapshot {0} was written by a newer release ({1}): load it there. Nothing was changed.'],
  'InvalidSnapshot.Damaged': [400, 'The snapshot {0} is damaged: {1}. Nothing was changed; take another copy of it.'],
  'InvalidSnapshot.Conflict': [400, 'The snapshot {0} does not go with the account and the key that OpenEIP was started with: {1}. Nothing was changed.'],
  SnapshotNotWritten: [500, 'The snapshot {0} could not be written: {1}.'],
});
