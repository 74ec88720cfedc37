"""Runs in a guest: sends every UDP datagram to one address back."""
import socket, sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((sys.argv[1], 7))
print("ready", flush=True)
while True:
    data, peer = server.recvfrom(64)
    server.sendto(data, peer)
