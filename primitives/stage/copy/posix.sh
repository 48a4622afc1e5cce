probe() { present "$from" && present "$to" && [ "$(kit_tree "$from")" = "$(kit_tree "$to")" ]; }
save() {
  straight "$to"
  present "$from" || fail "there is nothing at $from to copy"
  if present "$to"; then put_aside "$to"; else saved=absent; fi
}
apply() {
  put_copy "$from" "$to" || fail "can't copy $from to $to"
  if present "$to.cutover-gone"; then rm -rf "$to.cutover-gone"; fi
}
undo() {
  if [ "$saved" != absent ]; then put_back "$kept" "$to"; else take_away "$to"; fi
}
