#!/bin/sh
# User data at the first start of the instance, /etc/rc.local at every start.
cd /root || exit
export HOME=/root USER=root
if [ ! -e /var/lib/openeip/user-data-done ]; then
  : >/var/lib/openeip/user-data-done
  if [ -s /.guest/user-data ]; then
    cp /.guest/user-data /var/lib/openeip/user-data
    chmod 700 /var/lib/openeip/user-data
    # As an interpreter line says, else as a shell script.
    case $(head -c 2 /var/lib/openeip/user-data) in
      '#!') /var/lib/openeip/user-data ;;
      *) sh /var/lib/openeip/user-data ;;
    esac
  fi
fi
[ -x /etc/rc.local ] && /etc/rc.local
: >/run/boot-finished
