import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema, homeOf, readConfig, variableName } from './config.js';
import { Failed } from './failed.js';

describe('settings', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'openeip-config-'));
    writeFileSync(join(home, 'openeip.json'), JSON.stringify({ port: 1111, eipPool: '198.51.100.0/24', multiRequiresDetached: false }));
  });
  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  it('flags win over variables, variables over the file, the file over the defaults', () => {
    expect(readConfig(home, { port: '3333' }, { OPENEIP_PORT: '2222' }).port).toBe(3333);
    expect(readConfig(home, {}, { OPENEIP_PORT: '2222' }).port).toBe(2222);
    expect(readConfig(home, {}, {}).port).toBe(1111);
    expect(readConfig(join(home, 'none'), {}, {}).port).toBe(8090);
  });

  it('every setting can be a variable, numbers and truth values included', () => {
    const config = readConfig(home, {}, { OPENEIP_MULTI_REQUIRES_DETACHED: 'true', OPENEIP_EIP_POOL: '198.51.100.0/24', OPENEIP_ACCESS_KEY_SECRET: '12345' });
    expect(config).toMatchObject({ multiRequiresDetached: true, eipPool: '198.51.100.0/24', accessKeySecret: '12345' });
    expect(Object.keys(configSchema.shape).map(variableName)).toContain('OPENEIP_MAX_EIP_PER_PRIMARY_ENI');
  });

  it('S-07: the entitlement to multi-EIP mode is a setting', () => {
    expect(readConfig(home, {}, {}).multiEip).toBeUndefined();
    expect(readConfig(home, { multiEip: true }, { OPENEIP_MULTI_EIP: 'false' }).multiEip).toBe(true);
    expect(readConfig(home, {}, { OPENEIP_MULTI_EIP: 'true' }).multiEip).toBe(true);
  });

  it('an empty variable is no setting', () => {
    expect(readConfig(home, {}, { OPENEIP_PORT: '' }).port).toBe(1111);
  });

  it.each([
    [{ port: 'many' }, {}, /port: .*--port/],
    [{ multiEip: 'perhaps' }, {}, /multiEip: .*--multi-eip/],
    [{ port: '99999' }, {}, /port: Too big.*65535 .*--port/],
    [{}, { OPENEIP_DEFAULT_REGION: 'mars' }, /defaultRegion: no region of the cloud.*OPENEIP_DEFAULT_REGION/],
    [{}, { OPENEIP_INTERNET_RANGE: 'here' }, /internetRange: no IPv4 block.*OPENEIP_INTERNET_RANGE/],
    [{}, { OPENEIP_INTERNET_RANGE: '198.51.100.0/28' }, /internetRange: overlaps the EIP pool \(198\.51\.100\.0\/24\) .*OPENEIP_INTERNET_RANGE/],
    [{}, { OPENEIP_EIP_POOL: '10.0.0.0/8' }, /eipPool: .*outside of the private ranges.*OPENEIP_EIP_POOL/],
    [{}, { OPENEIP_DATAPLANE: 'magic' }, /dataplane: .*OPENEIP_DATAPLANE/],
    [{}, { OPENEIP_ACCOUNT_ID: '1' }, /accountId: must be 16 digits .*OPENEIP_ACCOUNT_ID/],
  ] as const)('what is wrong is named with where it came from: %j %j', (flags, environment, why) => {
    expect(() => readConfig(home, flags, environment)).toThrow(Failed);
    try {
      readConfig(home, flags, environment);
    } catch (error) {
      expect(error instanceof Failed && error.why).toMatch(why);
    }
  });

  it('home: flag, then OPENEIP_HOME, then ~/.openeip', () => {
    expect(homeOf('/a', { OPENEIP_HOME: '/b' })).toBe('/a');
    expect(homeOf(undefined, { OPENEIP_HOME: '/b' })).toBe('/b');
    expect(homeOf(undefined, {})).toBe(join(homedir(), '.openeip'));
  });
});
