"""Runs anywhere: one message each way over TCP. argv: listen | connect, address, port, what to send (hex). Prints what came (hex); one that
listens prints "ready" before."""
import socket, sys

role, address, port, message = sys.argv[1], sys.argv[2], int(sys.argv[3]), bytes.fromhex(sys.argv[4])


def read(session):
    came = b""
    while part := session.recv(4096):
        came += part
    return came.hex()


if role == "listen":
    server = socket.create_server((address, port))
    print("ready", flush=True)
    session = server.accept()[0]
    print(read(session), flush=True)
    session.sendall(message)
else:
    session = socket.create_connection((address, port), 5)
    session.sendall(message)
    session.shutdown(socket.SHUT_WR)
    print(read(session), flush=True)
