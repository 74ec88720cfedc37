import { Flex, Spin } from 'antd';

export function Busy() {
  return (
    <Flex justify="center" className="busy">
      <Spin size="large" />
    </Flex>
  );
}
