# Metadata as text: every line in its place and every word in its shape, or the whole is refused.

# trust_refuse CODE [WHY]: one of the codes of docs/releases.md.
trust_refuse() {
  trust_code=$1 trust_why=${2-}
  return 1
}

# trust_parse KIND FILE: gives trust_p_NAME, and trust_signatures, lines `KEY BASE64`.
trust_parse() {
  trust_kind=$1 trust_no=0 trust_at=head trust_signatures='' trust_p_expires='' trust_p_published=''
  trust_p_counter='' trust_p_snapshot='' trust_p_list='' trust_p_release='' trust_p_keys='' trust_p_names=' '
  trust_p_root='' trust_p_targets='' trust_p_snapshots='' trust_p_timestamp='' trust_versions=0 trust_files=0 trust_signed_by=0 trust_key_count=0
  trust_wrong='it is not plain text'
  # What lies in `trust` was looked through before it came there.
  case $2 in
    "$trust_dir/"*) [ -s "$2" ] ;;
    *) trust_is_text "$2" ;;
  esac || {
    trust_refuse malformed "$trust_wrong"
    return
  }
  set -f
  trust_lines <"$2" && [ "$trust_at" = end ]
  trust_status=$?
  set +f
  [ "$trust_status" = 0 ] || trust_refuse malformed "line $trust_no of the $1: ${trust_wrong:-not as it must be}"
}

trust_is_text() {
  [ -s "$1" ] && [ -z "$(LC_ALL=C tr -d '\n -~' <"$1" | od -An -N1 -tx1)" ]
}

trust_lines() {
  trust_wrong=''
  while IFS= read -r trust_line || { [ -n "$trust_line" ] && trust_wrong='it is cut'; }; do
    trust_no=$((trust_no + 1))
    [ -z "$trust_wrong" ] && [ ${#trust_line} -le 1024 ] || return 1
    case $trust_line in '' | ' '* | *' ' | *'  '*) return 1 ;; esac
    # shellcheck disable=SC2086 # words
    trust_one_line $trust_line || return 1
  done
  # Where it ends too early.
  [ "$trust_at" = end ] || trust_wrong='it has no `end`'
}

trust_one_line() {
  case $trust_at:$1:$# in
    head:*) trust_begins "$1 $2" ;;
    end:signature:3) trust_take_signature "$2" "$3" ;;
    end:*) return 1 ;;
    *) "trust_line_$trust_kind" "$@" ;;
  esac
}
trust_begins() {
  [ "$1" = "cutover-$trust_kind 1" ] || {
    trust_wrong='another format, or another kind of file'
    return 1
  }
  trust_at=first
}
trust_take_signature() {
  trust_signed_by=$((trust_signed_by + 1))
  trust_is_key_name "$1" && [ "$trust_signed_by" -le 64 ] || return 1
  case $2 in *[!A-Za-z0-9+/=]*) return 1 ;; esac
  trust_signatures=$trust_signatures$1\ $2$kit_nl
}

trust_take_counter() { trust_is_counter "$1" && trust_p_counter=$1; }
trust_take_expires() { time_of "$1" && trust_p_expires=$1; }
trust_take_published() { time_of "$1" && trust_p_published=$1; }

trust_line_root() {
  case $trust_at:$1:$# in
    first:version:2) trust_take_counter "$2" && trust_at=expires ;;
    expires:expires:2) trust_take_expires "$2" && trust_at=key ;;
    key:key:4) trust_take_key "$2" "$3" "$4" ;;
    key:role:*) trust_take_role root targets "$@" ;;
    targets:role:*) trust_take_role targets snapshot "$@" ;;
    snapshot:role:*) trust_take_role snapshot timestamp "$@" ;;
    timestamp:role:*) trust_take_role timestamp roles "$@" ;;
    roles:end:1) trust_at=end ;;
    *) return 1 ;;
  esac
}
# Each name and each key once: two names for one key would let it sign twice.
trust_take_key() {
  trust_is_key_name "$1" && [ "$2" = ssh-ed25519 ] && trust_is_key "$3" || return 1
  case $trust_p_keys in *"$1 "* | *" $3$kit_nl"*) return 1 ;; esac
  trust_key_count=$((trust_key_count + 1))
  [ "$trust_key_count" -le 16 ] || return 1
  trust_p_keys=$trust_p_keys$1\ $3$kit_nl
}
# trust_take_role WANTED NEXT role NAME THRESHOLD KEY...
trust_take_role() {
  [ $# -ge 6 ] && [ "$4" = "$1" ] && trust_is_counter "$5" && [ "$5" -le $(($# - 5)) ] || return 1
  trust_role=$1 trust_at=$2 trust_seen=' '
  shift 4
  trust_role_line=$*
  shift
  for trust_name in "$@"; do
    case $trust_seen in *" $trust_name "*) return 1 ;; esac
    case $kit_nl$trust_p_keys in *"$kit_nl$trust_name "*) ;; *) return 1 ;; esac
    trust_seen="$trust_seen$trust_name "
  done
  case $trust_role in
    root) trust_p_root=$trust_role_line ;;
    targets) trust_p_targets=$trust_role_line ;;
    snapshot) trust_p_snapshots=$trust_role_line ;;
    timestamp) trust_p_timestamp=$trust_role_line ;;
  esac
}

trust_line_timestamp() {
  case $trust_at:$1:$# in
    first:counter:2) trust_take_counter "$2" && trust_at=published ;;
    published:published:2) trust_take_published "$2" && trust_at=expires ;;
    expires:expires:2) trust_take_expires "$2" && trust_at=snapshot ;;
    snapshot:snapshot:4) trust_is_counter "$2" && trust_is_size "$3" && trust_is_hash "$4" && trust_p_snapshot="$2 $3 $4" trust_at=last ;;
    last:end:1) trust_at=end ;;
    *) return 1 ;;
  esac
}

trust_line_snapshot() {
  case $trust_at:$1:$# in
    first:counter:2) trust_take_counter "$2" && trust_at=published ;;
    published:published:2) trust_take_published "$2" && trust_at=expires ;;
    expires:expires:2) trust_take_expires "$2" && trust_at=list ;;
    list:versions:5) trust_take_versions "$2" "$3" "$4" "$5" ;;
    list:end:1) trust_at=end ;;
    *) return 1 ;;
  esac
}
trust_take_versions() {
  trust_is_release "$1" && trust_is_counter "$2" && trust_is_size "$3" && trust_is_hash "$4" || return 1
  case $kit_nl$trust_p_list in *"$kit_nl$1 "*) return 1 ;; esac
  trust_p_list="$trust_p_list$*$kit_nl"
}
