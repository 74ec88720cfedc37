/**
 * What passed each EIP: per minute for 31 days, and since ever. It comes as absolute counters of the kernel, each with a life: what is
 * stored of a life says how much of it is accounted for, so whoever dies in between, the next report makes up for it and nothing counts twice.
 */
import type Database from 'better-sqlite3';
import type { Passed, PassedInPeriod } from '../cloud/eip-monitor.js';
import { numberOf } from '../network/objects.js';
import type { Counter } from '../network/protocol.js';

const MINUTE = 60_000;
/** ms */
const TRAFFIC_LIFE = 31 * 24 * 60 * MINUTE;
/** Lives remembered of an EIP. It has two at a time, and for a second the two of its last place, too. */
const LIVES = 16;

/** Since ever. */
export interface Total extends Passed {
  /** Number of the EIP's row. */
  readonly eip: number;
}

interface Meter extends Total {
  /** `[life, bytes, packets]` of each, the newest first, as JSON text. */
  readonly lives: string;
}

type Life = readonly [life: string, bytes: number, packets: number];

const FIELDS = 'received_bytes AS receivedBytes, received_packets AS receivedPackets, sent_bytes AS sentBytes, sent_packets AS sentPackets';
const SUMS = `
  sum(received_bytes) AS receivedBytes, sum(received_packets) AS receivedPackets, sum(sent_bytes) AS sentBytes, sum(sent_packets) AS sentPackets`;

const NOTHING: Passed = { receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0 };

export function trafficTable(database: Database.Database) {
  const meter = database.prepare<[number], Meter>(`SELECT eip, ${FIELDS}, lives FROM meter WHERE eip = ?`);
  const setMeter = database.prepare('INSERT OR REPLACE INTO meter VALUES (?, ?, ?, ?, ?, ?)');
  const add = database.prepare(
    `INSERT INTO traffic VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
     received_bytes = received_bytes + excluded.received_bytes, received_packets = received_packets + excluded.received_packets,
     sent_bytes = sent_bytes + excluded.sent_bytes, sent_packets = sent_packets + excluded.sent_packets`,
  );
  const periods = database.prepare<[number, number, number, number, number], PassedInPeriod>(
    `SELECT CAST((minute - ?) / ? AS INTEGER) AS "index", ${SUMS} FROM traffic WHERE eip = ? AND minute >= ? AND minute < ? GROUP BY 1 ORDER BY 1`,
  );
  const sent = database
    .prepare<[number, number, number], number>('SELECT total(sent_bytes) FROM traffic WHERE eip = ? AND minute >= ? AND minute < ?')
    .pluck();
  const totals = database.prepare<[number, number], Total>(`SELECT eip, ${FIELDS} FROM meter WHERE eip > ? ORDER BY eip LIMIT ?`);
  const forget = database.prepare(
    `DELETE FROM meter WHERE eip IN (SELECT eip FROM traffic WHERE minute < @oldest)
     AND NOT EXISTS (SELECT 1 FROM traffic WHERE eip = meter.eip AND minute >= @oldest) AND NOT EXISTS (SELECT 1 FROM row WHERE n = meter.eip)`,
  );
  const prune = database.prepare('DELETE FROM traffic WHERE minute < ?');
  /** The minute written last: with each new one the oldest goes. */
  let newest = 0;

  function recordOf(eip: number, counters: readonly Counter[], minute: number): void {
    const known = meter.get(eip);
    const before = known ?? NOTHING;
    const lives = new Map((JSON.parse(known?.lives ?? '[]') as readonly Life[]).map((life) => [life[0], life]));
    const news = { receivedBytes: 0, receivedPackets: 0, sentBytes: 0, sentPackets: 0 };
    for (const { life, direction, bytes, packets } of counters) {
      const [, oldBytes, oldPackets] = lives.get(life) ?? [life, 0, 0];
      // Somebody set it back by hand: what it says since then is new.
      const again = bytes < oldBytes || packets < oldPackets;
      const [more, morePackets] = again ? [bytes, packets] : [bytes - oldBytes, packets - oldPackets];
      if (direction === 'received') {
        news.receivedBytes += more;
        news.receivedPackets += morePackets;
      } else {
        news.sentBytes += more;
        news.sentPackets += morePackets;
      }
      lives.delete(life);
      lives.set(life, [life, bytes, packets]);
    }
    if (Object.values(news).every((value) => value === 0)) return;
    add.run(eip, minute, news.receivedBytes, news.receivedPackets, news.sentBytes, news.sentPackets);
    setMeter.run(
      eip, before.receivedBytes + news.receivedBytes, before.receivedPackets + news.receivedPackets, before.sentBytes + news.sentBytes,
      before.sentPackets + news.sentPackets, JSON.stringify([...lives.values()].slice(-LIVES)),
    );
  }

  return {
    /** Part of the open batch. `now`, ms, decides on the minute. */
    record: (counters: readonly Counter[], now: number): void => {
      const minute = Math.floor(now / MINUTE);
      const ofEip = new Map<number, Counter[]>();
      for (const counter of counters) {
        const eip = numberOf(counter.key);
        const list = ofEip.get(eip);
        if (list === undefined) ofEip.set(eip, [counter]);
        else list.push(counter);
      }
      for (const [eip, some] of ofEip) recordOf(eip, some, minute);
      if (minute === newest) return;
      newest = minute;
      const oldest = minute - TRAFFIC_LIFE / MINUTE;
      forget.run({ oldest });
      prune.run(oldest);
    },
    /** Sums per period of `minutes` from one minute (of the epoch) up to, but not with, another; periods without traffic are left out. */
    periods: (eip: number, from: number, until: number, minutes: number): readonly PassedInPeriod[] => periods.all(from, minutes, eip, from, until),
    /** Bytes sent to the Internet between two moments, ms, both taken down to the minute. */
    sentBytes: (eip: number, from: number, until: number): number =>
      sent.get(eip, Math.floor(from / MINUTE), Math.floor(until / MINUTE)) ?? 0,
    /** Of one EIP, since ever. */
    total: (eip: number): Passed => meter.get(eip) ?? NOTHING,
    /** Since ever, by rising number of EIP, after one of them: some at a time. Also of EIPs that are gone since less than 31 days. */
    totals: (after: number, limit: number): readonly Total[] => totals.all(after, limit),
  };
}
