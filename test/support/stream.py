"""Runs on the Internet side until it is ended: UDP datagrams, ICMP echoes and TCP connection attempts to one address, each every 2 ms."""
import itertools, os, socket, struct, sys, time

address = sys.argv[1]
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
icmp = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
ident = os.getpid() & 0xFFFF


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


print("stream", flush=True)
attempts = []
for sequence in itertools.count():
    udp.sendto(b"x", (address, 9))
    head = struct.pack("!BBHHH", 8, 0, 0, ident, sequence & 0xFFFF)
    icmp.sendto(struct.pack("!BBHHH", 8, 0, checksum(head), ident, sequence & 0xFFFF), (address, 0))
    attempt = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    attempt.setblocking(False)
    attempt.connect_ex((address, 80))
    attempts.append(attempt)
    if len(attempts) > 50:
        attempts.pop(0).close()
    time.sleep(0.002)
