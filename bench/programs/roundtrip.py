"""Prints the median time, in microseconds, that one byte takes to a TCP echo and back."""
import socket, sys, time

one = socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)
one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
times = []
end = time.monotonic() + float(sys.argv[3])
while time.monotonic() < end:
    began = time.perf_counter_ns()
    one.sendall(b"x")
    one.recv(1)
    times.append(time.perf_counter_ns() - began)
times.sort()
print(times[len(times) // 2] / 1000)
