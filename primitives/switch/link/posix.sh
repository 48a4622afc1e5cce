probe() {
  link_now=''
  [ -L "$at" ] || return 1
  link_now=$(readlink "$at")
  [ "$link_now" = "$to" ]
}
save() {
  straight "$at"
  present "$to" || fail "there is nothing at $to to point to"
  if [ -n "$link_now" ]; then
    saved=$link_now
  elif present "$at"; then
    fail "$at is there, and is no link"
  fi
}
apply() { link_point "$to"; }
undo() {
  if [ -z "$saved" ]; then
    if [ -L "$at" ]; then rm -f "$at" || fail "can't remove $at"; fi
  elif [ ! -L "$at" ] || [ "$(readlink "$at")" != "$saved" ]; then
    link_point "$saved"
  fi
  if [ -L "$at.cutover-new" ]; then rm -f "$at.cutover-new"; fi
}
link_point() {
  ln -sfn "$1" "$at.cutover-new" && replace "$at.cutover-new" "$at" || fail "can't point $at to $1"
}
