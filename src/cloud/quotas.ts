/** How much an account may have (behaviour §8.1). An account row overrides single values. */

/** Secondary private addresses of one ENI at the most (U-17). */
export const MOST_SECONDARY_ADDRESSES = 49;

export const QUOTAS = {
  eipsPerAccount: 20,
  eipsPerBatch: 50,
  eipsPerMultiEni: 10,
  eipsPerCutThroughEni: 1,
  bandwidthPackagesPerRegion: 5,
  eipsPerBandwidthPackage: 100,
  vpcsPerRegion: 10,
  vswitchesPerVpc: 150,
  secondaryCidrsPerVpc: 5,
  userCidrsPerVpc: 3,
  customRouteTablesPerVpc: 9,
  gatewayRouteTablesPerVpc: 1,
  customEntriesPerRouteTable: 200,
  ipv4GatewaysPerVpc: 1,
  enisPerRegion: 100,
  /** The primary address and the others; an attached ENI is further limited by its instance's type. */
  privateIpsPerEni: 1 + MOST_SECONDARY_ADDRESSES,
  securityGroupsPerRegion: 100,
  securityGroupsPerEni: 5,
  rulesPerSecurityGroup: 200,
  rulesPerEni: 1_000,
  privateIpsPerBasicGroup: 2_000,
  privateIpsPerEnterpriseGroup: 65_536,
  groupsAuthorizedPerGroup: 20,
  tagsPerResource: 20,
  resourceGroupsPerAccount: 30,
} as const;

export type QuotaName = keyof typeof QUOTAS;
export const QUOTA_NAMES = Object.keys(QUOTAS) as [QuotaName, ...QuotaName[]];

/** What an account was given, or the default of all. */
export function quotaOf({ quotas }: { readonly quotas: Readonly<Partial<Record<QuotaName, number>>> }, name: QuotaName): number {
  return quotas[name] ?? QUOTAS[name];
}
