/** Which resource a path speaks of. */
import { Alert } from 'antd';
import { useParams } from 'react-router';
import { useWords } from '../i18n/words.js';
import type { ResourcePath } from '../layout/place.js';
import { DetailPage } from '../resources/detail-page.js';
import { ListPage } from '../resources/list-page.js';
import { eipResource } from './eip/resource.js';
import { eniResource } from './eni/resource.js';
import { instanceResource } from './instance/resource.js';
import { ipv4GatewayResource } from './ipv4-gateway/resource.js';
import { resourceGroupResource } from './resource-group/resource.js';
import { routeTableResource } from './route-table/resource.js';
import { securityGroupResource } from './security-group/resource.js';
import { vpcResource } from './vpc/resource.js';
import { vswitchResource } from './vswitch/resource.js';

export function ListOf() {
  const { kind = '' } = useParams();
  switch (kind as ResourcePath) {
    case 'eips': return <ListPage key={kind} resource={eipResource} />;
    case 'enis': return <ListPage key={kind} resource={eniResource} />;
    case 'instances': return <ListPage key={kind} resource={instanceResource} />;
    case 'vpcs': return <ListPage key={kind} resource={vpcResource} />;
    case 'vswitches': return <ListPage key={kind} resource={vswitchResource} />;
    case 'route-tables': return <ListPage key={kind} resource={routeTableResource} />;
    case 'ipv4-gateways': return <ListPage key={kind} resource={ipv4GatewayResource} />;
    case 'security-groups': return <ListPage key={kind} resource={securityGroupResource} />;
    case 'resource-groups': return <ListPage key={kind} resource={resourceGroupResource} />;
    default: return <Unknown />;
  }
}

export function DetailOf() {
  const { kind = '', id = '' } = useParams();
  switch (kind as ResourcePath) {
    case 'eips': return <DetailPage key={id} resource={eipResource} />;
    case 'enis': return <DetailPage key={id} resource={eniResource} />;
    case 'instances': return <DetailPage key={id} resource={instanceResource} />;
    case 'vpcs': return <DetailPage key={id} resource={vpcResource} />;
    case 'vswitches': return <DetailPage key={id} resource={vswitchResource} />;
    case 'route-tables': return <DetailPage key={id} resource={routeTableResource} />;
    case 'ipv4-gateways': return <DetailPage key={id} resource={ipv4GatewayResource} />;
    case 'security-groups': return <DetailPage key={id} resource={securityGroupResource} />;
    case 'resource-groups': return <DetailPage key={id} resource={resourceGroupResource} />;
    default: return <Unknown />;
  }
}

function Unknown() {
  const { t } = useWords();
  return <Alert type="warning" showIcon title={t.common.pageNotFound} />;
}
