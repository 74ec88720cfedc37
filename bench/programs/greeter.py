"""A TCP server: on one port each connection is taken and closed at once, on the next port what comes is sent back. Blocking calls only, in
two processes: its own cost is a few system calls, the same on both paths."""
import os, socket, sys, threading

address, port = sys.argv[1], int(sys.argv[2])


def listen(at):
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind((address, at))
    one.listen(4096)
    return one


def echo(one):
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        data = one.recv(64)
        if not data:
            return one.close()
        one.sendall(data)


def echoes(server):
    while True:
        threading.Thread(target=echo, args=(server.accept()[0],), daemon=True).start()


greetings = listen(port)
if os.fork() == 0:
    import ctypes

    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG: not longer than its parent.
else:
    threading.Thread(target=echoes, args=(listen(port + 1),), daemon=True).start()
    print("ready", flush=True)
while True:
    greetings.accept()[0].close()
