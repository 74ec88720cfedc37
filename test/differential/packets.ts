/** Random packets for a random cloud: mostly such as somebody there might send, to somebody there. */
import type { Port } from '../../src/network/objects.js';
import { hasPorts } from '../../src/network/packet.js';
import type { Probe } from '../../src/network/protocol.js';
import type { NetworkView } from '../../src/network/walk/view.js';
import { walk } from '../../src/network/walk/walk.js';
import { CLIENT, OUTSIDE, type RandomCloud } from './clouds.js';

/** 253 is for experiments (RFC 3692). */
const PROTOCOLS = [6, 6, 6, 17, 17, 1, 1, 47, 253];

/** Source ports tell the probes of a cloud apart. */
export function randomProbe(cloud: RandomCloud, view: NetworkView, sourcePort: number): Probe {
  const protocol = cloud.pick(PROTOCOLS);
  const ports = hasPorts(protocol) ? { sourcePort, destinationPort: cloud.pick([80, 443, 8080]) } : { sourcePort: null, destinationPort: null };
  const senders = plugged(cloud, view);
  const port = senders.length === 0 || cloud.chance(35) ? undefined : cloud.pick(senders);
  const ends = port === undefined ? fromInternet(cloud) : fromPort(cloud, view, port);
  return answeredBySomebody(cloud, view, { from: port?.key ?? 'internet', packet: { ...ends, protocol, ...ports } });
}

interface Ends {
  readonly source: string;
  readonly destination: string;
}

function fromInternet(cloud: RandomCloud): Ends {
  return { source: CLIENT, destination: cloud.pick(cloud.chance(85) ? cloud.publics() : cloud.addresses()) };
}

function fromPort(cloud: RandomCloud, view: NetworkView, port: Port): Ends {
  const addresses = cloud.addresses();
  const own = [...port.addresses.map(({ address }) => address), ...view.directsOf(port.key).map((direct) => direct.public)];
  const neighbours = addresses.filter((address) => view.holderOf(port.space, address) !== undefined);
  const nearby = cloud.chance(40) && neighbours.length > 0 ? neighbours : cloud.chance(50) ? [CLIENT, ...cloud.publics()] : addresses;
  // A next hop passes on what others sent.
  return { source: cloud.pick(own.length > 0 && cloud.chance(port.sourceCheck ? 92 : 40) ? own : addresses), destination: cloud.pick(nearby) };
}

/** Ports at which somebody can send. */
function plugged(cloud: RandomCloud, view: NetworkView): readonly Port[] {
  const holders = cloud.addresses().flatMap((address) => {
    const eip = view.eip(address);
    const port = eip?.kind === 'direct' ? view.port(eip.port) : undefined;
    return [...view.holdersOf(address), ...(port === undefined ? [] : [port])];
  });
  return [...new Set(holders)].filter((port) => view.isPlugged(port));
}

/** Now and then the receiver answers by another of its NICs (S-41). */
function answeredBySomebody(cloud: RandomCloud, view: NetworkView, probe: Probe): Probe {
  const { arrived } = walk(view, OUTSIDE, probe).forward;
  const port = arrived === null ? undefined : view.port(arrived);
  const others = port === undefined || cloud.chance(60) ? [] : view.portsOf(port.guest).filter((other) => other !== port);
  return others.length === 0 ? probe : { ...probe, answerBy: cloud.pick(others).key };
}
