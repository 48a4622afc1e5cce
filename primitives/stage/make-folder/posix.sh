# An empty folder that is there already is what was asked for; a full one is somebody else's.
probe() {
  [ -d "$path" ] && [ ! -L "$path" ] && [ -z "$(ls -A "$path")" ]
}
save() {
  case $mode in '' | *[!0-7]* | ?????*) fail "\`$mode\` is no mode, such as 0755" ;; esac
  straight "$path"
  ! present "$path" || fail "$path is there already"
  topmost_missing "$path"
}
apply() {
  [ ! -d "$path" ] || return 0
  if present "$path.cutover-new"; then rm -rf "$path.cutover-new"; fi
  mkdir -p "$path.cutover-new" && chmod "$mode" "$path.cutover-new" && mv -T "$path.cutover-new" "$path" ||
    fail "can't make $path"
}
undo() {
  take_away "$path"
  remove_empty_above "$path" "$saved"
}
