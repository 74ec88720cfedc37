/** The packet truth table of NAT mode (behaviour §3.9), through the API and with real packets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../support/cloud.js';
import { line, until, World, type Eip, type Eni } from '../support/world.js';

/** Answers each datagram on one address with the sender's address as it was seen. */
const UDP_MIRROR = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((sys.argv[1], 5000))
print("ready", flush=True)
while True:
    data, peer = s.recvfrom(2048)
    s.sendto(peer[0].encode(), peer)
`;

/** Sends one datagram, prints the answer or "nothing". argv: address, source address ("" for any), seconds. */
const UDP_ASK = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(float(sys.argv[3]))
if sys.argv[2]: s.bind((sys.argv[2], 0))
s.sendto(b"?", (sys.argv[1], 5000))
try: print(s.recv(2048).decode())
except OSError as error: print("nothing")
`;

/** Sends a raw IP packet of a protocol. argv: address, protocol, source ("" for own). */
const SEND_PROTOCOL = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, int(sys.argv[2]))
s.sendto(b"\\0" * 32, (sys.argv[1], 0))
`;

/** Prints a line for each packet of a protocol until ended. */
const SNIFF_PROTOCOL = `
import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
print("ready", flush=True)
while True:
    packet, sender = s.recvfrom(64)
    if packet[9] == int(sys.argv[1]) and sender[2] != 4: print("got", flush=True)
`;

describe('NAT mode, packet by packet', () => {
  let cloud: Cloud;
  let world: World;
  let a: string;
  let b: string;
  let eniA: Eni;
  let eniB: Eni;
  let eipA: Eip;
  let eipB: Eip;
  let deviceA: string;

  beforeAll(async () => {
    cloud = await Cloud.up({ dataplane: 'linux', settings: { quotas: { eipsPerAccount: 40 } } });
    world = await World.create(cloud);
    a = await world.instance({ name: 'alpha' });
    b = await world.instance({ name: 'beta' });
    [eniA, eniB] = [await world.eni(), await world.eni()];
    await world.attach(eniA, a);
    await world.attach(eniB, b);
    [eipA, eipB] = [await world.eip(), await world.eip()];
    await world.bind(eipA, eniA);
    await world.bind(eipB, eniB);
    deviceA = await world.device(a, eniA);
    await world.device(b, eniB);
  });
  afterAll(() => cloud.down());

  const address = (eni: Eni) => eni.addresses[0] ?? '';

  async function mirror(instance: string, at: string) {
    const child = cloud.spawn(instance, ['python3', '-c', UDP_MIRROR, at]);
    await line(child, /ready/);
    return child;
  }

  async function udpAsk(where: string, to: string, from = '', seconds = 2): Promise<string> {
    return (await cloud.exec(where, ['python3', '-c', UDP_ASK, to, from, String(seconds)])).stdout.trim();
  }

  it('P1, S-41: an inbound session is answered from the EIP and shows the client, without any route of the user', async () => {
    const server = await mirror(a, address(eniA));
    expect(await udpAsk('internet', eipA.address)).toBe('203.0.113.10');
    server.kill('SIGTERM');
    expect(await world.ask(eipA.address)).toBe('alpha');
  });

  it('P1, U-06: on the image without source routes the reply leaves by eth0 and is still answered from the EIP', async () => {
    const manual = await world.instance({ name: 'p1', image: 'manual' });
    const [eni, eip] = [await world.eni(), await world.eip()];
    await world.attach(eni, manual);
    await world.bind(eip, eni);
    const device = await world.device(manual, eni, { configured: false });
    await cloud.exec(manual, ['sh', '-c', `ip link set ${device} up && ip address add ${address(eni)}/32 dev ${device}`]);
    const route = await cloud.exec(manual, ['ip', 'route', 'get', '203.0.113.10', 'from', address(eni)]);
    expect(route.stdout).toContain('dev eth0');
    const server = await mirror(manual, address(eni));
    expect(await udpAsk('internet', eip.address)).toBe('203.0.113.10');
    server.kill('SIGTERM');
    expect(await world.ask(eip.address)).toBe('p1');
  });

  it('P3: a source without an EIP does not leave, even beside one that has one', async () => {
    const reached = await cloud.exec(a, ['ping', '-c', '1', '-W', '1', '-I', 'eth0', '203.0.113.10']);
    expect(reached.code).not.toBe(0);
  });

  it('P4: a mapped private source leaves as its EIP', async () => {
    const server = await mirror('internet', '203.0.113.10');
    expect(await udpAsk(a, '203.0.113.10', address(eniA))).toBe(eipA.address);
    expect(await udpAsk(b, '203.0.113.10', address(eniB))).toBe(eipB.address);
    server.kill('SIGTERM');
  });

  it('P16: SCTP and GRE do not pass, in either direction', async () => {
    for (const protocol of ['132', '47']) {
      const inside = cloud.spawn(a, ['python3', '-c', SNIFF_PROTOCOL, protocol]);
      const outside = cloud.spawn('internet', ['python3', '-c', SNIFF_PROTOCOL, protocol]);
      const got: string[] = [];
      await Promise.all([line(inside, /ready/), line(outside, /ready/)]);
      for (const child of [inside, outside]) child.stdout?.on('data', (text: Buffer) => got.push(text.toString()));
      await cloud.exec('internet', ['python3', '-c', SEND_PROTOCOL, eipA.address, protocol]);
      await cloud.exec(a, ['python3', '-c', SEND_PROTOCOL, '203.0.113.10', protocol]);
      // A packet that passes comes after those two: what was to arrive has arrived.
      expect(await world.ask(eipA.address)).toBe('alpha');
      for (const child of [inside, outside]) child.kill('SIGTERM');
      expect(got.join('')).toBe('');
    }
  });

  it('P21: nothing reaches a stopped instance, and its EIP serves again after the start', async () => {
    const instance = await world.instance({ name: 'p21', script: '' });
    const eip = await world.eip();
    await cloud.exec(instance, ['sh', '-c', 'printf "#!/bin/sh\\nmkdir -p /tmp/www; hostname >/tmp/www/index.html; busybox httpd -p 80 -h /tmp/www\\n" >/etc/rc.local; chmod 755 /etc/rc.local']);
    await world.bind(eip, await world.primaryEni(instance));
    await world.ecs('StopInstance', { InstanceId: instance });
    await world.instanceIs(instance, 'Stopped');
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    await world.ecs('StartInstance', { InstanceId: instance });
    await world.instanceIs(instance, 'Running');
    await world.booted(instance);
    expect(await world.ask(eip.address)).toBe('p21');
  });

  it('P22, S-20, S-27: private and public address work at once; the EIP is on no NIC', async () => {
    const [inside, outside] = await Promise.all([world.ask(address(eniA), { where: b }), world.ask(eipA.address)]);
    expect([inside, outside]).toEqual(['alpha', 'alpha']);
    expect((await cloud.exec(a, ['ip', 'address'])).stdout).not.toContain(eipA.address);
    expect(await world.describeEip(eipA)).toMatchObject({ IpAddress: eipA.address, InstanceId: eniA.id });
  });

  it('P24: a source with an EIP reaches a peer EIP and its own; the peer sees the EIP', async () => {
    const [onA, onB] = [await mirror(a, address(eniA)), await mirror(b, address(eniB))];
    expect(await udpAsk(a, eipB.address, address(eniA))).toBe(eipA.address);
    expect(await udpAsk(b, eipB.address, address(eniB))).toBe(eipB.address);
    expect(await udpAsk(a, eipA.address, address(eniA))).toBe(eipA.address);
    for (const child of [onA, onB]) child.kill('SIGTERM');
    for (const target of [eipA, eipB]) {
      const ping = await cloud.exec(a, ['ping', '-c', '1', '-W', '2', '-I', address(eniA), target.address]);
      expect(ping.code).toBe(0);
      expect(await world.ask(target.address, { where: a, from: address(eniA) })).toBe(target === eipA ? 'alpha' : 'beta');
    }
  });

  it('P24: another VPC with the same private addresses', async () => {
    const other = await World.create(cloud, { cidr: '10.0.0.0/8' });
    const instance = await other.instance({ name: 'other' });
    const [eni, eip] = [await other.primaryEni(instance), await other.eip()];
    await other.bind(eip, eni);
    const server = await mirror(instance, address(eni));
    expect(await udpAsk(a, eip.address, address(eniA))).toBe(eipA.address);
    server.kill('SIGTERM');
    expect(await world.ask(eip.address)).toBe('other');
  });

  it('P25: a source without an EIP reaches no EIP', async () => {
    for (const target of [eipA, eipB]) {
      const ping = await cloud.exec(a, ['ping', '-c', '1', '-W', '1', '-I', 'eth0', target.address]);
      expect(ping.code).not.toBe(0);
    }
  });

  it('traceroute, port unreachable and path MTU work through the EIP', async () => {
    const trace = await cloud.exec('internet', ['traceroute', '-n', '-I', '-w', '1', '-q', '1', eipA.address]);
    expect(trace.stdout.trim().split('\n').at(-1)).toContain(eipA.address);
    // A closed UDP port: the guest's ICMP error comes back as the EIP's.
    const refused = await cloud.exec('internet', ['python3', '-c', `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2)
s.connect(("${eipA.address}", 5999)); s.send(b"?")
try: s.recv(10)
except ConnectionRefusedError: print("refused")
`]);
    expect(refused.stdout.trim()).toBe('refused');
    // The guest's NIC shrinks: large answers to the Internet side still arrive, because the sender learns the path's MTU.
    await cloud.exec(a, ['ip', 'link', 'set', deviceA, 'mtu', '1300']);
    const large = await cloud.exec('internet', ['ping', '-c', '1', '-W', '2', '-M', 'do', '-s', '1200', eipA.address]);
    await cloud.exec(a, ['ip', 'link', 'set', deviceA, 'mtu', '1500']);
    expect(large.code).toBe(0);
  });

  it('two groups on one ENI: only merging by priority, drop before accept, gives the right answer', async () => {
    const [wide, narrow] = [await world.group({}), await world.group({})];
    const instance = await world.instance({ name: 'merged', groups: [wide, narrow] });
    const eip = await world.eip();
    await world.bind(eip, await world.primaryEni(instance));
    // Group by group either order would be wrong: the first accepts at 50, the second drops at 10 and accepts at 1 for one port.
    await world.allow(wide, { IpProtocol: 'TCP', PortRange: '1/65535', SourceCidrIp: '0.0.0.0/0', Priority: '50' });
    expect(await world.ask(eip.address)).toBe('merged');
    await world.allow(narrow, { IpProtocol: 'TCP', PortRange: '80/80', SourceCidrIp: '203.0.113.0/24', Priority: '10', Policy: 'drop' });
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    await world.allow(wide, { IpProtocol: 'TCP', PortRange: '80/80', SourceCidrIp: '0.0.0.0/0', Priority: '10' });
    expect(await world.ask(eip.address, { seconds: 1 })).toBe('');
    await world.allow(narrow, { IpProtocol: 'TCP', PortRange: '80/80', SourceCidrIp: '203.0.113.10/32', Priority: '1' });
    expect(await world.ask(eip.address)).toBe('merged');
  });

  it('a group as source: members pass, others do not, and a new member passes at once', async () => {
    const [server, friends, strangers] = [await world.group({}), await world.group({}), await world.group({})];
    const target = await world.instance({ name: 'target', groups: [server] });
    const friend = await world.instance({ name: 'friend', groups: [friends] });
    const stranger = await world.instance({ name: 'stranger', groups: [strangers] });
    await world.allow(server, { IpProtocol: 'TCP', PortRange: '80/80', SourceGroupId: friends });
    const at = address(await world.primaryEni(target));
    expect(await world.ask(at, { where: friend })).toBe('target');
    expect(await world.ask(at, { where: stranger, seconds: 1 })).toBe('');
    await world.ecs('JoinSecurityGroup', { SecurityGroupId: friends, InstanceId: stranger });
    expect(await world.ask(at, { where: stranger })).toBe('target');
  });

  it('a neighbour can neither spoof a source nor forge a reply', async () => {
    const thief = await world.instance({ name: 'thief' });
    // A source of the neighbour: dropped although the groups would let it pass.
    const sniff = cloud.spawn(b, ['python3', '-c', SNIFF_PROTOCOL, '17']);
    await line(sniff, /ready/);
    const got: string[] = [];
    sniff.stdout?.on('data', (text: Buffer) => got.push(text.toString()));
    await cloud.exec(thief, ['python3', '-c', `
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
def send(source, to, sport, dport):
    udp = struct.pack("!HHHH", sport, dport, 8, 0)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28, 1, 0, 64, 17, 0, socket.inet_aton(source), socket.inet_aton(to))
    s.sendto(ip + udp, (to, 0))
send("${address(eniA)}", "${address(eniB)}", 4000, 5000)
`]);
    expect(await world.ask(address(eniB), { where: thief })).toBe('beta');
    expect(got.join('')).toBe('');

    // The Internet side asks a; the thief answers in a's name, to the client and over the session's own ports.
    const client = cloud.spawn('internet', ['python3', '-c', `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("203.0.113.10", 4444)); s.settimeout(3)
s.sendto(b"?", ("${eipA.address}", 5001))
print("asked", flush=True)
try: print("answer", s.recv(100).decode(), flush=True)
except OSError: print("answer none", flush=True)
`]);
    let said = '';
    client.stdout?.on('data', (text: Buffer) => (said += text.toString()));
    await until(() => Promise.resolve(said.includes('asked')));
    await cloud.exec(thief, ['python3', '-c', `
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
data = b"forged"
udp = struct.pack("!HHHH", 5001, 4444, 8 + len(data), 0)
for _ in range(20):
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(data), 1, 0, 64, 17, 0, socket.inet_aton("${address(eniA)}"), socket.inet_aton("203.0.113.10"))
    s.sendto(ip + udp + data, ("203.0.113.10", 0))
`]);
    await until(() => Promise.resolve(said.includes('answer')));
    expect(said).toContain('answer none');
    sniff.kill('SIGTERM');
  });
});
