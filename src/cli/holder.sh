#!/bin/sh
# Sets a fresh holder up and hands over to its init, which reaps and keeps the agent, whose command is `$@`, running.
set -e
mount -t tmpfs -o mode=755,size=256m tmpfs /run
mkdir /run/openeip
ip link set lo up
exec tini -- sh -c 'while :; do "$@"; sleep 0.2; done' agent "$@"
