/** AllocateEipAddress, AllocateEipAddressPro, ReleaseEipAddress, ModifyEipAddressAttribute. */
import { z } from 'zod';
import { modifyEip } from '../../cloud/eip-attributes.js';
import { allocateEip, releaseEip, type Allocation } from '../../cloud/eip.js';
import type { Row, WriteSet } from '../../cloud/resources.js';
import { action, type Answer, type Call } from '../action.js';
import { bool, int, list, text } from '../parameters.js';
import { tagList } from '../tags.js';

const allocation = {
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
  ResourceGroupId: text().optional(),
  PublicIpAddressPoolId: text().optional(),
  SecurityProtectionTypes: list(text()),
  Tag: tagList(),
  ClientToken: text().optional(),
};

export const allocateEipAddress = action({
  product: 'Vpc',
  name: 'AllocateEipAddress',
  writes: true,
  parameters: z.object({ ...allocation, Name: text().optional(), Description: text().optional(), Zone: text().optional() }),
  run: allocate,
});

/** The same with fewer parameters: it is documented as the one for a certain address, which both give. */
export const allocateEipAddressPro = action({
  product: 'Vpc',
  name: 'AllocateEipAddressPro',
  writes: true,
  parameters: z.object(allocation),
  run: allocate,
});

function allocate(call: Call, parameters: Allocation): Answer {
  const { eip, write } = allocateEip(call, parameters);
  return {
    body: {
      AllocationId: eip.id,
      EipAddress: eip.address,
      // A subscription is an order; what is paid as it goes has a resource group at once.
      ...(eip.chargeType === 'PrePaid'
        ? { OrderId: 200_000_000_000_000 + call.ids.int(2 ** 31) }
        : { ResourceGroupId: eip.resourceGroup }),
    },
    write,
  };
}

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
