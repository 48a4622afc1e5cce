# The place itself may still have to be made: then the nearest folder above it counts.
apply() {
  disk_at=$path
  while [ ! -e "$disk_at" ]; do disk_at=${disk_at%/*}; [ -n "$disk_at" ] || disk_at=/; done
  disk_table=$(df -kP "$disk_at") || fail "can't ask for the room under $path"
  disk_table=${disk_table#*"$kit_nl"}
  # From the right, since a device's name may hold blanks: ... AVAILABLE CAPACITY% MOUNT
  set -f
  # shellcheck disable=SC2086 # df's fields
  set -- ${disk_table%"% "*}
  [ $# -gt 2 ] || fail "df said something else than a table about $disk_at"
  shift $(($# - 2))
  disk_have "$1"
  [ "$disk_short" = 0 ] || fail "$path: need $at_least bytes, have $disk_have"
}
# mksh counts to 2^31 only.
disk_have() {
  if [ $((2147483647 + 1)) -gt 0 ]; then
    disk_have=$(($1 * 1024)) disk_short=$(($1 * 1024 < at_least))
  else
    disk_have=$(awk -v have="$1" 'BEGIN { printf "%.0f", have * 1024 }')
    disk_short=$(awk -v have="$disk_have" -v need="$at_least" 'BEGIN { print (have < need) }')
  fi
}
