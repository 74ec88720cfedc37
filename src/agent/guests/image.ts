/** What every guest sees read-only at `/.openeip`: its scripts, commands that stand before or behind the system's, and the `/etc` that a first start copies. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The scripts are read from the source tree, also by the built program. */
export const SCRIPTS = fileURLToPath(new URL('../../../src/agent/guests/image/', import.meta.url));

const FILES: Readonly<Record<string, string>> = {
  // A guest has one user id, which is root's: tcpdump's user is another name of it (tcpdump.pl).
  passwd: 'root:x:0:0:root:/root:/bin/sh\ntcpdump:x:0:0:tcpdump:/root:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
  group: 'root:x:0:\nnogroup:x:65534:\n',
  shells: '/bin/sh\n',
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n',
  'host.conf': 'multi on\n',
  profile: 'umask 022\nPS1="$(hostname):\\w# "\n',
};

/** System files that programs need to run at all; none of them says anything of the host's users. */
const COPIED = ['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'protocols', 'services', 'mime.types', 'iproute2', 'issue'];
const SHARED = ['alternatives'];
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

const RC_LOCAL = '#!/bin/sh\n# Runs at every start of the instance.\nexit 0\n';

/** Makes the folder once in the holder's life: living guests look at it. */
export function makeImage(image: string): void {
  if (existsSync(image)) return;
  const path = `${image}.new`;
  const etc = join(path, 'etc');
  rmSync(path, { recursive: true, force: true });
  mkdirSync(join(etc, 'ssl/certs'), { recursive: true });
  for (const script of ['init.sh', 'nics.sh', 'dhcp.sh', 'boot.sh']) {
    copyFileSync(join(SCRIPTS, script), join(path, script));
    chmodSync(join(path, script), 0o755);
  }
  for (const folder of ['udhcpc', 'dhcp']) mkdirSync(join(etc, folder));
  symlinkSync('/.openeip/dhcp.sh', join(etc, 'udhcpc/default.script'));
  copyFileSync(join(SCRIPTS, 'dhclient-hook.sh'), join(etc, 'dhcp/dhclient-enter-hooks'));
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(etc, name), content);
  writeFileSync(join(etc, 'rc.local'), RC_LOCAL, { mode: 0o755 });
  for (const name of COPIED) copyIfThere(join('/etc', name), join(etc, name));
  for (const name of SHARED) {
    copyIfThere(join('/etc', name), join(path, name));
    symlinkSync(join('/.openeip', name), join(etc, name));
  }
  copyIfThere(AUTHORITIES, join(path, 'ca-certificates.crt'));
  symlinkSync('/.openeip/ca-certificates.crt', join(etc, 'ssl/certs/ca-certificates.crt'));
  mkdirSync(join(path, 'sbin'));
  copyFileSync(join(SCRIPTS, 'tcpdump.pl'), join(path, 'sbin/tcpdump'));
  chmodSync(join(path, 'sbin/tcpdump'), 0o755);
  installBusybox(join(path, 'bin'));
  renameSync(path, image);
}

function copyIfThere(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function installBusybox(folder: string): void {
  mkdirSync(folder);
  const applets = spawnSync('busybox', ['--list'], { encoding: 'utf8' });
  for (const applet of applets.stdout.split('\n')) {
    if (applet !== '') symlinkSync('/usr/bin/busybox', join(folder, applet));
  }
}
