export const account = {
  title: 'Accounts and quotas', intro: 'What an account may: the vendor’s quotas, unless they are set here, and the mode that is closed to new applications.', account: 'Account',
  entitlements: 'Entitlement', granted: 'The account may use the mode.', notGranted: 'The account may not use the mode: it is shown, and disabled.', take: 'Withdraw',
  grantTitle: (name: string) => `Entitle ${name} to multi-EIP-to-ENI mode?`, grantText: 'The real cloud accepts no new applications for this mode. Here the account can associate EIPs in it from then on.',
  takeTitle: (name: string) => `Withdraw multi-EIP-to-ENI mode from ${name}?`, takeText: 'EIPs that are associated in this mode stay; new associations in it are refused.',
  limits: 'Quotas', quota: 'Quota', own: 'set here', vendor: 'The vendor’s', emptyForVendor: (value: string) => `Empty for the vendor’s: ${value}`,
  quotas: {
    eipsPerAccount: 'EIPs', eipsPerBatch: 'EIPs in one association', eipsPerMultiEni: 'EIPs of an ENI in multi-EIP-to-ENI mode', eipsPerCutThroughEni: 'EIPs of an ENI in cut-through mode', bandwidthPackagesPerRegion: 'Bandwidth packages in a region',
    eipsPerBandwidthPackage: 'EIPs in a bandwidth package', vpcsPerRegion: 'VPCs in a region', vswitchesPerVpc: 'vSwitches in a VPC', secondaryCidrsPerVpc: 'Secondary CIDR blocks of a VPC', userCidrsPerVpc: 'User CIDR blocks of a VPC',
    customRouteTablesPerVpc: 'Custom route tables in a VPC', gatewayRouteTablesPerVpc: 'Gateway route tables in a VPC', customEntriesPerRouteTable: 'Custom entries in a route table', ipv4GatewaysPerVpc: 'IPv4 gateways in a VPC', enisPerRegion: 'ENIs in a region',
    privateIpsPerEni: 'Private IP addresses of an ENI', securityGroupsPerRegion: 'Security groups in a region', securityGroupsPerEni: 'Security groups of an ENI', rulesPerSecurityGroup: 'Rules in a security group', rulesPerEni: 'Rules that an ENI is under',
    privateIpsPerBasicGroup: 'Private IP addresses in a basic security group', privateIpsPerEnterpriseGroup: 'Private IP addresses in an advanced security group', groupsAuthorizedPerGroup: 'Security groups that a group allows', tagsPerResource: 'Tags of a resource',
    resourceGroupsPerAccount: 'Resource groups',
  },
};
export type AccountTexts = typeof account;
