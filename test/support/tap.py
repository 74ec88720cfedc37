"""Runs in a guest: prints `<arrival, ns since the epoch> <protocol>` for every packet to one address that comes from outside. Arrival is the kernel's own time stamp."""
import socket, struct, sys

SO_TIMESTAMPNS = 35
address = socket.inet_aton(sys.argv[1])
tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
tap.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
print("tap", flush=True)
while True:
    packet, ancillary, _, sender = tap.recvmsg(64, 256)
    # Not what the guest sends itself (4), its own errors about neighbours that do not answer among it.
    if packet[16:20] != address or sender[2] == 4 or sender[0] == "lo":
        continue
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
            seconds, nanoseconds = struct.unpack("qq", data[:16])
            print(seconds * 10**9 + nanoseconds, {1: "icmp", 6: "tcp", 17: "udp"}.get(packet[9], packet[9]), flush=True)
