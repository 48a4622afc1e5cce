# From the servers in their order, the next where one fails; what has come so far is gone on with. The file
# lies in the kit's cache under its own hash: one that is there already is hashed again, and not fetched.
apply() {
  fetch_choose
  [ -d "$kit_home/cache" ] || mkdir -p "$kit_home/cache" || fail "can't make $kit_home/cache"
  fetch_file=$kit_home/cache/$fetch_sha256
  if [ -e "$fetch_file" ]; then
    if fetch_is_right "$fetch_file"; then
      kit_put "$fetch_file"
      return 0
    fi
    rm -f "$fetch_file"
  fi
  fetch_from_servers
  kit_put "$fetch_file"
}

# The artifact's line for this variant, or the one for any.
fetch_choose() {
  fetch_sha256='' fetch_known=''
  fetch_rest=$what$kit_nl
  while [ -n "$fetch_rest" ]; do
    fetch_line=${fetch_rest%%"$kit_nl"*}
    fetch_rest=${fetch_rest#*"$kit_nl"}
    fetch_known="$fetch_known ${fetch_line%% *}"
    case ${fetch_line%% *} in
      "$variant") fetch_take "${fetch_line#* }" ;;
      any) [ -n "$fetch_sha256" ] || fetch_take "${fetch_line#* }" ;;
    esac
  done
  [ -n "$fetch_sha256" ] || fail "the release has no variant \`$variant\`; it has$fetch_known"
}
fetch_take() {
  fetch_size=${1%% *}
  fetch_sha256=${1#* }
  fetch_path=${fetch_sha256#* }
  fetch_sha256=${fetch_sha256%% *}
  kit_is_number "$fetch_size" || fail "the release's line is wrong: size $fetch_size"
  case ${#fetch_sha256}:$fetch_sha256 in 64:*[!0-9a-f]* | [!6]*:* | 6[!4]*:*) fail "the release's line is wrong: hash" ;; esac
  case /$fetch_path/ in
    */../* | *[!A-Za-z0-9._/+@=,~-]*) fail "the release's line is wrong: path $fetch_path" ;;
  esac
}

# What came was not what was published; the last such is the cause.
fetch_wrong() {
  fetch_why=": $1"
  kit_put "$1$kit_nl" >&2
}

# Size and hash of a file; says what was got.
fetch_is_right() {
  fetch_got=$(wc -c <"$1") || return 1
  [ "$fetch_got" -eq "$fetch_size" ] || {
    fetch_wrong "expected $fetch_size bytes, got $fetch_got"
    return 1
  }
  fetch_got=$(sha256sum <"$1") || return 1
  [ "${fetch_got%% *}" = "$fetch_sha256" ] || {
    fetch_wrong "expected SHA-256 $fetch_sha256, got ${fetch_got%% *}"
    return 1
  }
}

fetch_from_servers() {
  [ -s "$kit_tx/servers" ] || fail "no version server is known"
  fetch_part=$fetch_file.part fetch_count=0 fetch_why=''
  while IFS=$kit_tab read -r fetch_url fetch_user fetch_password <&3; do
    [ -n "$fetch_url" ] || continue
    fetch_count=$((fetch_count + 1))
    if fetch_from_one && fetch_is_right "$fetch_part"; then
      mv -f "$fetch_part" "$fetch_file" || fail "can't name $fetch_file"
      return 0
    fi
    kit_put "$fetch_url: nothing usable$kit_nl" >&2
  done 3<"$kit_tx/servers"
  fail "$fetch_path: none of $fetch_count version servers gave what was published$fetch_why"
}

# What has come so far goes on where it stopped; if that ends wrong, once more from the beginning.
fetch_from_one() {
  if [ -e "$fetch_part" ]; then
    fetch_got=$(wc -c <"$fetch_part")
    if [ "$fetch_got" -lt "$fetch_size" ] && fetch_bounded; then
      fetch_is_right "$fetch_part" && return 0
    fi
    rm -f "$fetch_part"
  fi
  fetch_bounded
}
# The file can't grow past its signed size, whatever the server sends (and whatever the tool believes).
fetch_bounded() (
  # In blocks of 512 bytes; some shells can count no further than 2 GiB.
  fetch_blocks=${fetch_size%???}
  [ ${#fetch_size} -gt 3 ] || fetch_blocks=0
  ulimit -f $((fetch_blocks * 2 + 2))
  umask 022
  fetch_with_tool "${fetch_url%/}/$fetch_path" >&2 3<&-
)

fetch_with_tool() {
  if command -v curl >/dev/null; then
    fetch_curl "$1"
  elif command -v wget >/dev/null; then
    case $(wget --version 2>/dev/null) in
      *"GNU Wget"*) fetch_wget "$1" ;;
      *) fetch_anonymous && fetch_watched wget -q -c -O "$fetch_part" "$1" ;;
    esac
  elif command -v ftpget >/dev/null; then
    fetch_anonymous && fetch_ftpget "$1"
  else
    kit_put "no curl, wget or ftpget on this device$kit_nl" >&2
    return 1
  fi
}
# Settings go in on standard input, so that no password is an argument.
fetch_curl() {
  fetch_address=$1
  # `ftps:` is TLS asked for on the plain port, but for port 990; curl takes it for the latter alone.
  case $1 in ftps://*:990/*) ;; ftps:*) fetch_address=ftp${1#ftps} ;; esac
  fetch_settings="url = \"$fetch_address\""
  if [ -n "$fetch_user" ]; then
    kit_replace "$fetch_user:$fetch_password" "\\" "\\\\"
    kit_replace "$kit_replaced" '"' '\"'
    fetch_settings="$fetch_settings${kit_nl}user = \"$kit_replaced\""
  fi
  case $1 in ftps:*) fetch_settings="$fetch_settings${kit_nl}ssl-reqd" ;; esac
  kit_put "$fetch_settings$kit_nl" | curl -q -sS -f --config - --connect-timeout 10 --speed-limit 64 --speed-time 30 \
    --max-redirs 0 --proto '=http,https,ftp,ftps' -C - -o "$fetch_part"
}
fetch_wget() {
  (
    umask 077
    kit_put "user = $fetch_user${kit_nl}password = $fetch_password$kit_nl" >"$kit_tx/work/.fetch"
  )
  [ -n "$fetch_user" ] || : >"$kit_tx/work/.fetch"
  wget --config="$kit_tx/work/.fetch" -nv --no-netrc -t 1 -T 30 --max-redirect=0 -c -O "$fetch_part" "$1"
  fetch_status=$?
  rm -f "$kit_tx/work/.fetch"
  return "$fetch_status"
}
# busybox takes a password only as an argument, where anybody on the device can read it.
fetch_anonymous() {
  case $fetch_user in
    '' | anonymous | ftp) return 0 ;;
    *)
      kit_put "this device has only busybox's tools: they would show the password; anonymous access is needed$kit_nl" >&2
      return 1
      ;;
  esac
}
fetch_ftpget() {
  fetch_rest=${1#ftp://}
  [ "$fetch_rest" != "$1" ] || {
    kit_put "ftpget knows only ftp://$kit_nl" >&2
    return 1
  }
  fetch_host=${fetch_rest%%/*} fetch_port=21
  case $fetch_host in *:*) fetch_port=${fetch_host##*:} fetch_host=${fetch_host%:*} ;; esac
  fetch_watched ftpget -c -P "$fetch_port" "$fetch_host" "$fetch_part" "${fetch_rest#*/}"
}
# For tools that wait forever: one that brings less than 2,000 bytes in 30 s is ended.
fetch_patience=30
fetch_watched() {
  "$@" </dev/null &
  fetch_tool=$!
  fetch_watch >/dev/null 2>&1 &
  fetch_watcher=$!
  wait "$fetch_tool"
  fetch_status=$?
  kill "$fetch_watcher" 2>/dev/null
  return "$fetch_status"
}
fetch_watch() {
  fetch_before=0
  while sleep "$fetch_patience"; do
    fetch_now=$(wc -c <"$fetch_part") || fetch_now=0
    [ "$fetch_now" -ge $((fetch_before + 2000)) ] || break
    fetch_before=$fetch_now
  done
  kill "$fetch_tool"
}
