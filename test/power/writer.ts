/** Child process of the power loss test: commits, and says on standard output what is acknowledged. */
import { writeSync } from 'node:fs';
import { write } from './commits.js';

const [path = '', commits = '', synchronous = ''] = process.argv.slice(2);
write(path, Number(commits), synchronous, (there) => writeSync(1, `acknowledged ${String(there)}\n`));
