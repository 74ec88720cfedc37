/** `openeip down`: stops what runs for OPENEIP_HOME, also what an `up` that was killed left behind. */
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
  const noted = home.forgetRunning();
  if (purge) home.purge();
  const did = running !== undefined || holder !== undefined
    ? 'OpenEIP is stopped.'
    : noted ? 'OpenEIP was not running any more: it had been killed. What it had left of itself is cleared away.' : 'OpenEIP was not running.';
  process.stdout.write(`${did}${purge ? ` Its state in ${home.path} is deleted.` : ''}\n`);
}
