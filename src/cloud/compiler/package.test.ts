/** What the EIPs of a common bandwidth package may have, as text of the network. */
import { describe, expect, it } from 'vitest';
import { networkText } from '../../network/text.js';
import type { BandwidthPackageRow, EipRow, Row } from '../resources.js';
import { readsOf } from '../testing-reads.js';
import { sample } from '../testing.js';
import { compileAll, compileChanges } from './compile.js';

/** Two VPCs, an EIP in each. */
const NETWORK: readonly Row[] = [1, 2].flatMap((index) => [
  sample.vpc({ id: `vpc-${index}`, n: index, routeTableId: `vtb-${index}` }),
  sample.routeTable({ id: `vtb-${index}`, n: index + 2, vpcId: `vpc-${index}` }),
  sample.eni({ id: `eni-${index}`, n: index + 4, vpcId: `vpc-${index}`, privateIps: ['10.0.0.1'], mac: `00:16:3e:00:00:0${index}` }),
]);
const eip = (index: number, change: Partial<EipRow> = {}) => sample.eip({
  id: `eip-${index}`, n: index + 6, address: `198.18.0.${index + 1}`, status: 'InUse', bandwidth: 5, packageId: 'cbwp-1', sharedBandwidth: 8,
  binding: {
    type: 'NetworkInterface', shownId: `eni-${index}`, region: 'cn-hangzhou', shownPrivateIp: '', eniId: `eni-${index}`, privateIp: '10.0.0.1', vpcId: `vpc-${index}`,
  },
  ...change,
});
const shared = (change: Partial<BandwidthPackageRow> = {}) => sample.bandwidthPackage({ id: 'cbwp-1', n: 9, bandwidth: 8, ...change });

const SETTINGS = { bandwidthLimits: true, blockOutboundTcp25: false };
const text = (rows: readonly Row[], settings = SETTINGS) =>
  networkText(compileAll([...NETWORK, ...rows], readsOf([...NETWORK, ...rows]), settings).values()).split('\n').filter((line) => /^(package|shape)\//.test(line));

describe('§4.1, §3.9 P19 and P20: a package', () => {
  it('holds EIPs of several VPCs to one rate in either direction', () => {
    expect(text([eip(1), eip(2), shared()])).toEqual([
      'package/9 in 8000000 bit/s out 8000000 bit/s',
      'shape/7 in space/1 198.18.0.2 in 8000000 bit/s out 8000000 bit/s under package/9',
      'shape/8 in space/2 198.18.0.3 in 8000000 bit/s out 8000000 bit/s under package/9',
    ]);
  });

  it.each<[string, Partial<EipRow>, string]>([
    ['its own maximum', { packageBandwidth: 3 }, 'in 3000000 bit/s out 3000000 bit/s under package/9'],
    ['a maximum that the package has fallen below', { packageBandwidth: 30 }, 'in 8000000 bit/s out 8000000 bit/s under package/9'],
    ['being on its way in', { joiningPackage: true }, 'in 8000000 bit/s out 8000000 bit/s under package/9'],
    ['suspension: 1 kbit/s alone (§7.5)', { locks: ['financial'] }, 'in 1000 bit/s out 1000 bit/s under package/9'],
    ['none: ingress has a floor again', { packageId: '', sharedBandwidth: 0 }, 'in 10000000 bit/s out 5000000 bit/s'],
  ])('and each of them to what follows from %s', (_, change, expected) => {
    expect(text([eip(1, change), shared()])[1]).toBe(`shape/7 in space/1 198.18.0.2 ${expected}`);
  });

  it('holds nobody back where limits are off', () => {
    expect(text([eip(1), shared()], { ...SETTINGS, bandwidthLimits: false })).toEqual(['shape/7 in space/1 198.18.0.2 in unlimited out unlimited']);
  });

  it('that is resized, or an EIP that joins it, concerns these objects only', () => {
    const rows = [...NETWORK, eip(1), eip(2), shared({ bandwidth: 9, status: 'Modifying' })];
    const resized = compileChanges([
      { before: shared(), after: shared({ bandwidth: 9, status: 'Modifying' }) }, { before: eip(1), after: eip(1, { sharedBandwidth: 9 }) },
    ], readsOf(rows), SETTINGS);
    expect([...resized.keys()].sort()).toEqual(['direct/7', 'package/9', 'shape/7', 'translation/7']);
    const settled = compileChanges([{ before: shared({ status: 'Modifying' }), after: shared() }, { before: eip(1, { joiningPackage: true }), after: eip(1) }], readsOf(rows), SETTINGS);
    expect([...settled.keys()]).toEqual([]);
  });
});
