/** AssociateVpcCidrBlock, UnassociateVpcCidrBlock. */
import { z } from 'zod';
import { refuseUnserved } from '../../cloud/context.js';
import { associateBlock, unassociateBlock } from '../../cloud/vpc-cidr.js';
import { action } from '../action.js';
import { int, text } from '../parameters.js';

export const associateVpcCidrBlock = action({
  product: 'Vpc',
  name: 'AssociateVpcCidrBlock',
  writes: true,
  parameters: z.object({
    VpcId: text(),
    SecondaryCidrBlock: text().optional(),
    IpVersion: text().optional(),
    IPv6CidrBlock: text().optional(),
    Ipv6CidrMask: int().optional(),
    Ipv6Isp: text().optional(),
    SecondaryCidrMask: int().optional(),
    IpamPoolId: text().optional(),
  }),
  run(call, asked) {
    const vpc = associateBlock(call, asked);
    return { body: { CidrBlock: vpc.secondaryCidrs.at(-1) ?? '', IpVersion: 'IPV4' }, write: { put: [vpc], remove: [] } };
  },
});

export const unassociateVpcCidrBlock = action({
  product: 'Vpc',
  name: 'UnassociateVpcCidrBlock',
  writes: true,
  parameters: z.object({ RegionId: text(), VpcId: text(), SecondaryCidrBlock: text().optional(), IPv6CidrBlock: text().optional() }),
  run(call, asked) {
    refuseUnserved(asked, ['IPv6CidrBlock']);
    return { body: {}, write: { put: [unassociateBlock(call, asked.VpcId, asked.SecondaryCidrBlock)], remove: [] } };
  },
});
