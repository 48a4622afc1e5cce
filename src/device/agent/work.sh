# The process that carries a transaction out, in a group of its own, and the one that watches it.
# Rule 1: a step that lasts longer than it may is ended from outside, with all that it has started; what was begun is
#         settled by another process, by what stands on the disc.
# Rule 2: an open transaction of a controller's is left alone.
#
# shellcheck disable=SC2015,SC2016,SC2034,SC2154,SC2317,SC2329

# The kit is there as a file, since the device's guard runs it; its frames come to us.
run_need_kit() {
  kit_home=$run_home kit_hash=$agent_kit_hash kit_token=agent
  LC_ALL=C
  export LC_ALL
  unset ENV BASH_ENV CDPATH
  umask 077
  if [ ! -r "$kit_home/kit/$kit_hash.sh" ]; then
    mkdir -p "$kit_home/kit" && chmod 700 "$kit_home" && agent_kit >"$kit_home/kit/$kit_hash.sh.$$" &&
      { sync "$kit_home/kit/$kit_hash.sh.$$" 2>/dev/null || sync; } &&
      mv -f "$kit_home/kit/$kit_hash.sh.$$" "$kit_home/kit/$kit_hash.sh" || return 1
    run_drop_half_kits
  fi
  # shellcheck disable=SC1090
  . "$kit_home/kit/$kit_hash.sh"
  kit_say() { run_hear "$1"; }
  run_folder=$kit_home/agent run_said=$kit_home/agent/said run_limit=$kit_home/agent/limit
  run_log=${run_log:-$kit_home/agent/log}
  { [ -d "$run_folder" ] && [ -d "$kit_home/tx" ]; } || mkdir -p "$run_folder" "$kit_home/tx" || return 1
  : >>"$run_log" && : >"$run_said" && : >"$run_limit"
}
# What others were writing when they were ended.
run_drop_half_kits() {
  for run_item in "$kit_home"/kit/*.sh.*; do
    [ ! -e "$run_item" ] || [ -d "/proc/${run_item##*.}" ] || rm -f "$run_item"
  done
}

# The transaction of ours that has not ended, or has ended and was not told: gives run_tx, or nothing.
# Gives run_foreign if one of a controller's is open.
run_find_begun() {
  run_tx='' run_foreign=''
  { read -r run_tx run_rest <"$kit_home/current"; } 2>/dev/null || run_tx=''
  [ -n "$run_tx" ] && [ "$run_rest" = . ] && [ -d "$kit_home/tx/$run_tx" ] || {
    run_tx=''
    return 0
  }
  kit_read_state "$run_tx"
  case $kit_state:$kit_beginner:$kit_alien in
    idle:*) run_tx='' ;;
    *:self:0) [ -d "$kit_home/tx/$run_tx/bindings" ] && [ ! -e "$kit_home/tx/$run_tx/work/.ended" ] || run_tx='' ;;
    confirmed:* | dead:* | broken:*) run_tx='' ;;
    *) run_foreign=$run_tx run_tx='' ;;
  esac
}

# run_work TX COMMAND...: the command, in a group of its own, works on that transaction until it has ended; again where
# it was ended itself. Fails if it never comes to its end.
run_work() {
  run_tx=$1
  shift
  for run_time in 1 2 3 4; do
    [ ! -e "$run_folder/ended" ] || rm -f "$run_folder/ended"
    : >"$run_limit"
    if command -v setsid >/dev/null; then setsid "$@" </dev/null & else "$@" </dev/null & fi
    run_worker=$!
    run_watch "$run_worker" >/dev/null 2>&1 &
    run_watcher=$!
    wait "$run_worker" 2>/dev/null
    kill "$run_watcher" 2>/dev/null
    wait "$run_watcher" 2>/dev/null
    [ ! -e "$run_folder/ended" ] || return 0
  done
  return 1
}

# Looks each second whether the step at work may still be; ends the worker if not. `late` marks what no other process is to begin again.
run_watch() {
  while sleep 1; do
    run_end=''
    { read -r run_until run_for run_no run_line_no run_doing run_primitive run_end <"$run_limit"; } 2>/dev/null
    [ "$run_end" = . ] || continue
    kit_clock
    [ "$kit_now" -gt "$run_until" ] || continue
    kit_tx=$kit_home/tx/$run_tx run_cause=''
    case $run_doing in
      finish | report) : >"$kit_tx/work/.late-$run_doing" ;;
      *) run_fail time-limit "\`$run_primitive\` did not end within $run_for s and was ended" ;;
    esac
    kit_lock_look
    case $kit_lock_holder in "$1":*) kit_end_holder ;; esac
    kill -s KILL "$1" 2>/dev/null
    return 0
  done
}
