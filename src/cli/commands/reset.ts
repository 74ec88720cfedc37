/** `openeip reset`: empties the cloud and keeps the keys. Returns once the data plane is empty, too. */
import { setTimeout as delay } from 'node:timers/promises';
import { askReset, askStatus } from '../admin.js';
import { homeOf } from '../config.js';
import { Home } from '../home.js';
import { withProgress } from '../progress.js';

const POLL = 20;

export async function reset({ data }: { readonly data?: string }): Promise<void> {
  const home = new Home(homeOf(data, process.env));
  await withProgress('emptying the cloud', empty(home));
  process.stdout.write('The cloud is empty. Its keys are as they were.\n');
}

async function empty(home: Home): Promise<void> {
  await askReset(home);
  for (let status = await askStatus(home); status.confirmed < status.version; status = await askStatus(home)) await delay(POLL);
}
