/** The actions of common bandwidth packages that write: the packages, their EIPs, and what each EIP may have. */
import { z } from 'zod';
import { addToPackage, limitInPackage, removeFromPackage, unlimitInPackage } from '../../cloud/bandwidth-package-members.js';
import { createPackage, deletePackage, modifyPackage, resizePackage } from '../../cloud/bandwidth-package.js';
import type { Row, WriteSet } from '../../cloud/resources.js';
import { action, type Action } from '../action.js';
import { bool, int, list, text } from '../parameters.js';
import { tagList } from '../tags.js';

const createCommonBandwidthPackage = action({
  product: 'Vpc',
  name: 'CreateCommonBandwidthPackage',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    Bandwidth: text(),
    Name: text().optional(),
    Description: text().optional(),
    InternetChargeType: text().optional(),
    Ratio: int().optional(),
    ISP: text().optional(),
    Zone: text().optional(),
    ResourceGroupId: text().optional(),
    SecurityProtectionTypes: list(text()),
    Tag: tagList(),
    ClientToken: text().optional(),
  }),
  run(call, parameters) {
    const row = createPackage(call, parameters);
    return { body: { BandwidthPackageId: row.id, ResourceGroupId: row.resourceGroup }, write: put(row) };
  },
});

const modifyCommonBandwidthPackageAttribute = action({
  product: 'Vpc',
  name: 'ModifyCommonBandwidthPackageAttribute',
  writes: true,
  parameters: z.object({ RegionId: text(), BandwidthPackageId: text(), Name: text().optional(), Description: text().optional() }),
  run: (call, parameters) => ({ body: {}, write: put(modifyPackage(call, parameters)) }),
});

const modifyCommonBandwidthPackageSpec = action({
  product: 'Vpc',
  name: 'ModifyCommonBandwidthPackageSpec',
  writes: true,
  parameters: z.object({ RegionId: text(), BandwidthPackageId: text(), Bandwidth: text() }),
  run: (call, parameters) => ({ body: {}, write: resizePackage(call, parameters) }),
});

const deleteCommonBandwidthPackage = action({
  product: 'Vpc',
  name: 'DeleteCommonBandwidthPackage',
  writes: true,
  parameters: z.object({ RegionId: text(), BandwidthPackageId: text(), Force: bool().optional() }),
  run: (call, { BandwidthPackageId, Force = false }) => ({ body: {}, write: deletePackage(call, BandwidthPackageId, Force) }),
});

const addCommonBandwidthPackageIp = action({
  product: 'Vpc',
  name: 'AddCommonBandwidthPackageIp',
  writes: true,
  parameters: z.object({
    RegionId: text(), BandwidthPackageId: text(), IpInstanceId: text(), IpType: text().optional(), ClientToken: text().optional(), DryRun: bool().optional(),
  }),
  run: (call, { BandwidthPackageId, IpInstanceId, IpType }) => ({
    body: {}, write: put(...addToPackage(call, { BandwidthPackageId, IpInstanceIds: [IpInstanceId], IpType })),
  }),
});

const addCommonBandwidthPackageIps = action({
  product: 'Vpc',
  name: 'AddCommonBandwidthPackageIps',
  writes: true,
  parameters: z.object({
    RegionId: text(), BandwidthPackageId: text(), IpInstanceIds: list(text()), IpType: text().optional(), ClientToken: text().optional(),
  }),
  run: (call, parameters) => ({ body: {}, write: put(...addToPackage(call, parameters)) }),
});

const removeCommonBandwidthPackageIp = action({
  product: 'Vpc',
  name: 'RemoveCommonBandwidthPackageIp',
  writes: true,
  parameters: z.object({
    RegionId: text(), BandwidthPackageId: text(), IpInstanceId: text(), ClientToken: text().optional(), DryRun: bool().optional(),
  }),
  run: (call, parameters) => ({ body: {}, write: put(removeFromPackage(call, parameters)) }),
});

const modifyCommonBandwidthPackageIpBandwidth = action({
  product: 'Vpc',
  name: 'ModifyCommonBandwidthPackageIpBandwidth',
  writes: true,
  parameters: z.object({ RegionId: text(), BandwidthPackageId: text(), EipId: text(), Bandwidth: text() }),
  run: (call, parameters) => ({ body: {}, write: put(limitInPackage(call, parameters)) }),
});

const cancelCommonBandwidthPackageIpBandwidth = action({
  product: 'Vpc',
  name: 'CancelCommonBandwidthPackageIpBandwidth',
  writes: true,
  parameters: z.object({ RegionId: text(), BandwidthPackageId: text(), EipId: text() }),
  run: (call, parameters) => ({ body: {}, write: put(unlimitInPackage(call, parameters)) }),
});

function put(...rows: readonly Row[]): WriteSet {
  return { put: rows, remove: [] };
}

export const bandwidthPackageActions: readonly Action[] = [
  createCommonBandwidthPackage,
  modifyCommonBandwidthPackageAttribute,
  modifyCommonBandwidthPackageSpec,
  deleteCommonBandwidthPackage,
  addCommonBandwidthPackageIp,
  addCommonBandwidthPackageIps,
  removeCommonBandwidthPackageIp,
  modifyCommonBandwidthPackageIpBandwidth,
  cancelCommonBandwidthPackageIpBandwidth,
];
