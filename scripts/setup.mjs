// Set-up: npm packages, the build, Debian packages. `--for start` goes on where packages cannot be installed, `--for test` fails.
// Idempotent, and quick when nothing is missing. No dependency but Node: it runs before there are any.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** The browsers that the tests can use, the best first: those that a system may have, and npm's for where it packages none (Ubuntu's Chromium is a snap). */
const BROWSER = join(ROOT, 'test/browser');
const BROWSERS = [...JSON.parse(readFileSync(join(BROWSER, 'browsers.json'), 'utf8')), join(BROWSER, 'chromium')];

/** Debian package → a file of it, or any of several that do: as a path, or a program looked for in PATH. These are what users look for in an instance, which has the host's programs. */
const GUEST = {
  'net-tools': 'ifconfig', 'isc-dhcp-client': 'dhclient', 'iputils-ping': 'ping', traceroute: 'traceroute', tcpdump: 'tcpdump', procps: 'ps',
};
const START = {
  ...GUEST,
  nftables: 'nft', libnftables1: 'lib/libnftables.so.1', iproute2: 'ip', conntrack: 'conntrack', bubblewrap: 'bwrap', busybox: 'busybox', tini: 'tini', curl: 'curl',
  'util-linux': 'unshare', 'ca-certificates': '/etc/ssl/certs/ca-certificates.crt',
};
/**
 * The tests' programs run inside guests and on the Internet side of a test's own cloud. None of these packages starts a service, now or
 * at the host's next boot (iperf3's stays off unless asked for). So the FTP server is pyftpdlib's and not vsftpd, the TFTP and DNS server
 * dnsmasq-base's and not tftpd-hpa or dnsmasq.
 */
const TEST = {
  ...START, 'chromium-headless-shell': BROWSERS, 'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', python3: 'python3', iperf3: 'iperf3', socat: 'socat', 'netcat-openbsd': 'nc.openbsd',
  'dnsmasq-base': 'dnsmasq', lftp: 'lftp', strace: 'strace', 'sip-tester': 'sipp', 'tftp-hpa': 'tftp',
  'python3-pyftpdlib': '/usr/lib/python3/dist-packages/pyftpdlib/__main__.py',
  'python3-libcloud': '/usr/lib/python3/dist-packages/libcloud/__init__.py',
};
/** What npm's browser uses of the system. */
const BROWSER_NEEDS = { libnss3: 'lib/libnss3.so', libexpat1: 'lib/libexpat.so.1' };
/** For a native module without a prebuilt binary. */
const COMPILER = { python3: 'python3', make: 'make', 'g++': 'g++' };

/**
 * What package-lock.json names, which stays as it is. Not `npm ci`: that refuses a lock without the optional packages of other systems,
 * and not every registry has all of those.
 */
const INSTALL = ['install', '--no-save', '--no-audit', '--no-fund'];

const purpose = process.argv[process.argv.indexOf('--for') + 1] ?? 'start';
process.chdir(ROOT);
await main();

async function main() {
  if (major < 20 || (major === 20 && minor < 19)) stop(`Node ${process.versions.node} is too old.`, 'OpenEIP needs Node 20.19 or newer.', 'Install a newer Node.');
  await modules();
  const wanted = purpose === 'test' ? TEST : START;
  if ((await packages(wanted)).includes('chromium-headless-shell')) await browser();
  const left = missing(wanted);
  if (left.length > 0) {
    const command = `${process.getuid?.() === 0 ? '' : 'sudo '}apt-get install -y ${left.join(' ')}`;
    const browser = left.includes('chromium-headless-shell') ? ` As the browser any of ${BROWSERS.join(', ')} will do.` : '';
    if (purpose === 'test') stop(`Missing: ${left.join(', ')}.`, `The tests use them and they could not be installed.${browser}`, command);
    say(`missing: ${left.join(', ')}. Without them the Linux data plane may not run, or instances lack programs. To install them: ${command}`);
  }
  await build();
}

/** npm packages as package-lock.json names them. */
async function modules() {
  const stamp = 'node_modules/.openeip-setup';
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).update(process.versions.modules).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!existsSync(stamp) && matchesLock() && loads('better-sqlite3')) {
    writeFileSync(stamp, wanted);
    return;
  }
  // Where the registry has no binary of better-sqlite3 for this Node, npm compiles it: that is some minutes without a word.
  if (!await npm('installing npm packages', INSTALL, headers()) || !loads('better-sqlite3')) {
    // Perhaps there is no prebuilt binary for this Node: then one is compiled.
    const left = await packages(COMPILER);
    if (left.length > 0) stop('The npm packages cannot be installed.', `A native module must be compiled, which needs ${left.join(', ')}.`, `apt-get install ${left.join(' ')}`);
    const rest = [...INSTALL, '--ignore-scripts'];
    if (!existsSync('node_modules/better-sqlite3') && !await npm('installing npm packages, those to be compiled later', rest)) stop('npm install failed.', 'See above.', 'Try again once the registry can be reached.');
    if (!await npm('compiling better-sqlite3, which takes some minutes', ['rebuild', '--build-from-source', 'better-sqlite3'], headers()) || !loads('better-sqlite3')) {
      stop('better-sqlite3 cannot be compiled.', 'See above.', 'Use a Node version with prebuilt binaries, e.g. the present LTS.');
    }
  }
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Node's own headers where they lie beside it, so that none are downloaded. */
function headers() {
  const prefix = join(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}

/** What npm wrote down of its last installation is what the lock asks for. */
function matchesLock() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const there = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => path === '' || entry.optional === true || entry.peer === true || there[path]?.version === entry.version);
}

function loads(name) {
  const program = `const Database = require(${JSON.stringify(name)}); new Database(':memory:').close();`;
  return spawnSync(process.execPath, ['-e', program], { stdio: 'ignore' }).status === 0;
}

/** Errors only: its warnings are about packages that others choose. */
function npm(what, args, extra = {}) {
  return run(what, 'npm', [...args, '--loglevel=error', '--no-progress'], { env: { ...process.env, ...extra } });
}

/** Says what is being done, and for how long as long as it lasts. */
async function run(what, file, args, { stdio = ['ignore', 'inherit', 'inherit'], ...options } = {}) {
  say(what);
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r  … ${seconds} s `);
    else if (seconds % 30 === 0) say(`… ${seconds} s`);
  }, 1_000);
  try {
    const [code] = await once(spawn(file, args, { stdio, ...options }), 'close');
    return code === 0;
  } catch {
    return false;
  } finally {
    clearInterval(timer);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}

/** The browser as npm has it: one compressed file. */
async function browser() {
  await packages(BROWSER_NEEDS);
  if (!await npm('installing a headless Chromium from npm', [...INSTALL, '--ignore-scripts', '--prefix', BROWSER])) return;
  const part = join(BROWSER, 'chromium.part');
  await pipeline(createReadStream(join(BROWSER, 'node_modules/@sparticuz/chromium/bin/chromium.br')), createBrotliDecompress(), createWriteStream(part, { mode: 0o755 }));
  renameSync(part, join(BROWSER, 'chromium'));
}

function missing(wanted) {
  return Object.entries(wanted).filter(([, files]) => ![files].flat().some(isThere)).map(([name]) => name);
}

/** Installs what is missing and returns what is missing still. */
async function packages(wanted) {
  const before = missing(wanted);
  if (before.length === 0) return [];
  const become = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (!inPath('apt-get') || (become.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0)) return before;
  const apt = (what, ...args) => {
    const [file, ...rest] = [...become, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(what, file, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  const install = (names) => apt(`installing ${names.join(', ')}`, 'install', '-y', '--no-install-recommends', ...names);
  if (!await install(before)) {
    await apt('asking apt what there is', 'update');
    // One that apt does not know would keep it from installing the others.
    const known = before.filter((name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0);
    if (known.length > 0) await install(known);
  }
  return missing(wanted);
}

function isThere(file) {
  if (file.startsWith('/')) return existsSync(file);
  if (!file.startsWith('lib/')) return inPath(file);
  const folders = ['/usr/lib', '/usr/lib64', ...readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu')).map((name) => `/usr/lib/${name}`)];
  return folders.some((folder) => existsSync(join(folder, file.slice(4))));
}

function inPath(program) {
  return [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Compiles when a source is newer than the last build: the program, and the console by itself. */
async function build() {
  await stale('building', 'dist/.built', ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'], [process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  await stale('building the console', 'dist/.console-built', ['console', 'package-lock.json'],
    ['npm', 'run', '--silent', 'build', '--workspace', 'console', '--', '--logLevel', 'warn']);
}

async function stale(what, stamp, sources, [file, ...args]) {
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (newest(sources) <= built) return;
  if (!await run(what, file, args)) stop('The build failed.', 'See above.', 'npm run typecheck shows the same; a clean checkout builds.');
  writeFileSync(stamp, '');
}

function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const stat = statSync(path);
      if (!stat.isDirectory()) return stat.mtimeMs;
      const inside = readdirSync(path).filter((name) => !name.endsWith('.test.ts')).map((name) => join(path, name));
      return Math.max(stat.mtimeMs, newest(inside));
    }),
  );
}

function say(line) {
  console.error(`set-up: ${line}`);
}

function stop(what, why, mend) {
  console.error(`error: ${what}\n  why: ${why}\n  do:  ${mend}`);
  process.exit(1);
}
