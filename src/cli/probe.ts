/** What this host can do, found out by doing it in namespaces that are gone a moment later. */
import { spawn } from 'node:child_process';
import { inPath } from './executable.js';
import { isRoot } from './holder.js';

export interface Finding {
  readonly what: string;
  /** '' when it works. */
  readonly why: string;
  readonly mend: string;
}

/** Programs by Debian package. */
const PROGRAMS: Readonly<Record<string, string>> = {
  unshare: 'util-linux', nsenter: 'util-linux', setpriv: 'util-linux', prlimit: 'util-linux', setsid: 'util-linux',
  ip: 'iproute2', nft: 'nftables', bwrap: 'bubblewrap', busybox: 'busybox', tini: 'tini',
};

const USER_NAMESPACES =
  'Allow user namespaces to ordinary users (sysctl -w kernel.unprivileged_userns_clone=1, ' +
  'kernel.apparmor_restrict_unprivileged_userns=0, user.max_user_namespaces=10000), or run as root.';

interface Step {
  readonly name: string;
  readonly argv: readonly string[];
  readonly mend: string;
}

/** Each is run inside a holder-like set of namespaces. */
const STEPS: readonly Step[] = [
  {
    name: 'a virtual link between two namespaces',
    argv: ['sh', '-ec', 'mount -t tmpfs tmpfs /run; ip netns add probe; ip link add probe0 type veth peer name probe1 netns probe'],
    mend: 'The kernel needs CONFIG_VETH: load it with modprobe veth, or use a kernel that has it.',
  },
  {
    name: 'address translation by an nftables map',
    // Not by its standard input: nft 1.0.9 reads files and pipes only, and Node's pipes are sockets.
    argv: ['nft', `table ip probe {
      map there { type ipv4_addr : ipv4_addr; elements = { 198.18.0.1 : 10.0.0.1 } }
      chain in { type nat hook prerouting priority -100; dnat to ip daddr map @there; }
    }`],
    mend: 'The kernel needs nf_tables with NAT: modprobe nf_tables nft_chain_nat, or use a kernel that has them.',
  },
  {
    name: 'an instance’s sandbox',
    argv: [
      ...(isRoot() ? ['setpriv', '--reuid=1900000000', '--regid=1900000000', '--clear-groups'] : []),
      'bwrap', '--unshare-user', '--unshare-net', '--unshare-pid', '--uid', '0', '--gid', '0', '--cap-add', 'CAP_NET_ADMIN',
      '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--', 'ip', 'link', 'set', 'lo', 'up',
    ],
    mend: USER_NAMESPACES,
  },
];

/** All that the Linux data plane needs, in order; whatever depends on something missing is left out. */
export async function probe(): Promise<readonly Finding[]> {
  const programs = Object.entries(PROGRAMS).map(([name, debian]) => program(name, debian));
  const libraries = [await library()];
  const missing = [...programs, ...libraries].filter((finding) => finding.why !== '');
  if (missing.length > 0) return [...programs, ...libraries];
  const namespaces = await attempt({ name: 'namespaces of its own', argv: ['true'], mend: USER_NAMESPACES });
  if (namespaces.why !== '') return [...programs, ...libraries, namespaces];
  return [...programs, ...libraries, namespaces, ...(await Promise.all(STEPS.map(attempt)))];
}

function program(name: string, debian: string): Finding {
  return { what: `the program ${name}`, why: inPath(name) === undefined ? 'It is not installed.' : '', mend: `apt-get install ${debian}` };
}

async function library(): Promise<Finding> {
  const what = 'libnftables, called from Node';
  try {
    const { default: koffi } = await import('koffi');
    koffi.load('libnftables.so.1').unload();
    return { what, why: '', mend: '' };
  } catch (error) {
    return { what, why: error instanceof Error ? error.message : String(error), mend: 'apt-get install nftables libnftables1' };
  }
}

function attempt({ name, argv, mend }: Step): Promise<Finding> {
  const user = isRoot() ? [] : ['--user', '--map-root-user'];
  const child = spawn(
    'unshare',
    [...user, '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private', '--', ...argv],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ what: name, why: error.message, mend });
    });
    child.once('close', (code, signal) => {
      resolve({ what: name, why: code === 0 ? '' : said.trim() || `It ended with ${String(code ?? signal)}.`, mend });
    });
  });
}
