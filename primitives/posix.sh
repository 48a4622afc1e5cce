# What the posix bindings share. Sourced by the device kit; runs in its subshells, beside its functions.
# Rule 1: `fail` is the one way to give up; its sentence is for people.
# Rule 2: what is started here outlives the session: its own session, and none of our descriptors.

fail() {
  kit_put "$1$kit_nl" >&2
  exit 1
}

# --- services: the device's own init scripts where it has them, else systemd, else /etc/init.d

# service_call NAME ACTION
service_call() {
  service_find "$1"
  if [ -n "$service_script" ]; then "$service_script" "$2"; else systemctl "$2" "$1"; fi
}
service_find() {
  case $1 in '' | -* | *[!A-Za-z0-9@._-]*) fail "\`$1\` can't be a service's name" ;; esac
  service_script=''
  if [ -n "$kit_services" ]; then
    service_script=$kit_services/$1
  elif [ -d /run/systemd/system ]; then
    return 0
  else
    service_script=/etc/init.d/$1
  fi
  [ -x "$service_script" ] || fail "no init script for service $1: $service_script"
}

# 0: running, 1: stopped. What can't be known is neither.
service_is_running() {
  service_find "$1"
  if [ -z "$service_script" ]; then
    systemctl is-active --quiet "$1"
    return
  fi
  "$service_script" status </dev/null >/dev/null 2>&1
  case $? in
    0) return 0 ;;
    1 | 2 | 3) return 1 ;;
    *) fail "$service_script can't say whether $1 runs" ;;
  esac
}

# When a service went down, and when it was up again, by the device's own clock.
service_mark() {
  kit_clock
  kit_put "$1 $2 $kit_now$kit_nl" >>"$kit_tx/services"
}

service_start() {
  service_detached "$1" start || fail "$1 did not start: its init script returned $service_status$service_printed"
  service_await "$1" running
  service_mark up "$1"
}
service_stop() {
  service_printed=''
  service_mark down "$1"
  service_call "$1" stop </dev/null || {
    service_is_running "$1" && service_mark up "$1"
    fail "$1 did not stop"
  }
  service_await "$1" stopped
}
service_restart() {
  service_mark down "$1"
  service_detached "$1" restart || fail "$1 did not restart: its init script returned $service_status$service_printed"
  service_await "$1" running
  service_mark up "$1"
}
service_reload() { service_detached "$1" reload || fail "$1 did not reload: its init script returned $service_status$service_printed"; }

# An init script in a session of its own, so that what it starts is not ended with ours. While it runs it
# stands in `helpers`, so that whoever ends us ends it too. Gives service_printed: its last lines.
service_detached() {
  service_find "$1"
  if [ -z "$service_script" ]; then
    service_heard=$(service_call "$1" "$2" </dev/null 2>&1)
    service_status=$?
  elif [ -n "${YASH_VERSION-}" ]; then
    service_heard=''
    service_unheard "$2"
    service_status=$?
  else
    : >"$kit_tx/service.said"
    service_run "$2" | service_hear
    service_status=$?
    { IFS= read -r service_heard <"$kit_tx/service.said"; } 2>/dev/null || service_heard=''
  fi
  service_printed=''
  if [ -n "$service_heard" ]; then service_printed="; it printed: $service_heard"; fi
  return "$service_status"
}
# yash hands copies of its own descriptors on to what it starts: nobody may be left behind there.
service_unheard() {
  setsid "$service_script" "$1" </dev/null >/dev/null 2>&1 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&- &
  service_helper "$!"
  wait "$!"
}
service_run() {
  if command -v setsid >/dev/null; then
    setsid "$service_script" "$1" </dev/null 2>&1 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&- &
    service_helper "$!"
    wait "$!"
  else
    (trap '' HUP && exec "$service_script" "$1") </dev/null 2>&1
  fi
  kit_put "$kit_nl$kit_tx ended $?$kit_nl"
}

# Hears what a script prints, to the line that says that it has ended: its last lines go to `service.said`, as one, and its
# status is ours. What it started may hold its output for as long as it runs: somebody must go on reading, or a line more
# would end it.
service_hear() {
  service_status='' service_lines=0
  set -- '' '' ''
  while [ "$service_lines" -lt 200 ] && IFS= read -r service_line; do
    case $service_line in
      "$kit_tx ended "*)
        service_status=${service_line##* }
        break
        ;;
      ?*) set -- "$2" "$3" "$service_line" ;;
    esac
    service_lines=$((service_lines + 1))
  done
  if [ -n "$service_status" ]; then service_keep "$@"; else service_hear_much; fi
  {
    if command -v setsid >/dev/null; then
      setsid cat <&4 >/dev/null 2>&1 3<&- 4<&- &
    else
      (trap '' HUP && exec cat) <&4 >/dev/null 2>&1 3<&- 4<&- &
    fi
  } 4<&0
  return "${service_status:-1}"
}
service_keep() {
  service_line=$1${1:+ / }$2${2:+ / }$3
  [ ${#service_line} -le 400 ] || service_line=$(kit_put "$service_line" | tail -c 400)
  kit_put "$service_line$kit_nl" >"$kit_tx/service.said"
}
service_hear_much() {
  service_line=$(awk -v mark="$kit_tx ended " '
    index($0, mark) == 1 { status = $NF; exit }
    $0 != "" { first = second; second = third; third = substr($0, 1, 200) }
    END { print status " " first " / " second " / " third }')
  service_status=${service_line%% *}
  service_keep '' '' "${service_line#* }"
}
service_helper() {
  kit_process "$1" && kit_put "$1:$1:$kit_start:$kit_boot$kit_nl" >>"$kit_tx/helpers"
}

# service_await NAME running|stopped: until its status says so, within the step's time.
service_await() {
  kit_clock
  service_until=${kit_until:-$((kit_now + 6000))}
  while :; do
    if service_is_running "$1"; then service_state=running; else service_state=stopped; fi
    [ "$service_state" != "$2" ] || return 0
    kit_clock
    [ "$kit_now" -lt "$service_until" ] || fail "$1 is still not $2${service_printed-}"
    sleep 0.1 2>/dev/null || sleep 1
  done
}

# --- paths

# A path that is about to be written must be the place it says.
straight() { kit_straight "$1" || fail "$1 leads elsewhere: $kit_crook is a link; name the place itself"; }

present() { [ -e "$1" ] || [ -L "$1" ]; }

# take_away PATH: it, and what was being made of it.
take_away() {
  for away_path in "$1" "$1.cutover-new" "$1.cutover-back" "$1.cutover-gone"; do
    if present "$away_path"; then rm -rf "$away_path" || fail "can't remove $away_path"; fi
  done
}

# The topmost folder that has to be made for a path: stands in the record, and goes again if it's empty then.
topmost_missing() {
  saved=$1
  while [ ! -e "${saved%/*}/" ]; do saved=${saved%/*}; done
}
remove_empty_above() {
  above=$1
  while [ "$above" != "$2" ]; do
    above=${above%/*}
    rmdir "$above" 2>/dev/null || return 0
  done
}

# replace NEW PATH: PATH becomes NEW in one step, whatever either is but a folder in PATH's place.
replace() { mv -fT "$1" "$2" && ! present "$1"; }

# put_aside PATH: a copy of it in $kept; half a copy is removed.
put_aside() {
  straight "$1"
  [ ! -e "$kept" ] || rm -rf "$kept"
  mkdir -p "$kept/content" && kit_put "$1$kit_nl" >"$kept/path" || fail "can't keep $1: no room for it"
  present "$1" || return 0
  cp -a "$1" "$kept/content/" || {
    rm -rf "$kept"
    fail "can't keep $1: the copy failed, and is removed"
  }
}

# put_back KEPT PATH: the path, or what lies in it, exactly as it was put aside.
put_back() {
  read -r put_base <"$1/path" || fail "$1 holds nothing that was kept"
  put_from=$1/content/${put_base##*/}${2#"$put_base"}
  if ! present "$put_from"; then
    rm -rf "$2" "$2.cutover-back" "$2.cutover-gone" || fail "can't remove $2, which was not there before"
    return 0
  fi
  put_tree=$(kit_tree "$put_from") || fail "can't read $put_from"
  if [ "$(kit_tree "$2")" != "$put_tree" ]; then
    put_copy "$put_from" "$2" || put_in_place "$put_from" "$2" || fail "can't put back $2 from $put_from"
    [ "$(kit_tree "$2")" = "$put_tree" ] || fail "$2 is not what was kept in $put_from"
  fi
  if present "$2.cutover-back" || present "$2.cutover-gone"; then rm -rf "$2.cutover-back" "$2.cutover-gone"; fi
}
# A copy beside it, then a rename: one for what is no folder, two for a folder.
put_copy() {
  [ -d "${2%/*}/" ] || mkdir -p "${2%/*}/" || return 1
  rm -rf "$2.cutover-back"
  cp -a "$1" "$2.cutover-back" || return 1
  if [ -d "$2" ] && [ ! -L "$2" ] || [ -d "$1" ] && [ ! -L "$1" ]; then
    if present "$2"; then
      rm -rf "$2.cutover-gone"
      mv -fT "$2" "$2.cutover-gone" || return 1
    fi
  fi
  replace "$2.cutover-back" "$2"
}
# No room for two, or the folder is a mount: what is there goes first.
put_in_place() {
  rm -rf "$2.cutover-back" "$2.cutover-gone"
  if [ -d "$1" ] && [ ! -L "$1" ] && [ -d "$2" ] && [ ! -L "$2" ]; then
    find "$2" -mindepth 1 -maxdepth 1 -exec rm -rf {} + && cp -a "$1/." "$2/"
  else
    rm -rf "$2" && cp -a "$1" "$2"
  fi
}

# --- what programs print

# The first MiB goes on, of the rest only how much there was.
capped() {
  head -c 1048576
  capped_rest=$(wc -c)
  [ "$((capped_rest))" = 0 ] || kit_put "${kit_nl}[$((capped_rest)) more bytes were not passed on]$kit_nl"
}
