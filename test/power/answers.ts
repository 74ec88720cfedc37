/** What the control plane's process says to its clients, and when. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { configSchema } from '../../src/cli/config.js';
import { reportSchema, type Orders } from '../../src/cli/orders.js';
import { signedCall } from '../../src/cli/signed-call.js';
import { openStore } from '../../src/store/store.js';
import { Disk, NOTHING_MORE, recorded, type Call } from '../support/disk.js';
import { onFiles } from './losses.js';

const PROGRAM = join(import.meta.dirname, '../../dist/cli/control-plane.js');
const keys = { accountId: '1234567890123456', accessKeyId: 'testid', accessKeySecret: 'testsecret' };

/** Starts it as `openeip up --dataplane memory` does, and lets so many clients at once allocate EIPs, one after the other each. */
export function servedCalls({ clients, each }: { readonly clients: number; readonly each: number }): Promise<readonly Call[]> {
  return onFiles(new Map(), (database) => {
    const home = dirname(database);
    mkdirSync(join(home, 'run'));
    const orders: Orders = { home, config: configSchema.parse({ port: 0, quotas: { eipsPerAccount: clients * each } }), dataplane: 'memory', keys };
    return recorded(database, [PROGRAM], { cwd: join(home, 'run') }, async ({ stdin, stdout }) => {
      stdin.write(`${JSON.stringify(orders)}\n`);
      let port = 0;
      for await (const line of createInterface({ input: stdout })) {
        const report = reportSchema.parse(JSON.parse(line));
        if (report.report === 'failed') throw new Error(report.message);
        if (report.report === 'listening') port = report.port;
        if (report.report !== 'ready') continue;
        const target = { endpoint: `http://127.0.0.1:${String(port)}`, region: 'cn-hangzhou', authority: '', ...keys };
        await Promise.all(Array.from({ length: clients }, async () => {
          for (let call = 0; call < each; call++) await signedCall(target, 'Vpc', 'AllocateEipAddress', {});
        }));
        stdin.end();
      }
    });
  });
}

/** Which EIPs clients were told of, and by which of all calls to the kernel. */
export function answers(calls: readonly Call[]): readonly { readonly index: number; readonly id: string }[] {
  return calls.flatMap((call, index) => {
    const id = call.call === 'say' && call.text.startsWith('HTTP/1.1 200') ? /"AllocationId":"(eip-\w+)"/.exec(call.text)?.[1] : undefined;
    return id === undefined ? [] : [{ index, id }];
  });
}

/** EIPs that would not have been there if the power had gone as their allocation was answered. */
export async function answeredTooEarly(calls: readonly Call[]): Promise<readonly string[]> {
  const disk = new Disk();
  const early: string[] = [];
  const told = new Map(answers(calls).map(({ index, id }) => [index, id]));
  for (const [index, call] of calls.entries()) {
    const id = told.get(index);
    if (id !== undefined && !(await onFiles(disk.left(NOTHING_MORE), (path) => holds(path, id)))) early.push(id);
    disk.take(call);
  }
  return early;
}

function holds(path: string, id: string): boolean {
  const store = openStore(path);
  try {
    return store.read.get('eip', id) !== undefined;
  } finally {
    store.close();
  }
}
