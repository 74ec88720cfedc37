"""In a guest: answers each UDP datagram to one of the addresses, from that address. It may come to the guest later, or go and come again."""
import select, socket, sys

IP_FREEBIND = 15
sockets = []
for address in sys.argv[2:]:
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.setsockopt(socket.SOL_IP, IP_FREEBIND, 1)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    one.bind((address, int(sys.argv[1])))
    one.setblocking(False)
    sockets.append(one)
print("ready", flush=True)
while True:
    for one in select.select(sockets, [], [])[0]:
        try:
            data, peer = one.recvfrom(64)
            one.sendto(data, peer)
        except OSError:
            pass  # An ICMP error of an earlier answer, or the address is away.
