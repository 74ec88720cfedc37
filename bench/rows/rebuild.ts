/**
 * The agent's cold rebuild: guests live on, everything else of 1,000 ENIs and 10,000 EIPs is gone from the kernel and made again, as after
 * the loss of all namespaces. The guests are network namespaces with nothing in them.
 */
import type { NetworkObject } from '../../src/network/objects.js';
import { Holder } from '../../test/engine/holder.js';
import { guest, policy, port, rule, shape, space, table, translation } from '../../test/engine/network.js';
import type { Row } from '../row.js';
import { scoped } from '../scope.js';
import { median, type Figure } from '../table.js';

const GUESTS = 125;
const ENIS_EACH = 8;
const ADDRESSES_EACH = 10;
const ENIS = GUESTS * ENIS_EACH;
const EIPS = ENIS * ADDRESSES_EACH;

export const rebuildRow: Row = {
  name: 'rebuild',
  measure: async (quick) => {
    const rounds = quick ? 1 : 3;
    const figures: Figure[] = [];
    for (const limits of [true, false]) {
      const runs: Rebuilt[] = [];
      for (let round = 0; round < rounds; round++) runs.push(await rebuild(limits));
      const one = (what: string, seconds: (run: Rebuilt) => number, reach: string): Figure => ({
        row: 'rebuild', figure: `cold rebuild of ${ENIS.toLocaleString('en')} ENIs and ${EIPS.toLocaleString('en')} EIPs, caps ${limits ? 'on' : 'off'}${what}`,
        unit: 's', value: median(runs.map(seconds)), reach, rounds,
      });
      figures.push(one('', ({ confirmed }) => confirmed, '≤ 2'));
      if (limits) figures.push(one(', each EIP at its own rate', ({ settled }) => settled, '–'));
    }
    return figures;
  },
};

/** s from the beginning: until all is confirmed, and until nothing is left to the background. */
interface Rebuilt {
  readonly confirmed: number;
  readonly settled: number;
}

function rebuild(limits: boolean): Promise<Rebuilt> {
  return scoped(async (scope) => {
    const holder = scope.own(await Holder.start(false), (one) => one.stop());
    const driver = holder.driver();
    await driver.call('open');
    for (let n = 1; n <= GUESTS; n++) await driver.call('guestUp', guest(n), await driver.call('guest'));
    const { failures, milliseconds } = await driver.call('replace', network(limits));
    if (failures.length > 0) throw new Error(`not everything could be made: ${JSON.stringify(failures.slice(0, 3))}`);
    const rest = performance.now();
    await driver.call('settled');
    return { confirmed: milliseconds / 1_000, settled: (milliseconds + performance.now() - rest) / 1_000 };
  });
}

/** bit/s: what an EIP has that nobody gave a bandwidth. */
const CAP = { ingress: 10_000_000, egress: 5_000_000 };

function network(limits: boolean): readonly NetworkObject[] {
  const enis = Array.from({ length: ENIS }, (_, eni) => {
    const places = Array.from({ length: ADDRESSES_EACH }, (_, one) => eni * ADDRESSES_EACH + one);
    const addresses = places.map((place) => `10.0.${String(place >> 8)}.${String(place & 255)}`);
    return [
      port(eni + 1, { guest: Math.floor(eni / ENIS_EACH) + 1, slot: eni % ENIS_EACH, addresses }),
      ...places.flatMap((place, one) => {
        const address = publicAddress(place);
        return [translation(place + 1, address, addresses[one] ?? ''), shape(place + 1, address, limits ? CAP : {})];
      }),
    ];
  });
  return [space(1), table(1, 1), policy('1', rule()), ...Array.from({ length: GUESTS }, (_, index) => guest(index + 1)), ...enis.flat()];
}

/** As EIPs are given: never .0, .1 or .253 to .255 of a /24. */
function publicAddress(place: number): string {
  return `198.18.${String(Math.floor(place / 250))}.${String(2 + (place % 250))}`;
}
