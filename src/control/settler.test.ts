import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../cloud/resources.js';
import { sample } from '../cloud/testing.js';
import { key } from '../network/objects.js';
import { HOST_LEASE } from './feeder.js';
import { NETWORK, Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
});
afterEach(() => {
  stage.store.close();
});

describe('transitional states', () => {
  it('stay without any agent and end when it confirms, not before', async () => {
    await stage.write(...NETWORK);
    await stage.write(stage.associating());
    expect(stage.eip.status).toBe('Associating');
    const peer = stage.peer('h');
    await stage.settled();
    expect(stage.eip.status).toBe('Associating');
    peer.ack();
    await stage.settled();
    expect(stage.eip.status).toBe('InUse');
  });

  it('wait for every host', async () => {
    const [a, b] = [stage.peer('a'), stage.peer('b')];
    a.ack();
    b.ack();
    await stage.write(...NETWORK);
    a.ack();
    b.ack();
    await stage.write(stage.associating());
    a.ack();
    await stage.settled();
    expect(stage.eip.status).toBe('Associating');
    b.ack();
    await stage.settled();
    expect(stage.eip.status).toBe('InUse');
  });

  it('are examined again after a restart', async () => {
    await stage.write(...NETWORK);
    await stage.write(stage.associating());
    stage.restart();
    const peer = stage.peer('h');
    expect(stage.eip.status).toBe('Associating');
    peer.ack();
    await stage.settled();
    expect(stage.eip.status).toBe('InUse');
  });

  it('do not end by a confirmation of another epoch', async () => {
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(...NETWORK);
    await stage.write(stage.associating());
    peer.say({ type: 'applied', epoch: 'other', version: 99, failed: [] });
    await stage.settled();
    expect(stage.eip.status).toBe('Associating');
  });
});

describe('what the data plane refuses', () => {
  it('falls back, with an event, while the rest of the commit stands', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(stage.associating(), stage.attaching());
    peer.ack([{ key: key('port', stage.row('eni', 'eni-b').n), code: 'EBUSY', message: 'no' }]);
    await stage.settled();
    expect(stage.row('eni', 'eni-b')).toMatchObject({ status: 'Available', instanceId: '' });
    expect(stage.eip.status).toBe('InUse');
    expect(stage.store.events.history('eni', 'eni-b').at(-1)?.action).toBe('system.revert EBUSY');
    expect(stage.faults).toHaveLength(1);
    // The fall-back is desired state, too: the port is taken away again.
    expect(peer.last.deletes).toContain(key('port', stage.row('eni', 'eni-b').n));
  });

  it('takes the ENIs with it that need a shared object', async () => {
    await stage.write(...NETWORK, sample.securityGroup({ id: 'sg-b', vpcId: 'vpc-a' }));
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(stage.attaching(['sg-b']));
    peer.ack([{ key: key('policy', stage.row('securityGroup', 'sg-b').n), code: 'EINVAL', message: 'no' }]);
    await stage.settled();
    expect(stage.row('eni', 'eni-b').status).toBe('Available');
    expect(stage.row('eni', 'eni-a').status).toBe('InUse');
  });

  it('never shows a removal as done that failed', async () => {
    await stage.write(...NETWORK);
    await stage.write(stage.associating());
    const peer = stage.peer('h');
    peer.ack();
    await stage.settled();
    await stage.write({ ...stage.eip, status: 'Unassociating' } as Row);
    peer.ack([{ key: key('translation', stage.eip.n), code: 'EBUSY', message: 'no' }]);
    await stage.settled();
    expect(stage.eip.status).toBe('Unassociating');
    // An agent that starts over reads what is there: its confirmation of the whole network counts.
    const again = stage.peer('h');
    await stage.settled();
    expect(stage.eip.status).toBe('Unassociating');
    again.ack();
    await stage.settled();
    expect(stage.eip).toMatchObject({ status: 'Available', binding: null, mode: 'NAT' });
  });
});

describe('guests', () => {
  it('end Starting once they run at this boot', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(stage.changed({ status: 'Starting', boot: 2 }));
    peer.observe({ key: stage.guest(), boot: 1, state: 'running' });
    peer.ack();
    await stage.settled();
    expect(stage.instance.status).toBe('Starting');
    peer.observe({ key: stage.guest(), boot: 2, state: 'running' });
    await stage.settled();
    expect(stage.instance).toMatchObject({ status: 'Running', started: stage.clock.now });
  });

  it('that die make their instance Stopped, and the network stops wanting them', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(stage.changed({ status: 'Running' }));
    peer.ack();
    peer.observe({ key: stage.guest(), boot: 1, state: 'stopped' });
    await stage.settled();
    expect(stage.instance.status).toBe('Stopped');
    expect(peer.last.upserts).toEqual([expect.objectContaining({ kind: 'guest', running: false })]);
  });

  it('of another boot say nothing about this one', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(stage.changed({ status: 'Running', boot: 3 }));
    peer.ack();
    peer.observe({ key: stage.guest(), boot: 2, state: 'stopped' });
    await stage.settled();
    expect(stage.instance.status).toBe('Running');
  });

  it('keep Stopping until they are gone', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(stage.changed({ status: 'Running' }));
    peer.ack();
    peer.observe({ key: stage.guest(), boot: 1, state: 'running' });
    await stage.write(stage.changed({ status: 'Stopping' }));
    peer.ack();
    await stage.settled();
    expect(stage.instance.status).toBe('Stopping');
    peer.observe({ key: stage.guest(), boot: 1, state: 'stopped' });
    await stage.settled();
    expect(stage.instance.status).toBe('Stopped');
  });

  it('go from Pending over Starting to Running', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(stage.changed({ status: 'Pending', boot: 5 }));
    // That it does not run yet says nothing about its first start.
    peer.observe({ key: stage.guest(), boot: 5, state: 'stopped' });
    peer.ack();
    await stage.settled();
    peer.ack();
    await stage.settled();
    expect(stage.instance.status).toBe('Starting');
    peer.observe({ key: stage.guest(), boot: 6, state: 'running' });
    await stage.settled();
    expect(stage.instance.status).toBe('Running');
  });
});

describe('leases (S-37, U-22)', () => {
  const lease = () => key('lease', stage.row('eni', 'eni-b').n);
  const leased = () => stage.row('eni', 'eni-b').leased;
  /** `eni-b` at its instance, in use. */
  async function attached() {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    await stage.write(stage.attaching());
    return { peer, say: (...leases: readonly string[]) => { peer.say({ type: 'observed', guests: [], leases }); } };
  }

  it.each(['Attaching', 'InUse'] as const)('mark an ENI that is %s, with an event; the gate of its multi-EIP opens', async (status) => {
    const { peer, say } = await attached();
    await stage.write({ ...stage.associating(), mode: 'MULTI_BINDED' } as Row);
    if (status === 'InUse') {
      peer.ack();
      peer.ack();
      await stage.settled();
    }
    expect(stage.row('eni', 'eni-b').status).toBe(status);
    const gate = () => stage.plane.network.filter((object) => object.kind === 'direct').map((object) => object.gate);
    expect(gate()).toEqual(['lease']);
    say(lease());
    await stage.settled();
    expect(leased()).toBe(true);
    expect(gate()).toEqual(['open']);
    expect(stage.store.events.history('eni', 'eni-b').at(-1)?.action).toBe('system.lease');
    const { version } = stage.plane.status();
    say(lease());
    await stage.settled();
    expect(stage.plane.status().version).toBe(version);
  });

  it('count through their end, a reboot and a restart of the control plane', async () => {
    const { say } = await attached();
    say(lease());
    await stage.settled();
    say();
    await stage.write(stage.changed({ status: 'Starting', boot: 2 }));
    stage.restart();
    stage.peer('h').ack();
    await stage.settled();
    expect(leased()).toBe(true);
  });

  it('end with the detach, and one of before says nothing of the next attach', async () => {
    const { peer, say } = await attached();
    peer.ack();
    await stage.settled();
    say(lease());
    await stage.settled();
    peer.ack();
    await stage.write({ ...stage.row('eni', 'eni-b'), status: 'Detaching' });
    // Its answer crosses the detach.
    say(lease());
    expect(stage.row('eni', 'eni-b').status).toBe('Detaching');
    peer.ack();
    await stage.settled();
    expect(stage.row('eni', 'eni-b')).toMatchObject({ status: 'Available', leased: false });
    await stage.write(stage.attaching());
    peer.ack();
    await stage.settled();
    expect([stage.row('eni', 'eni-b').status, leased()]).toEqual(['InUse', false]);
  });

  it('say nothing of detached ENIs, of primary ones and of what is gone', async () => {
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    peer.say({ type: 'observed', guests: [], leases: [lease(), key('lease', stage.row('eni', 'eni-a').n), 'lease/999'] });
    await stage.settled();
    expect([leased(), stage.row('eni', 'eni-a').leased]).toEqual([false, false]);
  });
});

describe('a silent host', () => {
  it('leaves the barrier after its lease, and gets the whole network when it returns', async () => {
    const [a, b] = [stage.peer('a'), stage.peer('b')];
    a.ack();
    b.ack();
    await stage.write(...NETWORK);
    await stage.write(stage.associating());
    a.ack();
    a.ack();
    await stage.settled();
    expect(stage.eip.status).toBe('Associating');
    stage.clock.now += HOST_LEASE;
    a.say({ type: 'alive' });
    stage.clock.now += 1;
    stage.plane.expire();
    await stage.settled();
    expect(stage.eip.status).toBe('InUse');
    expect([a.closed, b.closed]).toEqual([false, true]);
    expect(stage.store.hosts()).toEqual(['a']);
    b.ack();
    expect(stage.plane.status().hosts.map((host) => host.name)).toEqual(['a']);
    expect(stage.peer('b', { epoch: stage.plane.status().epoch, version: 0 }).last.list).toBe('only');
  });

  it('of an earlier life takes part until its lease ends', async () => {
    const gone = stage.peer('gone');
    gone.ack();
    stage.restart();
    await stage.write(...NETWORK);
    await stage.write(stage.associating());
    const peer = stage.peer('h');
    peer.ack();
    await stage.settled();
    expect(stage.eip.status).toBe('Associating');
    stage.clock.now += HOST_LEASE + 1;
    peer.say({ type: 'alive' });
    stage.plane.expire();
    await stage.settled();
    expect(stage.eip.status).toBe('InUse');
  });
});

describe('reset', () => {
  it('empties cloud and network in one commit with a new epoch, and keeps accounts', async () => {
    await stage.plane.openAccount('1', 'LTAI1', 's');
    await stage.write(...NETWORK);
    const peer = stage.peer('h');
    peer.ack();
    const before = { ...stage.plane.status(), commits: stage.plane.commits };
    await stage.plane.reset();
    expect(stage.plane.commits - before.commits).toBe(1);
    expect(stage.plane.status()).toMatchObject({ rows: { account: 1 }, objects: 0, version: before.version + 1 });
    expect(stage.plane.status().epoch).not.toBe(before.epoch);
    expect(peer.last).toMatchObject({ list: 'only', upserts: [], epoch: stage.plane.status().epoch });
    expect(stage.store.events.history('eip', 'eip-a').at(-1)).toMatchObject({ action: 'system.reset', after: null });
  });
});

describe('writes after a reset', () => {
  it('answer 503 until the agents confirmed the empty network', async () => {
    const peer = stage.peer('h');
    peer.ack();
    await stage.plane.reset();
    expect(stage.plane.status().renewing).toBe(true);
    stage.restart();
    expect(stage.plane.status().renewing).toBe(true);
    stage.peer('h').ack();
    expect(stage.plane.status().renewing).toBe(false);
    stage.restart();
    expect(stage.plane.status().renewing).toBe(false);
  });
});
