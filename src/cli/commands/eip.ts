/** `openeip eip suspend|resume|release <allocation-id>`: what only the platform does to an EIP, by order of the operator. */
import type { PlatformOrder } from '../../cloud/eip-platform.js';
import { askOrder } from '../admin.js';
import { homeOf } from '../config.js';
import { Failed } from '../failed.js';
import { Home } from '../home.js';

const DONE: Readonly<Record<PlatformOrder, string>> = {
  suspend: 'is suspended: 1 kbit/s each way until it is resumed.',
  resume: 'has its bandwidth again.',
  release: 'is gone.',
};

export async function eip(what: PlatformOrder, allocationId: string, { data }: { readonly data?: string }): Promise<void> {
  const home = new Home(homeOf(data, process.env));
  if (!(await askOrder(home, what, allocationId))) {
    throw new Failed(`There is no EIP ${allocationId}.`, '', 'List them with: openeip call vpc DescribeEipAddresses');
  }
  process.stdout.write(`${allocationId} ${DONE[what]}\n`);
}
