/** What Terraform does with a configuration: apply, plan and destroy over the graph of its resources. */
import type { Json } from '../../src/api/action.js';
import type { Attributes, Configuration, Node } from './configuration.js';
import { DATA_SOURCES } from './data.js';
import { evaluate, parseTemplate } from './expression.js';
import type { Provider } from './provider.js';
import type { ResourceType, Values } from './resource.js';
import { RESOURCE_TYPES } from './resources/index.js';

/** An attribute that is not as it is wanted. */
export interface Change {
  readonly address: string;
  readonly attribute: string;
  readonly was: Json | undefined;
  readonly wanted: Json | undefined;
}

interface Instance {
  readonly id: string;
  /** As last read; what is not read back, as last wanted. */
  readonly values: Values;
}

export class Deployment {
  private readonly instances = new Map<string, Instance>();
  private readonly sources = new Map<string, Values>();

  constructor(private readonly provider: Provider, private configuration: Configuration) {}

  /** Makes, changes or replaces what is not as wanted; independent resources at once, as Terraform does. */
  async apply(configuration: Configuration = this.configuration): Promise<void> {
    this.configuration = configuration;
    await walk(this.configuration.nodes, (node) => node.dependsOn, async (node) => {
      if (node.data) return void this.sources.set(node.address, await sourceOf(node)(this.provider, this.attributesOf(node)));
      const type = typeOf(node);
      const existing = await this.refresh(node);
      if (existing === undefined) return this.create(node, type);
      const changed = this.changesOf(node, existing.values).map(({ attribute }) => attribute);
      if (changed.length === 0) return;
      const wanted = this.wantedOf(node, type);
      if (changed.some((name) => type.forcesNew.includes(name))) {
        if (this.configuration.nodes.some(({ dependsOn }) => dependsOn.includes(node.address))) throw new Error(`${node.address} is needed by others and cannot be replaced`);
        await type.delete(this.provider, existing.id, existing.values);
        return this.create(node, type);
      }
      if (type.update === undefined) throw new Error(`${node.type} has no update of ${changed.join()}`);
      await type.update(this.provider, existing.id, new Set(changed), wanted, existing.values);
      this.instances.set(node.address, { id: existing.id, values: wanted });
      await this.refresh(node);
    });
  }

  /** What an apply would change: every resource is read anew. Missing ones are a change of their `id`. */
  async plan(): Promise<readonly Change[]> {
    const changes: Change[] = [];
    await walk(this.configuration.nodes, (node) => node.dependsOn, async (node) => {
      if (node.data) return void this.sources.set(node.address, await sourceOf(node)(this.provider, this.attributesOf(node)));
      const existing = await this.refresh(node);
      if (existing === undefined) changes.push({ address: node.address, attribute: 'id', was: '', wanted: undefined });
      else changes.push(...this.changesOf(node, existing.values));
    });
    return changes;
  }

  /** One after the other in this order, or without one as many at once as the graph allows. */
  async destroy(order?: readonly string[]): Promise<void> {
    const resources = this.configuration.nodes.filter(({ data }) => !data);
    const remove = async ({ address, type }: Node): Promise<void> => {
      const existing = this.instances.get(address);
      if (existing === undefined) return;
      await RESOURCE_TYPES.get(type)?.delete(this.provider, existing.id, existing.values);
    };
    if (order === undefined) await walk(resources, dependents(resources), remove);
    else {
      const byAddress = new Map(resources.map((node) => [node.address, node]));
      for (const address of order) {
        const node = byAddress.get(address);
        if (node === undefined) throw new Error(`${address} is no resource`);
        await remove(node);
      }
    }
  }

  /** What is gone is deleted once more, as an interrupted destroy does, in any order; then nothing of it is read any more. Returns what is read. */
  async destroyAgain(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const { address, type } of this.configuration.nodes) {
      const [existing, known] = [this.instances.get(address), RESOURCE_TYPES.get(type)];
      if (existing === undefined || known === undefined) continue;
      await known.delete(this.provider, existing.id, existing.values);
      if ((await known.read(this.provider, existing.id)) !== undefined) left.push(address);
    }
    this.instances.clear();
    return left;
  }

  output(name: string): Json {
    return this.resolved(this.configuration.outputs[name] ?? null, undefined);
  }

  /** An attribute of a resource, as last read. */
  value(address: string, attribute: string): Json | undefined {
    return this.instances.get(address)?.values[attribute];
  }

  private async create(node: Node, type: ResourceType): Promise<void> {
    const wanted = this.wantedOf(node, type);
    const id = await type.create(this.provider, wanted);
    this.instances.set(node.address, { id, values: wanted });
    if ((await this.refresh(node)) === undefined) throw new Error(`${node.address} (${id}) is not found after it was made`);
  }

  private async refresh(node: Node): Promise<Instance | undefined> {
    const [existing, type] = [this.instances.get(node.address), typeOf(node)];
    if (existing === undefined) return undefined;
    const read = await type.read(this.provider, existing.id);
    if (read === undefined) return void this.instances.delete(node.address);
    const kept = Object.entries(existing.values).filter(([name]) => type.unread?.includes(name));
    const found = { id: existing.id, values: { ...read, ...Object.fromEntries(kept) } };
    this.instances.set(node.address, found);
    return found;
  }

  private changesOf(node: Node, was: Values): readonly Change[] {
    const type = typeOf(node);
    const wanted = this.wantedOf(node, type);
    const compared = new Set([...Object.keys(type.defaults), ...Object.keys(wanted)]);
    return [...compared].flatMap((attribute) => {
      const [has, should] = [was[attribute], wanted[attribute] ?? type.defaults[attribute]];
      return canonical(has) === canonical(should) ? [] : [{ address: node.address, attribute, was: has, wanted: should }];
    });
  }

  private wantedOf(node: Node, type: ResourceType): Values {
    const wanted = this.attributesOf(node);
    const known = [...Object.keys(type.defaults), ...type.given, ...(type.unread ?? [])];
    const stranger = Object.keys(wanted).find((name) => !known.includes(name));
    if (stranger !== undefined) throw new Error(`${node.type} is not known to have ${stranger}`);
    return wanted;
  }

  private attributesOf(node: Node): Values {
    return Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [name, this.resolved(value, node.index)]));
  }

  private resolved(value: Json, index: number | undefined): Json {
    if (typeof value === 'string') return evaluate(parseTemplate(value), (path) => this.lookup(path, index));
    if (Array.isArray(value)) return value.map((one: Json) => this.resolved(one, index));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.resolved(inner, index)]));
    return value;
  }

  private lookup(path: readonly (string | number)[], index: number | undefined): Json {
    const [first = '', second = ''] = path;
    if (first === 'count' && second === 'index' && index !== undefined) return index;
    if (first === 'local') return within(this.resolved(this.configuration.locals[second] ?? null, index), path.slice(2));
    if (first === 'var') return within(this.configuration.variables[second] ?? null, path.slice(2));
    if (first === 'data') return within({ ...this.sources.get(path.slice(0, 3).join('.')) }, path.slice(3));
    const name = `${first}.${second}`;
    const [one, all] = [this.instances.get(name), this.configuration.nodes.filter(({ address }) => address.startsWith(`${name}[`))];
    if (one !== undefined) return within({ ...one.values, id: one.id }, path.slice(2));
    return within(all.map(({ address }) => ({ ...this.instances.get(address)?.values, id: this.instances.get(address)?.id ?? null })), path.slice(2));
  }
}

function within(value: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((inner, step) => {
    const next = typeof inner === 'object' && inner !== null ? new Map<string, Json>(Object.entries(inner)).get(String(step)) : undefined;
    if (next === undefined) throw new Error(`there is no ${path.join('.')}`);
    return next;
  }, value);
}

/** Numbers and texts of numbers are one to Terraform; all lists of these types are sets. */
function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(canonical).toSorted());
  if (typeof value === 'object' && value !== null) return JSON.stringify(Object.entries(value).map(([name, inner]) => [name, canonical(inner)]).toSorted());
  return String(value);
}

function typeOf(node: Node): ResourceType {
  const type = RESOURCE_TYPES.get(node.type);
  if (type === undefined) throw new Error(`${node.type} is not known here`);
  return type;
}

function sourceOf(node: Node) {
  const source = DATA_SOURCES.get(node.type);
  if (source === undefined) throw new Error(`data ${node.type} is not known here`);
  return source;
}

/** Each as soon as all that it comes after are done. */
async function walk(nodes: readonly Node[], after: (node: Node) => readonly string[], visit: (node: Node) => Promise<void>): Promise<void> {
  const byAddress = new Map(nodes.map((node) => [node.address, node]));
  const started = new Map<string, Promise<void>>();
  const start = (node: Node): Promise<void> => {
    const known = started.get(node.address);
    if (known !== undefined) return known;
    const before = after(node).flatMap((address) => byAddress.get(address) ?? []);
    const done = Promise.all(before.map(start)).then(() => visit(node));
    started.set(node.address, done);
    return done;
  };
  const ends = await Promise.allSettled(nodes.map(start));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** What is to be destroyed before a resource. */
export function dependents(resources: readonly Node[]): (node: Node) => readonly string[] {
  return ({ address }) => resources.filter(({ dependsOn }) => dependsOn.includes(address)).map((one) => one.address);
}

/** The same configuration with other names, bandwidth, tags, and another rule. */
export function revised(configuration: Configuration): Configuration {
  const other = (type: string, name: string, value: Json): Json => {
    if (/_name$/.test(name) && name !== 'host_name') return `${String(value)}-second`;
    if (name === 'bandwidth') return String(2 * Number(value));
    if (name === 'tags' && typeof value === 'object') return { ...value, Stage: 'second' };
    return type === 'alicloud_security_group_rule' && name === 'port_range' ? '443/443' : value;
  };
  const added = (type: string): Attributes => (type === 'alicloud_security_group' || type === 'alicloud_vpc' ? { tags: { Stage: 'second' }, description: 'The second one' } : {});
  const nodes = configuration.nodes.map((node): Node => node.data ? node : {
    ...node,
    attributes: { ...added(node.type), ...Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [name, other(node.type, name, value)])) },
  });
  return { ...configuration, nodes };
}
