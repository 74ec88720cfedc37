"""Runs anywhere: a datagram to a closed port; prints "refused" when the far host's ICMP error comes, else "nothing". argv: address."""
import socket, sys

one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.settimeout(2)
one.connect((sys.argv[1], 5999))
one.send(b"?")
try:
    one.recv(64)
except ConnectionRefusedError:
    print("refused")
except OSError:
    print("nothing")
