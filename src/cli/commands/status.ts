/** `openeip status`: what runs and what is in the cloud. Exit code 1 when nothing runs. */
import { unready } from '../../control/health.js';
import { askStatus, type CloudStatus } from '../admin.js';
import { homeOf } from '../config.js';
import { Home, type HolderRecord, type UpRecord } from '../home.js';
import { findProgram } from '../processes.js';

export interface StatusOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** Process ids; absent for what does not run. */
interface Processes {
  readonly up?: number | undefined;
  readonly controlPlane?: number | undefined;
  readonly holder?: number | undefined;
  readonly agent?: number | undefined;
}

export async function status({ data, json = false }: StatusOptions): Promise<void> {
  const home = new Home(homeOf(data, process.env));
  const running = home.up();
  const holder = home.holder();
  const cloud = running === undefined ? undefined : await askStatus(home);
  if (cloud === undefined) process.exitCode = 1;
  const processes: Processes = {
    up: running?.pid,
    controlPlane: findProgram(running?.pid, '/cli/control-plane.js'),
    holder: holder?.pid,
    agent: findProgram(holder?.pid, '/agent/main.js'),
  };
  process.stdout.write(json ? `${JSON.stringify(asJson(home, running, cloud, processes))}\n` : asText(home, running, holder, cloud));
}

function asJson(home: Home, running: UpRecord | undefined, cloud: CloudStatus | undefined, processes: Processes): object {
  return {
    running: running !== undefined, home: home.path, endpoint: running?.endpoint, dataplane: running?.dataplane,
    healthy: cloud !== undefined && isHealthy(cloud), ...cloud, processes,
  };
}

function isHealthy(cloud: CloudStatus): boolean {
  return unready(cloud).length === 0;
}

const COUNTED: readonly (readonly [string, string])[] = [
  ['vpc', 'VPCs'], ['vswitch', 'vSwitches'], ['securityGroup', 'security groups'], ['instance', 'instances'], ['eni', 'ENIs'], ['eip', 'EIPs'],
];

function asText(home: Home, running: UpRecord | undefined, holder: HolderRecord | undefined, cloud: CloudStatus | undefined): string {
  if (running === undefined || cloud === undefined) {
    const left = holder === undefined ? '' : ' Its instances live on; `openeip up` takes them over, `openeip down` ends them.';
    return `OpenEIP is not running (${home.path}).${left === '' ? ' Start it with: openeip up' : left}\n`;
  }
  const counts = COUNTED.map(([kind, name]) => `${String(cloud.rows[kind] ?? 0)} ${name}`).join(', ');
  const behind = cloud.hosts.some((host) => host.connected) ? 'the data plane is catching up' : 'the data plane is not connected';
  return [
    `OpenEIP is running at ${running.endpoint} (process ${String(running.pid)}, ${home.path}).`,
    `  data plane  ${running.dataplane}, ${isHealthy(cloud) ? 'healthy' : behind} (${String(cloud.objects)} objects)`,
    `  cloud       ${counts}`,
    '',
  ].join('\n');
}
