probe() {
  [ -f "$path" ] && [ ! -L "$path" ] && kit_put "$text" | cmp -s - "$path" || return 1
  [ -z "$mode" ] || [ "$(stat -c %a "$path")" = "${mode#0}" ]
}
save() {
  case $mode in *[!0-7]* | ?????*) fail "\`$mode\` is no mode, such as 0644" ;; esac
  straight "$path"
  if [ -L "$path" ] || present "$path" && [ ! -f "$path" ]; then fail "$path is there, and is no file"; fi
  if present "$path"; then put_aside "$path"; else saved=absent; fi
}
apply() {
  if [ -f "$path" ]; then cp -p "$path" "$path.cutover-new" || fail "can't write beside $path"; fi
  kit_put "$text" >"$path.cutover-new" || fail "can't write beside $path"
  [ -z "$mode" ] || chmod "$mode" "$path.cutover-new" || fail "can't set the mode of $path"
  replace "$path.cutover-new" "$path" || fail "can't write $path"
}
undo() {
  if present "$path.cutover-new"; then rm -f "$path.cutover-new"; fi
  if [ "$saved" != absent ]; then
    put_back "$kept" "$path"
  elif present "$path"; then
    rm -f "$path" || fail "can't remove $path"
  fi
}
