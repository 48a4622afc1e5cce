# Fingerprints: SHA-256 over what is managed: paths (type, mode, owner, link target, content) and services.
# No times. Of a volatile path only its existence counts.

# What stands at a path, as text that doesn't name the path itself; two equal texts are two equal trees,
# whichever stat took them: busybox's puts a link's two names in quotes, GNU's is told not to.
kit_tree() (
  kit_text=$(kit_tree_found "$1") || exit 1
  kit_sorted "$1" "$kit_text"
)
# The same, with a folder's entries in the order in which they were found.
kit_tree_found() {
  QUOTING_STYLE=literal
  export QUOTING_STYLE
  if [ -L "$1" ]; then
    kit_text=$(stat -c '%f %u %g %N' "$1") || exit 1
    kit_link=${kit_text#* -> }
    case $kit_text in *" '/"*) kit_link=${kit_link#?} kit_link=${kit_link%?} ;; esac
    kit_put "${kit_text%% [/\']*} -> $kit_link$kit_nl"
  elif [ -d "$1" ]; then
    cd "$1" || exit 1
    find . ! -type l -exec stat -c '%f %u %g %t:%T %n' {} + -type f -exec sha256sum {} + \
      -o -type l -exec stat -c '%f %u %g %N' {} +
  elif [ -e "$1" ]; then
    stat -c '%f %u %g %t:%T' "$1" || exit 1
    [ ! -f "$1" ] || sha256sum <"$1"
  else
    kit_put "absent$kit_nl"
  fi
}
# kit_sorted PATH TEXT
kit_sorted() {
  if [ -L "$1" ] || [ ! -d "$1" ]; then
    kit_put "$2$kit_nl"
    return
  fi
  case $2 in
    *" './"*) kit_put "$2$kit_nl" | sed "s|^\([0-9a-f]* [0-9]* [0-9]*\) '\(\./.*\)' -> '\(.*\)'\$|\1 \2 -> \3|" | sort ;;
    *) kit_put "$2$kit_nl" | sort ;;
  esac
}

# The first folder on the way to a path that is a link: gives kit_crook; fails if there is one.
# What is written must be what was declared, not a place somewhere else.
kit_straight() {
  kit_crook='' kit_rest=${1#/}
  while :; do
    case $kit_rest in */*) ;; *) return 0 ;; esac
    kit_crook=$kit_crook/${kit_rest%%/*}
    kit_rest=${kit_rest#*/}
    [ ! -L "$kit_crook" ] || return 1
  done
}

# kit_managed KIND VALUE: one thing that the fingerprint covers.
kit_managed() {
  [ -z "$kit_failed" ] || return 1
  case $1:$2 in
    *"$kit_nl"*) kit_fail 0 malformed ;;
    path:/* | volatile:/*)
      kit_straight "$2" || {
        kit_fail 0 link "$2 leads elsewhere: $kit_crook is a link; name the place itself"
      }
      ;;
    service:?*) ;;
    *) kit_fail 0 malformed ;;
  esac
  [ -z "$kit_failed" ] && kit_put "$1 $2$kit_nl" >>"$kit_tx/managed"
}

# Takes the fingerprint: gives kit_list, what it is taken over, and kit_print. What a session has seen before
# it neither sorts nor hashes again.
kit_seen_of='' kit_check_kept=''
kit_fingerprint() {
  kit_need_platform
  : >>"$kit_tx/managed"
  [ "$kit_seen_of" = "$kit_tx" ] || kit_seen_of=$kit_tx kit_seen_list='' kit_seen_print='' kit_seen=0
  if ! kit_listing 2>"$kit_tx/said"; then
    kit_detail=$(tail -n 1 "$kit_tx/said")
    return 1
  fi
  if [ "$kit_list" != "$kit_seen_list" ]; then
    kit_seen_print=$(kit_put "$kit_list" | sha256sum) || return 1
    kit_seen_print=${kit_seen_print%% *} kit_seen_list=$kit_list
  fi
  kit_print=$kit_seen_print
}

kit_listing() {
  kit_volatile=$kit_nl kit_list='' kit_number=0
  while read -r kit_kind kit_value; do
    [ "$kit_kind" != volatile ] || kit_volatile=$kit_volatile$kit_value$kit_nl
  done <"$kit_tx/managed"
  while read -r kit_kind kit_value <&3; do
    kit_number=$((kit_number + 1))
    case $kit_kind in
      path) kit_list_path "$kit_value" ;;
      volatile) kit_list_presence "$kit_value" ;;
      service) kit_list_service "$kit_value" ;;
    esac || return 1
  done 3<"$kit_tx/managed"
}
kit_list_path() {
  kit_is_volatile "$1" && return 0
  kit_found=$(kit_tree_found "$1" 3<&-) || return 1
  if [ "$kit_number" -gt "$kit_seen" ]; then
    kit_was='' kit_seen=$kit_number
  else
    eval "kit_was=\$kit_found_$kit_number kit_text=\$kit_text_$kit_number"
  fi
  if [ "$kit_found" != "$kit_was" ]; then
    kit_text=$(kit_sorted "$1" "$kit_found")
    eval "kit_found_$kit_number=\$kit_found kit_text_$kit_number=\$kit_text"
  fi
  [ -z "$kit_check_kept" ] || kit_kept_is_current "$1" || return 1
  kit_list="${kit_list}path $1$kit_nl$kit_text$kit_nl"
}
# What was kept in prepare must be what stands there now, or the way back would lead to something else.
kit_kept_is_current() {
  for kit_kept in "$kit_tx"/kept/*/path; do
    [ -e "$kit_kept" ] && read -r kit_rest <"$kit_kept" && [ "$kit_rest" = "$1" ] || continue
    [ "$(kit_tree "${kit_kept%/path}/content/${1##*/}")" = "$kit_text" ] || {
      kit_put "$1 has changed since it was kept$kit_nl" >&2
      return 1
    }
  done
}
kit_list_presence() {
  if [ -e "$1" ] || [ -L "$1" ]; then kit_rest=present; else kit_rest=absent; fi
  kit_list="$kit_list$kit_rest $1$kit_nl"
}
kit_list_service() {
  if (service_is_running "$1") </dev/null >/dev/null 2>&1 3<&-; then kit_rest=running; else kit_rest=stopped; fi
  kit_list="$kit_list$kit_rest $1$kit_nl"
}

# Whether a path is volatile, or lies in a folder that is.
kit_is_volatile() {
  kit_rest=$1
  while [ -n "$kit_rest" ]; do
    case $kit_volatile in *"$kit_nl$kit_rest$kit_nl"*) return 0 ;; esac
    kit_rest=${kit_rest%/*}
  done
  return 1
}

# kit_same FILE: whether the fingerprint, taken now, is the stored one; says what differs if not.
kit_same() {
  kit_fingerprint || return 1
  read -r kit_rest <"$kit_tx/$1" || return 1
  [ "$kit_print" != "$kit_rest" ] || return 0
  kit_put "$kit_list" >"$kit_tx/listing"
  kit_detail=$(kit_what_differs "$kit_tx/$1.listing" "$kit_tx/listing")
  return 1
}

# The first line of the second listing that is not the same in the first, and the path it belongs to.
kit_what_differs() {
  awk '
    NR == FNR { old[++n] = $0; next }
    /^(path|present|absent|running|stopped) \// || /^(running|stopped) / { at = $0 }
    $0 != old[FNR] { print at ": " $0 ", not " old[FNR]; found = 1; exit }
    END { if (!found) print "something is gone" }' "$1" "$2" | head -c 400
}

# kit_store FILE [kept]: takes the fingerprint and stores it; looks whether what was kept is still so.
kit_store() {
  kit_check_kept=${2-}
  kit_fingerprint
  kit_status=$?
  kit_check_kept=''
  [ "$kit_status" = 0 ] && kit_put "$kit_print$kit_nl" >"$kit_tx/$1" && kit_put "$kit_list" >"$kit_tx/$1.listing"
}
