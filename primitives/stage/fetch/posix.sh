# From the servers in their order, the next where one fails; what has come so far is gone on with. The file
# lies in the kit's cache under its own hash: one that is there already is hashed again, and not fetched.
# The agent brings this text too, and fetches with these functions whatever it fetches: docs/agent.md.
# Rule 1: nothing grows past its size, takes longer than its time, or is believed before its hash is right.
# Rule 2: no password is an argument.
apply() {
  fetch_choose
  fetch_servers=$kit_tx/servers fetch_work=$kit_tx/work fetch_rounds=1
  fetch_cached
  kit_put "$fetch_file"
}

# Whatever connects, logs in, or says nothing for so many seconds is given up.
fetch_patience=15

# What fetch_take took, in the cache: gives fetch_file.
fetch_cached() {
  [ -d "$kit_home/cache" ] || mkdir -p "$kit_home/cache" || fail "can't make $kit_home/cache"
  fetch_file=$kit_home/cache/$fetch_sha256
  if [ -e "$fetch_file" ]; then
    ! fetch_is_right "$fetch_file" || return 0
    rm -f "$fetch_file"
  fi
  fetch_from_servers
}

# The artifact's line for this variant, or the one for any.
fetch_choose() {
  fetch_sha256='' fetch_known='' fetch_rest=$what$kit_nl
  while [ -n "$fetch_rest" ]; do
    fetch_line=${fetch_rest%%"$kit_nl"*} fetch_rest=${fetch_rest#*"$kit_nl"}
    fetch_known="$fetch_known ${fetch_line%% *}"
    case ${fetch_line%% *} in
      "$variant") fetch_take "${fetch_line#* }" ;;
      any) [ -n "$fetch_sha256" ] || fetch_take "${fetch_line#* }" ;;
    esac
  done
  [ -n "$fetch_sha256" ] || fail "the release has no variant \`$variant\`; it has$fetch_known"
}
# fetch_take 'SIZE SHA256 PATH [CHUNKS]'
fetch_take() {
  fetch_size=${1%% *} fetch_sha256=${1#* }
  fetch_path=${fetch_sha256#* }
  fetch_sha256=${fetch_sha256%% *} fetch_chunks=-
  case $fetch_path in *' '*) fetch_chunks=${fetch_path#* } fetch_path=${fetch_path%% *} ;; esac
  kit_is_number "$fetch_size" || fail "the release's line is wrong: size $fetch_size"
  fetch_is_hash "$fetch_sha256" || fail "the release's line is wrong: hash"
  [ "$fetch_chunks" = - ] || fetch_is_hash "$fetch_chunks" || fail "the release's line is wrong: chunks"
  case /$fetch_path/ in
    */../* | *[!A-Za-z0-9._/+@=,~-]*) fail "the release's line is wrong: path $fetch_path" ;;
  esac
}
fetch_is_hash() { case ${#1}:$1 in 64:*[!0-9a-f]* | [!6]*:* | 6[!4]*:*) return 1 ;; esac }

# What came was not what was published; the last such is the cause.
fetch_wrong() {
  fetch_why=": $1"
  kit_put "$1$kit_nl" >&2
}

# Size and hash of a file; says what was got.
fetch_is_right() {
  fetch_got=$(wc -c <"$1") || return 1
  # As texts: some shells count no further than 2 GiB. Some tools print blanks before the number.
  [ "${fetch_got##* }" = "$fetch_size" ] || {
    fetch_wrong "expected $fetch_size bytes, got ${fetch_got##* }"
    return 1
  }
  fetch_got=$(sha256sum <"$1") || return 1
  [ "${fetch_got%% *}" = "$fetch_sha256" ] || {
    fetch_wrong "expected SHA-256 $fetch_sha256, got ${fetch_got%% *}"
    return 1
  }
}

# All servers, so many rounds; between rounds some seconds, more each time, not the same ones on each device.
fetch_from_servers() {
  grep -q . "$fetch_servers" || fail "$fetch_path is not here, and no version server is known"
  fetch_part=$fetch_file.part fetch_why='' fetch_round=1
  while :; do
    fetch_count=0
    while IFS=$kit_tab read -r fetch_url fetch_user fetch_password <&3; do
      [ -n "$fetch_url" ] || continue
      fetch_count=$((fetch_count + 1))
      if fetch_from_one; then
        rm -f "$fetch_part.chunks"
        mv -f "$fetch_part" "$fetch_file" || fail "can't name $fetch_file"
        return 0
      fi
      kit_put "$fetch_url: nothing usable$kit_nl" >&2
    done 3<"$fetch_servers"
    [ "$fetch_round" -lt "$fetch_rounds" ] || break
    kit_clock
    sleep $((fetch_round * fetch_round + (kit_now + $$) % 3))
    fetch_round=$((fetch_round + 1))
  done
  # What is whole and wrong can't be gone on with: the next try begins anew.
  ! [ -e "$fetch_part" ] || ! fetch_is_whole || rm -f "$fetch_part" "$fetch_part.chunks"
  fail "$fetch_path: none of $fetch_count version servers gave what was published$fetch_why"
}

# What has come so far goes on where it stopped. If that ends wrong: with the list of its chunks only those that are
# wrong come again, from another server; without it all of it.
fetch_from_one() {
  if [ -e "$fetch_part" ]; then
    fetch_is_whole || {
      fetch_bounded "$fetch_path" "$fetch_part"
      ! fetch_is_right "$fetch_part" || return 0
      fetch_is_whole || return 1
    }
    if [ "$fetch_chunks" != - ]; then
      fetch_mend && fetch_is_right "$fetch_part"
      return
    fi
    rm -f "$fetch_part"
  fi
  fetch_bounded "$fetch_path" "$fetch_part"
  [ -e "$fetch_part" ] && fetch_is_right "$fetch_part"
}
# As long as it must be, or longer: nothing can be gone on with. In halves, for large ones.
fetch_is_whole() {
  fetch_got=$(wc -c <"$fetch_part")
  fetch_got=${fetch_got##* }
  [ ${#fetch_got} = ${#fetch_size} ] || {
    [ ${#fetch_got} -gt ${#fetch_size} ]
    return
  }
  fetch_half=1${fetch_size%?????} fetch_rest=1${fetch_got%?????}
  [ "$fetch_rest" = "$fetch_half" ] || {
    [ "$fetch_rest" -gt "$fetch_half" ]
    return
  }
  [ "1${fetch_got#"${fetch_rest#1}"}" -ge "1${fetch_size#"${fetch_half#1}"}" ]
}

# The chunks that are wrong, from this server; what came behind the end is cut off first, no chunk would mend it.
fetch_mend() {
  fetch_get_list && dd if=/dev/null of="$fetch_part" bs=1 seek="$fetch_size" 2>/dev/null || return 1
  fetch_chunk=0
  while read -r fetch_want <&4; do
    fetch_chunk_is "$fetch_part" || fetch_one_chunk
    fetch_chunk=$((fetch_chunk + 1))
  done 4<"$fetch_part.chunks"
}
# The list is no longer than its package allows, and has the hash that was signed.
fetch_get_list() {
  if [ ! -e "$fetch_part.chunks" ]; then
    (
      fetch_size=$((${fetch_size%?????}0 / 100 + 2000))
      fetch_bounded "$fetch_path.chunks" "$fetch_part.list" 4<&-
    )
    [ -e "$fetch_part.list" ] && mv -f "$fetch_part.list" "$fetch_part.chunks" || return 1
  fi
  fetch_got=$(sha256sum <"$fetch_part.chunks")
  [ "${fetch_got%% *}" = "$fetch_chunks" ] || {
    rm -f "$fetch_part.chunks"
    fetch_wrong "$fetch_path.chunks is not what was published"
    return 1
  }
}
fetch_chunk_is() {
  fetch_got=$(dd if="$1" bs=1048576 skip="$fetch_chunk" count=1 2>/dev/null | sha256sum)
  [ "${fetch_got%% *}" = "$fetch_want" ]
}
# Every tool can go on with a file: so one that is as long as what comes before the chunk (a hole) is gone on with,
# and can't grow past the chunk's end.
fetch_one_chunk() {
  dd if=/dev/null of="$fetch_part.one" bs=1048576 seek="$fetch_chunk" 2>/dev/null
  (
    fetch_blocks=$((fetch_chunk * 2048 + 2048)) fetch_seconds=$((fetch_patience + 64))
    fetch_within "$fetch_path" "$fetch_part.one" 4<&-
  )
  if fetch_chunk_is "$fetch_part.one"; then
    dd if="$fetch_part.one" of="$fetch_part" bs=1048576 skip="$fetch_chunk" seek="$fetch_chunk" count=1 \
      conv=notrunc 2>/dev/null
  else
    fetch_wrong "chunk $fetch_chunk is not what was published"
  fi
  rm -f "$fetch_part.one"
}

# fetch_bounded PATH FILE [PATH FILE]...: no file can grow past fetch_size, whatever the server sends (and whatever
# the tool believes), nor take longer than 16 KiB a second allows.
fetch_bounded() (
  # In blocks of 512 bytes; some shells can count no further than 2 GiB.
  fetch_blocks=${fetch_size%???}
  [ ${#fetch_size} -gt 3 ] || fetch_blocks=0
  fetch_seconds=$((fetch_patience + fetch_blocks / 16))
  fetch_blocks=$((fetch_blocks * 2 + 2))
  fetch_within "$@"
)
fetch_within() (
  ulimit -f "$fetch_blocks"
  umask 022
  fetch_find_tool
  case $fetch_tool in
    curl) fetch_curl "$@" >&2 3<&- ;;
    none) fail 'no curl, wget or ftpget on this device' ;;
    *) fetch_each "$@" >&2 3<&- ;;
  esac
)
# Gives fetch_tool: curl, gnu-wget, wget, ftpget or none.
fetch_find_tool() {
  [ -z "${fetch_tool-}" ] || return 0
  # Not by the name itself: a loop's is the function's own in yash.
  for fetch_rest in curl wget ftpget none; do ! command -v "$fetch_rest" >/dev/null || break; done
  fetch_tool=$fetch_rest
  [ "$fetch_tool" != wget ] || case $(wget --version 2>/dev/null) in *"GNU Wget"*) fetch_tool=gnu-wget ;; esac
}

# Settings go in on standard input, so that no password is an argument. Files of one call share a connection.
fetch_curl() {
  fetch_address=$fetch_url
  # `ftps:` is TLS asked for on the plain port, but for port 990; curl takes it for the latter alone.
  case $fetch_url/ in ftps://*:990/*) ;; ftps:*) fetch_address=ftp${fetch_url#ftps} ;; esac
  fetch_settings=''
  if [ -n "$fetch_user" ]; then fetch_set user "$fetch_user:$fetch_password"; fi
  case $fetch_url in ftps:*) fetch_settings="${fetch_settings}ssl-reqd$kit_nl" ;; esac
  while [ $# -gt 1 ]; do
    fetch_set url "${fetch_address%/}/$1"
    fetch_set output "$2"
    shift 2
  done
  kit_put "$fetch_settings" | curl -q -sS -f --config - --connect-timeout "$fetch_patience" --speed-limit 64 \
    --speed-time "$fetch_patience" --max-time "$fetch_seconds" --ftp-skip-pasv-ip --max-redirs 0 \
    --proto '=http,https,ftp,ftps' -C -
}
fetch_set() {
  kit_replace "$2" "\\" "\\\\"
  kit_replace "$kit_replaced" '"' '\"'
  fetch_settings="$fetch_settings$1 = \"$kit_replaced\"$kit_nl"
}

# The other tools take one file at a time, and are watched.
fetch_each() {
  while [ $# -gt 1 ]; do
    fetch_into=$2
    case $fetch_tool in
      gnu-wget) fetch_wget "${fetch_url%/}/$1" ;;
      wget) fetch_anonymous && fetch_watched wget -q -c -O "$2" "${fetch_url%/}/$1" ;;
      ftpget) fetch_anonymous && fetch_ftpget "${fetch_url%/}/$1" ;;
    esac
    # GNU wget and ftpget leave an empty file where there is none.
    [ -s "$2" ] || rm -f "$2"
    shift 2
  done
}
fetch_wget() {
  (
    umask 077
    fetch_settings=${SSL_CERT_FILE:+ca_certificate = $SSL_CERT_FILE$kit_nl}
    case $1 in ftps://*:990/*) fetch_settings="${fetch_settings}ftps_implicit = on$kit_nl" ;; esac
    [ -z "$fetch_user" ] || fetch_settings="${fetch_settings}user = $fetch_user${kit_nl}password = $fetch_password$kit_nl"
    kit_put "$fetch_settings" >"$fetch_work/.fetch"
  )
  kit_clock
  fetch_until=$((kit_now / 100 + fetch_seconds))
  # Built with GnuTLS it waits 60 ms for what a TLS session can go on with; where a busy server asks for that and has
  # not sent it by then, wget aborts (the numbers, by shell): it begins anew, within the same time.
  for fetch_try in 1 2 3; do
    fetch_watched wget --config="$fetch_work/.fetch" -nv --no-netrc -t 1 -T "$fetch_patience" --max-redirect=0 -c \
      -O "$fetch_into" "$1"
    case $? in 134 | 262 | 390) kit_clock ;; *) break ;; esac
    fetch_seconds=$((fetch_until - kit_now / 100))
    [ "$fetch_seconds" -gt 0 ] || break
  done
  rm -f "$fetch_work/.fetch"
}
# busybox takes a password only as an argument, where anybody on the device can read it.
fetch_anonymous() {
  case $fetch_user in '' | anonymous | ftp) return 0 ;; esac
  fail "this device has only busybox's tools: they would show the password; anonymous access is needed"
}
fetch_ftpget() {
  case $1 in ftp://*) fetch_rest=${1#ftp://} ;; *) fail 'ftpget knows only ftp://' ;; esac
  fetch_host=${fetch_rest%%/*} fetch_port=21
  case $fetch_host in *:*) fetch_port=${fetch_host##*:} fetch_host=${fetch_host%:*} ;; esac
  fetch_watched ftpget -c -P "$fetch_port" "$fetch_host" "$fetch_into" "${fetch_rest#*/}"
}
# For tools that wait for ever: one that brings less than 64 bytes a second, or takes too long as a whole, is ended.
fetch_watched() {
  "$@" </dev/null &
  fetch_at_work=$!
  fetch_watch >/dev/null 2>&1 &
  fetch_watcher=$!
  wait "$fetch_at_work"
  fetch_status=$?
  kill "$fetch_watcher" 2>/dev/null
  return "$fetch_status"
}
fetch_watch() {
  fetch_before=$(wc -c <"$fetch_into") || fetch_before=0
  while sleep "$fetch_patience"; do
    fetch_now=$(wc -c <"$fetch_into") || fetch_now=0
    fetch_seconds=$((fetch_seconds - fetch_patience))
    [ "$fetch_seconds" -gt 0 ] && [ "$fetch_now" -ge $((fetch_before + fetch_patience * 64)) ] || break
    fetch_before=$fetch_now
  done
  kill "$fetch_at_work"
}
