/** Where a page is: its region is in the path, its resource group and filters are in the query, so every view has a link. */
import { useParams, useSearchParams } from 'react-router';

/** The pages of resources, as they stand in paths. */
export type ResourcePath =
  | 'eips' | 'enis' | 'instances' | 'vpcs' | 'vswitches' | 'route-tables' | 'ipv4-gateways' | 'security-groups' | 'resource-groups';

export interface Place {
  readonly region: string;
  /** '' for all resource groups. */
  readonly group: string;
  /** A page of that region and of the resource group. `more` are further parts of the query. */
  readonly to: (path: string, more?: Readonly<Record<string, string>>) => string;
}

/** @param elsewhere the region of what is spoken of, where that may be another than the page's */
export function usePlace(elsewhere?: string): Place {
  const { region: here = '' } = useParams();
  const region = elsewhere ?? here;
  const [search] = useSearchParams();
  const group = search.get('group') ?? '';
  return {
    region,
    group,
    to: (path, more = {}) => {
      const query = new URLSearchParams({ ...(group === '' ? {} : { group }), ...more }).toString();
      return `/${region}/${path}${query === '' ? '' : `?${query}`}`;
    },
  };
}
