/** All served actions, by version and name: what exists on both products (DescribeRegions…) is told apart by the version. */
import { VERSIONS, type Action } from './action.js';
import { bssActions } from './bss/index.js';
import { ecsActions } from './ecs/index.js';
import { locationActions } from './location/index.js';
import { openeipActions } from './openeip/index.js';
import { resourceManagerActions } from './resource-manager/index.js';
import { stsActions } from './sts/index.js';
import { vpcActions } from './vpc/index.js';

/** What the cloud has, too. */
export const ACTIONS: readonly Action[] = [
  ...vpcActions,
  ...ecsActions,
  ...stsActions,
  ...locationActions,
  ...resourceManagerActions,
  ...bssActions,
];

export const ALL_ACTIONS: readonly Action[] = [...ACTIONS, ...openeipActions];

const BY_NAME: ReadonlyMap<string, Action> = new Map(ALL_ACTIONS.map((one) => [`${VERSIONS[one.product]} ${one.name}`, one]));
const KNOWN_VERSIONS: ReadonlySet<string> = new Set(Object.values(VERSIONS));

export function findAction(version: string, name: string): Action | undefined {
  return BY_NAME.get(`${version} ${name}`);
}

/** Asked by the gateway before it looks at anything else of a request. */
export function knows(version: string, name: string): 'known' | 'unknown-version' | 'unknown-action' {
  if (!KNOWN_VERSIONS.has(version)) return 'unknown-version';
  return findAction(version, name) === undefined ? 'unknown-action' : 'known';
}

/** Message of the 404 InvalidAction.NotFound answer: the cloud's sentence, then where to look. */
export function unknownAction(version: string, name: string): string {
  const asked = `${name} of version ${version}`.replace(/[^\w .:-]/g, '?').slice(0, 120);
  return (
    'Specified api is not found, please check your url and method. ' +
    `OpenEIP does not serve ${asked}; docs/conformance.md lists the actions it serves.`
  );
}
