/** The comparison table of the association modes: rows and words as DescribeAssociationModes names them. */
export const modes = {
  title: 'Association modes', intro: 'What each mode is, and which of them an EIP can be associated in now.', eni: 'ENI to judge', anyEni: 'Choose an ENI to see which modes are possible for it now',
  possible: 'Possible now', impossible: 'Not possible now', open: 'Available here', closed: 'Not available here', forEni: 'Modes', bind: 'Associate an EIP', toPage: 'Open as a page', property: 'Property',
  none: 'There is no ENI in this region yet: the table shows what the region and the account allow.',
  regionsOf: (count: string) => `${count} regions`, here: 'this one included', notHere: 'not this one', families: (count: string) => `${count} instance families`,
  rows: {
    inGuest: 'EIP visible in the operating system', eniTypes: 'ENI types', eipsOnPrimary: 'EIPs on a primary ENI, at most', eipsOnSecondary: 'EIPs on a secondary ENI, at most', privateNetwork: 'Private network of the ENI',
    protocols: 'IP protocols', regions: 'Regions', entitlement: 'Account', instanceFamilies: 'Instance families', throughInstance: 'Can be bound through the instance', bindAttached: 'Bind while the ENI is attached',
    unbindAttached: 'Unbind while the ENI is attached', secondaryAddresses: 'ENI may have secondary private addresses', ipv4Gateway: 'IPv4 gateway in the VPC', nextHop: 'ENI as the next hop of a route', lease: 'DHCP gives the NIC', shownBy: 'Also shown by',
  },
  words: {
    hidden: 'No', replacesThePrivateAddress: 'In place of the private address', afterStaticConfiguration: 'After static configuration', primary: 'Primary', secondary: 'Secondary', onePerPrivateAddress: 'One for each private address',
    yes: 'Yes', no: 'No', all: 'All', none: 'Every account', multiEip: 'Only accounts with the permission; closed to new applications', optional: 'Optional', forbidden: 'Forbidden', activated: 'Must be activated',
    thePrivateAddress: 'The private address', theEIP: 'The EIP', nothing: 'Nothing',
  },
};
export type ModeTexts = typeof modes;
