/**
 * What Prometheus is told: the process, what happens (`activity.ts`), the rows, how far the data plane is, and what passed each EIP. The latter is written by hand, some
 * EIPs a turn of the event loop: the library would make the text of 10,000 of them in one go.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { numberOf } from '../network/objects.js';
import type { Store } from '../store/store.js';
import { countActivity } from './activity.js';
import type { ControlPlane } from './control-plane.js';

const EIPS_PER_TURN = 250;

/** `bytes` are of IP packets, headers included. */
const FAMILIES = [
  { name: 'openeip_eip_bytes_total', help: 'IP bytes that passed an EIP; received from the Internet, sent to it', received: 'receivedBytes', sent: 'sentBytes' },
  { name: 'openeip_eip_packets_total', help: 'IP packets that passed an EIP; received from the Internet, sent to it', received: 'receivedPackets', sent: 'sentPackets' },
] as const;

export class Metrics {
  readonly contentType: string;
  private readonly registry = new Registry();

  constructor(
    plane: Pick<ControlPlane, 'status' | 'watch' | 'requestLog' | 'drops'>,
    private readonly store: Pick<Store, 'read' | 'traffic'>,
  ) {
    this.contentType = this.registry.contentType;
    collectDefaultMetrics({ register: this.registry });
    countActivity(this.registry, plane);
    const gauge = (name: string, help: string, labelNames: readonly string[], collect: (gauge: Gauge) => void | Promise<void>) =>
      new Gauge({
        name, help, labelNames, registers: [this.registry],
        collect() {
          return collect(this);
        },
      });
    gauge('openeip_rows', 'Resources of the cloud', ['kind'], (rows) => {
      rows.reset();
      for (const [kind, count] of Object.entries(plane.status().rows)) rows.set({ kind }, count);
    });
    gauge('openeip_network_objects', 'Objects of the desired network', [], (objects) => {
      objects.set(plane.status().objects);
    });
    gauge('openeip_network_version', 'Version of the network: the one that is desired, and the one that every host confirmed (-1 for none)', ['state'], (version) => {
      const status = plane.status();
      version.set({ state: 'desired' }, status.version);
      version.set({ state: 'confirmed' }, status.confirmed);
    });
    gauge('openeip_dropped_packets', 'Packets that a VPC dropped since it was made in the data plane, by cause', ['vpc', 'cause'], async (dropped) => {
      const drops = await plane.drops();
      dropped.reset();
      for (const { space, causes } of drops) {
        const vpc = store.read.byNumber('vpc', numberOf(space))?.id;
        if (vpc !== undefined) for (const [cause, packets] of Object.entries(causes)) dropped.set({ vpc, cause }, packets);
      }
    });
    gauge('openeip_host_connected', 'Whether the agent of a host is connected', ['host'], (connected) => {
      connected.reset();
      for (const host of plane.status().hosts) connected.set({ host: host.name }, host.connected ? 1 : 0);
    });
  }

  /** The exposition format, in pieces; other work goes on between two of them. */
  async *text(): AsyncIterable<string> {
    yield await this.registry.metrics();
    for (const { name, help, received, sent } of FAMILIES) {
      yield `\n# HELP ${name} ${help}.\n# TYPE ${name} counter\n`;
      for (let after = 0; ;) {
        const totals = this.store.traffic.totals(after, EIPS_PER_TURN);
        yield totals.map((total) => {
          const eip = this.store.read.byNumber('eip', total.eip);
          if (eip === undefined) return '';
          const labels = `allocation_id="${eip.id}",address="${eip.address}"`;
          return `${name}{${labels},direction="received"} ${total[received]}\n${name}{${labels},direction="sent"} ${total[sent]}\n`;
        }).join('');
        const last = totals.at(-1);
        if (last === undefined || totals.length < EIPS_PER_TURN) break;
        after = last.eip;
        await nextTurn();
      }
    }
  }
}
