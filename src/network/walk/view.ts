/** The objects of a desired network, and as a packet looks them up: indexes built once and kept up to date by changes. */
import type { AddressSet, Changes, Direct, Guest, Ipv4, Key, NetworkObject, Policy, Port, Space, Table, Translation } from '../objects.js';

/** What an EIP is bound by. */
export type Eip = Translation | Direct;

export class NetworkView {
  private readonly byKey = new Map<Key, NetworkObject>();
  private readonly eips = new Map<Ipv4, Eip>();
  private readonly spaces = new Set<Key>();
  /** By space and private address: overlapping VPCs hold the same addresses. */
  private readonly translations = new Map<Key, Map<Ipv4, Translation>>();
  private readonly holders = new Map<Key, Map<Ipv4, Port>>();
  private readonly directs = new Map<Key, Map<Ipv4, Direct>>();
  private readonly ports = new Map<Key, readonly Key[]>();
  /** Ports and direct EIPs whose guests are told the address as their gateway. */
  private readonly gateways = new Map<Ipv4, Map<Key, Port | Direct>>();

  constructor(objects: Iterable<NetworkObject>) {
    for (const object of objects) this.add(object);
  }

  apply({ upserts, deletes }: Changes): void {
    // First all that goes, so that an address that moves is never taken from its new holder.
    for (const key of [...deletes, ...upserts.map((object) => object.key)]) this.remove(key);
    for (const object of upserts) this.add(object);
  }

  get size(): number {
    return this.byKey.size;
  }

  objects(): Iterable<NetworkObject> {
    return this.byKey.values();
  }

  keys(): Iterable<Key> {
    return this.byKey.keys();
  }

  get(key: Key): NetworkObject | undefined {
    return this.byKey.get(key);
  }

  space(key: Key): Space | undefined {
    const object = this.byKey.get(key);
    return object?.kind === 'space' ? object : undefined;
  }

  table(key: Key): Table | undefined {
    const object = this.byKey.get(key);
    return object?.kind === 'table' ? object : undefined;
  }

  policy(key: Key): Policy | undefined {
    const object = this.byKey.get(key);
    return object?.kind === 'policy' ? object : undefined;
  }

  set(key: Key): AddressSet | undefined {
    const object = this.byKey.get(key);
    return object?.kind === 'set' ? object : undefined;
  }

  port(key: Key): Port | undefined {
    const object = this.byKey.get(key);
    return object?.kind === 'port' ? object : undefined;
  }

  guest(key: Key): Guest | undefined {
    const object = this.byKey.get(key);
    return object?.kind === 'guest' ? object : undefined;
  }

  /** Whether a port has a running guest behind it: only then there is anything on the wire. */
  isPlugged(port: Port): boolean {
    return this.guest(port.guest)?.running === true;
  }

  /** The binding of a public address; undefined for one that is bound to nothing. */
  eip(address: Ipv4): Eip | undefined {
    return this.eips.get(address);
  }

  /** The translation of a private address. */
  translationOf(space: Key, address: Ipv4): Translation | undefined {
    return this.translations.get(space)?.get(address);
  }

  /** The port that has a private address, plugged or not. */
  holderOf(space: Key, address: Ipv4): Port | undefined {
    return this.holders.get(space)?.get(address);
  }

  /** Ports of all spaces that have a private address. */
  holdersOf(address: Ipv4): readonly Port[] {
    return [...this.spaces].map((space) => this.holderOf(space, address)).filter((port) => port !== undefined);
  }

  /** The direct EIP of a port with this address. */
  directOf(port: Key, address: Ipv4): Direct | undefined {
    return this.directs.get(port)?.get(address);
  }

  directsOf(port: Key): readonly Direct[] {
    return [...(this.directs.get(port)?.values() ?? [])];
  }

  /** All ports of a guest. */
  portsOf(guest: Key): readonly Port[] {
    return (this.ports.get(guest) ?? []).map((key) => this.port(key)).filter((port) => port !== undefined);
  }

  /** Of what a running guest in the space was told this address as the gateway: then it answers there. */
  gatewayOf(space: Key, address: Ipv4): 'vswitch' | 'eip' | undefined {
    for (const object of this.gateways.get(address)?.values() ?? []) {
      if (object.space !== space || (object.kind === 'direct' && object.gate === 'lease')) continue;
      const port = object.kind === 'port' ? object : this.port(object.port);
      if (port !== undefined && this.isPlugged(port)) return object.kind === 'port' ? 'vswitch' : 'eip';
    }
    return undefined;
  }

  private add(object: NetworkObject): void {
    switch (object.kind) {
      case 'space':
        this.spaces.add(object.key);
        break;
      case 'table': case 'policy': case 'set': case 'guest': case 'shape': case 'lease': case 'document':
        // Found by their keys, if a packet asks for them at all.
        break;
      case 'port':
        for (const { address } of object.addresses) entry(this.holders, object.space).set(address, object);
        entry(this.gateways, object.gateway).set(object.key, object);
        this.ports.set(object.guest, [...(this.ports.get(object.guest) ?? []), object.key]);
        break;
      case 'translation':
        this.eips.set(object.public, object);
        entry(this.translations, object.space).set(object.private, object);
        break;
      case 'direct':
        this.eips.set(object.public, object);
        entry(this.directs, object.port).set(object.public, object);
        entry(this.gateways, object.gateway).set(object.key, object);
        break;
    }
    this.byKey.set(object.key, object);
  }

  private remove(key: Key): void {
    const object = this.byKey.get(key);
    this.byKey.delete(key);
    this.spaces.delete(key);
    if (object?.kind === 'port') {
      for (const { address } of object.addresses) drop(this.holders, object.space, address);
      drop(this.gateways, object.gateway, key);
      const others = this.ports.get(object.guest)?.filter((other) => other !== key) ?? [];
      if (others.length > 0) this.ports.set(object.guest, others);
      else this.ports.delete(object.guest);
    }
    if (object?.kind === 'translation') {
      this.eips.delete(object.public);
      drop(this.translations, object.space, object.private);
    }
    if (object?.kind === 'direct') {
      this.eips.delete(object.public);
      drop(this.directs, object.port, object.public);
      drop(this.gateways, object.gateway, key);
    }
  }
}

function entry<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  let map = maps.get(key);
  if (map === undefined) maps.set(key, (map = new Map<string, V>()));
  return map;
}

function drop<V>(maps: Map<string, Map<string, V>>, key: string, inner: string): void {
  const map = maps.get(key);
  map?.delete(inner);
  if (map?.size === 0) maps.delete(key);
}
