"""Runs anywhere: sends "?" to an address and prints what comes back within a second, or "nothing". argv: tcp | udp, address, port."""
import socket, sys

one = socket.socket(socket.AF_INET, socket.SOCK_STREAM if sys.argv[1] == "tcp" else socket.SOCK_DGRAM)
one.settimeout(1)
try:
    one.connect((sys.argv[2], int(sys.argv[3])))
    one.send(b"?")
    print(one.recv(64).decode())
except OSError:
    print("nothing")
