/** DescribeCommonBandwidthPackages. */
import { z } from 'zod';
import { isLocked, membersOf } from '../../cloud/bandwidth-package-members.js';
import { eipErrors } from '../../cloud/errors/eip.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { inResourceGroup, resourceGroupExists } from '../../cloud/resource-groups.js';
import type { BandwidthPackageRow } from '../../cloud/resources.js';
import { carriesTags } from '../../cloud/tags.js';
import { action, type Call, type JsonObject } from '../action.js';
import { numberedPage, pageOf, slice } from '../paging.js';
import { bool, text } from '../parameters.js';
import { toSeconds, vpcTags } from '../render.js';
import { tagFilter } from '../tags.js';

const parameters = z.object({
  RegionId: text(),
  ...numberedPage,
  BandwidthPackageId: text().optional(),
  Name: text().optional(),
  ResourceGroupId: text().optional(),
  SecurityProtectionEnabled: bool().optional(),
  IncludeReservationData: bool().optional(),
  Tag: tagFilter(),
  DryRun: bool().optional(),
});
type Parameters = z.infer<typeof parameters>;

/** Newest first. */
export const describeCommonBandwidthPackages = action({
  product: 'Vpc',
  name: 'DescribeCommonBandwidthPackages',
  writes: false,
  parameters,
  run(call, asked) {
    const page = pageOf(asked, 50);
    if (asked.ResourceGroupId !== undefined && !resourceGroupExists(call, asked.ResourceGroupId)) throw new Refusal(eipErrors.InvalidResourceGroupId);
    const matches = candidates(call, asked).filter((row) => fits(row, asked));
    const rows = slice(matches, page).map((row) => packageView(row, call));
    return {
      body: { PageNumber: page.number, PageSize: page.limit, TotalCount: matches.length, CommonBandwidthPackages: { CommonBandwidthPackage: rows } },
    };
  },
});

function candidates(call: Call, { BandwidthPackageId }: Parameters): readonly BandwidthPackageRow[] {
  if (BandwidthPackageId === undefined) return call.read.list('bandwidthPackage', call.account.id, call.region.id);
  const row = call.find('bandwidthPackage', BandwidthPackageId);
  return row === undefined ? [] : [row];
}

function fits(row: BandwidthPackageRow, { Name, ResourceGroupId, SecurityProtectionEnabled, Tag }: Parameters): boolean {
  return (
    (Name === undefined || row.name === Name) &&
    (ResourceGroupId === undefined || inResourceGroup(row, ResourceGroupId)) &&
    (SecurityProtectionEnabled === undefined || row.securityProtectionTypes.length > 0 === SecurityProtectionEnabled) &&
    carriesTags(row.tags, Tag)
  );
}

function packageView(row: BandwidthPackageRow, { account, read }: Call): JsonObject {
  return {
    BandwidthPackageId: row.id,
    Name: row.name,
    Description: row.description,
    Status: row.status,
    BusinessStatus: isLocked(account) ? 'FinancialLocked' : 'Normal',
    Bandwidth: String(row.bandwidth),
    InternetChargeType: row.internetChargeType,
    InstanceChargeType: 'PostPaid',
    Ratio: row.ratio,
    ISP: row.isp,
    BizType: 'Default',
    Zone: '',
    RegionId: row.region,
    CreationTime: toSeconds(row.created),
    ExpiredTime: '',
    DeletionProtection: row.deletionProtection,
    HasReservationData: 'false',
    ReservationActiveTime: '',
    ReservationBandwidth: '',
    ReservationInternetChargeType: '',
    ReservationOrderType: '',
    ResourceGroupId: row.resourceGroup,
    ServiceManaged: 0,
    SecurityProtectionTypes: { SecurityProtectionType: [...row.securityProtectionTypes] },
    PublicIpAddresses: {
      PublicIpAddresse: membersOf(row, read).map(({ id, address, joiningPackage }) => ({
        AllocationId: id, IpAddress: address, BandwidthPackageIpRelationStatus: joiningPackage ? 'BINDING' : 'BINDED',
      })),
    },
    Tags: vpcTags(row.tags),
  };
}
