/** DescribeEipAddresses of 20 EIPs against bare node:http that verifies the same signature and sends the same bytes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Cloud } from '../../test/support/cloud.js';
import { cloudUp } from '../cloud.js';
import { drive } from '../load.js';
import { pinLoad, pinServer } from '../processors.js';
import type { Row } from '../row.js';
import { scoped, type Scope } from '../scope.js';
import { signedGet, type Credentials } from '../signed.js';
import { interleave } from '../table.js';

const EIPS = 20;
const CONNECTIONS = 16;
const PARAMETERS = { RegionId: 'cn-hangzhou', PageSize: String(EIPS) };
const REFERENCE = fileURLToPath(new URL('../programs/reference-http.ts', import.meta.url));

export const describeRow: Row = {
  name: 'describe',
  measure: (quick) => scoped(async (scope) => {
    const [requests, rounds] = quick ? [2_000, 2] : [20_000, 5];
    const cloud = await cloudUp(scope, { dataplane: 'memory', home: scope.directory() });
    for (let i = 0; i < EIPS; i++) await cloud.vpc('AllocateEipAddress');
    const port = Number(new URL(cloud.endpoint).port);
    const reference = await startReference(scope, cloud.accessKeySecret, await answer(cloud));
    pinServer(cloud.pid);
    pinServer(reference.pid);
    scope.own(pinLoad(), (undo) => {
      undo();
    });

    const round = (to: number) => drive(to, prepare(cloud, requests), CONNECTIONS);
    for (const to of [port, reference.port]) await round(to);
    const { ours, reference: bare, ratio } = await interleave(rounds, () => round(port), () => round(reference.port));
    return [{
      row: 'describe', figure: `DescribeEipAddresses of ${String(EIPS)} EIPs, ${String(CONNECTIONS)} connections`, unit: 'requests/s',
      value: ours, reference: bare, ratio, reach: '≥ 0.5', rounds,
    }];
  }),
};

function prepare(credentials: Credentials, count: number): readonly Buffer[] {
  return Array.from({ length: count }, () => signedGet(credentials, '2016-04-28', 'DescribeEipAddresses', PARAMETERS));
}

/** The bytes that OpenEIP answers. */
async function answer(cloud: Cloud): Promise<string> {
  const [request] = prepare(cloud, 1);
  const target = request?.toString('latin1').split(' ')[1] ?? '';
  return (await fetch(`${cloud.endpoint}${target}`)).text();
}

async function startReference(scope: Scope, secret: string, body: string): Promise<{ readonly pid: number; readonly port: number }> {
  const child = scope.own(
    spawn(process.execPath, ['--import', 'tsx', REFERENCE, secret, body], { stdio: ['ignore', 'pipe', 'inherit'] }),
    async (one) => {
      const gone = once(one, 'exit');
      one.kill('SIGKILL');
      await gone;
    },
  );
  const [port] = await once(createInterface({ input: child.stdout }), 'line') as [string];
  if (child.pid === undefined) throw new Error('the reference did not start');
  return { pid: child.pid, port: Number(port) };
}
