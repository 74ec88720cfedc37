"""On the Internet side: sends a numbered datagram to each address every millisecond until its input ends, then prints sent and answered."""
import select, socket, sys, time

PERIOD = 0.001
PATIENCE = 2.0
sockets = []
for address in sys.argv[2:]:
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    one.connect((address, int(sys.argv[1])))
    one.setblocking(False)
    sockets.append(one)
answered = set()
sent = 0


def receive(until):
    while True:
        ready = select.select(sockets, [], [], max(0.0, until - time.monotonic()))[0]
        if not ready:
            return
        for one in ready:
            try:
                answered.add((one.fileno(), one.recv(64)))
            except OSError:
                pass


print("sending", flush=True)
due = time.monotonic()
number = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    number += 1
    for one in sockets:
        one.send(b"%d" % number)
        sent += 1
    due = max(due + PERIOD, time.monotonic())
    receive(due)
end = time.monotonic() + PATIENCE
while len(answered) < sent and time.monotonic() < end:
    receive(time.monotonic() + 0.05)
print(sent, len(answered), flush=True)
