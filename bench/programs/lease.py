"""In a guest: prints the time at which a DHCP acknowledgement came in on an interface, ns of CLOCK_MONOTONIC, and ends."""
import socket, sys, time

PACKET_OUTGOING = 4
ACKNOWLEDGED = b"\x35\x01\x05"  # Option 53, one byte, 5.
tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
tap.bind((sys.argv[1], 0x0800))
print("lease", flush=True)
while True:
    packet, sender = tap.recvfrom(2048)
    now = time.monotonic_ns()
    if sender[2] != PACKET_OUTGOING and packet[9] == 17 and packet[20:22] == b"\0\x43" and ACKNOWLEDGED in packet[268:]:
        print(now, flush=True)
        break
