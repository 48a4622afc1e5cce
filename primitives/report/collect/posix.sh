apply() {
  [ -r "$path" ] || fail "there is nothing to read at $path"
  tail -n "$last" "$path" | capped
}
