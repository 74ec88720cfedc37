/** Which resource a path speaks of. */
import type { QueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useParams, type LoaderFunctionArgs } from 'react-router';
import { loadTexts, preferredLanguage } from '../i18n/languages.js';
import { useWords, wordsOf } from '../i18n/words.js';
import type { ResourcePath } from '../layout/place.js';
import { DetailPage } from '../resources/detail-page.js';
import { ListPage, pageQuery } from '../resources/list-page.js';
import type { Resource } from '../resources/resource.js';
import { eipResource } from './eip/resource.js';
import { eniResource } from './eni/resource.js';
import { instanceResource } from './instance/resource.js';
import { ipv4GatewayResource } from './ipv4-gateway/resource.js';
import { resourceGroupResource } from './resource-group/resource.js';
import { routeTableResource } from './route-table/resource.js';
import { securityGroupResource } from './security-group/resource.js';
import { vpcResource } from './vpc/resource.js';
import { vswitchResource } from './vswitch/resource.js';

function forKind<T>(kind: string, use: <Row extends object>(resource: Resource<Row>) => T): T | undefined {
  switch (kind as ResourcePath) {
    case 'eips': return use(eipResource);
    case 'enis': return use(eniResource);
    case 'instances': return use(instanceResource);
    case 'vpcs': return use(vpcResource);
    case 'vswitches': return use(vswitchResource);
    case 'route-tables': return use(routeTableResource);
    case 'ipv4-gateways': return use(ipv4GatewayResource);
    case 'security-groups': return use(securityGroupResource);
    case 'resource-groups': return use(resourceGroupResource);
    default: return undefined;
  }
}

export function ListOf() {
  const { kind = '' } = useParams();
  return forKind(kind, (resource) => <ListPage key={kind} resource={resource} />) ?? <Unknown />;
}

export function DetailOf() {
  const { kind = '', id = '' } = useParams();
  return forKind(kind, (resource) => <DetailPage key={id} resource={resource} />) ?? <Unknown />;
}

/** ms that a list waits for its rows: what is drawn with them at once is drawn sooner than what is drawn twice. */
const WAIT = 100;

/** The rows of the list that a path speaks of, or what has been waited for them long enough. */
export function listLoader(client: QueryClient) {
  return async ({ params: { kind = '', region = '' }, request }: LoaderFunctionArgs): Promise<null> => {
    const language = preferredLanguage();
    // Another tab may have chosen one that this one has not loaded.
    await loadTexts(language);
    const words = wordsOf(language);
    const rows = forKind(kind, (resource) => client.prefetchQuery(pageQuery(resource, resource.view(words), region, new URL(request.url).searchParams)));
    await Promise.race([rows, new Promise((resolve) => setTimeout(resolve, WAIT))]);
    return null;
  };
}

function Unknown() {
  const { t } = useWords();
  return <Alert type="warning" showIcon title={t.common.pageNotFound} />;
}
