/** DHCP, metadata and name servers of the Linux engine: which sockets there must be, given the network and the guests that run. */
import type { GuestPlace } from '../dataplane/dataplane.js';
import { openSocketIn } from '../dataplane/linux/netns.js';
import { NAMESERVERS } from '../dataplane/linux/topology.js';
import { kindOf, numberOf, type Changes, type Key, type Lease, type NetworkObject } from '../network/objects.js';
import { DhcpServer, type DhcpPort } from './dhcp/server.js';
import { Forwarder } from './dns/forwarder.js';
import { DNS_PORT } from './dns/message.js';
import { NameService } from './dns/server.js';
import type { Services } from './loop.js';
import { METADATA_ADDRESS, MetadataService } from './metadata.js';

const DHCP_SERVER_PORT = 67;

export class LinuxServices implements Services {
  private network: ReadonlyMap<Key, NetworkObject> = new Map();
  private readonly leaseOfPort = new Map<Key, Key>();
  private readonly ports = new Set<Key>();
  private readonly spaces = new Set<Key>();
  /** Inode of the network namespace by guest. */
  private readonly places = new Map<Key, number>();
  private readonly dhcp: DhcpServer;
  private readonly metadata: MetadataService;
  private readonly names: NameService;

  /** `resolver` is the socket of the one that asks the host's nameservers. */
  constructor(resolver: string, changed: () => void, log: (line: string) => void) {
    this.dhcp = new DhcpServer((port) => this.leaseOf(port), changed, log);
    this.metadata = new MetadataService(
      (space) => openSocketIn(namespaceOf(space), 'tcp', { address: METADATA_ADDRESS, port: 80 }),
      log,
    );
    const forwarder = new Forwarder(resolver);
    this.names = new NameService(
      NAMESERVERS,
      (space, transport, address) => openSocketIn(namespaceOf(space), transport, { address, port: DNS_PORT }),
      (transport, query) => forwarder.ask(transport, query),
      log,
    );
  }

  follow(changes: Changes, network: ReadonlyMap<Key, NetworkObject>): void {
    this.network = network;
    for (const object of changes.upserts) {
      if (object.kind === 'port') this.ports.add(object.key);
      if (object.kind === 'space') this.spaces.add(object.key);
      if (object.kind === 'document') this.metadata.set(object);
      if (object.kind === 'lease') {
        this.leaseOfPort.set(object.port, object.key);
        this.dhcp.leaseChanged(object.key, object);
      }
    }
    for (const key of changes.deletes) {
      this.ports.delete(key);
      this.spaces.delete(key);
      this.metadata.remove(key);
      this.dhcp.leaseChanged(key, undefined);
    }
    const kinds = new Set([...changes.upserts.map((object) => object.kind), ...changes.deletes.map(kindOf)]);
    if (kinds.has('space')) for (const service of [this.metadata, this.names]) service.serve([...this.spaces]);
    if (kinds.has('port')) this.listen();
  }

  guestUp({ guest, netns }: GuestPlace): void {
    this.places.set(guest.key, netns);
    this.listen();
  }

  guestDown(guest: Key): void {
    this.places.delete(guest);
    this.listen();
  }

  leases(): readonly Key[] {
    return this.dhcp.leases();
  }

  private listen(): void {
    const open: DhcpPort[] = [];
    for (const key of this.ports) {
      const port = this.network.get(key);
      const netns = port?.kind === 'port' ? this.places.get(port.guest) : undefined;
      if (port?.kind !== 'port' || netns === undefined) continue;
      open.push({
        port: key,
        end: `${port.guest} ${String(netns)} ${port.mac}`,
        open: () => openSocketIn(namespaceOf(port.space), 'udp', { address: '0.0.0.0', port: DHCP_SERVER_PORT, device: `eni${String(port.n)}` }),
      });
    }
    this.dhcp.listen(open);
  }

  private leaseOf(port: Key): Lease | undefined {
    const key = this.leaseOfPort.get(port);
    const lease = key === undefined ? undefined : this.network.get(key);
    return lease?.kind === 'lease' ? lease : undefined;
  }
}

function namespaceOf(space: Key): string {
  return `vpc${String(numberOf(space))}`;
}
