/** AllocateEipAddress, ReleaseEipAddress, ModifyEipAddressAttribute. */
import { z } from 'zod';
import { modifyEip } from '../../cloud/eip-attributes.js';
import { allocateEip, releaseEip } from '../../cloud/eip.js';
import type { Row, WriteSet } from '../../cloud/resources.js';
import { action } from '../action.js';
import { bool, int, list, text } from '../parameters.js';
import { tagList } from '../tags.js';

export const allocateEipAddress = action({
  product: 'Vpc',
  name: 'AllocateEipAddress',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    Bandwidth: text().optional(),
    InstanceChargeType: text().optional(),
    InternetChargeType: text().optional(),
    PricingCycle: text().optional(),
    Period: int(1).optional(),
    AutoPay: bool().optional(),
    ISP: text().optional(),
    Netmode: text().optional(),
    IpAddress: text().optional(),
    InstanceId: text().optional(),
    Name: text().optional(),
    Description: text().optional(),
    ResourceGroupId: text().optional(),
    PublicIpAddressPoolId: text().optional(),
    Zone: text().optional(),
    SecurityProtectionTypes: list(text()),
    Tag: tagList(),
    ClientToken: text().optional(),
  }),
  run(call, parameters) {
    const eip = allocateEip(call, parameters);
    return {
      body: {
        AllocationId: eip.id,
        EipAddress: eip.address,
        // A subscription is an order; what is paid as it goes has a resource group at once.
        ...(eip.chargeType === 'PrePaid'
          ? { OrderId: 200_000_000_000_000 + call.ids.int(2 ** 31) }
          : { ResourceGroupId: eip.resourceGroup }),
      },
      write: put(eip),
    };
  },
});

export const releaseEipAddress = action({
  product: 'Vpc',
  name: 'ReleaseEipAddress',
  writes: true,
  parameters: z.object({ AllocationId: text() }),
  run: (call, { AllocationId }) => ({ body: {}, write: put(releaseEip(call, AllocationId)) }),
});

export const modifyEipAddressAttribute = action({
  product: 'Vpc',
  name: 'ModifyEipAddressAttribute',
  writes: true,
  parameters: z.object({
    AllocationId: text(),
    Bandwidth: text().optional(),
    Name: text().optional(),
    Description: text().optional(),
  }),
  run: (call, parameters) => ({ body: {}, write: put(modifyEip(call, parameters)) }),
});

function put(row: Row): WriteSet {
  return { put: [row], remove: [] };
}
