# The kit run as a program: sh KIT NAME HOME ...; sourced by a session it does nothing here.

kit_hello() {
  [ -d "$kit_home/tx" ] || mkdir -p "$kit_home/tx" 2>&1 || {
    kit_say no-home
    return
  }
  read -r kit_os </proc/sys/kernel/ostype
  read -r kit_host </proc/sys/kernel/hostname
  { read -r kit_arch </proc/sys/kernel/arch; } 2>/dev/null || kit_arch=$(uname -m)
  kit_escape "$kit_host"
  kit_clock
  kit_say "hello kit=$kit_hash boot=$kit_boot up=$kit_now clock=$(date +%s) os=$kit_os arch=$kit_arch host=$kit_escaped"
}

# sh KIT renew HOME TX EPOCH CONTROLLER LEASE_S: takes no lock; the deadline is replaced by a rename.
kit_renew() {
  kit_read_state "$1"
  case $kit_state in
    preparing | staged | switch-intent | armed) ;;
    *)
      kit_put "no lease: $kit_state$kit_nl"
      return 1
      ;;
  esac
  if [ "$2:$3" != "$kit_s_epoch:$kit_s_controller" ] || ! kit_is_number "$4"; then
    kit_put "fenced: epoch $kit_s_epoch of $kit_s_controller$kit_nl"
    return 1
  fi
  kit_clock
  kit_put "$((kit_now + $4 * 100))$kit_nl" >"$kit_home/tx/$1/deadline.$$" &&
    mv "$kit_home/tx/$1/deadline.$$" "$kit_home/tx/$1/deadline" && kit_put "renewed$kit_nl"
}

# sh KIT stop HOME TX EPOCH CONTROLLER: what can still go back stops at its next step; whoever is still at work
# on it two seconds later is ended, so that the way back can begin.
kit_stop() {
  kit_may_end "$@" && : >"$kit_home/tx/$1/stop" || return 1
  kit_lock_look
  kit_stop_no=$kit_lock_no
  kit_clock
  kit_until=$((kit_now + 200))
  while kit_still_forward "$1"; do
    kit_clock
    if [ "$kit_now" -ge "$kit_until" ]; then
      kit_end_holder
      kit_put "ended$kit_nl"
      return 0
    fi
    sleep 0.1 2>/dev/null || sleep 1
  done
  kit_put "free$kit_nl"
}
# Whether that order is still at work which was so at first, and can still go back: neither a vote nor a revert is ended.
kit_still_forward() {
  kit_lock_look
  [ "$kit_lock_no" = "$kit_stop_no" ] && [ -z "$kit_lock_free" ] && [ -n "$kit_lock_holder" ] || return 1
  kit_read_state "$1"
  case $kit_state in preparing | staged | switch-intent | armed) ;; *) return 1 ;; esac
}

# sh KIT kill HOME TX EPOCH CONTROLLER: ends the lock holder (a step passed its limit).
kit_kill() {
  kit_may_end "$@" || return 1
  kit_lock_look
  [ -n "$kit_lock_free" ] || [ -z "$kit_lock_holder" ] || kit_end_holder
  kit_put "ended$kit_nl"
}

# kit_may_end TX EPOCH CONTROLLER: a controller that took over ends what the one before it left at work.
kit_may_end() {
  kit_find_open
  if [ "$kit_open" != "$1" ] || ! kit_is_number "$2" || [ "$2" -lt "$kit_s_epoch" ] ||
    { [ "$2" = "$kit_s_epoch" ] && [ "$3" != "$kit_s_controller" ]; }; then
    kit_put "fenced: $kit_open epoch $kit_s_epoch of $kit_s_controller$kit_nl"
    return 1
  fi
}

# sh KIT boot HOME: after a start of the device, what it must do with nobody to ask.
kit_boot_program() {
  kit_find_open
  [ -n "$kit_open" ] || return 0
  kit_id=$kit_open kit_tx=$kit_home/tx/$kit_open
  kit_lock 10 || return 1
  kit_read_state "$kit_id"
  [ "$kit_s_boot" = "$kit_boot" ] || kit_settle
  kit_unlock
  kit_put "$kit_id $kit_state$kit_nl"
}

# sh KIT status HOME
kit_status_program() {
  kit_find_open
  for kit_folder in "$kit_home"/tx/*; do
    [ -d "$kit_folder" ] || continue
    kit_id=${kit_folder##*/}
    kit_read_state "$kit_id"
    kit_rest=''
    [ "$kit_id" != "$kit_open" ] || kit_rest=' (open)'
    kit_put "$kit_id $kit_state epoch $kit_s_epoch controller $kit_s_controller operator $kit_s_operator$kit_rest$kit_nl"
  done
}

kit_program() {
  kit_home=$2
  kit_name=$1
  kit_hash=${0##*/}
  kit_hash=${kit_hash%.sh}
  shift 2
  case $kit_name in
    deadman) kit_deadman "$@" ;;
    renew) kit_renew "$@" ;;
    stop) kit_stop "$@" ;;
    kill) kit_kill "$@" ;;
    boot) kit_boot_program ;;
    status) kit_status_program ;;
    *)
      kit_put "usage: sh KIT renew|stop|kill|boot|status HOME ...$kit_nl" >&2
      exit 1
      ;;
  esac
}

if [ -z "${kit_token-}" ]; then
  kit_token=''
  kit_program "$@"
fi
