"""Runs anywhere: asks a mirror over one protocol and prints what it says, or "nothing". argv: tcp | udp | icmp, address, source address
("" for the one that the routes give), seconds. Of ICMP it says "echoed"."""
import socket, subprocess, sys

protocol, address, source, seconds = sys.argv[1:]
if protocol == "icmp":
    argv = ["ping", "-n", "-q", "-c", "1", "-W", seconds] + (["-I", source] if source else []) + [address]
    print("echoed" if subprocess.run(argv, stdout=subprocess.DEVNULL).returncode == 0 else "nothing")
    sys.exit()
asker = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
asker.settimeout(float(seconds))
if source:
    asker.bind((source, 0))
try:
    asker.connect((address, 5000))
    if protocol == "udp":
        asker.send(b"?")
    print(asker.recv(64).decode())
except OSError:
    print("nothing")
