import { describe, expect, it } from 'vitest';
import type { Document } from '../network/objects.js';
import { look, MetadataService } from './metadata.js';

const entries = {
  'meta-data/instance-id': 'i-1', 'meta-data/network/interfaces/macs/00:16:3e:00:00:01/netmask': '255.255.255.0',
  'meta-data/network/interfaces/macs/00:16:3e:00:00:02/netmask': '255.255.0.0', 'user-data': '#!/bin/sh',
};

describe('metadata paths', () => {
  it.each([
    ['/latest/meta-data/instance-id', 'i-1'],
    ['/latest/user-data', '#!/bin/sh'],
    ['/latest/', 'meta-data/\nuser-data'],
    ['/latest', 'meta-data/\nuser-data'],
    ['/latest/meta-data/', 'instance-id\nnetwork/'],
    ['/latest/meta-data', 'instance-id\nnetwork/'],
    ['/latest/meta-data/network/interfaces/macs/', '00:16:3e:00:00:01/\n00:16:3e:00:00:02/'],
    ['/latest/meta-data/nothing', undefined],
    ['/latest/meta', undefined],
    ['/', undefined],
    ['/latest/constructor', undefined],
    ['/latest/__proto__', undefined],
  ])('%s', (path, text) => {
    expect(look(entries, path)).toBe(text);
  });
});

describe('whose document', () => {
  const document = (n: number, space: string, sources: string[]): Document => ({
    kind: 'document', key: `document/${String(n)}`, n, space, sources, entries: { id: String(n) },
  });
  const service = () => new MetadataService(() => { throw new Error('no sockets here'); }, () => undefined);

  it('is told by space and source address', () => {
    const metadata = service();
    metadata.set(document(1, 'space/1', ['10.0.0.1', '10.0.0.2']));
    metadata.set(document(2, 'space/2', ['10.0.0.1']));
    expect(metadata.answer('space/1', '10.0.0.2', '/latest/id')).toBe('1');
    expect(metadata.answer('space/2', '10.0.0.1', '/latest/id')).toBe('2');
    expect(metadata.answer('space/2', '10.0.0.2', '/latest/id')).toBeUndefined();
  });

  it('follows an address that moves, in either order of the two changes', () => {
    const metadata = service();
    metadata.set(document(1, 'space/1', ['10.0.0.1']));
    metadata.set(document(2, 'space/1', ['10.0.0.1']));
    metadata.set(document(1, 'space/1', []));
    expect(metadata.answer('space/1', '10.0.0.1', '/latest/id')).toBe('2');
    metadata.remove('document/2');
    expect(metadata.answer('space/1', '10.0.0.1', '/latest/id')).toBeUndefined();
  });
});
