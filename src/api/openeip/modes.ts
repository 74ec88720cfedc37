/** DescribeAssociationModes: the comparison table of the modes, and which of them are possible for an ENI or an instance now. */
import { z } from 'zod';
import { MODES } from '../../cloud/association-modes/index.js';
import type { AssociationMode } from '../../cloud/association-modes/mode.js';
import { modeRefusal, modeTable } from '../../cloud/eip-modes.js';
import { common } from '../../cloud/errors/common.js';
import { eipErrors } from '../../cloud/errors/eip.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import type { EipRow } from '../../cloud/resources.js';
import { action, type Action, type Call, type JsonObject } from '../action.js';
import { text } from '../parameters.js';

interface Target {
  readonly InstanceId: string;
  readonly InstanceType: 'NetworkInterface' | 'EcsInstance';
}

const describeAssociationModes = action({
  product: 'OpenEIP',
  name: 'DescribeAssociationModes',
  writes: false,
  parameters: z.object({
    RegionId: text().optional(),
    /** One of both at the most. */
    NetworkInterfaceId: text().optional(),
    InstanceId: text().optional(),
    /** Which EIP is to be bound there; any without it. */
    AllocationId: text().optional(),
  }),
  run(call, { NetworkInterfaceId, InstanceId, AllocationId }) {
    if (NetworkInterfaceId !== undefined && InstanceId !== undefined) throw new Refusal(common['InvalidParameter.Conflict'], 'NetworkInterfaceId', 'InstanceId');
    const eip = AllocationId === undefined ? undefined : call.find('eip', AllocationId);
    if (AllocationId !== undefined && eip === undefined) throw new Refusal(eipErrors['InvalidAllocationId.NotFound']);
    const target = targetOf(NetworkInterfaceId, InstanceId);
    return {
      body: {
        RegionId: call.region.id,
        Modes: { Mode: Object.values(MODES).map((mode) => view(call, mode, eip, target)) },
        Rows: {
          Row: modeTable(call.settings).map(({ key, cells }) => ({
            Key: key, Cells: { Cell: cells.map(({ mode, values }) => ({ Mode: mode, Values: { Value: values } })) },
          })),
        },
      },
    };
  },
});

function targetOf(eni: string | undefined, instance: string | undefined): Target | undefined {
  if (eni !== undefined) return { InstanceId: eni, InstanceType: 'NetworkInterface' };
  return instance === undefined ? undefined : { InstanceId: instance, InstanceType: 'EcsInstance' };
}

/** `Possible` only where it was asked of something. */
function view(call: Call, mode: AssociationMode, eip: EipRow | undefined, target: Target | undefined): JsonObject {
  const { name, labels } = mode;
  const known = { Mode: name, Labels: { Ja: labels.ja, En: labels.en, Zh: labels.zh } };
  if (target === undefined) return known;
  const refusal = modeRefusal(call, mode, eip, target);
  // Clients take a field Code for a refusal of the call.
  return { ...known, Possible: refusal === undefined, ErrorCode: refusal?.code ?? '', ErrorMessage: refusal?.message ?? '' };
}

export const modeActions: readonly Action[] = [describeAssociationModes];
