/** Ids of resources in a text, as links to their pages. */
import { Link } from 'react-router';
import { usePlace, type ResourcePath } from '../layout/place.js';

const PATHS: Readonly<Record<string, ResourcePath>> = {
  eip: 'eips', eni: 'enis', i: 'instances', vpc: 'vpcs', vsw: 'vswitches', vtb: 'route-tables', sg: 'security-groups', ipv4gw: 'ipv4-gateways',
};
const ID = /\b((?:eip|eni|i|vpc|vsw|vtb|sg|ipv4gw)-[a-z0-9]{6,})\b/;

/** Undefined for what has no page of its own. */
export function pathOf(id: string): string | undefined {
  const path = PATHS[id.slice(0, id.indexOf('-'))];
  return path === undefined ? undefined : `${path}/${id}`;
}

export function Linked({ children, region }: {
  readonly children: string;
  /** Of what is named, where that may be another than the page's. */
  readonly region?: string | undefined;
}) {
  const { to } = usePlace(region);
  return children.split(ID).map((part, index) => {
    const path = index % 2 === 1 ? pathOf(part) : undefined;
    // The parts have no other name than their place.
    return path === undefined ? part : <Link key={`${String(index)} ${part}`} className="mono" to={to(path)}>{part}</Link>;
  });
}
