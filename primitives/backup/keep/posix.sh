save() { put_aside "$path"; }
apply() { :; }
undo() { put_back "$kept" "$path"; }
