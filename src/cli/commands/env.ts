/** `openeip env`: for `eval "$(openeip env)"`. */
import { homeOf } from '../config.js';
import { exportLines, unsetLines } from '../environment.js';
import { Home } from '../home.js';
import { targetAs } from '../target.js';

export interface EnvOptions {
  readonly data?: string;
  readonly unset?: boolean;
  readonly account?: string;
}

const ANY = { endpoint: 'http://localhost', accessKeyId: '', accessKeySecret: '', accountId: '', region: '', authority: '' };

export async function env({ data, unset = false, account }: EnvOptions): Promise<void> {
  process.stdout.write(unset ? unsetLines(ANY) : exportLines(await targetAs(new Home(homeOf(data, process.env)), account)));
}
