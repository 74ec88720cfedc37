/** Changes of nft items as the text of a transaction. */
import type { Difference, Owned } from './difference.js';
import { newLife } from './counting.js';
import { differenceOf } from './difference.js';
import type { ChainItem, CounterItem, ElementItem, Item, SetItem } from './items.js';
import { fingerprints, nameOf } from './items.js';
import type { Nftables } from './nftables.js';
import { TABLE } from './nftables.js';

type NftItem = SetItem | ElementItem | CounterItem | ChainItem;

function isNft(item: Item): item is NftItem {
  return item.kind === 'set' || item.kind === 'element' || item.kind === 'counter' || item.kind === 'chain';
}

const ofKind = <K extends NftItem['kind']>(items: readonly NftItem[], kind: K): Extract<NftItem, { kind: K }>[] =>
  items.filter((item): item is Extract<NftItem, { kind: K }> => item.kind === kind);

function declaration(set: SetItem): string {
  return `add ${set.type.includes(' : ') ? 'map' : 'set'} ip ${TABLE} ${set.name} { type ${set.type};${set.counter === true ? ' counter;' : ''} }`;
}

function elementText({ element, data, counts }: ElementItem): string {
  if (counts !== undefined) return `${element} comment "${newLife(counts)}"`;
  return data === undefined ? element : `${element} : ${data}`;
}

/** Elements by set: one command each. */
function elementCommands(verb: 'add' | 'delete', elements: readonly ElementItem[]): string[] {
  const bySet = new Map<string, string[]>();
  for (const item of elements) {
    const { set } = item;
    const text = verb === 'add' ? elementText(item) : item.element;
    const list = bySet.get(set);
    if (list === undefined) bySet.set(set, [text]);
    else list.push(text);
  }
  return [...bySet].map(([set, texts]) => `${verb} element ip ${TABLE} ${set} { ${texts.join(', ')} }`);
}

/**
 * One transaction that removes and adds; an item that changes is in both. What is referred to comes before what refers to it,
 * and goes after it.
 */
export function transaction(removed: readonly NftItem[], added: readonly NftItem[]): string {
  const staying = new Set(added.filter((item) => item.kind !== 'element').map((item) => `${item.kind} ${item.name}`));
  const gone = removed.filter((item) => item.kind === 'element' || !staying.has(`${item.kind} ${item.name}`));
  const goneSets = new Set(ofKind(gone, 'set').map(({ name }) => name));
  const chains = ofKind(added, 'chain');
  const goneChains = ofKind(gone, 'chain');
  return [
    `add table ip ${TABLE}`,
    ...ofKind(added, 'counter').map(({ name }) => `add counter ip ${TABLE} ${name}`),
    ...ofKind(added, 'set').map(declaration),
    ...chains.map(({ name, hook }) => `add chain ip ${TABLE} ${name}${hook === undefined ? '' : ` { ${hook} }`}`),
    ...elementCommands('delete', ofKind(gone, 'element').filter(({ set }) => !goneSets.has(set))),
    ...[...chains, ...goneChains].map(({ name }) => `flush chain ip ${TABLE} ${name}`),
    ...chains.flatMap((chain) => {
      const comments = fingerprints(chain);
      return chain.rules.map((rule, index) => `add rule ip ${TABLE} ${chain.name} ${rule} comment "${comments[index] ?? ''}"`);
    }),
    ...elementCommands('add', ofKind(added, 'element')),
    ...goneChains.map(({ name }) => `delete chain ip ${TABLE} ${name}`),
    ...[...goneSets].map((name) => `delete set ip ${TABLE} ${name}`),
    ...ofKind(gone, 'counter').map(({ name }) => `delete counter ip ${TABLE} ${name}`),
    '',
  ].join('\n');
}

/** About how much room an item takes in a transaction, in elements: unprivileged senders have a small buffer. */
function weight(item: NftItem): number {
  return item.kind === 'chain' ? 4 + 6 * item.rules.length : 1;
}

const MAX_WEIGHT = 1_500;

/** A change of one item: what goes, what comes. */
interface Step {
  readonly removed?: NftItem;
  readonly added?: NftItem;
  readonly owned: Owned;
}

const stepWeight = ({ removed, added }: Step): number =>
  (removed === undefined ? 0 : weight(removed)) + (added === undefined ? 0 : weight(added));

/** Elements that go, then what changes and comes in its order, then what nothing refers to any more. */
function stepsOf({ add, remove }: Difference): Step[] {
  const removals = new Map<string, Step>();
  for (const owned of remove) if (isNft(owned.item)) removals.set(nameOf(owned.item), { removed: owned.item, owned });
  const steps: Step[] = [];
  for (const owned of add) {
    const { item } = owned;
    if (!isNft(item)) continue;
    const name = nameOf(item);
    const removed = removals.get(name)?.removed;
    removals.delete(name);
    steps.push({ added: item, owned, ...removed === undefined ? {} : { removed } });
  }
  const rest = [...removals.values()];
  return [
    ...rest.filter(({ removed }) => removed?.kind === 'element'),
    ...steps,
    ...rest.filter(({ removed }) => removed?.kind !== 'element'),
  ];
}

/** As few transactions as fit. */
function chunksOf(steps: readonly Step[]): Step[][] {
  const chunks: Step[][] = [];
  let room = 0;
  for (const step of steps) {
    const needed = stepWeight(step);
    if (chunks.length === 0 || needed > room) {
      chunks.push([]);
      room = MAX_WEIGHT;
    }
    chunks.at(-1)?.push(step);
    room -= needed;
  }
  return chunks;
}

function attempt(nft: Nftables, steps: readonly Step[]): string | undefined {
  for (const chunk of chunksOf(steps)) {
    const complaint = nft.run(transaction(chunk.flatMap(({ removed }) => removed ?? []), chunk.flatMap(({ added }) => added ?? [])));
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

/** Finds the objects that nft refuses by halving, and carries out the others. */
function bisect(nft: Nftables, byOwner: readonly (readonly Step[])[]): { owned: Owned; complaint: string }[] {
  const complaint = attempt(nft, byOwner.flat());
  if (complaint === undefined) return [];
  if (byOwner.length <= 1) return byOwner.flat().map(({ owned }) => ({ owned, complaint }));
  const middle = byOwner.length >> 1;
  return [...bisect(nft, byOwner.slice(0, middle)), ...bisect(nft, byOwner.slice(middle))];
}

/**
 * Carries out the nft part of a difference, in one transaction where it fits. If nft refuses, the kernel is not what we
 * thought or an object is wrong: then the table is read, brought to `wanted`, and what is still refused returned.
 */
export function applyRuleset(nft: Nftables, difference: Difference, wanted: () => Iterable<Owned>): { owned: Owned; complaint: string }[] {
  const steps = stepsOf(difference);
  if (steps.length === 0 || attempt(nft, steps) === undefined) return [];
  const repair = stepsOf(differenceOf(nft.read(), [...wanted()].filter(({ item }) => isNft(item))));
  const byOwner = new Map<string, Step[]>();
  for (const step of repair) {
    const list = byOwner.get(step.owned.owner);
    if (list === undefined) byOwner.set(step.owned.owner, [step]);
    else list.push(step);
  }
  return bisect(nft, [...byOwner.values()]);
}
