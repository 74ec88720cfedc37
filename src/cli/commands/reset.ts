/** `openeip reset`: empties the cloud and keeps the keys. Returns once the data plane is empty, too. */
import { askReset } from '../admin.js';
import { homeOf } from '../config.js';
import { Home } from '../home.js';
import { withProgress } from '../progress.js';

export async function reset({ data }: { readonly data?: string }): Promise<void> {
  const home = new Home(homeOf(data, process.env));
  await withProgress('emptying the cloud', askReset(home));
  process.stdout.write('The cloud is empty. Its keys are as they were.\n');
}
