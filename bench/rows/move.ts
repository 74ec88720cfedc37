/**
 * An ENI with an EIP moves between two instances while a client keeps asking: Attach call → first answered packet, the outage beyond what
 * the client's own calls take, and what other EIPs of both instances lose meanwhile.
 *
 * The figures are what a user sees: on the image `auto` the instance finds the NIC, asks DHCP and sets address, table and rule before it
 * can answer. On the image `manual` a loop of the user's sets the known address as soon as the NIC is there.
 */
import { once } from 'node:events';
import { World, type Eip, type Eni } from '../../test/support/world.js';
import { cloudUp } from '../cloud.js';
import { Client } from '../client.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { REGION } from '../seed.js';
import { median, quantile, type Figure } from '../table.js';
import { firstLine, milliseconds, Probe, python, start } from '../traffic.js';

const PORT = 7;
/** Sets the address on eth1 whenever that comes. */
const CONFIGURE = (address: string) => `#!/bin/sh
set_up() { ip link set eth1 up && ip address add ${address}/32 dev eth1; }
ip monitor link | while read -r line; do
  case $line in *eth1*) ip -4 -o address show dev eth1 | grep -q inet || set_up ;; esac
done 2>/dev/null &
`;

interface Move {
  /** Attach call → first answer, ms. */
  readonly attach: number;
  /** From the last answer to the first one again, without the time from the Detach call to the Attach call, ms. */
  readonly outage: number;
}

export const moveRow: Row = {
  name: 'move',
  measure: async (quick) => {
    const rounds = quick ? 6 : 60;
    const figures: Figure[] = [];
    for (const image of ['auto', 'manual'] as const) {
      const { moves, sent, lost } = await scoped((scope) => measure(scope, image, rounds));
      const attach = moves.map((move) => move.attach);
      const how = image === 'auto' ? 'DHCP' : 'address set by a loop';
      const one = (figure: string, unit: string, value: number, reach: string) => ({ row: 'move', figure, unit, value, reach, rounds });
      figures.push(
        one(`attach call to first answer, ${how}, p50`, 'ms', median(attach), '–'),
        one(`attach call to first answer, ${how}, p99`, 'ms', quantile(attach, 0.99), '≤ 50'),
        one(`outage of a move beyond the client's gap, ${how}, p50`, 'ms', median(moves.map((move) => move.outage)), '≤ 10'),
        { ...one(`loss on other EIPs during the moves, ${how}`, 'packets', lost, '0'), reference: sent },
      );
    }
    return figures;
  },
};

async function measure(scope: Scope, image: 'auto' | 'manual', rounds: number) {
  const cloud = await cloudUp(scope, { dataplane: 'linux', home: scope.directory() });
  const client = scope.own(new Client(cloud), (one) => {
    one.close();
  });
  const world = await World.create(cloud, { region: REGION });
  const eni = await world.eni();
  const eip = await world.eip();
  await world.bind(eip, eni);
  const [address = ''] = eni.addresses;
  const others: Eip[] = [];
  const holders: string[] = [];
  for (const name of ['left', 'right']) {
    const instance = await world.instance({ name, image, ...(image === 'manual' ? { script: CONFIGURE(address) } : {}) });
    const primary: Eni = await world.primaryEni(instance);
    const other = await world.eip();
    await world.bind(other, primary);
    await start(scope, cloud, instance, python('echo', String(PORT), address, ...primary.addresses));
    holders.push(instance);
    others.push(other);
  }
  const probe = await Probe.open(scope, cloud, eip.address, PORT);
  const began = process.hrtime.bigint();
  await client.call('Ecs', 'AttachNetworkInterface', { NetworkInterfaceId: eni.id, InstanceId: holders[0] ?? '' });
  await probe.answers(began);

  const loss = await start(scope, cloud, 'internet', python('loss', String(PORT), ...others.map((other) => other.address)));
  const moves: Move[] = [];
  for (let round = 0; round < rounds; round++) {
    await client.eniIs(eni.id, 'InUse');
    moves.push(await move(client, probe, eni.id, holders[round % 2] ?? '', holders[(round + 1) % 2] ?? ''));
  }
  const counted = firstLine(loss);
  const ended = once(loss, 'exit');
  loss.stdin?.end();
  const [sent = NaN, answered = NaN] = (await counted).split(' ').map(Number);
  await ended;
  return { moves, sent, lost: sent - answered };
}

async function move(client: Client, probe: Probe, eni: string, from: string, to: string): Promise<Move> {
  const detached = process.hrtime.bigint();
  await client.call('Ecs', 'DetachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: from });
  await client.eniIs(eni, 'Available');
  const attached = process.hrtime.bigint();
  await client.call('Ecs', 'AttachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: to });
  const { first, last } = await probe.answers(attached);
  return { attach: milliseconds(attached, first), outage: milliseconds(last, first) - milliseconds(detached, attached) };
}
