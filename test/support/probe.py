"""Runs on the Internet side: a numbered datagram to each address every 2 ms until standard input ends, then prints `<address> <sent> <answered>`."""
import select, socket, struct, sys, time

sockets = {}
for address in sys.argv[1:]:
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.connect((address, 7))
    one.setblocking(False)
    sockets[one] = [address, 0, set()]


def collect(seconds):
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for one in select.select(sockets, [], [], left)[0]:
            try:
                sockets[one][2].add(struct.unpack("!I", one.recv(64))[0])
            except OSError:
                pass


print("probing", flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    for one, state in sockets.items():
        state[1] += 1
        try:
            one.send(struct.pack("!I", state[1]))
        except OSError:
            pass
    collect(0.002)
collect(1)
for address, sent, answered in sockets.values():
    print(address, sent, len(answered), flush=True)
