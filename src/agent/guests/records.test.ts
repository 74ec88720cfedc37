import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Guest } from '../../network/objects.js';
import { parseLife, Records } from './records.js';

const guest: Guest = {
  kind: 'guest', key: 'guest/7', n: 7, name: 'i-bp1abc', image: 'auto', hostname: 'web', boot: 3, running: true, script: '#!/bin/sh\n',
};
const INFO = '{\n    "child-pid": 42,\n    "ipc-namespace": 1,\n    "net-namespace": 4026532253\n}\n';

describe('records of guests', () => {
  let folder: string;
  let records: Records;
  const write = (end: string, text = '') => {
    writeFileSync(join(folder, 'life', `i-bp1abc.3.${end}`), text);
  };
  const process = (netns: number, program = 'tini') => {
    mkdirSync(join(folder, 'proc/42/ns'), { recursive: true });
    writeFileSync(join(folder, 'proc/42/comm'), `${program}\n`);
    rmSync(join(folder, 'proc/42/ns/net'), { force: true });
    symlinkSync(`net:[${String(netns)}]`, join(folder, 'proc/42/ns/net'));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openeip-records-'));
    records = new Records(folder, join(folder, 'proc'));
    records.make();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('give back the guests that were written down', () => {
    expect(records.all()).toEqual([]);
    records.save(guest);
    records.save({ ...guest, boot: 4 });
    expect(records.all()).toEqual([{ ...guest, boot: 4 }]);
    records.forget(guest.name);
    expect(records.all()).toEqual([]);
  });

  it.each(['../../etc', 'a/b', '', '.', '-x'])('refuse a guest named %j', (name) => {
    expect(() => { records.save({ ...guest, name }); }).toThrow();
  });

  it('tell a life from its files: unborn, starting, running, ended', () => {
    expect(records.life(guest.name, 3).state).toBe('unborn');
    write('begun');
    expect(records.life(guest.name, 3).state).toBe('starting');
    write('info', INFO.slice(0, 40));
    expect(records.life(guest.name, 3).state).toBe('starting');
    write('info', INFO);
    process(4026532253);
    expect(records.life(guest.name, 3)).toEqual({ state: 'running', pid: 42, netns: 4026532253 });
    expect(records.life(guest.name, 4).state).toBe('unborn');
    write('exit');
    expect(records.life(guest.name, 3).state).toBe('ended');
    records.bury(guest.name, 3);
    expect(records.life(guest.name, 3).state).toBe('unborn');
  });

  it('let nobody in before the sandbox is whole', async () => {
    records.save(guest);
    write('begun');
    write('info', INFO);
    process(4026532253, 'bwrap');
    let entered = false;
    const entering = records.enterable(guest.name).then((life) => {
      entered = true;
      return life;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(entered).toBe(false);
    process(4026532253, 'tini');
    expect(await entering).toMatchObject({ state: 'running', pid: 42 });
    expect(await records.enterable('i-none')).toBeUndefined();
  });

  it('take no other process for the guest: a number that was given again shows another namespace', () => {
    write('begun');
    write('info', INFO);
    expect(records.life(guest.name, 3).state).toBe('ended');
    process(4026531840);
    expect(records.life(guest.name, 3).state).toBe('ended');
  });

  it('names of life files', () => {
    expect(parseLife('i-bp1abc.3.exit')).toEqual({ name: 'i-bp1abc', boot: 3 });
    expect(parseLife('i-bp1abc.3.info')).toEqual({ name: 'i-bp1abc', boot: 3 });
    expect(parseLife('i-bp1abc.3.begun')).toBeUndefined();
    expect(parseLife('strange')).toBeUndefined();
  });
});
