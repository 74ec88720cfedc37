/** The EIPs of an ENI, whichever way they were bound to it: by its own id, through its instance, or to one of its private addresses. */
import { useQuery } from '@tanstack/react-query';
import { eips, listQuery } from '../../api/listings.js';
import type { Eip, Eni } from '../../api/rows.js';
import { usePlace } from '../../layout/place.js';

/** Undefined until they are known. */
export function useEipsOf({ NetworkInterfaceId, PrivateIpSets: { PrivateIpSet } }: Eni): readonly Eip[] | undefined {
  const { region } = usePlace();
  const mapped = PrivateIpSet.flatMap(({ AssociatedPublicIp: { AllocationId } }) => AllocationId ?? []);
  const carried = useQuery(listQuery(eips, region, { AssociatedInstanceType: 'NetworkInterface', AssociatedInstanceId: NetworkInterfaceId }));
  const translated = useQuery({ ...listQuery(eips, region, { AllocationId: mapped.join(',') }), enabled: mapped.length > 0 });
  if (carried.isPending || (mapped.length > 0 && translated.isPending)) return undefined;
  const all = [...(carried.data?.rows ?? []), ...(translated.data?.rows ?? [])];
  return [...new Map(all.map((eip) => [eip.AllocationId, eip])).values()];
}
