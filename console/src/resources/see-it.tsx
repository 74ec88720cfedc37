/** From a resource's page to the pages that show it at work. */
import { AimOutlined, ApartmentOutlined, CodeOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { Link } from 'react-router';
import type { Eip, Eni, Instance } from '../api/rows.js';
import { useWords } from '../i18n/words.js';
import { usePlace } from '../layout/place.js';

interface Sight {
  readonly path: 'terminal' | 'trace' | 'map';
  readonly query: Readonly<Record<string, string>>;
}

const ICONS = { terminal: <CodeOutlined />, trace: <AimOutlined />, map: <ApartmentOutlined /> };

function See({ sights }: { readonly sights: readonly Sight[] }) {
  const { t } = useWords();
  const { to } = usePlace();
  return (
    <Flex gap={8} wrap>
      {sights.map(({ path, query }) => <Link key={path} to={to(path, query)}><Button icon={ICONS[path]}>{t.seeing[path].title}</Button></Link>)}
    </Flex>
  );
}

export function SeeInstance({ row: { InstanceId } }: { readonly row: Instance }) {
  return <See sights={[{ path: 'terminal', query: { place: InstanceId } }, { path: 'trace', query: { from: InstanceId } }, { path: 'map', query: { focus: InstanceId } }]} />;
}

export function SeeEip({ row: { AllocationId, IpAddress } }: { readonly row: Eip }) {
  return <See sights={[{ path: 'trace', query: { from: 'internet', to: IpAddress } }, { path: 'map', query: { focus: AllocationId } }]} />;
}

export function SeeEni({ row: { NetworkInterfaceId, PrivateIpAddress, VpcId } }: { readonly row: Eni }) {
  return <See sights={[{ path: 'trace', query: { from: PrivateIpAddress, vpc: VpcId } }, { path: 'map', query: { focus: NetworkInterfaceId } }]} />;
}
