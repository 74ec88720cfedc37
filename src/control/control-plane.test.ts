import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { action, type Action } from '../api/action.js';
import { bool, text } from '../api/parameters.js';
import { common } from '../cloud/errors/common.js';
import { Refusal } from '../cloud/errors/refusal.js';
import type { EipRow } from '../cloud/resources.js';
import { sample } from '../cloud/testing.js';
import { TOKEN_LIFE } from '../store/tokens.js';
import { testCloud, textField, type TestCloud } from './testing.js';

/** A small product of its own: the control plane is tested apart from the real actions. */
const Make = action({
  product: 'Vpc',
  name: 'Make',
  writes: true,
  parameters: z.object({ Id: text(), Address: text(), Status: text().optional(), ClientToken: text().optional(), DryRun: bool().optional() }),
  run: (call, parameters) => ({
    body: { Id: parameters.Id, At: call.ids.int(1_000_000) },
    write: {
      put: [sample.eip({ id: parameters.Id, address: parameters.Address, account: call.account.id, region: call.region.id, status: parameters.Status === 'Releasing' ? 'Releasing' : 'Available' })],
      remove: [],
    },
  }),
});
const Read = action({
  product: 'Vpc',
  name: 'Read',
  writes: false,
  parameters: z.object({ Id: text() }),
  run: (call, parameters) => {
    const row = call.find('eip', parameters.Id);
    if (row === undefined) throw new Refusal(common['InvalidParameter#plain']);
    return { body: { Status: row.status, Name: row.name, Region: call.region.id } };
  },
});
const Break = action({
  product: 'Vpc', name: 'Break', writes: true, parameters: z.object({}),
  run: () => {
    throw new TypeError('the secret cause');
  },
});
const actions: readonly Action[] = [Make, Read, Break];

let cloud: TestCloud;
afterEach(() => {
  cloud.store.close();
});
const start = async () => (cloud = await testCloud({ actions }));
const make = (id: string, address: string, more: Record<string, string> = {}) =>
  cloud.call('Vpc', 'Make', { Id: id, Address: address, ...more });
const eip = (id: string): EipRow | undefined => cloud.store.read.get('eip', id);

describe('a batch', () => {
  it('is one commit for all calls of a turn, answered after it', async () => {
    await start();
    const before = cloud.plane.commits;
    const calls = Array.from({ length: 50 }, (_, i) => make(`eip-${i}`, `198.18.0.${i + 2}`));
    expect(cloud.store.open).toBe(true);
    await Promise.all(calls);
    expect(cloud.plane.commits - before).toBe(1);
    expect(cloud.store.open).toBe(false);
  });

  it('answers a read that saw its writes only after the commit', async () => {
    await start();
    const order: string[] = [];
    const write = make('eip-a', '198.18.0.2').then(() => order.push('write'));
    const read = cloud.call('Vpc', 'Read', { Id: 'eip-a' }).then(() => order.push('read'));
    expect(cloud.store.open).toBe(true);
    await Promise.all([write, read]);
    expect(order).toEqual(['write', 'read']);
  });

  it('loses only the call that the schema contradicts: TaskConflict', async () => {
    await start();
    const results = await Promise.allSettled([make('eip-a', '198.18.0.2'), make('eip-b', '198.18.0.2'), make('eip-c', '198.18.0.3')]);
    expect(results.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'TaskConflict', status: 400 } });
    expect([eip('eip-a')?.id, eip('eip-b'), eip('eip-c')?.id]).toEqual(['eip-a', undefined, 'eip-c']);
  });
});

describe('a commit that fails', () => {
  it('is told to all its callers, leaves nothing behind and does not stop the next', async () => {
    await start();
    await make('eip-a', '198.18.0.2');
    const version = cloud.plane.status().version;
    const commit = cloud.store.commit.bind(cloud.store);
    cloud.store.commit = () => {
      cloud.store.commit = commit;
      throw new Error('disk full');
    };
    const results = await Promise.allSettled([make('eip-b', '198.18.0.3', { ClientToken: 't' }), cloud.call('Vpc', 'Read', { Id: 'eip-b' })]);
    expect(results.map((one) => one.status === 'rejected' && (one.reason as { code: string }).code)).toEqual(['InternalError', 'InternalError']);
    expect([eip('eip-b'), cloud.store.open, cloud.plane.status().version]).toEqual([undefined, false, version]);
    expect(cloud.faults).toHaveLength(1);
    expect(await make('eip-b', '198.18.0.3', { ClientToken: 't' })).toMatchObject({ Id: 'eip-b' });
  });
});

describe('faults', () => {
  it('answer InternalError and log the cause that the caller does not see', async () => {
    await start();
    await expect(cloud.call('Vpc', 'Break')).rejects.toMatchObject({ code: 'InternalError', status: 500 });
    expect(String((cloud.faults[0]?.fields as { err: unknown }).err)).toContain('the secret cause');
  });
});

describe('the region', () => {
  it.each([
    [{ RegionId: 'cn-beijing' }, 'vpc.cn-shanghai.aliyuncs.com', 'cn-beijing'],
    [{}, 'vpc.cn-shanghai.aliyuncs.com', 'cn-shanghai'],
    [{}, 'ecs-cn-beijing.aliyuncs.com:443', 'cn-beijing'],
    [{}, 'vpc.ap-northeast-1.aliyuncs.com', 'ap-northeast-1'],
    [{}, '127.0.0.1:8090', 'cn-hangzhou'],
  ])('of %j at %s is %s', async (parameters, host, region) => {
    await start();
    await cloud.call('Vpc', 'Make', { Id: 'eip-a', Address: '198.18.0.2', ...parameters }, { host });
    expect(eip('eip-a')?.region).toBe(region);
  });

  it('that does not exist is 404 InvalidRegionId.NotFound', async () => {
    await start();
    await expect(make('eip-a', '198.18.0.2', { RegionId: 'cn-nowhere' })).rejects.toMatchObject({ code: 'InvalidRegionId.NotFound', status: 404 });
  });

  it('hides rows of other regions and of other accounts', async () => {
    await start();
    await cloud.plane.openAccount('2', 'LTAI2', 'x');
    await make('eip-a', '198.18.0.2');
    await expect(cloud.call('Vpc', 'Read', { Id: 'eip-a', RegionId: 'cn-beijing' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    await expect(cloud.call('Vpc', 'Read', { Id: 'eip-a' }, { account: '2' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    expect(await cloud.call('Vpc', 'Read', { Id: 'eip-a' })).toMatchObject({ Region: 'cn-hangzhou' });
  });
});

describe('ClientToken (E22)', () => {
  it('twice with the same parameters has one effect and the first answer', async () => {
    await start();
    const first = await make('eip-a', '198.18.0.2', { ClientToken: 't' });
    expect(await make('eip-a', '198.18.0.2', { ClientToken: 't', RegionId: 'cn-hangzhou' })).toEqual(first);
    expect(cloud.store.counts()['eip']).toBe(1);
  });

  it('twice in one batch has one effect', async () => {
    await start();
    const [first, second] = await Promise.all([make('eip-a', '198.18.0.2', { ClientToken: 't' }), make('eip-a', '198.18.0.2', { ClientToken: 't' })]);
    expect(second).toEqual(first);
  });

  it('is the same call whatever it says that the action does not know', async () => {
    await start();
    const first = await make('eip-a', '198.18.0.2', { ClientToken: 't' });
    expect(await make('eip-a', '198.18.0.2', { ClientToken: 't', OwnerAccount: 'a@b.example', AcceptLanguage: 'en-US' })).toEqual(first);
  });

  it('with other parameters is IdempotentParameterMismatch', async () => {
    await start();
    await make('eip-a', '198.18.0.2', { ClientToken: 't' });
    await expect(make('eip-b', '198.18.0.3', { ClientToken: 't' })).rejects.toMatchObject({ code: 'IdempotentParameterMismatch', status: 400 });
    expect(eip('eip-b')).toBeUndefined();
  });

  it('is forgotten after 24 hours', async () => {
    await start();
    await make('eip-a', '198.18.0.2', { ClientToken: 't' });
    cloud.clock.now += TOKEN_LIFE;
    expect(textField(await make('eip-b', '198.18.0.3', { ClientToken: 't' }), 'Id')).toBe('eip-b');
  });

  it('of a refused call is not remembered', async () => {
    await start();
    await make('eip-a', '198.18.0.2');
    await expect(make('eip-b', '198.18.0.2', { ClientToken: 't' })).rejects.toMatchObject({ code: 'TaskConflict' });
    expect(await make('eip-b', '198.18.0.3', { ClientToken: 't' })).toMatchObject({ Id: 'eip-b' });
  });

  it.each(['x'.repeat(65), 'tökén', 'a\nb'])('%j is InvalidParameter', async (token) => {
    await start();
    await expect(make('eip-a', '198.18.0.2', { ClientToken: token })).rejects.toMatchObject({ code: 'InvalidParameter', status: 400 });
    expect(eip('eip-a')).toBeUndefined();
  });
});

describe('DryRun', () => {
  it('has no effect and answers DryRunOperation', async () => {
    await start();
    await expect(make('eip-a', '198.18.0.2', { DryRun: 'true', ClientToken: 't' })).rejects.toMatchObject({ code: 'DryRunOperation', status: 400 });
    expect(eip('eip-a')).toBeUndefined();
    expect(await make('eip-a', '198.18.0.2', { ClientToken: 't', DryRun: 'false' })).toMatchObject({ Id: 'eip-a' });
  });
});

describe('transitional states', () => {
  it('last until the agent confirmed the version of their commit', async () => {
    await start();
    await make('eip-a', '198.18.0.2', { Status: 'Releasing' });
    await cloud.settled();
    expect(eip('eip-a')).toBeUndefined();
    expect(cloud.store.events.history('eip', 'eip-a').map((event) => event.action)).toEqual(['Vpc.Make', 'system.settle']);
    expect(cloud.faults).toEqual([]);
  });
});

describe('a reset', () => {
  it('refuses writes with 503 ServiceUnavailable until it is confirmed, and forgets tokens', async () => {
    await start();
    await make('eip-a', '198.18.0.2', { ClientToken: 't' });
    cloud.agent.hold();
    await cloud.plane.reset();
    await expect(make('eip-b', '198.18.0.3')).rejects.toMatchObject({ code: 'ServiceUnavailable', status: 503 });
    await expect(cloud.call('Vpc', 'Read', { Id: 'eip-a' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    cloud.agent.release();
    expect(await make('eip-a', '198.18.0.2', { ClientToken: 't' })).toMatchObject({ Id: 'eip-a' });
    expect(eip('eip-a')?.n).toBeGreaterThan(2);
  });
});

describe('keys', () => {
  it('are found by id, with their account', async () => {
    await start();
    expect(cloud.plane.keyOf('LTAItest')).toEqual({ secret: 'secret', account: '1234567890123456', active: true });
    expect(cloud.plane.keyOf('LTAIother')).toBeUndefined();
  });
});
