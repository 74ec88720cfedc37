/**
 * The control plane: runs actions against the store, commits them in groups, compiles the desired network in the same commit, feeds it to
 * the agents and ends transitional states when they confirmed it.
 *
 * Everything between two turns of the event loop is one batch: one COMMIT makes it durable, and only then anybody is answered or told.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { VERSIONS, type Action, type Answer, type JsonObject } from '../api/action.js';
import type { Operator } from '../api/operator.js';
import { decode } from '../api/parameters.js';
import { newAccount } from '../cloud/account.js';
import type { Passed } from '../cloud/eip-monitor.js';
import { PLATFORM_ORDERS, type PlatformOrder } from '../cloud/eip-platform.js';
import { common } from '../cloud/errors/common.js';
import { Refusal } from '../cloud/errors/refusal.js';
import { Ids, type Random } from '../cloud/ids.js';
import { claim } from '../cloud/indexes.js';
import { RESOURCE_KINDS } from '../cloud/kinds.js';
import type { AccessKey, AccountRow, Reads, Row, RowKind, RowOf, WriteSet } from '../cloud/resources.js';
import type { Settings } from '../cloud/settings.js';
import { numberOf } from '../network/objects.js';
import type { Drops, Probe, ProbeAnswer } from '../network/protocol.js';
import { restarted } from '../cloud/restart.js';
import { Conflict, type RowChange } from '../store/apply.js';
import type { Cause } from '../store/events.js';
import { Snapshot } from '../store/snapshot.js';
import type { Store } from '../store/store.js';
import { newAccessKey } from './access-key.js';
import { Clock } from './clock.js';
import type { Commit } from './commit.js';
import { Faults, type Served } from './faults.js';
import type { AgentLink, AgentSession } from './feeder.js';
import type { Log } from './log.js';
import { RequestLog } from './request-log.js';
import { bodyText, digestOf, isDryRun, regionOf, tokenOf, type Reply, type Request } from './requests.js';
import { Scheduler } from './scheduler.js';
import { Settler } from './settler.js';
import { refusing, Snapshots } from './snapshots.js';
import { Throttle } from './throttle.js';
import { trace } from './trace.js';

export interface ControlPlaneOptions {
  readonly store: Store;
  readonly actions: readonly Action[];
  readonly settings: Settings;
  /** The host's clock, ms; the cloud's own (`clock.ts`) follows it. */
  readonly now: () => number;
  readonly random: Random;
  readonly log: Log;
  /** Directory of the snapshots; made where it is missing. */
  readonly snapshots: string;
}

export class ControlPlane {
  private readonly actions: ReadonlyMap<string, Action>;
  private readonly ids: Ids;
  private readonly clock: Clock;
  private readonly settler: Settler;
  private readonly scheduler: Scheduler;
  private readonly faults = new Faults();
  private readonly throttle: Throttle;
  readonly requestLog: RequestLog;
  private readonly snapshots: Snapshots;
  private readonly operator: Operator;
  /** Of the account that OpenEIP was started with. */
  private own: Pick<AccessKey, 'id' | 'secret'> & { readonly account: string } | undefined;
  /** Of the open batch: row changes, those of each request, EIPs that something passed, and who waits for its commit. */
  private changes: RowChange[] = [];
  private requests = new Map<string, readonly RowChange[]>();
  private counted = new Set<number>();
  private waiting: ((committed: boolean) => void)[] = [];
  private readonly watchers = new Set<(commit: Commit) => void>();
  /** Commits since the start, for the bench and tests. */
  commits = 0;

  constructor(private readonly options: ControlPlaneOptions) {
    this.actions = new Map(options.actions.map((one) => [`${VERSIONS[one.product]} ${one.name}`, one]));
    this.ids = new Ids(options.random);
    this.throttle = new Throttle(options.settings.callsPerSecond, options.now);
    this.clock = new Clock(options.store, options.now);
    const byItself = (write: WriteSet, action: string) => {
      try {
        this.write(write, this.cause('', '', action));
      } catch (error) {
        this.options.log.error({ action, err: error }, 'a row could not be changed: it stays as it is');
      }
    };
    this.settler = new Settler(options.store, this.clock, options, byItself, (counters) => {
      this.batch();
      options.store.traffic.record(counters, this.clock.now());
      for (const { key } of counters) this.counted.add(numberOf(key));
    });
    this.scheduler = new Scheduler(options.store, this.clock, (write) => {
      byItself(write, 'system.due');
    });
    this.requestLog = new RequestLog(options.now);
    this.watch((commit) => {
      this.requestLog.committed(commit);
    });
    this.snapshots = new Snapshots(options.snapshots, options.store, this.clock, (done) => {
      if (options.store.open) this.waiting.push(done);
      else done(true);
    });
    this.operator = this.operatorOf(options.store);
  }

  get read(): Reads {
    return this.options.store.read;
  }

  /** The account that OpenEIP was started with; '' before `openAccount`. */
  get operatorAccount(): string {
    return this.own?.account ?? '';
  }

  /** Runs one request and answers once all that it saw and wrote is durable. */
  call = async (request: Request): Promise<Reply> => {
    this.scheduler.catchUp();
    const first = this.changes.length;
    const { reply, awaited } = this.reply(request);
    if (this.changes.length > first) this.requests.set(request.requestId, this.changes.slice(first));
    if (this.options.store.open && !(await new Promise<boolean>((resolve) => this.waiting.push(resolve)))) return wire(new Refusal(common.InternalError));
    return awaited === undefined ? reply : { ok: true, body: await awaited() };
  };

  /** The same for the gateway: a fault that an operator ordered may meet the request. */
  serve = (request: Request): Promise<Served> => {
    const refusal = this.throttle.refuse(request);
    return refusal === undefined ? this.faults.serve(request, this.call) : Promise.resolve(refusal);
  };

  /** The secret of an access key, for the gateway. */
  keyOf = (id: string): { readonly secret: string; readonly account: string; readonly active: boolean } | undefined => {
    const account = this.read.holder('account', claim.accessKey(id));
    const key = account?.keys.find((one) => one.id === id);
    return account === undefined || key === undefined
      ? undefined
      : { secret: key.secret, account: account.id, active: key.active };
  };

  /** For whoever owns OPENEIP_HOME. */
  activeKey(account: string): AccessKey | undefined {
    return this.read.get('account', account)?.keys.find((key) => key.active);
  }

  /** Creates the operator's account, or brings its first key to what this start says, and what is set of its quotas and entitlements. Durable when it resolves. */
  async openAccount(id: string, accessKeyId: string, secret: string): Promise<void> {
    this.own = { account: id, id: accessKeyId, secret };
    this.write({ put: this.ownAccount(), remove: [] }, this.cause('', id, 'system.openAccount'));
    await this.committed();
  }

  /** The operator's account as this start wants it; nothing where it is so. */
  private ownAccount(): readonly AccountRow[] {
    if (this.own === undefined) return [];
    const { account, ...key } = this.own;
    const known = this.read.get('account', account);
    const { quotas, multiEip } = this.options.settings;
    const start = known ?? newAccount(account, account, key);
    const row: AccountRow = {
      ...start,
      quotas: { ...start.quotas, ...quotas },
      entitlements: { multiEip: multiEip ?? start.entitlements.multiEip },
      keys: [{ ...key, active: true }, ...start.keys.slice(1).filter(({ id }) => id !== key.id)],
    };
    return known !== undefined && isDeepStrictEqual(known, row) ? [] : [row];
  }

  /** Empties the cloud and keeps accounts and keys. Writes are refused (503) until the agents confirmed the empty network. */
  async reset(): Promise<void> {
    const { store } = this.options;
    this.batch();
    this.write({ put: [], remove: RESOURCE_KINDS.flatMap((kind): readonly Row[] => store.all(kind)) }, this.cause('', '', 'system.reset'));
    store.tokens.clear();
    this.settler.renew();
    await this.committed();
  }

  /** Puts the cloud of a snapshot's file, wherever it is, in the place of this one. Durable when it resolves. Throws Refusal. */
  async loadFile(path: string): Promise<void> {
    if (this.settler.renewing) throw new Refusal(common.ServiceUnavailable);
    const snapshot = refusing(path, () => Snapshot.read(path));
    this.replace(snapshot, path, this.cause('', this.operatorAccount, 'system.loadFile'));
    await this.committed();
  }

  /**
   * One commit and a new epoch: the rows of a snapshot instead of those that are there, its clock, and the operator's key as it is here.
   * What ran boots anew. Writes are refused (503) until the agents confirmed. Closes the snapshot; throws Refusal, and nothing has changed.
   */
  private replace(snapshot: Snapshot, name: string, cause: Cause): void {
    const { store } = this.options;
    const { length } = this.changes;
    const boots = store.newestBoot;
    this.batch();
    try {
      refusing(name, () => {
        store.replace(snapshot, () => {
          this.clock.moveTo(Date.parse(snapshot.header.time));
          const boot = Math.max(boots, store.newestBoot) + 1;
          store.setMeta('boot', String(boot));
          const instances = store.all('instance').map((instance) => restarted(instance, boot));
          this.write({ put: [...this.ownAccount(), ...instances], remove: [] }, { ...cause, time: this.clock.now() });
        });
      });
    } catch (error) {
      this.changes.length = length;
      this.clock.restore();
      throw error;
    } finally {
      snapshot.close();
    }
    this.settler.renew();
  }

  /** Does to an EIP what only the platform may. Durable when it resolves; false where there is no such EIP. */
  async order(what: PlatformOrder, allocationId: string): Promise<boolean> {
    const eip = this.read.get('eip', allocationId);
    if (eip === undefined) return false;
    this.write(PLATFORM_ORDERS[what](eip, this.read), this.cause('', '', `operator.${what}Eip`));
    await this.committed();
    return true;
  }

  /** Every commit from now on. Returns what ends it. */
  watch(watcher: (commit: Commit) => void): () => void {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  }

  /** What passed an EIP (by its number) since ever. */
  passed(eip: number): Passed {
    return this.options.store.traffic.total(eip);
  }

  /** An agent connected: messages go down the link, and what comes up goes to the session returned. */
  connect(link: AgentLink): AgentSession {
    return this.settler.feeder.connect(link);
  }

  /** One real packet through the data plane. */
  probe = (probe: Probe): Promise<ProbeAnswer> => this.settler.feeder.probe(probe);

  /** What the VPCs (by their numbers in `space/<n>`) dropped, by cause. */
  drops(): Promise<readonly Drops[]> {
    return this.settler.feeder.drops();
  }

  /** To be called every second where agents are remote: gives up hosts whose lease ended. */
  expire(): void {
    this.settler.feeder.expire();
  }

  status() {
    const { network, feeder } = this.settler;
    return {
      rows: this.options.store.counts(),
      objects: network.size,
      epoch: network.epoch,
      version: network.version,
      /** The version that all hosts confirmed; -1 while there is none. */
      confirmed: feeder.confirmed,
      /** After a reset: writes are refused until the agents confirmed. */
      renewing: this.settler.renewing,
      hosts: feeder.states,
    };
  }

  /** The desired network, for `status` and tests. */
  get network() {
    return this.settler.network.objects();
  }

  /** Resolves once what was written so far is durable. */
  committed(): Promise<void> {
    if (!this.options.store.open) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push((committed) => {
        if (committed) resolve();
        else reject(new Error('the commit failed: see the log'));
      });
    });
  }

  private reply(request: Request): { readonly reply: Reply } & Pick<Answer, 'awaited'> {
    try {
      const { body, awaited } = this.run(request);
      return { reply: { ok: true, body }, ...(awaited === undefined ? {} : { awaited }) };
    } catch (error) {
      return { reply: this.refuse(request, error) };
    }
  }

  private refuse(request: Request, error: unknown): Reply {
    if (error instanceof Refusal) return wire(error);
    if (error instanceof Conflict) {
      this.options.log.error({ requestId: request.requestId, action: request.action, err: error }, 'a write set was refused');
      return wire(new Refusal(common.TaskConflict));
    }
    this.options.log.error({ requestId: request.requestId, action: request.action, err: error }, 'an action failed');
    return wire(new Refusal(common.InternalError));
  }

  private run(request: Request): Answer {
    const { store, settings } = this.options;
    const action = this.actions.get(`${request.version} ${request.action}`);
    const account = store.read.get('account', request.account);
    if (action === undefined || account === undefined) {
      throw new Error(`${action === undefined ? `action ${request.action}` : `account ${request.account}`} is unknown here`);
    }
    const region = regionOf(request, settings.defaultRegion);
    const parameters = decode(action.parameters, request.parameters);
    const dryRun = isDryRun(action, request);
    const token = dryRun ? undefined : tokenOf(action, request);
    const time = this.clock.now();
    const key = { account: account.id, product: action.product, action: action.name, token: token ?? '' };
    const digest = token === undefined ? '' : digestOf(action, request, region);
    const first = token === undefined ? undefined : store.tokens.find(key, time);
    if (first !== undefined) {
      if (first.parameters !== digest) throw new Refusal(common.IdempotentParameterMismatch);
      return { body: JSON.parse(first.response) as JsonObject };
    }
    if (action.writes && this.settler.renewing) throw new Refusal(common.ServiceUnavailable);

    const answer = action.run(
      {
        requestId: request.requestId, account, region, now: time, read: store.read, traffic: store.traffic.periods, ids: this.ids, settings, endpoint: request.host,
        operator: account.id === this.operatorAccount ? this.operator : undefined,
        find: <K extends RowKind>(kind: K, id: string): RowOf<K> | undefined => {
          const row = store.read.get(kind, id);
          return row?.account === account.id && row.region === region.id ? row : undefined;
        },
      },
      parameters,
    );
    if (dryRun) throw new Refusal(common.DryRunOperation);
    if (answer.write !== undefined) {
      this.write(answer.write, this.cause(request.requestId, account.id, `${action.product}.${action.name}`));
    }
    if (token !== undefined) {
      this.batch();
      store.tokens.remember(key, { parameters: digest, response: bodyText(answer.body) }, time);
    }
    return answer;
  }

  private operatorOf(store: Store): Operator {
    return {
      clock: {
        now: this.clock.now,
        host: this.clock.host,
        nextDue: () => store.timetable.next()?.time,
        moveTo: (time) => {
          this.batch();
          this.scheduler.passUntil(time);
          this.settler.wake();
        },
      },
      actions: (product) => this.options.actions.filter((one) => one.product === product).map(({ name }) => name),
      faults: this.faults,
      accounts: () => store.all('account'),
      newAccessKey,
      snapshots: {
        save: (name) => this.snapshots.save(name),
        list: () => this.snapshots.list(),
        load: (name, requestId) => {
          this.replace(this.snapshots.open(name), name, this.cause(requestId, this.operatorAccount, 'OpenEIP.LoadSnapshot'));
        },
        diff: (name, other) => this.snapshots.diff(name, other),
        delete: (name) => {
          this.snapshots.delete(name);
        },
        loading: () => this.settler.renewing,
      },
      events: store.events,
      requests: (filter, most) => this.requestLog.list(filter, most),
      trace: (request) => {
        const { internetRange: internet, eipPool: pool } = this.options.settings;
        return trace({ read: this.read, view: this.settler.network.view, outside: { internet, pool }, probe: this.probe }, request);
      },
      sentBytes: store.traffic.sentBytes,
      counts: () => store.counts(),
    };
  }

  private cause(requestId: string, account: string, action: string): Cause {
    return { time: this.clock.now(), requestId: requestId === '' ? randomUUID().toUpperCase() : requestId, account, action };
  }

  /** Adds a write set to the open batch, which ends with this turn of the event loop. Throws Conflict. */
  write(write: WriteSet, cause: Cause): void {
    if (write.put.length + write.remove.length === 0) return;
    this.batch();
    this.changes.push(...this.options.store.apply(write, cause));
  }

  private batch(): void {
    if (this.options.store.open) return;
    this.options.store.begin();
    setImmediate(() => {
      this.flush();
    });
  }

  /** Ends the batch: compiles, commits, answers, tells the agents. */
  private flush(): void {
    const { changes, requests, counted, waiting } = this;
    this.changes = [];
    this.requests = new Map();
    this.counted = new Set();
    this.waiting = [];
    let tell: () => void;
    try {
      tell = this.settler.commit(changes);
      this.commits += 1;
    } catch (error) {
      this.options.store.rollback();
      this.clock.restore();
      this.options.log.error({ err: error }, 'a commit failed: nothing of it was written, its callers are told so');
      for (const done of waiting) done(false);
      return;
    }
    this.scheduler.refresh();
    for (const watcher of this.watchers) watcher({ changes, requests, counted, epoch: this.settler.network.epoch });
    for (const done of waiting) done(true);
    tell();
  }
}

function wire(refusal: Refusal): Reply {
  return { ok: false, status: refusal.status, code: refusal.code, message: refusal.message };
}
