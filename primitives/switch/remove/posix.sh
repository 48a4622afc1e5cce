probe() { ! present "$path"; }
save() { put_aside "$path"; }
apply() { rm -rf "$path" || fail "can't remove $path"; }
undo() { put_back "$kept" "$path"; }
