import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportLines, unsetLines, variables, type Target } from './environment.js';

const target: Target = {
  endpoint: 'http://127.0.0.1:8090', accessKeyId: 'id', accessKeySecret: 'secret', accountId: '1234567890123456', region: 'cn-hangzhou',
  authority: '/home/me/.openeip/tls/ca.pem',
};

describe('env', () => {
  it('endpoints are host and port without a scheme, for every product that clients look up', () => {
    const all = variables(target);
    for (const product of ['ECS', 'VPC', 'RESOURCEMANAGER', 'BSSOPENAPI']) {
      expect(all.get(`ALIBABA_CLOUD_ENDPOINT_${product}`)).toBe('127.0.0.1:8090');
    }
    expect(all.get('ALIBABA_CLOUD_ENDPOINT')).toBe('127.0.0.1:8090');
  });

  it('the lines are what they look like', () => {
    expect(exportLines(target)).toContain('export ALICLOUD_SECRET_KEY=secret\n');
    expect(unsetLines(target)).toContain('unset ALICLOUD_SECRET_KEY\n');
    expect(unsetLines(target).split('\n')).toHaveLength(exportLines(target).split('\n').length);
  });

  it('a shell reads back whatever a value holds', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abc \'"$`\\;&|\n*?~#!(){}<>'.split('')), maxLength: 12 });
    fc.assert(
      fc.property(text, (accessKeySecret) => {
        const shown = spawnSync('sh', ['-s'], { input: `${exportLines({ ...target, accessKeySecret })}printf '%s.' "$ALICLOUD_SECRET_KEY"`, encoding: 'utf8' });
        expect(shown.stdout).toBe(`${accessKeySecret}.`);
      }),
      { numRuns: 40 },
    );
  });
});
