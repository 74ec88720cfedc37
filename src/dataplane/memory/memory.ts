/** An engine without a kernel: holds the network and can print it. Everything it is asked for is real at once. */
import type { Changes, Key, NetworkObject } from '../../network/objects.js';
import type { Failure } from '../../network/protocol.js';
import { networkText } from '../../network/text.js';
import type { DataPlane, GuestPlace } from '../dataplane.js';

export class MemoryDataPlane implements DataPlane {
  private readonly objects = new Map<Key, NetworkObject>();
  private readonly places = new Map<Key, GuestPlace>();

  open(): Promise<void> {
    return Promise.resolve();
  }

  replace(objects: readonly NetworkObject[]): Promise<readonly Failure[]> {
    this.objects.clear();
    return this.apply({ upserts: objects, deletes: [] });
  }

  apply({ upserts, deletes }: Changes): Promise<readonly Failure[]> {
    for (const key of deletes) this.objects.delete(key);
    for (const object of upserts) this.objects.set(object.key, object);
    return Promise.resolve([]);
  }

  guestUp(place: GuestPlace): Promise<readonly Failure[]> {
    this.places.set(place.guest.key, place);
    return Promise.resolve([]);
  }

  guestDown(guest: Key): Promise<void> {
    this.places.delete(guest);
    return Promise.resolve();
  }

  cleanUp(): Promise<void> {
    this.objects.clear();
    this.places.clear();
    return Promise.resolve();
  }

  /** The network as it is, sorted, then the guests that are up. */
  text(): string {
    const up = [...this.places.keys()].sort().map((key) => `${key} is up`);
    return [networkText(this.objects.values()), ...up].filter((line) => line !== '').join('\n');
  }
}
