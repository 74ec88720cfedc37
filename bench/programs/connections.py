"""Opens TCP connections one after the other in each of some processes, and prints how many per second the server took and closed.
A reset ends each on our side, so that no port waits."""
import os, socket, struct, sys, time

target, seconds, workers = (sys.argv[1], int(sys.argv[2])), float(sys.argv[3]), int(sys.argv[4])
LINGER = struct.pack("ii", 1, 0)
reader, writer = os.pipe()
for _ in range(workers):
    if os.fork() == 0:
        count = 0
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            one.settimeout(5)
            one.connect(target)
            if one.recv(1) != b"":
                raise SystemExit("an answer where none was due")
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
            one.close()
            count += 1
        os.write(writer, b"%f\n" % (count / (time.monotonic() - began)))
        os._exit(0)
os.close(writer)
failed = sum(os.wait()[1] != 0 for _ in range(workers))
if failed:
    raise SystemExit("%d of %d processes failed" % (failed, workers))
print(sum(float(line) for line in os.fdopen(reader)))
