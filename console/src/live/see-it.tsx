/** From a resource's page to the pages that show it at work. */
import { AimOutlined, ApartmentOutlined, CodeOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { Link } from 'react-router';
import type { Eip, Instance } from '../api/rows.js';
import { useWords } from '../i18n/words.js';
import { usePlace } from '../layout/place.js';

export function SeeInstance({ row: { InstanceId } }: { readonly row: Instance }) {
  const { t } = useWords();
  const { to } = usePlace();
  return (
    <Flex gap={8} wrap>
      <Link to={to('terminal', { place: InstanceId })}><Button icon={<CodeOutlined />}>{t.seeing.terminal.title}</Button></Link>
      <Link to={to('trace', { from: InstanceId })}><Button icon={<AimOutlined />}>{t.seeing.trace.title}</Button></Link>
      <Link to={to('map', { focus: InstanceId })}><Button icon={<ApartmentOutlined />}>{t.seeing.map.title}</Button></Link>
    </Flex>
  );
}

export function SeeEip({ row: { AllocationId, IpAddress } }: { readonly row: Eip }) {
  const { t } = useWords();
  const { to } = usePlace();
  return (
    <Flex gap={8} wrap>
      <Link to={to('trace', { from: 'internet', to: IpAddress })}><Button icon={<AimOutlined />}>{t.seeing.trace.title}</Button></Link>
      <Link to={to('map', { focus: AllocationId })}><Button icon={<ApartmentOutlined />}>{t.seeing.map.title}</Button></Link>
    </Flex>
  );
}
