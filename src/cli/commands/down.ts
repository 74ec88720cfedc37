/** `openeip down`: stops what runs for OPENEIP_HOME, also what an `up` that was killed left behind. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { homeOf } from '../config.js';
import { ended, stopHolder } from '../holder.js';
import { Home } from '../home.js';
import { withProgress } from '../progress.js';
import { takeDownUplink } from '../uplink.js';

export interface DownOptions {
  readonly data?: string;
  readonly purge?: boolean;
}

export async function down({ data, purge = false }: DownOptions): Promise<void> {
  const home = new Home(homeOf(data, process.env));
  const running = home.up();
  if (running !== undefined) {
    process.kill(running.pid, 'SIGTERM');
    await withProgress('stopping', ended(running.pid, running.startTime));
  }
  const holder = home.holder();
  if (holder !== undefined) {
    await withProgress('stopping the data plane', stopHolder(holder));
    takeDownUplink(holder);
  }
  for (const name of ['up.json', 'holder.json']) rmSync(join(home.run, name), { force: true });
  if (purge) home.purge();
  const did = running !== undefined || holder !== undefined ? 'OpenEIP is stopped.' : 'OpenEIP was not running.';
  process.stdout.write(`${did}${purge ? ` Its state in ${home.path} is deleted.` : ''}\n`);
}
