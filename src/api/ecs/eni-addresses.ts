/** AssignPrivateIpAddresses and UnassignPrivateIpAddresses. */
import { z } from 'zod';
import { assignAddresses, unassignAddresses } from '../../cloud/eni-addresses.js';
import { MOST_SECONDARY_ADDRESSES } from '../../cloud/quotas.js';
import { action } from '../action.js';
import { int, list, text } from '../parameters.js';
import { notServed, refuseUnserved } from './common.js';

export const assignPrivateIpAddresses = action({
  product: 'Ecs',
  name: 'AssignPrivateIpAddresses',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    NetworkInterfaceId: text(),
    PrivateIpAddress: list(text()),
    SecondaryPrivateIpAddressCount: int(1, MOST_SECONDARY_ADDRESSES).optional(),
    Ipv4Prefix: notServed.Ipv4Prefix,
    Ipv4PrefixCount: notServed.Ipv4PrefixCount,
    ClientToken: text().optional(),
  }),
  run(call, asked) {
    refuseUnserved(asked);
    const { eni, added } = assignAddresses(call, asked);
    const assigned = {
      NetworkInterfaceId: eni.id, PrivateIpSet: { PrivateIpAddress: [...added] }, Ipv4PrefixSet: { Ipv4Prefixes: [] },
    };
    return { body: { AssignedPrivateIpAddressesSet: assigned }, write: { put: [eni], remove: [] } };
  },
});

export const unassignPrivateIpAddresses = action({
  product: 'Ecs',
  name: 'UnassignPrivateIpAddresses',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    NetworkInterfaceId: text(),
    PrivateIpAddress: list(text()),
    Ipv4Prefix: notServed.Ipv4Prefix,
  }),
  run(call, asked) {
    refuseUnserved(asked);
    return { body: {}, write: { put: [unassignAddresses(call, asked.NetworkInterfaceId, asked.PrivateIpAddress)], remove: [] } };
  },
});
