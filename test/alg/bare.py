"""Runs anywhere: packets of IP protocols that have no ports, at one address.
bare.py listen ADDRESS         prints `<protocol> <source> <payload, hex>` for each packet to it
bare.py send SOURCE ADDRESS    sends one packet of each protocol"""
import select, socket, sys

PROTOCOLS = {
    47: bytes.fromhex("00000800") + b"gre inside",  # a GRE header for IPv4
    # SCTP from port 5000 to 80: INIT, with its checksum (CRC32c), as connection tracking drops what is malformed.
    132: bytes.fromhex("13880050" "00000000" "51a9fc19" "01000014" "5ca1ab1e" "00010000" "000a000a" "00000001"),
    253: b"an experiment",  # RFC 3692
}

sockets = {}
for protocol in PROTOCOLS:
    one = socket.socket(socket.AF_INET, socket.SOCK_RAW, protocol)
    one.bind((sys.argv[2], 0))
    sockets[one] = protocol
if sys.argv[1] == "send":
    for one, protocol in sockets.items():
        one.sendto(PROTOCOLS[protocol], (sys.argv[3], 0))
    sys.exit()
print("ready", flush=True)
while True:
    for one in select.select(sockets, [], [])[0]:
        packet, (source, _) = one.recvfrom(2048)
        print(sockets[one], source, packet[(packet[0] & 15) * 4 :].hex(), flush=True)
