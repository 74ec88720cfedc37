/** `openeip env`: for `eval "$(openeip env)"`. */
import { homeOf } from '../config.js';
import { exportLines, unsetLines } from '../environment.js';
import { Home } from '../home.js';
import { findTarget } from '../target.js';

export interface EnvOptions {
  readonly data?: string;
  readonly unset?: boolean;
}

const ANY = { endpoint: 'http://localhost', accessKeyId: '', accessKeySecret: '', accountId: '', region: '', authority: '' };

export function env({ data, unset = false }: EnvOptions): void {
  process.stdout.write(unset ? unsetLines(ANY) : exportLines(findTarget(new Home(homeOf(data, process.env)))));
}
