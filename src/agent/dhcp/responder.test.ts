import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lease } from '../../network/objects.js';
import { addressBytes, addressOption, DHCP, messageType, OPTION, type DhcpMessage } from './packet.js';
import { answer } from './responder.js';

const lease: Lease = {
  kind: 'lease', key: 'lease/1', n: 1, port: 'port/1', mac: '00:16:3e:00:00:01', address: '10.0.1.5', length: 24,
  gateway: '10.0.1.253', router: true, dns: ['100.100.2.136', '100.100.2.138'], hostname: 'web', seconds: 3600,
};

function request(type: number, options: readonly (readonly [number, Uint8Array])[] = [], change: Partial<DhcpMessage> = {}): DhcpMessage {
  return {
    op: 1, transaction: 77, seconds: 3, flags: 0, clientAddress: '0.0.0.0', yourAddress: '0.0.0.0', serverAddress: '0.0.0.0',
    relayAddress: '0.0.0.0', mac: lease.mac, options: new Map([[OPTION.MESSAGE_TYPE, Uint8Array.of(type)], ...options]), ...change,
  };
}
const asks = (address: string) => [OPTION.REQUESTED_ADDRESS, addressBytes(address)] as const;
const chooses = (server: string) => [OPTION.SERVER_ID, addressBytes(server)] as const;

describe('DHCP answers', () => {
  it('DISCOVER: an offer with the address, mask, gateway, name servers, name and times', () => {
    const offer = answer(lease, request(DHCP.DISCOVER));
    expect(offer?.grants).toBe(false);
    expect(offer?.message.yourAddress).toBe('10.0.1.5');
    expect(offer?.message.transaction).toBe(77);
    expect(Object.fromEntries([...(offer?.message.options ?? [])].map(([code, value]) => [code, [...value]]))).toEqual({
      [OPTION.MESSAGE_TYPE]: [DHCP.OFFER],
      [OPTION.SERVER_ID]: [10, 0, 1, 253],
      [OPTION.MASK]: [255, 255, 255, 0],
      [OPTION.ROUTER]: [10, 0, 1, 253],
      [OPTION.DNS]: [100, 100, 2, 136, 100, 100, 2, 138],
      [OPTION.HOST_NAME]: [...Buffer.from('web')],
      [OPTION.LEASE_TIME]: [0, 0, 14, 16],
      [OPTION.RENEWAL_TIME]: [0, 0, 7, 8],
      [OPTION.REBINDING_TIME]: [0, 0, 12, 78],
    });
  });

  it('names no router to a NIC that gets no default route by itself, and the server all the same', () => {
    const offer = answer({ ...lease, router: false }, request(DHCP.DISCOVER));
    expect(offer?.message.options.has(OPTION.ROUTER)).toBe(false);
    expect(offer && addressOption(offer.message, OPTION.SERVER_ID)).toBe('10.0.1.253');
  });

  it('a NIC that came back with an EIP for its private address: its client is refused the old one and given the new', () => {
    const direct: Lease = { ...lease, address: '198.18.0.7', gateway: '198.18.0.1' };
    expect(answer(direct, request(DHCP.REQUEST, [asks('10.0.1.5')]))?.message.options.get(OPTION.MESSAGE_TYPE)).toEqual(Uint8Array.of(DHCP.NAK));
    expect(answer(direct, request(DHCP.REQUEST, [], { clientAddress: '10.0.1.5' }))?.grants).toBe(false);
    const offer = answer(direct, request(DHCP.DISCOVER));
    expect(offer?.message.yourAddress).toBe('198.18.0.7');
    expect(offer && addressOption(offer.message, OPTION.ROUTER)).toBe('198.18.0.1');
    expect(answer(direct, request(DHCP.REQUEST, [asks('198.18.0.7'), chooses('198.18.0.1')]))?.grants).toBe(true);
  });

  it.each([
    ['selecting', [asks('10.0.1.5'), chooses('10.0.1.253')], {}, DHCP.ACK],
    ['init-reboot', [asks('10.0.1.5')], {}, DHCP.ACK],
    ['renewing', [], { clientAddress: '10.0.1.5' }, DHCP.ACK],
    ['an address that is another one’s', [asks('10.0.1.6'), chooses('10.0.1.253')], {}, DHCP.NAK],
    ['an address it had before the lease changed', [], { clientAddress: '198.18.0.7' }, DHCP.NAK],
    ['no address at all', [], {}, DHCP.NAK],
    ['another server chosen', [asks('10.0.1.5'), chooses('10.0.1.1')], {}, undefined],
  ] as const)('REQUEST, %s', (_, options, change, expected) => {
    const reply = answer(lease, request(DHCP.REQUEST, options, change));
    expect(reply && messageType(reply.message)).toBe(expected);
    expect(reply?.grants ?? false).toBe(expected === DHCP.ACK);
    expect(reply?.message.yourAddress ?? '0.0.0.0').toBe(expected === DHCP.ACK ? '10.0.1.5' : '0.0.0.0');
  });

  it('INFORM: configuration without an address or a lease time', () => {
    const reply = answer(lease, request(DHCP.INFORM, [], { clientAddress: '10.0.1.9' }));
    expect(reply?.message.yourAddress).toBe('0.0.0.0');
    expect(reply?.message.options.has(OPTION.LEASE_TIME)).toBe(false);
    expect(reply && addressOption(reply.message, OPTION.ROUTER)).toBe('10.0.1.253');
  });

  it.each([DHCP.RELEASE, DHCP.DECLINE, DHCP.OFFER, DHCP.ACK, 99])('message type %i gets no answer', (type) => {
    expect(answer(lease, request(type))).toBeUndefined();
  });

  it('silence for another MAC and for what another server says', () => {
    expect(answer(lease, request(DHCP.DISCOVER, [], { mac: '00:16:3e:00:00:02' }))).toBeUndefined();
    expect(answer(lease, request(DHCP.DISCOVER, [], { op: 2 }))).toBeUndefined();
  });

  it('whatever is asked, no address but the lease’s is ever given', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const address = fc.oneof(fc.constant(lease.address), fc.tuple(octet, octet, octet, octet).map((one) => one.join('.')));
    const type = fc.integer({ min: 0, max: 10 });
    fc.assert(
      fc.property(type, address, address, fc.boolean(), (kind, wanted, own, named) => {
        const reply = answer(lease, request(kind, named ? [asks(wanted)] : [], { clientAddress: own }));
        if (!reply) return;
        expect([lease.address, '0.0.0.0']).toContain(reply.message.yourAddress);
        expect(reply.grants).toBe(messageType(reply.message) === DHCP.ACK && reply.message.yourAddress === lease.address);
      }),
    );
  });
});
