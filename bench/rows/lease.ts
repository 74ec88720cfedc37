/**
 * DHCP acknowledgement seen by the guest → first packet over a multi-EIP EIP, whose traffic waits for that lease (S-37): the address is
 * configured before, so only the lease is missing.
 */
import { firstLine, milliseconds, Probe, python, start } from '../traffic.js';
import { World } from '../../test/support/world.js';
import { cloudUp } from '../cloud.js';
import type { Row } from '../row.js';
import { scoped } from '../scope.js';
import { REGION } from '../seed.js';
import { median, quantile } from '../table.js';

const PORT = 7;

export const leaseRow: Row = {
  name: 'lease',
  measure: (quick) => scoped(async (scope) => {
    const rounds = quick ? 3 : 30;
    const cloud = await cloudUp(scope, { dataplane: 'linux', home: scope.directory(), settings: { multiEip: true } });
    const world = await World.create(cloud, { region: REGION });
    const instance = await world.instance({ name: 'guest', image: 'manual', type: 'ecs.g5.4xlarge' });
    const [eni, eip] = [await world.eni(), await world.eip()];
    await world.bind(eip, eni, { mode: 'MULTI_BINDED' });
    await start(scope, cloud, instance, python('echo', String(PORT), eip.address));
    const probe = await Probe.open(scope, cloud, eip.address, PORT);
    const waits: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await world.attach(eni, instance);
      const device = await world.device(instance, eni, { configured: false });
      await cloud.exec(instance, ['sh', '-c', `ip link set ${device} up && ip address add ${eip.address}/24 dev ${device}`]);
      const lease = await start(scope, cloud, instance, python('lease', device));
      const told = firstLine(lease);
      await cloud.exec(instance, ['busybox', 'udhcpc', '-f', '-q', '-n', '-i', device, '-s', '/bin/true']);
      const granted = BigInt(await told);
      waits.push(milliseconds(granted, (await probe.answers(granted)).first));
      await world.detach(eni, instance);
      await probe.silent();
    }
    const one = (figure: string, value: number) => ({ row: 'lease', figure, unit: 'ms', value, reach: '–', rounds });
    return [one('DHCP lease to first packet, p50', median(waits)), one('DHCP lease to first packet, p99', quantile(waits, 0.99))];
  }),
};
