apply() {
  [ -r "$path" ] || fail "there is no version to read in $path"
  read -r version_line <"$path" || [ -n "$version_line" ] || fail "$path is empty"
  kit_put "${version_line%"$(printf '\r')"}"
}
