# The place itself may still have to be made: then the nearest folder above it counts.
apply() {
  disk_at=$path
  while [ ! -e "$disk_at" ]; do disk_at=${disk_at%/*}; [ -n "$disk_at" ] || disk_at=/; done
  disk_table=$(df -kP "$disk_at") || fail "can't ask for the room under $path"
  disk_table=${disk_table#*"$kit_nl"}
  # From the right, since a device's name may hold blanks: … AVAILABLE CAPACITY% MOUNT
  set -f
  # shellcheck disable=SC2086 # df's fields
  set -- ${disk_table%"% "*}
  [ $# -gt 2 ] || fail "df said something else than a table about $disk_at"
  shift $(($# - 2))
  disk_have=$(($1 * 1024))
  [ "$disk_have" -ge "$at_least" ] || fail "$path: need $at_least bytes, have $disk_have"
}
