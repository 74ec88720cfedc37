import { describe, expect, it } from 'vitest';
import { addressCommands, gatewayOf, leaseCommands, multiCommands, nicOf, preferCommands, routeCommands, secondaryCommands, wayCommand, type GuestFacts } from './guest-commands.js';

const manual: GuestFacts = { index: 1, privateIps: ['10.0.0.10', '10.0.0.11'], block: '10.0.0.0/24', auto: false };
const auto: GuestFacts = { ...manual, auto: true };

describe('§2.5 gateway of a vSwitch', () => {
  it.each([['10.0.0.0/24', '10.0.0.253'], ['172.16.0.0/16', '172.16.255.253'], ['198.18.0.16/29', '198.18.0.21']])('%s has %s', (block, gateway) => {
    expect(gatewayOf(block)).toBe(gateway);
  });
});

describe('§3.8 commands for a guest', () => {
  it('S-24: an image that leaves NICs alone is told address, table and source rules', () => {
    expect(addressCommands(manual)).toEqual(['ip link set eth1 up', 'ip address add 10.0.0.10/24 dev eth1']);
    expect(secondaryCommands(manual)).toEqual(['ip address add 10.0.0.11/24 dev eth1']);
    expect(routeCommands(manual)).toEqual([
      'ip route replace default via 10.0.0.253 dev eth1 table 1001', 'ip rule add from 10.0.0.10 lookup 1001', 'ip rule add from 10.0.0.11 lookup 1001',
    ]);
    expect(leaseCommands(manual)).toEqual(['ip link set eth1 up', 'dhclient eth1']);
  });

  it('the other one only what it cannot know', () => {
    expect(addressCommands(auto)).toEqual([]);
    expect(routeCommands(auto)).toEqual(['ip rule add from 10.0.0.11 lookup 1001']);
    expect(leaseCommands(auto)).toEqual([]);
  });

  it('S-42: a second default route behind the primary one', () => {
    expect(preferCommands({ ...auto, index: 2 })).toEqual(['ip route add default via 10.0.0.253 dev eth2 metric 1002']);
  });

  it('S-38: each EIP with its own gateway and mask', () => {
    expect(multiCommands(auto, [{ Ip: '198.18.3.9', IpGw: '198.18.3.1', IpMask: '255.255.255.0' }])).toEqual([
      'ip address add 198.18.3.9/24 dev eth1', 'ip route replace default via 198.18.3.1 dev eth1 table 10011', 'ip rule add from 198.18.3.9 lookup 10011',
    ]);
  });

  it('S-42: by which NIC the guest sends', () => {
    expect(wayCommand('10.0.0.10')).toBe('ip -o route get 203.0.113.1 from 10.0.0.10');
    expect(nicOf('203.0.113.1 from 10.0.0.10 via 10.0.0.253 dev eth1 table 1001 uid 0 \\    cache ')).toBe('eth1');
    expect(nicOf('RTNETLINK answers: Network is unreachable')).toBe('');
  });
});
