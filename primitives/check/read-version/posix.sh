apply() {
  [ -r "$path" ] || fail "there is no version to read in $path"
  read -r version_line <"$path" || [ -n "$version_line" ] || fail "$path is empty"
  # A line's end of another platform.
  case $version_line in *[[:cntrl:]]) version_line=${version_line%?} ;; esac
  kit_put "$version_line"
}
