/** Makes a plan's calls one by one and waits for each to be real. */
import { send } from '../api/call.js';
import { listed } from '../api/listings.js';
import type { Made, Settled, Step } from './plans.js';
import { referencesOf, type Called, type References } from './snippets.js';

export interface Progress {
  readonly done: readonly Done[];
  readonly made: Made;
}

/** One call that was made, and what configurations could refer to when it was. */
export interface Done {
  readonly step: Step;
  readonly call: Called;
  readonly references: References;
}

/** How often a row is looked at that is to change, and for how long at the most, ms. */
const LOOK = 150;
const PATIENCE = 120_000;

/** Yields after each call. Throws ApiError at the first that is refused. */
export async function* run(steps: readonly Step[], region: string): AsyncGenerator<Progress> {
  let made: Made = {};
  let references: References = new Map();
  const done: Done[] = [];
  for (const step of steps) {
    const call: Called = { product: step.product, action: step.action, name: step.name, parameters: { RegionId: region, ...step.parameters(made) } };
    const answered = await send(call, step.take);
    done.push({ step, call, references });
    made = { ...made, ...answered };
    references = new Map([...references, ...referencesOf(call, answered)]);
    if (step.settled !== undefined) await settle(step.settled(made), region);
    yield { done: [...done], made };
  }
}

async function settle({ listing, filters, status }: Settled, region: string): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const rows = await listed(listing, region, filters);
    if (rows.length > 0 && rows.every((row) => row.Status === status)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  throw new Error(`${listing.action}: ${JSON.stringify(filters)} did not become ${status}`);
}
