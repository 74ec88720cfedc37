/** The cloud that a command talks to, the running one of OPENEIP_HOME, and as whom. */
import type { Target } from './environment.js';
import { Failed } from './failed.js';
import type { Home } from './home.js';
import { askKey, notRunning } from './admin.js';

export function findTarget(home: Home): Target {
  const running = home.up();
  const keys = home.keys();
  if (running === undefined) throw notRunning(home);
  if (keys === undefined) throw new Failed('There are no keys.', `${home.path} has no keys.json.`, 'Stop and start OpenEIP again.');
  return { endpoint: running.endpoint, ...keys, region: running.region, authority: home.authority };
}

/** As another account than the operator's. Throws Failed where it has no active key. */
export async function targetAs(home: Home, account: string | undefined): Promise<Target> {
  const target = findTarget(home);
  if (account === undefined) return target;
  const { id, secret } = await askKey(home, account);
  return { ...target, accountId: account, accessKeyId: id, accessKeySecret: secret };
}
