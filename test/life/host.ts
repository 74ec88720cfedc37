/** The host's own network and processes as text, to be the same before and after. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Settings that the kernel changes by itself. */
const RESTLESS = /nf_conntrack_count|\/(?:gc_stale_time|retrans_time|base_reachable_time)$/;

export function hostText(): string {
  const shown = [
    ['ip', '-d', 'link'], ['ip', 'address'], ['ip', 'route', 'show', 'table', 'all'], ['ip', 'rule'], ['ip', 'netns'], ['nft', 'list', 'ruleset'],
  ].map(([file = '', ...argv]) => `## ${file} ${argv.join(' ')}\n${spawnSync(file, argv, { encoding: 'utf8' }).stdout}`);
  return [...shown, '## sysctls', ...settings('/proc/sys/net'), '## processes', ...ourProcesses()].join('\n');
}

function settings(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return settings(path);
    if (RESTLESS.test(path)) return [];
    try {
      return [`${path} = ${readFileSync(path, 'utf8').trim()}`];
    } catch {
      return [];
    }
  });
}

/** Programs of a kind that OpenEIP starts, whoever started them. */
function ourProcesses(): string[] {
  const run = spawnSync('ps', ['-e', '-o', 'args='], { encoding: 'utf8' });
  return run.stdout.split('\n').filter((line) => /^(?:unshare|bwrap|tini|setpriv|busybox|.*openeip\.js|.*agent\/main\.js)/.test(line)).sort();
}
