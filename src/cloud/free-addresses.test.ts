import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from './errors/refusal.js';
import { FreeAddresses } from './free-addresses.js';
import { Ids } from './ids.js';
import { readsOf } from './testing-reads.js';
import { sample } from './testing.js';

const vswitch = sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1', cidr: '10.0.0.0/29' });
/** A /29 gives four: .1 to .4; .0 and the last three are reserved (§2.5). */
const USABLE = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'];

function free(used: readonly string[], int: (below: number) => number = () => 0, cidr = vswitch.cidr): FreeAddresses {
  const row = { ...vswitch, cidr };
  const enis = used.map((address, index) =>
    sample.eni({ id: `eni-${index}`, vpcId: 'vpc-1', vswitchId: 'vsw-1', privateIps: [address], mac: `00:16:3e:00:00:0${index}` }));
  return new FreeAddresses({ read: readsOf([row, ...enis]), ids: new Ids({ int }) }, row);
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (problem) {
    if (problem instanceof Refusal) return problem.code;
    throw problem;
  }
  return 'free';
}

describe('addresses that are asked for (§4.7)', () => {
  it.each([
    ['10.0.0.0', 'InvalidVSwitchId.IpInvalid'], ['10.0.0.5', 'InvalidVSwitchId.IpInvalid'], ['10.0.0.6', 'InvalidVSwitchId.IpInvalid'],
    ['10.0.0.7', 'InvalidVSwitchId.IpInvalid'], ['10.0.0.8', 'InvalidVSwitchId.IpInvalid'], ['10.0.0.01', 'InvalidVSwitchId.IpInvalid'],
    ['x', 'InvalidVSwitchId.IpInvalid'], ['10.0.0.2', 'InvalidIp.IpAssigned'], ['10.0.0.1', 'free'], ['10.0.0.4', 'free'],
  ])('%s: %s', (address, code) => {
    expect(codeOf(() => free(['10.0.0.2']).take(address))).toBe(code);
  });

  it('are no EIP that stands on a NIC of the VPC, in a secondary block: that address would have two holders', () => {
    const row = { ...vswitch, cidr: '198.18.0.0/29' };
    const eip = sample.eip({ id: 'eip-1', address: '198.18.0.2', mode: 'MULTI_BINDED', status: 'InUse', binding: {
      type: 'NetworkInterface', shownId: 'eni-9', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-9', privateIp: '', vpcId: 'vpc-1',
    } });
    const addresses = new FreeAddresses({ read: readsOf([row, eip]), ids: new Ids({ int: () => 1 }) }, row);
    expect(codeOf(() => addresses.take('198.18.0.2'))).toBe('InvalidIp.IpAssigned');
    expect([addresses.next(), addresses.next(), addresses.next()].sort()).toEqual(['198.18.0.1', '198.18.0.3', '198.18.0.4']);
    expect(codeOf(() => addresses.next())).toBe('InvalidVSwitchId.IpNotEnough');
  });

  it('are given to whom asks for them by name where an EIP was bound to the address itself, and to nobody else', () => {
    const eip = sample.eip({ id: 'eip-1', status: 'InUse', binding: {
      type: 'IpAddress', shownId: '10.0.0.2', region: 'cn-hangzhou', shownPrivateIp: '10.0.0.2', eniId: '', privateIp: '10.0.0.2', vpcId: 'vpc-1',
    } });
    const addresses = new FreeAddresses({ read: readsOf([vswitch, eip]), ids: new Ids({ int: () => 1 }) }, vswitch);
    expect([addresses.next(), addresses.next(), addresses.next()].sort()).toEqual(['10.0.0.1', '10.0.0.3', '10.0.0.4']);
    expect(codeOf(() => addresses.next())).toBe('InvalidVSwitchId.IpNotEnough');
    expect(addresses.take('10.0.0.2')).toBe('10.0.0.2');
  });

  it('are refused a second time in one call', () => {
    const addresses = free([]);
    addresses.take('10.0.0.1');
    expect(codeOf(() => addresses.take('10.0.0.1'))).toBe('InvalidIp.IpRepeated');
  });
});

describe('free addresses', () => {
  it('are all given, each once, then IpNotEnough — whatever is in use and whatever the picks', () => {
    fc.assert(
      fc.property(fc.subarray(USABLE), fc.infiniteStream(fc.nat()), (used, picks) => {
        const next = () => Number(picks.next().value);
        const addresses = free(used, (below) => next() % below);
        const given = Array.from({ length: USABLE.length - used.length }, () => addresses.next());
        expect([...given, ...used].sort()).toEqual(USABLE);
        expect(codeOf(() => addresses.next())).toBe('InvalidVSwitchId.IpNotEnough');
      }),
    );
  });

  it('are found in a large vSwitch when only one is left, without asking for each of them', () => {
    const all = Array.from({ length: 252 }, (_, index) => `10.0.0.${index + 1}`);
    const row = { ...vswitch, cidr: '10.0.0.0/24' };
    let asked = 0;
    const eni = sample.eni({ id: 'eni-1', vpcId: 'vpc-1', vswitchId: 'vsw-1', privateIps: all.filter((address) => address !== '10.0.0.77') });
    const reads = readsOf([row, eni]);
    const counting = { ...reads, holder: ((kind, claim) => { asked++; return reads.holder(kind, claim); }) as typeof reads.holder };
    expect(new FreeAddresses({ read: counting, ids: new Ids({ int: () => 0 }) }, row).next()).toBe('10.0.0.77');
    expect(asked).toBeLessThan(32);
  });
});
