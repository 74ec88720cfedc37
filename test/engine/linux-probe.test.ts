/** Probes say what became of a packet, at once and for sure, with root and without. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { direct, policy, port, upsert } from './network.js';
import { CLIENT, EIP, IP, Stage, objects } from './stage.js';

const CUT = '198.18.0.20';
const nobody = { arrived: 'nobody', answered: 'nobody' };

describe.each([{ name: 'as root', rootless: false }, { name: 'rootless', rootless: true }])('probes on Linux, $name', ({ rootless }) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set(rootless);
    await stage.apply(upsert(port(15, { guest: 2, slot: 1, addresses: [] }), direct(30, CUT, 15)));
  });
  afterAll(() => stage.holder.stop());

  it.each(['tcp', 'udp', 'icmp'])('%s from the Internet side and to it, with the answer; again and again', async (protocol) => {
    for (let round = 0; round < 5; round++) {
      expect(await stage.probe(`${protocol} ${CLIENT} > ${EIP.b} from internet`)).toEqual({
        arrived: `${CLIENT} > ${IP.b} at port/12`, answered: `${EIP.b} > ${CLIENT} at internet`,
      });
      expect(await stage.probe(`${protocol} ${IP.b} > ${CLIENT} from port/12`)).toEqual({
        arrived: `${EIP.b} > ${CLIENT} at internet`, answered: `${CLIENT} > ${IP.b} at port/12`,
      });
    }
    // Somebody who listens changes nothing: 80 is served.
    expect(stage.ask('internet', EIP.b)).toBe(CLIENT);
  });

  it('answers over another NIC, but not over another guest\'s', async () => {
    expect((await stage.probe(`tcp ${CLIENT} > ${EIP.a1} from internet`, 'port/10')).answered).toBe(`${EIP.a1} > ${CLIENT} at internet`);
    expect((await stage.probe(`tcp ${CLIENT} > ${EIP.a1} from internet`, 'port/13')).answered).toBe('nobody');
  });

  it('among ENIs, EIPs and VPCs', async () => {
    expect(await stage.probe(`tcp ${IP.b} > ${IP.n} from port/12`)).toEqual({ arrived: `${IP.b} > ${IP.n} at port/13`, answered: `${IP.n} > ${IP.b} at port/12` });
    expect(await stage.probe(`udp ${IP.b} > ${EIP.a1} from port/12`)).toEqual({ arrived: `${EIP.b} > ${IP.a1} at port/11`, answered: `${EIP.a1} > ${IP.b} at port/12` });
    expect(await stage.probe(`icmp ${IP.b} > ${EIP.c} from port/12`)).toEqual({ arrived: `${EIP.b} > ${IP.c} at port/14`, answered: `${EIP.c} > ${IP.b} at port/12` });
    expect(await stage.probe(`tcp ${IP.n} > ${EIP.c} from port/13`)).toEqual(nobody);
  });

  it.each(['47', '132', '253'])('protocol %s reaches a direct EIP, and no other', async (protocol) => {
    for (let round = 0; round < 2; round++) {
      expect(await stage.probe(`${protocol} ${CLIENT} > ${CUT} from internet`)).toEqual({ arrived: `${CLIENT} > ${CUT} at port/15`, answered: `${CUT} > ${CLIENT} at internet` });
      expect(await stage.probe(`${protocol} ${CUT} > ${CLIENT} from port/15`)).toEqual({ arrived: `${CUT} > ${CLIENT} at internet`, answered: `${CLIENT} > ${CUT} at port/15` });
      expect(await stage.probe(`${protocol} ${CLIENT} > ${EIP.b} from internet`)).toEqual(nobody);
    }
  });

  it('what dies is seen by nobody, and only that of the two ways that dies', async () => {
    expect(await stage.probe(`tcp ${IP.b} > ${CLIENT} from port/13`)).toEqual(nobody);
    const closed = policy('5');
    await stage.apply(upsert(closed, { ...objects.b0, policy: closed.key }));
    expect(await stage.dropped('security_group', () => stage.probe(`tcp ${CLIENT} > ${EIP.b} from internet`))).toBe(1);
    // Its own sessions are answered; and what went before decides nothing.
    expect((await stage.probe(`tcp ${IP.b} > ${CLIENT} from port/12`)).answered).toBe(`${CLIENT} > ${IP.b} at port/12`);
    expect(await stage.probe(`tcp ${CLIENT} > ${EIP.b} from internet`)).toEqual(nobody);
    await stage.apply(upsert(objects.b0));
  });

  it('leaves nothing behind', async () => {
    const before = stage.snapshot();
    await stage.probe(`tcp ${IP.b} > ${EIP.a1} from port/12`);
    await stage.probe(`icmp ${CLIENT} > ${CUT} from internet`);
    expect(stage.snapshot()).toBe(before);
    const sessions = stage.holder.must('vpc1', ['conntrack', '-L', '-p', 'tcp', '--dport', '8080']) + stage.holder.must('vpc1', ['conntrack', '-L', '-d', CUT]);
    expect(sessions).not.toMatch(/src=/);
  });

  it('says why it cannot send', async () => {
    const send = (from: string): Promise<unknown> => stage.probe(`tcp ${IP.n} > ${IP.b} from ${from}`);
    await expect(send('port/99')).rejects.toThrow('plugged into no running guest');
    await stage.driver.call('guestDown', 'guest/3');
    await expect(send('port/13')).rejects.toThrow('plugged into no running guest');
  });
});
