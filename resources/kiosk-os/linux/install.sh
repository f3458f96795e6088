#!/usr/bin/env bash
# Makes this Linux machine a kiosk: its own account, one program on the screen, no way around it. undo.sh takes all of it back.
#
#   sudo ./install.sh [--program FILE] [--data FOLDER] [--compositor cage|labwc]
#
# FILE is the launcher that `anteroom --cli update place` made: it starts the newest version and comes back to the one before. Any other
# program is started itself, and the kiosk is not updated by itself then.
#
# Twice is the same as once. With DESTDIR set it writes the files of an image below that folder and starts nothing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${DESTDIR:-}
state="$root/var/lib/anteroom-kiosk-os"
program=/opt/anteroom/anteroom-launcher.sh
data=/var/lib/anteroom/data
compositor=cage

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}
while (($# > 0)); do
  case $1 in
    --program) program=${2:?"--program needs a file"} && shift 2 ;;
    --data) data=${2:?"--data needs a folder"} && shift 2 ;;
    --compositor) compositor=${2:?"--compositor needs a name"} && shift 2 ;;
    *) fail "unknown option $1" ;;
  esac
done
[[ $compositor == cage || $compositor == labwc ]] || fail "--compositor is cage or labwc, not $compositor"
[[ $program == /* && $data == /* ]] || fail 'the program and the data folder are given as whole paths'
[[ "$program$data" =~ ^[A-Za-z0-9/._-]+$ ]] || fail 'paths of letters, digits, dots, dashes and underscores only'
if [[ -z $root ]]; then
  ((EUID == 0)) || fail 'this needs root: sudo ./install.sh'
  [[ -x $program ]] ||
    fail "there is no program at $program; make it with 'anteroom --cli update place ${program%/*} …' (operators' guide, Updates), or give --program FILE"
  command -v "$compositor" >/dev/null || fail "$compositor is not installed: apt-get install $compositor"
fi

# Folders are noted before they are made, files before they are written, so that undo.sh knows them even after a power cut.
make_folder() {
  local folder=$1
  [[ -n $folder && ! -d "$root$folder" ]] || return 0
  make_folder "${folder%/*}"
  printf '%s\n' "$folder" >>"$state/folders"
  mkdir -m 755 "$root$folder"
}
# What stood there before is kept once; what we wrote ourselves is no "before".
note_file() {
  local path=$1
  grep -qxF -- "$path" "$state/files" && return 0
  if [[ -e "$root$path" || -L "$root$path" ]]; then
    mkdir -p "$state/before$(dirname "$path")"
    cp -a "$root$path" "$state/before$path"
  fi
  printf '%s\n' "$path" >>"$state/files"
}
put_file() {
  local from=$1 path=$2 mode=$3
  make_folder "$(dirname "$path")"
  note_file "$path"
  rm -f "$root$path"
  install -m "$mode" "$from" "$root$path"
}
put_link() {
  local target=$1 path=$2
  make_folder "$(dirname "$path")"
  note_file "$path"
  ln -sfn "$target" "$root$path"
}

[[ -d "$root/var/lib" ]] || fail "there is no system below ${root:-/}: $root/var/lib is missing"
[[ -d $state ]] || mkdir -m 700 "$state"
touch "$state/files" "$state/folders"

while IFS= read -r -d '' file; do
  path=${file#"$here/files"}
  mode=644
  [[ -x $file ]] && mode=755
  put_file "$file" "$path" "$mode"
done < <(find "$here/files" -type f -print0 | sort -z)
put_file "$here/README.md" /usr/local/lib/anteroom/README.md 644

dropin=/etc/systemd/system/anteroom.service.d/compositor.conf
if [[ $compositor == labwc ]]; then
  put_file "$here/compositors/labwc.conf" "$dropin" 644
elif [[ -e "$root$dropin" ]]; then
  rm -f "$root$dropin"
fi
sed -i "s#^ANTEROOM_PROGRAM=.*#ANTEROOM_PROGRAM=$program#; s#^ANTEROOM_DATA=.*#ANTEROOM_DATA=$data#" "$root/etc/anteroom/kiosk.conf"

# what `systemctl enable`, `mask` and `set-default` do, so that an image gets the same
put_link /etc/systemd/system/anteroom.service /etc/systemd/system/graphical.target.wants/anteroom.service
put_link /dev/null /etc/systemd/system/ctrl-alt-del.target
put_link /dev/null /etc/systemd/system/getty@tty1.service
put_link /usr/lib/systemd/system/graphical.target /etc/systemd/system/default.target

if [[ -z $root ]]; then
  systemd-sysusers /etc/sysusers.d/anteroom.conf
  systemd-tmpfiles --create /etc/tmpfiles.d/anteroom.conf
  sysctl -q --load=/etc/sysctl.d/60-anteroom.conf
  udevadm control --reload
  udevadm trigger --subsystem-match=video4linux --subsystem-match=sound
  systemctl daemon-reload
fi
if [[ ${program##*/} != anteroom-launcher.sh ]]; then
  printf '%s is no launcher: this kiosk will not be updated by itself.\n' "$program"
elif [[ -z $root && $(stat -c %U "${program%/*}") != kiosk ]]; then
  printf 'Updates need the folder: chown -R kiosk:kiosk %s\n' "${program%/*}"
fi
printf 'The kiosk starts with the next start of this machine. To go back: %s/undo.sh\n' "$here"
