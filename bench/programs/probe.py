"""On the Internet side: asks a UDP address about every 0.3 ms. Prints `up <t> <u>` at the first answer after SILENCE seconds without one, u
being the time of the answer before, and `down` once it is silent. Times are ns of CLOCK_MONOTONIC."""
import select, socket, sys, time

PERIOD = 0.0003
SILENCE = 0.003
probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
probe.setsockopt(socket.SOL_IP, 11, 0)  # IP_RECVERR: unreachable is the same as silence.
probe.setblocking(False)
target = (sys.argv[1], int(sys.argv[2]))
up = False
last = 0
print("probe", flush=True)
while True:
    try:
        probe.sendto(b"?", target)
    except OSError:
        pass
    if select.select([probe], [], [], PERIOD)[0]:
        try:
            probe.recv(64)
        except OSError:
            continue
        now = time.monotonic_ns()
        if not up:
            up = True
            print("up", now, last, flush=True)
        last = now
        time.sleep(PERIOD)
    elif up and time.monotonic_ns() - last > SILENCE * 1e9:
        up = False
        print("down", flush=True)
