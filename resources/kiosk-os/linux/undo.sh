#!/usr/bin/env bash
# Takes back everything that install.sh did, and puts back what stood there before.
#
#   sudo ./undo.sh
#
# Twice is the same as once. The account "kiosk" and its data stay: deleting interviews is somebody's decision, not a script's.
set -euo pipefail

root=${DESTDIR:-}
state="$root/var/lib/anteroom-kiosk-os"

fail() {
  printf 'undo.sh: %s\n' "$1" >&2
  exit 1
}
[[ -n $root || $EUID == 0 ]] || fail 'this needs root: sudo ./undo.sh'
if [[ ! -d $state ]]; then
  printf 'Nothing to undo: install.sh did not run on this machine.\n'
  exit 0
fi

if [[ -z $root ]]; then
  systemctl stop anteroom.service || printf 'undo.sh: anteroom.service was not running\n' >&2
fi
while IFS= read -r path; do
  rm -f "$root$path"
  if [[ -e "$state/before$path" || -L "$state/before$path" ]]; then
    cp -a "$state/before$path" "$root$path"
  fi
done <"$state/files"
# the deepest first; a folder that somebody put something into stays
sort -r "$state/folders" | while IFS= read -r folder; do
  [[ -d "$root$folder" ]] || continue
  rmdir "$root$folder" 2>/dev/null || printf 'undo.sh: %s stays, there is something in it that is not ours\n' "$folder" >&2
done
rm -rf "$state"

if [[ -z $root ]]; then
  sysctl -q --system
  udevadm control --reload
  systemctl daemon-reload
fi
printf 'Done. The account "kiosk" and its data are still there.\n'
