/** The state of a running cloud, read from its database beside it: what no answer can gloss over. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { Cloud } from '../support/cloud.js';
import { until } from '../support/world.js';

const texts = z.array(z.string());

export class StoreView {
  private readonly database: Database.Database;

  constructor(cloud: Cloud) {
    this.database = new Database(join(cloud.home, 'cloud.db'), { readonly: true });
  }

  /** Every row with all its fields, and who claims what. */
  get rows(): readonly string[] {
    return texts.parse(this.database.prepare(`
      SELECT kind || ' ' || n || ' ' || version || ' ' || data FROM row
      UNION ALL SELECT name || ' ' || row FROM claim
      UNION ALL SELECT name || ' ' || kind || ' ' || n FROM link
    `).pluck().all());
  }

  count(kind: string): number {
    return z.number().parse(this.database.prepare('SELECT count(*) FROM row WHERE kind = ?').pluck().get(kind));
  }

  get tokens(): number {
    return z.number().parse(this.database.prepare('SELECT count(*) FROM token').pluck().get());
  }

  /** Ids of the requests that changed anything. */
  get writers(): ReadonlySet<string> {
    return new Set(texts.parse(this.database.prepare('SELECT DISTINCT request_id FROM event').pluck().all()));
  }

  /** Resolves when no row is on its way to another state. */
  async settled(): Promise<void> {
    const moving = this.database.prepare("SELECT count(*) FROM link WHERE name = 'moving'").pluck();
    await until(() => Promise.resolve(moving.get() === 0));
  }

  close(): void {
    this.database.close();
  }
}
