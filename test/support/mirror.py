"""Runs in a guest: answers TCP and UDP 5000 on one address with the sender's address as it was seen, and prints a line for each ICMP
echo request to that address: the sender's address."""
import selectors, socket, sys

address = sys.argv[1]
wanted = socket.inet_aton(address)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind((address, 5000))
tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
tcp.bind((address, 5000))
tcp.listen(16)
icmp = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
ready = selectors.DefaultSelector()
for one in (udp, tcp, icmp):
    ready.register(one, selectors.EVENT_READ)
print("ready", flush=True)
while True:
    for key, _ in ready.select():
        if key.fileobj is udp:
            data, peer = udp.recvfrom(2048)
            udp.sendto(peer[0].encode(), peer)
        elif key.fileobj is tcp:
            session, peer = tcp.accept()
            session.sendall(peer[0].encode())
            session.close()
        else:
            packet, peer = icmp.recvfrom(2048)
            if packet[20] == 8 and packet[16:20] == wanted:
                print(peer[0], flush=True)
