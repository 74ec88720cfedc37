export const snapshots = {
  title: 'Snapshots', intro: 'The whole cloud under a name, of all accounts and regions, with its clock: to try something, and to be back at once.',
  empty: 'There is no snapshot yet. Save one before you try something.', save: 'Save a snapshot', saveTitle: 'Save the cloud as it is', nameHint: 'Letters, digits, “.”, “_” and “-”, beginning with a letter or a digit; 64 at the most',
  saved: 'Saved', cloudTime: 'The cloud’s time', resources: 'Resources', size: 'Size', kib: (n: string) => `${n} KiB`, emptyCloud: 'an empty cloud', cannot: (why: string) => `Cannot be loaded: ${why}`,
  load: 'Load', compare: 'Compare', deleteText: 'The snapshot is gone then. The cloud stays as it is.',
  loadTitle: (name: string) => `Load snapshot ${name}?`, confirmName: (name: string) => `To confirm, type the name: ${name}`, otherName: 'This is another name.',
  loadText: (saved: string, time: string) => `The cloud becomes what it was on ${saved}, of all accounts, and its clock goes to ${time}. What was made since is lost unless you save it first. Instances start anew.`,
  replacing: 'The cloud is replaced', followingStep: 'The data plane follows', loaded: (name: string) => `The cloud is as it was saved in ${name}.`,
  following: 'The data plane follows the snapshot', followingText: 'What changes the cloud is refused (503 ServiceUnavailable) until it is there. Reading works.',
  diff: 'What has changed', from: 'From', to: 'To', swap: 'Swap', asItIs: 'the cloud as it is', same: 'Nothing differs.', change: 'Change', changes: { added: 'added', removed: 'removed', changed: 'changed' }, fields: 'Fields: before → after',
  kinds: {
    account: 'Account', eip: 'EIP', releasedEip: 'Released EIP', bandwidthPackage: 'Bandwidth package', instance: 'Instance', eni: 'ENI', securityGroup: 'Security group', securityGroupRule: 'Rule', routeEntry: 'Route entry', ipv4Gateway: 'IPv4 gateway',
    routeTable: 'Route table', vswitch: 'vSwitch', vpc: 'VPC', resourceGroup: 'Resource group',
  },
};
export type SnapshotsTexts = typeof snapshots;
