# dhclient's script reads this first, and no further: its events in the words of udhcpc, for dhcp.sh.
case $reason in
  PREINIT) ip link set "$interface" up; exit ;;
  BOUND | RENEW | REBIND | REBOOT) event=bound ;;
  EXPIRE | FAIL | RELEASE | STOP) event=deconfig ;;
  *) exit 1 ;;
esac
mask=$(busybox ipcalc -p "$new_ip_address" "$new_subnet_mask" 2>/dev/null)
interface=$interface ip=$new_ip_address mask=${mask#PREFIX=} router=$new_routers dns=$new_domain_name_servers \
  serverid=$new_dhcp_server_identifier sh /.openeip/dhcp.sh "$event"
exit
