/** The association modes as the mode objects tell them: what each is, and whether it is possible here and on this ENI now. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import type { ErrorCode } from '../i18n/errors/texts.js';
import { send } from './call.js';
import { mode, type Mode } from './rows.js';
import type { Session } from './session.js';

const answer = z.object({
  Modes: z.object({ Mode: z.array(z.object({ Mode: mode, Possible: z.boolean().optional(), ErrorCode: z.string().optional() })) }),
  Rows: z.object({
    Row: z.array(z.object({ Key: z.string(), Cells: z.object({ Cell: z.array(z.object({ Mode: mode, Values: z.object({ Value: z.array(z.string()) }) })) }) })),
  }),
});

export interface ModeFacts {
  readonly mode: Mode;
  /** Code of the refusal that a bind to the asked target would meet; '' where it is possible, undefined where no target was asked for. */
  readonly refusal: string | undefined;
  /** `all` or region ids. */
  readonly regions: readonly string[];
  /** What an account must be entitled to, or `none`. */
  readonly entitlement: string;
  /** Families of instances that an ENI in this mode can be bound to; empty for all. */
  readonly families: readonly string[];
  /** Whether an EIP can be unbound while its ENI is at an instance. */
  readonly unbindAttached: boolean;
  /** Its column of the comparison table: by row, in order, words and numbers. */
  readonly cells: Readonly<Record<string, readonly string[]>>;
}

/** What the modes are judged for: nothing, an ENI or an instance's primary ENI, and which EIP is to go there. */
export interface Judged {
  readonly NetworkInterfaceId?: string;
  readonly InstanceId?: string;
  readonly AllocationId?: string;
}

export function modesQuery(RegionId: string, judged: Judged = {}) {
  return queryOptions({
    queryKey: ['DescribeAssociationModes', { RegionId, ...judged }],
    meta: { kinds: ['account', 'eip', 'eni', 'instance', 'ipv4Gateway', 'routeEntry'] },
    queryFn: () => modes(RegionId, judged),
  });
}

/** The same, now. */
export async function modes(RegionId: string, judged: Judged = {}): Promise<readonly ModeFacts[]> {
  const { Modes, Rows } = await send({ product: 'OpenEIP', action: 'DescribeAssociationModes', parameters: { RegionId, ...judged } }, answer);
  return Modes.Mode.map(({ Mode: name, Possible, ErrorCode }) => {
    const cells = Object.fromEntries(Rows.Row.map(({ Key, Cells }) => [Key, Cells.Cell.find(({ Mode }) => Mode === name)?.Values.Value ?? []]));
    const families = cells['instanceFamilies'] ?? [];
    return {
      mode: name,
      refusal: Possible === undefined ? undefined : ErrorCode ?? '',
      regions: cells['regions'] ?? [],
      entitlement: cells['entitlement']?.[0] ?? 'none',
      families: families.includes('all') ? [] : families,
      unbindAttached: cells['unbindAttached']?.[0] === 'yes',
      cells,
    };
  });
}

/** Why nobody of the account has the mode in the region, whatever the ENI (S-07, S-16 to S-18). */
export function refusalHere({ regions, entitlement }: ModeFacts, region: string, { account }: Session): ErrorCode | undefined {
  if (!regions.includes('all') && !regions.includes(region)) return 'UnsupportedRegion';
  if (entitlement === 'multiEip' && !account.multiEip) return 'Mode.NotSupport';
  return undefined;
}
