#!/bin/sh
# Starts the version of Anteroom that the file `current` beside this one names, and comes back to the other one when a new version
# does not become healthy. Decides as main/update/launch-decision.ts does; tests/update/launcher.test.ts holds the two together.
#
#   anteroom-launcher.sh [words for the program]     starts it
#   anteroom-launcher.sh --decide                    says what would be started, changes nothing
#
# ANTEROOM_PATIENCE_SECONDS: how long a new version has to become healthy (90).
# Exit code: that of the program; 70 when there is no program to start.
set -u
root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 70
patience=${ANTEROOM_PATIENCE_SECONDS:-90}
pid=

say() { printf '[launcher] %s\n' "$1" >&2; }

# program SLOT: prints the path of the program in a slot; fails when none is whole
program() {
  named="$root/versions/$1/start"
  [ -f "$named" ] || return 1
  { IFS= read -r inner && IFS= read -r version && ! IFS= read -r more && [ -z "$more" ]; } < "$named" || return 1
  [ -n "$inner" ] && [ -n "$version" ] && [ -f "$root/versions/$1/$inner" ] || return 1
  printf '%s' "$root/versions/$1/$inner"
}

other() { if [ "$1" = a ]; then echo b; else echo a; fi; }

# read_pointer: sets slot, trust, boots; fails when `current` is no pointer
read_pointer() {
  line=
  [ -f "$root/current" ] || return 1
  { IFS= read -r line && ! IFS= read -r more && [ -z "$more" ]; } < "$root/current" || return 1
  case $line in
    'anteroom-current 1 '[ab]' good '[0-9]' '[ab-] | 'anteroom-current 1 '[ab]' trial '[0-9]' '[ab-]) ;;
    *) return 1 ;;
  esac
  rest=${line#anteroom-current 1 }
  slot=${rest%% *}
  rest=${rest#* }
  trust=${rest%% *}
  rest=${rest#* }
  boots=${rest%% *}
  failed=${rest#* }
}

# decide: sets start (a slot, or nothing) and next (a line for `current`, or nothing)
decide() {
  next=
  if program a > /dev/null; then whole_a=yes; else whole_a=no; fi
  if program b > /dev/null; then whole_b=yes; else whole_b=no; fi
  start=
  if ! read_pointer; then
    case $whole_a$whole_b in
      yesyes) start=a next='anteroom-current 1 a trial 1 -' ;;
      yesno) start=a next='anteroom-current 1 a good 0 -' ;;
      noyes) start=b next='anteroom-current 1 b good 0 -' ;;
    esac
    return 0
  fi
  if [ "$slot" = a ]; then
    whole_this=$whole_a whole_other=$whole_b
  else
    whole_this=$whole_b whole_other=$whole_a
  fi
  given_up=no
  if [ "$whole_this" = no ]; then given_up=yes; fi
  if [ "$trust" = trial ] && [ "$boots" -ge 2 ]; then given_up=yes; fi
  if [ "$given_up" = yes ] && [ "$whole_other" = yes ]; then
    start=$(other "$slot")
    next="anteroom-current 1 $start good 0 $slot"
  elif [ "$whole_this" = yes ]; then
    start=$slot
    if [ "$trust" = trial ]; then
      boots=$((boots + 1))
      if [ "$boots" -gt 9 ]; then boots=9; fi
      next="anteroom-current 1 $slot trial $boots $failed"
    fi
  fi
  return 0
}

# put LINE: replaces `current`, whole or not at all, and waits until it is on the disk
put() {
  printf '%s\n' "$1" > "$root/current.new" &&
    { sync "$root/current.new" 2> /dev/null || sync; } &&
    mv -f "$root/current.new" "$root/current" &&
    { sync "$root" 2> /dev/null || sync; }
}

is_on_trial() { read_pointer && [ "$slot" = "$1" ] && [ "$trust" = trial ]; }

# watch SLOT: until the version is healthy, has ended, or has used up its time
watch() {
  waited=0
  while kill -0 "$pid" 2> /dev/null && is_on_trial "$1"; do
    if [ "$waited" -ge "$patience" ]; then
      say "not healthy after $patience s: ended"
      kill -TERM "$pid" 2> /dev/null
      sleep 3
      kill -KILL "$pid" 2> /dev/null
      return 0
    fi
    sleep 1
    waited=$((waited + 1))
  done
}

decide
if [ "${1:-}" = --decide ]; then
  printf '%s|%s\n' "$start" "$next"
  exit 0
fi
stopped=no
trap 'stopped=yes; [ -n "$pid" ] && kill -TERM "$pid" 2> /dev/null' TERM INT HUP
while :; do
  if [ -z "$start" ]; then
    say "no program in $root/versions: install Anteroom again, the data of this kiosk is not touched"
    exit 70
  fi
  if [ -n "$next" ] && ! put "$next"; then
    # a version on trial whose starts cannot be counted might be started for ever
    say "$root/current cannot be written: is the disk full?"
    case $next in
      *' trial '*) if program "$(other "$start")" > /dev/null; then start=$(other "$start"); fi ;;
    esac
  fi
  if read_pointer; then began=$line; else began=; fi
  running=$start
  say "starts version $(sed -n 2p "$root/versions/$running/start") (slot $running)"
  if [ "$stopped" = yes ]; then exit 143; fi
  ANTEROOM_SLOTS=$root ANTEROOM_SLOT=$running "$(program "$running")" "$@" &
  pid=$!
  # a signal that came meanwhile: what has just been started would not hear it at once
  if [ "$stopped" = yes ]; then sleep 1; kill -TERM "$pid" 2> /dev/null; fi
  watch "$running"
  # a signal ends the wait, not the program: it is there until its code has been read
  while :; do
    wait "$pid"
    code=$?
    kill -0 "$pid" 2> /dev/null || break
  done
  if [ "$stopped" = yes ]; then exit "$code"; fi
  # another version is to run, or this one is still to prove itself: anything else is for whoever started us
  if is_on_trial "$running"; then say "version on trial ended ($code) before it was healthy"
  elif read_pointer && [ "$line" = "$began" ]; then exit "$code"
  elif read_pointer && [ "$slot" = "$running" ]; then exit "$code"
  fi
  decide
done
