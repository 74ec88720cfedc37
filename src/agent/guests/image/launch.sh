#!/bin/sh
# Starts one boot of a guest and records its life: launch LIFE DISK OWNER SIZE COMMAND…
#   LIFE   bubblewrap writes the guest's process and namespaces to LIFE.info; LIFE.exit appears when the guest has ended
#   DISK   a tmpfs of SIZE, mounted at the first start; DISK/root is the guest's `/`, owned by OWNER, with a home for who enters early
# It runs as a child of the holder's init and not of the agent, so a guest's end is recorded also while no agent lives.
life=$1 disk=$2 owner=$3 size=$4
shift 4
# Whoever creates this file launches this boot, so that it is never launched twice.
set -C
: >"$life.begun" || exit 0
set +C
if [ ! -d "$disk/root" ]; then
  mkdir -p "$disk" &&
    mount -t tmpfs -o "size=$size,mode=711" tmpfs "$disk" &&
    mkdir "$disk/root" &&
    mkdir -m 700 "$disk/root/root" &&
    chown -R "$owner:$owner" "$disk/root"
fi && "$@" 3>"$life.info" </dev/null >"$disk/boot.log" 2>&1
: >"$life.exit"
