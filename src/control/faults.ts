/**
 * Faults on demand, between the gateway and the control plane: no action knows of them. They end with the process: what a test asked for
 * does not outlive the cloud it asked.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultOrder } from '../api/operator.js';
import type { Reply, Request } from './requests.js';

/** `reset`: the caller gets no answer but the end of its connection. */
export type Served = Reply | 'reset';

export class Faults {
  /** By id, in the order in which they were added. */
  private readonly faults = new Map<string, Fault>();
  private count = 0;

  add(order: FaultOrder): Fault {
    this.count += 1;
    const fault: Fault = { ...order, id: `fault-${String(this.count)}`, met: 0 };
    this.faults.set(fault.id, fault);
    return fault;
  }

  list(): readonly Fault[] {
    return [...this.faults.values()];
  }

  clear(id?: string): number {
    if (id !== undefined) return this.faults.delete(id) ? 1 : 0;
    const { size } = this.faults;
    this.faults.clear();
    return size;
  }

  /** Serves a request, unless a fault meets it. */
  async serve(request: Request, call: (request: Request) => Promise<Reply>): Promise<Served> {
    const fault = this.meet(request);
    if (fault === undefined) return call(request);
    if (fault.delay > 0) await sleep(fault.delay);
    if (fault.error === undefined && !fault.reset) return call(request);
    if (fault.after) await call(request);
    if (fault.error === undefined) return 'reset';
    const { retryAfter, ...error } = fault.error;
    return { ok: false, ...error, ...(retryAfter === undefined ? {} : { headers: { 'x-acs-retry-after': String(retryAfter) } }) };
  }

  /** The first fault that is meant for the request and not used up; counted. */
  private meet({ version, action }: Request): Fault | undefined {
    for (const fault of this.faults.values()) {
      if (fault.version !== version || fault.action !== action || fault.met >= fault.first) continue;
      const met = { ...fault, met: fault.met + 1 };
      this.faults.set(fault.id, met);
      return met;
    }
    return undefined;
  }
}
