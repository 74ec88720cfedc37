/** Routes and packages that the data plane cannot make real. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sample } from '../cloud/testing.js';
import { key } from '../network/objects.js';
import { NETWORK, Stage, type Peer } from './stage.js';

let stage: Stage;
let peer: Peer;
beforeEach(async () => {
  stage = new Stage();
  peer = stage.peer('h');
  peer.ack();
  await stage.write(...NETWORK);
  peer.ack();
  await stage.settled();
});
afterEach(() => {
  stage.store.close();
});

const entry = () => sample.routeEntry({
  id: 'rte-a', routeTableId: 'vtb-a', vpcId: 'vpc-a', destination: '192.168.0.0/16', nextHopId: 'eni-b', status: 'Pending',
});
const gateway = () => sample.ipv4Gateway({ id: 'ipv4gw-a', vpcId: 'vpc-a' });
const refuse = async (...keys: readonly string[]) => {
  peer.ack(keys.map((one) => ({ key: one, code: 'EBUSY', message: 'm' })));
  await stage.settled();
};
const table = () => key('table', stage.row('routeTable', 'vtb-a').n);

it('an entry goes again, and its table is made real without it', async () => {
  await stage.write(entry());
  await refuse(table());
  expect(stage.store.read.get('routeEntry', 'rte-a')).toBeUndefined();
  expect(stage.store.events.history('routeEntry', 'rte-a').at(-1)?.action).toBe('system.revert EBUSY');
  expect(peer.last.upserts.map((object) => object.key)).toContain(table());
  peer.ack();
  await stage.settled();
  expect(stage.row('routeTable', 'vtb-a').status).toBe('Available');
});

it('an entry that is there stays when another one fails', async () => {
  await stage.write({ ...entry(), status: 'Available' });
  peer.ack();
  await stage.write({ ...entry(), id: 'rte-b', destination: '172.16.0.0/16' });
  await refuse(table());
  expect(stage.row('routeEntry', 'rte-a').status).toBe('Available');
  expect(stage.store.read.get('routeEntry', 'rte-b')).toBeUndefined();
});

it('an entry on its way out stays so until it is gone', async () => {
  await stage.write({ ...entry(), status: 'Available' });
  peer.ack();
  await stage.write({ ...stage.row('routeEntry', 'rte-a'), status: 'Deleting' });
  await refuse(table());
  expect(stage.row('routeEntry', 'rte-a').status).toBe('Deleting');
});

it('a gateway is not activated when a table of its VPC cannot follow', async () => {
  await stage.write(gateway());
  await stage.write({ ...stage.row('ipv4Gateway', 'ipv4gw-a'), status: 'Activating', enabled: true });
  await refuse(table());
  expect(stage.row('ipv4Gateway', 'ipv4gw-a')).toMatchObject({ status: 'Created', enabled: false });
});

it('an entry, a gateway and a table are not shown as ready before every host has confirmed', async () => {
  await stage.write(gateway());
  await stage.write(entry(), { ...stage.row('ipv4Gateway', 'ipv4gw-a'), status: 'Activating', enabled: true }, { ...stage.row('routeTable', 'vtb-a'), status: 'Pending' });
  const states = () => [stage.row('routeEntry', 'rte-a').status, stage.row('ipv4Gateway', 'ipv4gw-a').status, stage.row('routeTable', 'vtb-a').status];
  expect(states()).toEqual(['Pending', 'Activating', 'Pending']);
  peer.ack();
  await stage.settled();
  expect(states()).toEqual(['Available', 'Created', 'Available']);
});

it('who joins a package that cannot follow is out of it again, and the package does not say that it has followed', async () => {
  await stage.write(sample.bandwidthPackage({ id: 'cbwp-a' }));
  peer.ack();
  const shared = () => stage.row('bandwidthPackage', 'cbwp-a');
  await stage.write({ ...shared(), status: 'Modifying', bandwidth: 9 }, { ...stage.eip, packageId: 'cbwp-a', sharedBandwidth: 9, joiningPackage: true });
  await refuse(key('package', shared().n));
  expect(stage.eip).toMatchObject({ packageId: '', sharedBandwidth: 0, joiningPackage: false });
  expect(shared().status).toBe('Modifying');
});
