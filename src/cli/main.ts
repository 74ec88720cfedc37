/** The `openeip` command. Each subcommand's code is loaded when it is used. */
import { delimiter } from 'node:path';
import { Command } from 'commander';
import { Failed } from './failed.js';
import type { AccountOptions } from './commands/account.js';
import type { BillOptions } from './commands/bill.js';
import type { DownOptions } from './commands/down.js';
import type { EnvOptions } from './commands/env.js';
import type { FaultOptions } from './commands/fault.js';
import type { RequestsOptions } from './commands/requests.js';
import type { StatusOptions } from './commands/status.js';
import type { TraceOptions } from './commands/trace.js';
import type { UpOptions } from './commands/up.js';
import type { PrintOptions } from './operator.js';
import { Refused } from './signed-call.js';

const onOrOff = (word: string): boolean => {
  if (word !== 'on' && word !== 'off') throw new Failed(`${word} is neither on nor off.`, '', 'For example: openeip account multi-eip on');
  return word === 'on';
};

// Debian keeps what manages networks where an ordinary user's PATH does not look.
process.env['PATH'] = [process.env['PATH'] ?? '', '/usr/sbin', '/sbin'].join(delimiter);

const program = new Command('openeip')
  .description("Alibaba Cloud's elastic public IPs on your own Linux machine")
  .enablePositionalOptions()
  .showHelpAfterError('(openeip --help lists the commands)');

const DATA = ['--data <directory>', 'state, keys and certificates (default: $OPENEIP_HOME, else ~/.openeip)'] as const;
const ACCOUNT = ['--account <id>', "another than the operator's"] as const;
const JSON_LINE = ['--json', 'as one line of JSON'] as const;

program
  .command('up')
  .description('start everything in the foreground')
  .option('--port <port>', 'port of the API, HTTP and TLS (default: 8090)')
  .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
  .option(...DATA)
  .option('--dataplane <engine>', 'auto, linux or memory (default: auto)')
  .option('--multi-eip', 'entitle the account to multi-EIP mode, which is closed to new applicants (without: Mode.NotSupport)')
  .option('--startup <path>', 'what fills an empty cloud: the file of a snapshot, or a folder of scripts')
  .option('--json', 'when ready, print one line of JSON')
  .action(async (options: UpOptions) => (await import('./commands/up.js')).up(options));

program
  .command('down')
  .description('stop it')
  .option('--purge', 'delete its state as well')
  .option(...DATA)
  .action(async (options: DownOptions) => (await import('./commands/down.js')).down(options));

program
  .command('status')
  .description('health, data plane and counts')
  .option('--json', 'as one line of JSON')
  .option(...DATA)
  .action(async (options: StatusOptions) => (await import('./commands/status.js')).status(options));

program
  .command('env')
  .description('print lines for a shell that point Terraform, the aliyun CLI and the SDKs here')
  .option('--unset', 'print lines that take that back')
  .option(...ACCOUNT)
  .option(...DATA)
  .action(async (options: EnvOptions) => (await import('./commands/env.js')).env(options));

program
  .command('call <product> <action> [parameters...]')
  .description('one signed API call: openeip call vpc AllocateEipAddress --Bandwidth 5')
  .passThroughOptions()
  .allowUnknownOption()
  .option(...ACCOUNT)
  .action(async (product: string, action: string, parameters: string[], { account: as }: { account?: string }) =>
    (await import('./commands/call.js')).call(product, action, parameters, as));

program
  .command('exec <where> [command...]')
  .description('run a command inside an instance, or as a host on the Internet side: openeip exec internet -- curl http://198.18.0.2')
  .passThroughOptions()
  .action(async (where: string, command: string[]) => (await import('./commands/exec.js')).exec(where, command));

const eip = program.command('eip').description('do to an EIP what only the platform does');
const ORDERS = {
  suspend: 'as for arrears: 1 kbit/s, no new binding',
  resume: 'as after payment: the full bandwidth at once',
  release: 'by force, whatever its state or binding, as after expiry',
} as const;
for (const what of ['suspend', 'resume', 'release'] as const) {
  eip
    .command(`${what} <allocation-id>`)
    .description(ORDERS[what])
    .option(...DATA)
    .action(async (id: string, options: { data?: string }) => (await import('./commands/eip.js')).eip(what, id, options));
}

eip
  .command('pay <allocation-id>')
  .description('renew a subscription, or pay for one that was ordered unpaid')
  .option('--months <n>', 'for how long (default: 1)')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (id: string, options: PrintOptions & { months?: string }) => (await import('./commands/pay.js')).payEip(id, options));

const account = program.command('account').description('accounts of the cloud: keys, quotas, entitlements, and what they owe');
const accounts = () => import('./commands/account.js');
account
  .command('create <name>')
  .description('with an access key, the vendor’s quotas and no entitlement')
  .option('--multi-eip', 'entitle it to multi-EIP mode, which is closed to new applicants')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (name: string, options: PrintOptions & { multiEip?: boolean }) => (await accounts()).createAccount(name, options));
account
  .command('list')
  .description('all of them')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (options: PrintOptions) => (await accounts()).listAccounts(options));
account
  .command('delete <account-id>')
  .description('one that has nothing left')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (id: string, options: PrintOptions) => (await accounts()).deleteAccount(id, options));
account
  .command('multi-eip <on|off>')
  .description('entitle it to multi-EIP mode, or no longer')
  .option(...ACCOUNT)
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (position: string, options: AccountOptions) => (await accounts()).entitle(onOrOff(position), options));
account
  .command('quota [name] [value]')
  .description('list them; set one, or without a value to the vendor’s again')
  .option(...ACCOUNT)
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (name: string | undefined, value: string | undefined, options: AccountOptions) =>
    name === undefined ? (await accounts()).listQuotas(options) : (await accounts()).setQuota(name, value, options));

const key = account.command('key').description('access keys: two per account at the most');
key
  .command('add')
  .description('one more')
  .option(...ACCOUNT)
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (options: AccountOptions) => (await accounts()).addKey(options));
for (const [name, status, description] of [
  ['disable', 'Inactive', 'requests that it signs are refused'],
  ['enable', 'Active', 'and are served again'],
] as const) {
  key
    .command(`${name} <access-key-id>`)
    .description(description)
    .option(...JSON_LINE)
    .option(...DATA)
    .action(async (id: string, options: PrintOptions) => (await accounts()).setKey(id, status, options));
}
key
  .command('delete <access-key-id>')
  .description('for good')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (id: string, options: PrintOptions) => (await accounts()).deleteKey(id, options));

for (const [name, arrears, description] of [
  ['arrears', true, 'from now on it owes money: suspension after 15 days, release after 30'],
  ['pay', false, 'it has paid all it owes'],
] as const) {
  account
    .command(name)
    .description(description)
    .option(...JSON_LINE)
    .option(...DATA)
    .action(async (options: PrintOptions) => (await import('./commands/pay.js')).setArrears(arrears, options));
}

const clock = program.command('clock').description("the cloud's time: billing, expiry, recovery and idempotency follow it");
for (const [usage, order, description] of [
  ['show', 'show', 'what time it is, and when time next changes something'],
  ['advance <duration>', 'advance', 'move it on, like 72h or 3d12h; what is due on the way happens at its own time'],
  ['set <time>', 'set', 'to a time like 2026-03-01T00:00Z'],
  ['real', 'real', "back to the host's time"],
] as const) {
  const command = clock.command(usage).description(description).option(...JSON_LINE).option(...DATA);
  command.action(async () => (await import('./commands/clock.js')).clock(order, command.args[0] ?? '', command.opts<PrintOptions>()));
}

const fault = program.command('fault').description('let the first calls of an action fail as the cloud would');
fault
  .command('add <product> <action>')
  .description('for example: openeip fault add vpc AssociateEipAddress --code TaskConflict --first 2')
  .option('--code <code>', "the error, with the cloud's own status and message where it has one")
  .option('--status <status>', 'another HTTP status')
  .option('--message <text>', 'another message')
  .option('--first <n>', 'how many calls (default: 1)')
  .option('--delay <duration>', 'wait before anything else, like 500ms')
  .option('--retry-after <duration>', 'what x-acs-retry-after says, like 2s (default of throttling: 1s)')
  .option('--reset', 'reset the connection instead of answering')
  .option('--after', 'the call takes effect first: only its answer is lost')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (product: string, action: string, options: FaultOptions) => (await import('./commands/fault.js')).addFault(product, action, options));
fault
  .command('list')
  .description('all of them, with how many calls they met')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (options: PrintOptions) => (await import('./commands/fault.js')).listFaults(options));
fault
  .command('clear [fault-id]')
  .description('one, or all')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (id: string | undefined, options: PrintOptions) => (await import('./commands/fault.js')).clearFaults(id, options));

program
  .command('bill')
  .description('what EIPs cost, by EIP and hour, with the reason for each line')
  .option('--eip <allocation-id>', 'only this one, also after it is gone')
  .option('--from <time>', 'like 2026-03-01 (default: start of the month)')
  .option('--to <time>', '(default: now)')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (options: BillOptions) => (await import('./commands/bill.js')).bill(options));

program
  .command('history <id>')
  .description('who held what from when to when, by which request: of an EIP, an ENI, an instance or a public address')
  .option('--at <time>', 'only what held then, and what the resource was')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (id: string, options: PrintOptions & { at?: string }) => (await import('./commands/history.js')).history(id, options));

program
  .command('trace')
  .description('follow a packet over the cloud, forward and back: openeip trace --from internet --to 198.18.0.2 --port 80')
  .option('--from <end>', 'who sends: internet, an instance id, or an address')
  .option('--to <end>', 'whom to: an address or an instance id')
  .option('--proto <protocol>', 'tcp, udp, icmp, gre or a number', 'tcp')
  .option('--port <port>', 'destination port of tcp and udp (default: 80 and 53)')
  .option('--source-port <port>', 'source port of tcp and udp (default: any)')
  .option('--vpc <id>', 'which VPC a private address of --from is in')
  .option('--probe', 'send the packet as well, and say whether the data plane agrees')
  .option('--json', 'as one line of JSON')
  .option(...DATA)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(async (options: TraceOptions) => (await import('./commands/trace.js')).trace(options));

program
  .command('requests')
  .description('what was asked lately, and what came of it')
  .option('--follow', 'go on with what is asked from now on')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (options: RequestsOptions) => (await import('./commands/requests.js')).requests(options));

program
  .command('console')
  .description('print a fresh URL of the web console; it opens one session')
  .option(...DATA)
  .action(async (options: { data?: string }) => (await import('./commands/console.js')).printConsole(options));

const snapshot = program.command('snapshot').description('the whole cloud under a name, and back: resources, accounts, log, clock');
const snapshots = () => import('./commands/snapshot.js');
snapshot
  .command('save <name>')
  .description('the cloud as it is')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (name: string, options: PrintOptions) => (await snapshots()).saveSnapshot(name, options));
snapshot
  .command('list')
  .description('all of them')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (options: PrintOptions) => (await snapshots()).listSnapshots(options));
snapshot
  .command('load <name>')
  .description('put it in the place of the cloud; instances start anew')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (name: string, options: PrintOptions) => (await snapshots()).loadSnapshot(name, options));
snapshot
  .command('diff <name> [other]')
  .description('what has changed since, or up to another one: + added, - removed, ~ changed')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (name: string, other: string | undefined, options: PrintOptions) => (await snapshots()).diffSnapshots(name, other, options));
snapshot
  .command('delete <name>')
  .description('the file is gone, the cloud stays as it is')
  .option(...JSON_LINE)
  .option(...DATA)
  .action(async (name: string, options: PrintOptions) => (await snapshots()).deleteSnapshot(name, options));

program
  .command('reset')
  .description('empty the cloud, keep the keys')
  .option(...DATA)
  .action(async (options: { data?: string }) => (await import('./commands/reset.js')).reset(options));

program
  .command('check')
  .description('prove what this host can do, and name the mend for each lack')
  .action(async () => (await import('./commands/check.js')).check());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Failed || error instanceof Refused)) throw error;
  process.stderr.write(`${error.text}\n`);
  process.exitCode = 1;
}
