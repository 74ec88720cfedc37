import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { compileAll, compileChanges, type NetworkSettings } from '../cloud/compiler/compile.js';
import type { Row, RowKind } from '../cloud/resources.js';
import type { Key, NetworkObject } from '../network/objects.js';
import type { RowChange } from '../store/apply.js';
import { openStore } from '../store/store.js';
import { ModelCloud } from './model.js';
import { seeded } from '../cloud/random.js';

const SEQUENCES = 10_000 * Number(process.env['OPENEIP_FUZZ_FACTOR'] ?? 1);
const FIRST_SEED = Number(process.env['OPENEIP_FUZZ_SEED'] ?? 1);
const BATCHES = 10;
const KINDS: readonly RowKind[] = ['vpc', 'vswitch', 'routeTable', 'routeEntry', 'ipv4Gateway', 'securityGroup', 'instance', 'eni', 'bandwidthPackage', 'eip'];
const cause = { time: 0, requestId: '', account: '', action: '' };

const store = openStore(':memory:');
afterAll(() => {
  store.close();
});

function everything(): readonly Row[] {
  return KINDS.flatMap((kind): readonly Row[] => store.all(kind));
}

/** Both positions of what shows in the network by a setting. */
const settingsOf = (seed: number): NetworkSettings => ({ bandwidthLimits: seed % 8 !== 1, blockOutboundTcp25: seed % 64 === 0 });

function follow(network: Map<Key, NetworkObject>, changes: readonly RowChange[], settings: NetworkSettings): void {
  for (const [key, object] of compileChanges(changes, store.read, settings)) {
    if (object === undefined) network.delete(key);
    else network.set(key, object);
  }
}

/** Objects by key; equal networks are equal texts. */
function text(network: ReadonlyMap<Key, NetworkObject>): string {
  return [...network].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => JSON.stringify(object)).join('\n');
}

/** One random sequence in a transaction that is rolled back. Returns the number of objects seen at the end. */
function sequence(seed: number): number {
  const random = seeded(seed);
  const model = new ModelCloud(store.read, random);
  const network = new Map<Key, NetworkObject>();
  const settings = settingsOf(seed);
  store.begin();
  try {
    follow(network, model.seed().flatMap((write) => store.apply(write, cause)), settings);
    for (let batch = 0; batch < BATCHES; batch++) {
      const changes: RowChange[] = [];
      for (let i = random.int(6); i >= 0; i--) changes.push(...store.apply(model.next(), cause));
      follow(network, changes, settings);
      if (batch === BATCHES - 1 || random.int(5) === 0) {
        expect(text(network), `seed ${seed}, batch ${batch}`).toBe(text(compileAll(everything(), store.read, settings)));
      }
    }
    return network.size;
  } finally {
    store.rollback();
  }
}

describe('the compiler', () => {
  it(`compiles ${SEQUENCES} random command sequences change by change to what it compiles at once`, async () => {
    let objects = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEQUENCES; seed++) {
      objects += sequence(seed);
      // Whoever runs the tests hears from this process in between.
      if (seed % 200 === 0) await nextTurn();
    }
    // The sequences are about something: a network of some objects each.
    expect(objects / SEQUENCES).toBeGreaterThan(10);
  }, 600_000);
});
