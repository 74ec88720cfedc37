/** `openeip console`: a fresh URL of the web console, which opens one session. */
import { askConsole } from '../admin.js';
import { homeOf } from '../config.js';
import { Home } from '../home.js';
import { findTarget } from '../target.js';

export async function printConsole({ data }: { readonly data?: string }): Promise<void> {
  const home = new Home(homeOf(data, process.env));
  process.stdout.write(`${findTarget(home).endpoint}${await askConsole(home)}\n`);
}
