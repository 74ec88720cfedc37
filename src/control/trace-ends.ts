/** Who sends a traced packet, and to which address: what people say, as a probe of the network. */
import { formatAddress, parseAddress, storedNetwork } from '../cloud/cidr.js';
import { operatorErrors } from '../cloud/errors/operator.js';
import { Refusal } from '../cloud/errors/refusal.js';
import { claim } from '../cloud/indexes.js';
import type { EniRow, InstanceRow, Reads } from '../cloud/resources.js';
import { covers } from '../network/address.js';
import { key, type Ipv4, type Port } from '../network/objects.js';
import type { End } from '../network/protocol.js';
import type { NetworkView } from '../network/walk/view.js';
import type { Outside } from '../network/walk/walk.js';

/** The ends do not say which packet is meant. */
class TraceRefused extends Refusal {
  constructor(what: string, why: string, mend: string) {
    super(operatorErrors.InvalidTraceEnd, [what, why, mend].filter((sentence) => sentence !== '').join(' '));
  }
}

export interface Ends {
  readonly from: End;
  readonly source: Ipv4;
  readonly destination: Ipv4;
}

interface Named {
  readonly from: string;
  readonly to: string;
  /** '' where it was not given. */
  readonly vpc: string;
}

/** Of the Internet side's range: its first host. */
const FIRST_HOST = 10;

export class EndFinder {
  constructor(
    private readonly read: Reads,
    private readonly view: NetworkView,
    private readonly outside: Outside,
  ) {}

  find({ from, to, vpc }: Named): Ends {
    if (vpc !== '' && this.read.get('vpc', vpc) === undefined) {
      throw new TraceRefused(`There is no VPC ${vpc}.`, '', 'List them with: openeip call vpc DescribeVpcs');
    }
    const sender = this.sender(from, vpc);
    return { ...sender, destination: this.destination(to, sender.from) };
  }

  private sender(from: string, vpc: string): Omit<Ends, 'destination'> {
    if (from === 'internet') return { from, source: this.firstHost() };
    if (parseAddress(from) === undefined) return ofEni(this.primary(this.instance(from)));
    if (covers(this.outside.internet, from)) return { from: 'internet', source: from };
    const owner = this.read.holder('eip', claim.publicIp(from)) ?? this.read.holder('instance', claim.publicIp(from));
    // With a secondary block an EIP's address may be a private one as well: that is where it lives.
    const held = this.holder(from, vpc);
    if (held !== undefined) return { from: key('port', held.n), source: from };
    if (owner !== undefined) return this.ofPublic(from, owner.id);
    throw new TraceRefused(
      `Nobody sends from ${from}.`,
      `No attached ENI has it${vpc === '' ? '' : ` in ${vpc}`}, it is no EIP, and hosts of the Internet side are in ${this.outside.internet}.`,
      'Name an instance, an address of one, or internet.',
    );
  }

  private firstHost(): Ipv4 {
    return formatAddress(storedNetwork(this.outside.internet).first + FIRST_HOST);
  }

  /** An EIP's address or the static one of an instance, and whose it is. */
  private ofPublic(address: Ipv4, owner: string): Omit<Ends, 'destination'> {
    const bound = this.view.eip(address);
    if (bound === undefined) throw new TraceRefused(`Nobody sends from ${address}.`, `${owner} is bound to nothing.`, 'Bind it with: openeip call vpc AssociateEipAddress');
    if (bound.kind === 'direct') return { from: bound.port, source: address };
    const port = bound.port ?? this.view.holderOf(bound.space, bound.private)?.key;
    if (port === undefined) {
      throw new TraceRefused(`Nobody sends from ${address}.`, `${owner} is bound to ${bound.private}, which no ENI has: a next hop passes on what comes from it.`, 'Name the instance that is the next hop.');
    }
    return { from: port, source: bound.private };
  }

  /** The port that has a private address; undefined for none. */
  private holder(address: Ipv4, vpc: string): Port | undefined {
    const held = this.view.holdersOf(address).filter((port) => vpc === '' || this.vpcOf(port) === vpc);
    if (held.length > 1) {
      const choices = held.map((port) => `${this.vpcOf(port)} (${this.read.byNumber('eni', port.n)?.id ?? port.key})`);
      throw new TraceRefused(`${address} is in several VPCs.`, `ENIs have it in ${choices.join(', ')}.`, `Say which: --vpc ${this.vpcOf(held[0])}`);
    }
    return held[0];
  }

  private vpcOf(port: Port | undefined): string {
    return this.read.byNumber('eni', port?.n ?? 0)?.vpcId ?? '';
  }

  private destination(to: string, from: End): Ipv4 {
    if (parseAddress(to) !== undefined) return to;
    if (to === 'internet') {
      throw new TraceRefused('The Internet side is many hosts, which do not receive as one.', '', `Name an address of it, such as ${this.firstHost()}.`);
    }
    const instance = this.instance(to);
    const primary = this.primary(instance);
    const sender = this.view.port(from);
    if (sender !== undefined && this.vpcOf(sender) === primary.vpcId) return primary.privateIps[0] ?? '';
    const eip = this.view.portsOf(key('guest', instance.n)).map((port) => this.eipAt(port)).find((address) => address !== undefined);
    if (eip === undefined) {
      throw new TraceRefused(`From there ${to} has no address.`, 'It is in another network, and none of its ENIs has an EIP.', 'Bind one with: openeip call vpc AssociateEipAddress');
    }
    return eip;
  }

  private eipAt(port: Port): Ipv4 | undefined {
    const mapped = port.addresses.map(({ address }) => this.view.translationOf(port.space, address)?.public);
    return [...mapped, ...this.view.directsOf(port.key).map((direct) => direct.public)].find((address) => address !== undefined);
  }

  private instance(id: string): InstanceRow {
    const instance = this.read.get('instance', id);
    if (instance === undefined) {
      throw new TraceRefused(`There is no "${id}".`, 'An end is internet, the id of an instance, or an IPv4 address.', 'List instances with: openeip call ecs DescribeInstances');
    }
    return instance;
  }

  private primary(instance: InstanceRow): EniRow {
    const eni = this.read.get('eni', instance.primaryEniId);
    if (eni === undefined) throw new Error(`${instance.id} has no primary ENI`);
    return eni;
  }
}

function ofEni(eni: EniRow): Omit<Ends, 'destination'> {
  return { from: key('port', eni.n), source: eni.privateIps[0] ?? '' };
}
