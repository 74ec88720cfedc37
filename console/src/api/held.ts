/** Which EIPs stay where they are because they are on the NIC of an attached ENI (S-30, U-03, U-31): no answer about an EIP says that of its ENI. */
import { z } from 'zod';
import { send } from './call.js';
import { modes } from './modes.js';
import type { Eip } from './rows.js';

const attached = z.object({ NetworkInterfaceSets: z.object({ NetworkInterfaceSet: z.array(z.object({ NetworkInterfaceId: z.string(), InstanceId: z.string() })) }) });

/** Of one page. Asks for nothing more where no EIP is in such a mode. */
export async function withHeld(rows: readonly Eip[], RegionId: string): Promise<readonly Eip[]> {
  const direct = rows.filter(({ Status, Mode, InstanceId }) => Status === 'InUse' && Mode !== 'NAT' && InstanceId !== '');
  if (direct.length === 0) return rows;
  const NetworkInterfaceId = [...new Set(direct.map(({ InstanceId }) => InstanceId))];
  const [facts, { NetworkInterfaceSets }] = await Promise.all([
    modes(RegionId), send({ product: 'Ecs', action: 'DescribeNetworkInterfaces', parameters: { RegionId, NetworkInterfaceId, PageSize: NetworkInterfaceId.length } }, attached),
  ]);
  const held = new Set(NetworkInterfaceSets.NetworkInterfaceSet.filter(({ InstanceId }) => InstanceId !== '').map((eni) => eni.NetworkInterfaceId));
  return rows.map((row) => ({ ...row, Held: held.has(row.InstanceId) && facts.some(({ mode, unbindAttached }) => mode === row.Mode && !unbindAttached) }));
}
