# The root: which keys count. What was seen before counts as long as these keys hold for it.

# The root that the device was given, or that it took since: gives trust_keys, trust_role_NAME and trust_version.
trust_load_root() {
  [ -e "$trust_dir/root" ] || {
    trust_refuse no-root "this device was given no root: $trust_dir/root is missing"
    return
  }
  trust_parse root "$trust_dir/root" && trust_use_root
}
trust_use_root() {
  trust_keys=$trust_p_keys trust_role_root=$trust_p_root trust_role_targets=$trust_p_targets
  trust_role_snapshot=$trust_p_snapshots trust_role_timestamp=$trust_p_timestamp
  trust_version=$trust_p_counter trust_root_expires=$trust_p_expires
}

# trust_next_root FILE: takes it in the place of the one we have.
trust_next_root() {
  trust_parse root "$1" || return 1
  trust_named_rightly || {
    trust_refuse malformed 'a key has another fingerprint than it is called by'
    return
  }
  # shellcheck disable=SC2086 # words
  trust_signed "$1" root "$trust_keys" $trust_role_root && trust_signed "$1" root "$trust_p_keys" $trust_p_root || return 1
  if [ "$trust_p_counter" -le "$trust_version" ]; then
    trust_refuse older "it is root $trust_p_counter"
    return
  fi
  [ "$trust_p_counter" -eq $((trust_version + 1)) ] || {
    trust_refuse mixed "it is root $trust_p_counter"
    return
  }
  trust_use_root
  # A counter that a stolen key has driven up must not outlive that key: first this, then the root.
  trust_forget timestamp "$trust_role_timestamp" && trust_forget snapshot "$trust_role_snapshot" &&
    trust_keep "$1"
}
# trust_forget NAME ROLE_LINE: what is no longer held by the keys of its role.
trust_forget() {
  [ -e "$trust_dir/$1" ] || return 0
  # shellcheck disable=SC2086 # words
  if trust_parse "$1" "$trust_dir/$1" && trust_signed "$trust_dir/$1" "$1" "$trust_keys" $2; then return 0; fi
  rm -f "$trust_dir/$1" && kit_sync "$trust_dir"
}

# trust_keep FILE...: under the names that they have, each by one rename, on the disc before anything is done with it.
trust_keep() {
  kit_sync "$@" && mv -f "$@" "$trust_dir/" && kit_sync "$trust_dir" || trust_refuse disc "$trust_dir can't be written"
}

# From the version that we have to the newest one that this server has. The first came along with the timestamp.
trust_follow_roots() {
  trust_steps=0
  while [ -e "$1/root" ]; do
    trust_fits "$1/root" 65536 && trust_next_root "$1/root" || return 1
    trust_moved=1 trust_steps=$((trust_steps + 1))
    [ "$trust_steps" -lt 1000 ] || {
      trust_refuse endless 'more than 1000 roots at once'
      return
    }
    rm -f "$1/root"
    ask_for 65536 "$((trust_version + 1)).root" "$1/root"
  done
  ! time_is_past "$trust_root_expires" || trust_refuse expired "its root has ended on $trust_root_expires"
}

# trust_fits FILE MOST: what is longer was cut off somewhere behind.
trust_fits() {
  trust_size=$(wc -c <"$1") || return 1
  [ "$trust_size" -le "$2" ] || trust_refuse endless "it is larger than $2 bytes"
}
