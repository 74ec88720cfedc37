/**
 * A whole cloud in memory for tests: actions, rules, store, compiler and an agent that confirms at once.
 *
 *     const cloud = await testCloud();
 *     const eip = await cloud.call('Vpc', 'AllocateEipAddress', { RegionId: 'cn-hangzhou' });
 *     await cloud.call('Vpc', 'ReleaseEipAddress', { AllocationId: textField(eip, 'AllocationId') });
 *     await expect(cloud.call('Vpc', 'ReleaseEipAddress', { AllocationId: 'x' })).rejects.toMatchObject({ code: '…', status: 404 });
 */
import { VERSIONS, type Action, type Json, type JsonObject, type ProductName } from '../api/action.js';
import { ALL_ACTIONS } from '../api/registry.js';
import { seeded } from '../cloud/random.js';
import { settingsSchema, type Settings } from '../cloud/settings.js';
import type { Update } from '../network/protocol.js';
import { openStore, type Store } from '../store/store.js';
import { ControlPlane } from './control-plane.js';
import { MemoryAgent } from './memory-agent.js';
import { bodyText } from './requests.js';

export const TEST_ACCOUNT = '1234567890123456';

/** A refusal as the caller sees it. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Confirms at once, unless a test holds it back or names objects that fail. */
export class TestAgent extends MemoryAgent {
  /** Codes by key: these objects cannot be made real. */
  readonly failing = new Map<string, string>();
  readonly received: Update[] = [];
  private held: Update[] | undefined;

  /** Keeps messages unapplied: rows stay in their transitional states. */
  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const message of held) this.apply(message);
  }

  protected override apply(message: Update): void {
    if (this.held !== undefined) {
      this.held.push(message);
      return;
    }
    this.received.push(message);
    const failed = message.upserts
      .map(({ key }) => ({ key, code: this.failing.get(key) ?? '' }))
      .filter(({ code }) => code !== '')
      .map(({ key, code }) => ({ key, code, message: code }));
    super.apply(message, failed);
  }
}

export interface TestCloud {
  readonly plane: ControlPlane;
  readonly store: Store;
  readonly agent: TestAgent;
  /** The cloud's clock, ms; a test may move it. */
  readonly clock: { now: number };
  /** Faults of the system itself; empty in a sound test. */
  readonly faults: { readonly fields: object; readonly message: string }[];
  /** One request as the gateway would hand it over. Returns the body without RequestId, throws CallError. */
  call(
    product: ProductName,
    action: string,
    parameters?: Readonly<Record<string, string | number | boolean>>,
    as?: { readonly account?: string; readonly host?: string },
  ): Promise<JsonObject>;
  /** Resolves once no row is in a transitional state that the agent could end. */
  settled(): Promise<void>;
}

/** A field of an answer by its path, `Vpcs.Vpc.0.VpcId`; undefined where there is none. */
export function field(body: Json, path: string): Json | undefined {
  let value: Json | undefined = body;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === part)?.[1];
  }
  return value;
}

/** A text field of an answer by its path. Throws where there is none. */
export function textField(body: Json, path: string): string {
  const value = field(body, path);
  if (typeof value !== 'string') throw new Error(`no text at ${path} of ${JSON.stringify(body)}`);
  return value;
}

export async function testCloud(
  options: { readonly path?: string; readonly snapshots?: string; readonly seed?: number; readonly settings?: Partial<Settings>; readonly actions?: readonly Action[] } = {},
): Promise<TestCloud> {
  const store = openStore(options.path ?? ':memory:');
  const clock = { now: Date.UTC(2026, 0, 2, 3, 4, 5) };
  const faults: TestCloud['faults'] = [];
  const plane = new ControlPlane({
    store,
    actions: options.actions ?? ALL_ACTIONS,
    settings: settingsSchema.parse(options.settings ?? {}),
    now: () => clock.now,
    random: seeded(options.seed ?? 1),
    snapshots: options.snapshots ?? '/nonexistent',
    log: { error: (fields, message) => faults.push({ fields, message }) },
  });
  await plane.openAccount(TEST_ACCOUNT, 'LTAItest', 'secret');
  const agent = new TestAgent((link) => plane.connect(link));
  agent.start();
  let count = 0;
  const settled = async () => {
    // A commit may make the agent confirm, which settles rows in the next commit, and so on until nothing is open.
    while (store.open) await plane.committed();
  };
  return {
    plane, store, agent, clock, faults, settled,
    call: async (product, action, parameters = {}, { account = TEST_ACCOUNT, host = 'localhost:8090' } = {}) => {
      count += 1;
      const reply = await plane.call({
        requestId: `R-${count}`,
        version: VERSIONS[product],
        action,
        parameters: new Map(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
        account,
        host,
      });
      if (!reply.ok) throw new CallError(reply.code, reply.status, reply.message);
      return JSON.parse(bodyText(reply.body)) as JsonObject;
    },
  };
}
