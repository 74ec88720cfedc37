/** AssociateEipAddress, AssociateEipAddressBatch, UnassociateEipAddress, ModifyEipForwardMode, DescribeEipGatewayInfo. */
import { z } from 'zod';
import { blockOf } from '../../cloud/address-pool.js';
import { modeOf } from '../../cloud/association-modes/index.js';
import { eipsOn } from '../../cloud/association-modes/nic.js';
import { maskOf } from '../../cloud/cidr.js';
import { associateEip, associateEips } from '../../cloud/eip-associate.js';
import { modifyForwardMode } from '../../cloud/eip-forward-mode.js';
import { unassociateEip } from '../../cloud/eip-unassociate.js';
import { eipErrors } from '../../cloud/errors/eip.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import type { Row, WriteSet } from '../../cloud/resources.js';
import { action } from '../action.js';
import { bool, list, text } from '../parameters.js';

export const associateEipAddress = action({
  product: 'Vpc',
  name: 'AssociateEipAddress',
  writes: true,
  parameters: z.object({
    AllocationId: text(),
    InstanceId: text(),
    InstanceType: text().optional(),
    Mode: text().optional(),
    PrivateIpAddress: text().optional(),
    VpcId: text().optional(),
    InstanceRegionId: text().optional(),
    ClientToken: text().optional(),
  }),
  run: (call, parameters) => ({ body: {}, write: put(associateEip(call, parameters)) }),
});

export const associateEipAddressBatch = action({
  product: 'Vpc',
  name: 'AssociateEipAddressBatch',
  writes: true,
  parameters: z.object({
    RegionId: text(),
    BindedInstanceId: text(),
    BindedInstanceType: text(),
    InstanceIds: list(text()),
    Mode: text().optional(),
    ClientToken: text().optional(),
  }),
  run: (call, parameters) => ({ body: {}, write: put(...associateEips(call, parameters)) }),
});

export const unassociateEipAddress = action({
  product: 'Vpc',
  name: 'UnassociateEipAddress',
  writes: true,
  parameters: z.object({
    AllocationId: text(),
    InstanceId: text().optional(),
    InstanceType: text().optional(),
    PrivateIpAddress: text().optional(),
    Force: bool().optional(),
    ClientToken: text().optional(),
  }),
  run: (call, parameters) => ({ body: {}, write: put(unassociateEip(call, parameters)) }),
});

export const modifyEipForwardMode = action({
  product: 'Vpc',
  name: 'ModifyEipForwardMode',
  writes: true,
  parameters: z.object({ RegionId: text(), InstanceId: text(), Mode: text(), ClientToken: text().optional() }),
  run: (call, parameters) => ({ body: {}, write: put(modifyForwardMode(call, parameters)) }),
});

/** What a guest needs to configure the EIPs of a NIC by hand (S-38). */
export const describeEipGatewayInfo = action({
  product: 'Vpc',
  name: 'DescribeEipGatewayInfo',
  writes: false,
  parameters: z.object({ RegionId: text(), InstanceId: text() }),
  run({ account, region, read }, { InstanceId }) {
    const eni = read.get('eni', InstanceId);
    if (eni === undefined || eni.region !== region.id) throw new Refusal(eipErrors['InvalidInstanceId.NotFound#eni']);
    if (eni.account !== account.id) throw new Refusal(eipErrors.Forbbiden);
    const listed = eipsOn(eni, read).filter((eip) => modeOf(eip).shownBy === 'DescribeEipGatewayInfo');
    const infos = listed.map(({ address }) => {
      const { gateway, length } = blockOf(address);
      return { Ip: address, IpGw: gateway, IpMask: maskOf(length) };
    });
    return { body: { Code: '200', Message: 'successful', EipInfos: { EipInfo: infos } } };
  },
});

function put(...rows: readonly Row[]): WriteSet {
  return { put: rows, remove: [] };
}
