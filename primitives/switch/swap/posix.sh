# What is where is told by device and inode, so that both ways can go on from any point of either.
save() {
  straight "$path"
  straight "$other"
  present "$path" && present "$other" || fail "$path and $other must both be there"
  saved="$(swap_identity "$path") $(swap_identity "$other")"
  swap_first=${saved% *} swap_second=${saved#* }
  [ "$swap_first" != "$swap_second" ] || fail "$path and $other are the same"
  [ "${swap_first%:*}" = "${swap_second%:*}" ] || fail "$path and $other are not on the same disc"
}
apply() { swap_to "${saved#* }" "${saved% *}" || fail "can't exchange $path and $other"; }
undo() { swap_to "${saved% *}" "${saved#* }" || fail "can't exchange $path and $other back"; }

swap_identity() { if present "$1"; then stat -c %d:%i "$1"; fi; }
# swap_to A B: A ends at path, B at other, whichever stands where now, or between. One of the three is empty
# at any time but the first and the last, so no rename ever replaces anything.
swap_to() {
  swap_between=$path.cutover-swap
  if [ "$(swap_identity "$path")" = "$2" ]; then
    if present "$swap_between"; then swap_aside=$other; else swap_aside=$swap_between; fi
    mv -T "$path" "$swap_aside" || return 1
  fi
  if ! present "$path"; then
    if [ "$(swap_identity "$swap_between")" = "$1" ]; then swap_from=$swap_between; else swap_from=$other; fi
    mv -T "$swap_from" "$path" || return 1
  fi
  if present "$swap_between"; then mv -T "$swap_between" "$other" || return 1; fi
  [ "$(swap_identity "$path")" = "$1" ] && [ "$(swap_identity "$other")" = "$2" ]
}
