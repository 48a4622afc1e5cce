apply() {
  [ -f "$path" ] || fail "there is no file $path"
  file_hash=$(sha256sum <"$path") || fail "can't read $path"
  [ "${file_hash%% *}" = "$sha256" ] || fail "$path has SHA-256 ${file_hash%% *}, not $sha256"
}
