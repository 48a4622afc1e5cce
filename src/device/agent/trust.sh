# What is believed, from the root to the version information file (docs/releases.md, *How trust goes on*).
# Rule 1: a server that gives something else is passed over, and named with the reason.
# Rule 2: of what the servers offer the newest that is right counts; what was seen is on the disc before it is used.

# Brings the files in `trust` up to date: 0: they are (trust_news says if anything was new), 1: refused, and
# trust_code says why; 2: no server gave anything.
trust_update() {
  trust_again=1
  while [ -n "$trust_again" ]; do
    trust_again=''
    trust_round
    trust_status=$?
  done
  return "$trust_status"
}

# All servers once. When one brings a new root, what the others gave was judged by the old one: again.
trust_round() {
  trust_candidates='' trust_news='' trust_first_code='' trust_first_why='' trust_server=0 trust_answered=''
  trust_load_root || return 1
  while IFS=$kit_tab read -r fetch_url fetch_user fetch_password <&3; do
    trust_server=$((trust_server + 1))
    if trust_ask_one "$trust_new/$trust_server"; then trust_is_back; else trust_pass_over; fi
    [ -z "$trust_moved" ] || {
      trust_again=1
      return 0
    }
    [ -z "$trust_same" ] || {
      trust_code='' trust_why=''
      return 0
    }
  done 3<"$agent_new/servers"
  trust_take_best
}

# trust_pass_over: why this one doesn't count; the first refusal is what is reported.
trust_pass_over() {
  trust_tell_once
  [ "$trust_code" != no-answer ] || return 0
  trust_answered=1
  [ -n "$trust_first_code" ] || trust_first_code=$trust_code trust_first_why="$fetch_url: $trust_why"
}

# In `passed`, `URL CODE` a line: one that is down for a day would drive all else out of the log.
trust_tell_once() {
  ! grep -qxF "$fetch_url $trust_code" "$agent_dir/passed" 2>/dev/null || return 0
  agent_log "$fetch_url: $trust_code: $trust_why"
  { kit_put "$fetch_url $trust_code$kit_nl" >>"$agent_dir/passed"; } 2>/dev/null || :
}
trust_is_back() {
  grep -qF "$fetch_url " "$agent_dir/passed" 2>/dev/null || return 0
  while read -r trust_a trust_b; do
    [ "$trust_a" = "$fetch_url" ] || kit_put "$trust_a $trust_b$kit_nl"
  done <"$agent_dir/passed" >"$agent_dir/passed.new" && mv -f "$agent_dir/passed.new" "$agent_dir/passed"
  agent_log "$fetch_url: is right again"
}

# Its newest root and its timestamp. Gives trust_same where that is the one we have.
trust_ask_one() {
  trust_moved='' trust_same=''
  [ ! -e "$1" ] || rm -rf "$1"
  mkdir "$1"
  ask_for 65536 "$((trust_version + 1)).root" "$1/root" timestamp "$1/timestamp"
  trust_follow_roots "$1" || return 1
  [ -z "$trust_moved" ] || return 0
  [ -e "$1/timestamp" ] || {
    ask_was_said
    trust_refuse no-answer "it gave no timestamp${ask_why:+: $ask_why}"
    return
  }
  trust_answered=1
  # What another one gave too, to the byte, was judged then.
  if [ -n "$trust_candidates" ] && cmp -s "$1/timestamp" "$trust_accepted"; then return 0; fi
  trust_fits "$1/timestamp" 65536 && trust_judge_timestamp "$1/timestamp" || return 1
  if [ -e "$trust_dir/timestamp" ] && cmp -s "$1/timestamp" "$trust_dir/timestamp"; then
    # Where it is the first, the others aren't asked each minute.
    [ -n "$trust_candidates" ] || trust_same=1
    return 0
  fi
  trust_candidates="$trust_candidates$trust_p_counter $trust_server $fetch_url$kit_nl" trust_accepted=$1/timestamp
}

trust_judge_timestamp() {
  trust_seen_counter=0 trust_seen_snapshot='0 0 -'
  if [ -e "$trust_dir/timestamp" ] && trust_parse timestamp "$trust_dir/timestamp"; then
    trust_seen_counter=$trust_p_counter trust_seen_snapshot=$trust_p_snapshot
  fi
  trust_parse timestamp "$1" && trust_is_held "$1" timestamp "$trust_role_timestamp" || return 1
  if [ "$trust_p_counter" -lt "$trust_seen_counter" ] || [ "${trust_p_snapshot%% *}" -lt "${trust_seen_snapshot%% *}" ]; then
    trust_refuse older "counter $trust_p_counter, and $trust_seen_counter was seen"
    return
  fi
  if [ "$trust_p_counter" -eq "$trust_seen_counter" ] && [ "$trust_p_snapshot" != "$trust_seen_snapshot" ]; then
    trust_refuse mixed "counter $trust_p_counter was seen with another snapshot"
    return
  fi
  trust_in_time
}
# trust_is_held FILE ROLE ROLE_LINE: what is on our disc to the byte needs no second look.
trust_is_held() {
  ! { [ -e "$trust_dir/$2" ] && cmp -s "$1" "$trust_dir/$2"; } || return 0
  # shellcheck disable=SC2086 # words
  trust_signed "$1" "$2" "$trust_keys" $3
}
trust_in_time() {
  if time_is_far "$trust_p_published"; then
    trust_refuse not-yet "published on $trust_p_published, and the clock here says $time_stamp"
  elif time_is_past "$trust_p_expires"; then
    trust_refuse expired "it has ended on $trust_p_expires"
  fi
}

# The highest counter first. Where its snapshot or our release's file can't be had as named, the next one.
trust_take_best() {
  while [ -n "$trust_candidates" ]; do
    trust_pick
    if trust_take_chain; then
      trust_news=1 trust_code='' trust_why=''
      return 0
    fi
    agent_log "$trust_url: $trust_code: $trust_why"
    case $trust_code in
      no-answer) trust_answered='' ;;
      *) [ -n "$trust_first_code" ] || trust_first_code=$trust_code trust_first_why=$trust_why ;;
    esac
  done
  trust_code=$trust_first_code trust_why=$trust_first_why
  [ -z "$trust_code" ] || return 1
  [ -n "$trust_answered" ] || return 2
}
trust_pick() {
  trust_best=0 trust_rest=$trust_candidates
  while [ -n "$trust_rest" ]; do
    trust_line=${trust_rest%%"$kit_nl"*}
    trust_rest=${trust_rest#*"$kit_nl"}
    [ "${trust_line%% *}" -le "$trust_best" ] || trust_best=${trust_line%% *} trust_picked=$trust_line
  done
  trust_rest=${trust_candidates%%"$trust_picked$kit_nl"*}
  trust_candidates=$trust_rest${trust_candidates#*"$trust_picked$kit_nl"}
  trust_picked=${trust_picked#* }
  trust_from=${trust_picked%% *} trust_url=${trust_picked#* }
}

# Snapshot and versions as the picked timestamp names them; then all of it becomes what was seen, the timestamp when the
# others are on the disc: so what is not whole is asked for again.
trust_take_chain() {
  trust_parse timestamp "$trust_new/$trust_from/timestamp" || return 1
  trust_want=$trust_p_snapshot
  trust_get snapshot "${trust_want%% *}.snapshot" "$trust_want" || return 1
  trust_line_of "$trust_p_list" "$conf_release" || {
    trust_refuse no-release "there is no release $conf_release"
    return
  }
  trust_get versions "$conf_release/${trust_found%% *}.versions" "$trust_found" || return 1
  trust_keep "$trust_new/$conf_release.versions" "$trust_new/snapshot" &&
    trust_keep "$trust_new/$trust_from/timestamp"
}

# trust_get KIND PATH 'NUMBER SIZE HASH': from our disc, from the server that named it, or from another.
trust_get() {
  trust_what=$1 trust_path=$2 trust_number=${3%% *} trust_most=${3#* }
  trust_hash=${trust_most#* } trust_most=${trust_most%% *}
  [ ${#trust_most} -le 6 ] && [ "$trust_most" -le 524288 ] || {
    trust_refuse endless "$trust_path is said to have $trust_most bytes"
    return
  }
  trust_name=snapshot
  [ "$1" = snapshot ] || trust_name=$conf_release.versions
  trust_file=$trust_new/$trust_name
  if [ -e "$trust_dir/$trust_name" ] && trust_is_named "$trust_dir/$trust_name"; then
    cp "$trust_dir/$trust_name" "$trust_file" && trust_judge "$trust_file"
    return
  fi
  trust_get_from only && return 0
  trust_get_from others
}
trust_get_from() {
  trust_at_server=0
  while IFS=$kit_tab read -r fetch_url fetch_user fetch_password <&3; do
    trust_at_server=$((trust_at_server + 1))
    case $1:$trust_at_server in only:"$trust_from") ;; only:* | others:"$trust_from") continue ;; esac
    [ ! -e "$trust_file" ] || rm -f "$trust_file"
    ask_for "$trust_most" "$trust_path" "$trust_file"
    if trust_judge "$trust_file"; then return 0; fi
    trust_why="$trust_path: $trust_why"
    trust_pass_over
  done 3<"$agent_new/servers"
  return 1
}
trust_judge() {
  if [ -e "$1" ] && trust_is_named "$1"; then
    "trust_judge_$trust_what" "$1"
    return
  fi
  ! [ -e "$1" ] || trust_fits "$1" "$trust_most" || return 1
  ask_was_said
  if ! ask_is_gone; then
    trust_refuse no-answer "it did not come${ask_why:+: $ask_why}"
  elif [ -e "$1" ]; then
    trust_refuse mixed 'it is not the file that was named'
  else
    trust_refuse mixed "it is named, and missing${ask_why:+: $ask_why}"
  fi
}
trust_is_named() {
  trust_gives=$(sha256sum <"$1")
  [ "${trust_gives%% *}" = "$trust_hash" ]
}

trust_judge_snapshot() {
  trust_seen_list=''
  if [ -e "$trust_dir/snapshot" ] && trust_parse snapshot "$trust_dir/snapshot"; then trust_seen_list=$trust_p_list; fi
  trust_parse snapshot "$1" && trust_is_held "$1" snapshot "$trust_role_snapshot" || return 1
  [ "$trust_p_counter" = "$trust_number" ] || {
    trust_refuse mixed "its counter is $trust_p_counter"
    return
  }
  trust_not_older && trust_in_time
}
# No release below what was seen, none gone.
trust_not_older() {
  trust_rest=$trust_seen_list
  while [ -n "$trust_rest" ]; do
    trust_line=${trust_rest%%"$kit_nl"*}
    trust_rest=${trust_rest#*"$kit_nl"}
    trust_name=${trust_line%% *} trust_line=${trust_line#* }
    trust_found=0
    trust_line_of "$trust_p_list" "$trust_name" || :
    [ "${trust_found%% *}" -ge "${trust_line%% *}" ] || {
      trust_refuse older "release $trust_name has revision ${trust_found%% *}, and ${trust_line%% *} was seen"
      return
    }
  done
}

trust_judge_versions() {
  trust_parse versions "$1" || return 1
  # shellcheck disable=SC2086 # words
  trust_signed "$1" targets "$trust_keys" $trust_role_targets || return 1
  [ "$trust_p_release" = "$conf_release" ] || {
    trust_refuse wrong-release "it is about $trust_p_release"
    return
  }
  [ "$trust_p_counter" = "$trust_number" ] || {
    trust_refuse mixed "its revision is $trust_p_counter"
    return
  }
  trust_in_time
}

# Whether what was seen last may still be gone by, with no server to ask: gives trust_revision.
trust_still_holds() {
  for trust_what in timestamp snapshot versions; do
    trust_own=$trust_dir/$trust_what
    [ "$trust_what" != versions ] || trust_own=$trust_dir/$conf_release.versions
    [ -e "$trust_own" ] && trust_parse "$trust_what" "$trust_own" && trust_in_time || return 1
  done
  trust_revision=$trust_p_counter
}
