# The way back: undo records last first, then the script's `revert` block. A record without its last line
# `# end` was never begun. All of it bears being done twice.

kit_mode=undo

kit_undo_all() {
  kit_undo_no=0 kit_undo_failed=''
  for kit_file in "$kit_tx"/undo/*; do
    kit_file=${kit_file##*/}
    kit_is_number "$kit_file" || continue
    [ "$kit_file" -le "$kit_undo_no" ] || kit_undo_no=$kit_file
  done
  while [ "$kit_undo_no" -gt 0 ]; do
    if kit_is_whole "$kit_tx/undo/$kit_undo_no"; then
      kit_undo_one "$kit_undo_no" || return 1
    fi
    kit_undo_no=$((kit_undo_no - 1))
  done
}

kit_is_whole() {
  [ -e "$1" ] || return 1
  kit_line=''
  while read -r kit_rest; do kit_line=$kit_rest; done <"$1"
  [ "$kit_line" = '# end' ]
}

# One record. What fails stops the way back here: what comes next would stand on it.
kit_undo_one() {
  kit_clock
  kit_say "undo $1 begin $kit_now"
  kit_no=$1 kit_status=0 kit_until=''
  kit_need_platform
  # shellcheck disable=SC1090
  . "$kit_tx/undo/$1"
  kit_clock
  if [ "$kit_status" = 0 ]; then
    kit_say "undo $1 done 0 $kit_now"
    return 0
  fi
  kit_say "undo $1 failed $kit_status $kit_now"
  kit_undo_failed=$1
  return 1
}

# The calls of a record; after one has failed the others of that record are not made.
kit_undo_restore() {
  [ "$kit_status:$kit_mode" = 0:undo ] || return 0
  (umask 022 && put_back "$kit_tx/kept/$1" "$2") </dev/null >"$kit_tx/said" 2>&1
  kit_status=$?
  kit_undo_say
}
# What the way back printed: shown, and its last line stands for why it failed.
kit_undo_say() {
  [ -s "$kit_tx/said" ] || return 0
  head -c 65536 "$kit_tx/said"
  [ "$kit_status" = 0 ] || kit_detail=$(tail -n 1 "$kit_tx/said")
}
kit_undo_self() {
  if [ "$kit_mode" = recall ]; then saved=$2; else kit_undo_run "$kit_mode" "$@"; fi
}
# A keep of `backup`: the steps that write under it are put back from it, each in its own turn.
# shellcheck disable=SC2329
kit_undo_kept() { :; }
kit_undo_call() {
  [ "$kit_mode" = undo ] || return 0
  kit_undo_primitive=$1
  shift
  kit_undo_run apply "$kit_undo_primitive" '' "$@"
}

# kit_undo_run FUNCTION PRIMITIVE SAVED [name value]... [-- rest...]
kit_undo_run() {
  [ "$kit_status" = 0 ] || return 0
  (kit_undo_in_subshell "$@") </dev/null >"$kit_tx/said" 2>&1
  kit_status=$?
  kit_undo_say
}
kit_undo_in_subshell() {
  umask 022
  kept=$kit_tx/kept/$kit_no work=$kit_tx/work saved=$3
  kit_function=$1
  kit_load "$2"
  shift 3
  while [ $# -gt 0 ]; do
    if [ "$1" = -- ]; then
      shift
      break
    fi
    kit_bind "$1" "$2"
    shift 2
  done
  "$kit_function" "$@"
}

# kit_mend PRIMITIVE [name value]... [-- rest...]: a step of the script's `revert` block, for later.
kit_mend() {
  kit_keeps_secrets_out "$@" || return 1
  kit_line=''
  kit_quote_all "$@"
  kit_put "kit_undo_call$kit_line$kit_nl" >>"$kit_tx/mend"
}
# Before the switch nothing was touched, so there is nothing to mend.
kit_mend_all() {
  [ -e "$kit_tx/mend" ] && [ -n "$kit_switched" ] || return 0
  kit_clock
  kit_say "undo 0 begin $kit_now"
  kit_no=0 kit_status=0 kit_until=''
  kit_need_platform
  # shellcheck disable=SC1091
  . "$kit_tx/mend"
  kit_clock
  if [ "$kit_status" = 0 ]; then
    kit_say "undo 0 done 0 $kit_now"
  else
    kit_say "undo 0 failed $kit_status $kit_now"
    kit_undo_failed=0
  fi
  return "$kit_status"
}

# The bindings' `hold`, for each record in its order; the other ways back have nothing to hold.
kit_hold_all() {
  [ -e "$kit_tx/holds" ] || return 0
  kit_mode=hold
  while read -r kit_no <&3; do
    kit_status=0
    # shellcheck disable=SC1090
    . "$kit_tx/undo/$kit_no"
    [ "$kit_status" = 0 ] || break
  done 3<"$kit_tx/holds"
  kit_mode=undo
  return "$kit_status"
}

# Before the switch we touched nothing: what differs then is somebody else's doing, and stays; but it is told, since
# these records may be older than what they are about.
kit_stray() {
  [ -z "$kit_switched" ] || return 1
  kit_put "$kit_detail$kit_nl" >"$kit_tx/strayed"
  kit_detail=''
}

# The whole revert, under the lock: gives kit_result, `dead` or `broken`, and kit_reason. The platform's functions are read
# where they are called, and not before: until there is a record they may be half written.
kit_revert() {
  kit_guard_end
  [ "$kit_state" = revert-intent ] || kit_write_state revert-intent
  kit_make_room
  kit_sync_state
  kit_result=broken
  kit_reason=undo
  if kit_each_service kit_service_off && kit_undo_all && kit_each_service kit_service_as_before; then
    kit_reason=revert
    if kit_mend_all; then
      kit_reason=changed
      if [ ! -e "$kit_tx/old" ] || kit_same old || kit_stray; then kit_result=dead kit_reason=''; fi
    fi
  fi
  kit_made_drop
  sync
  kit_write_state "$kit_result"
  kit_sync_state
  if [ "$kit_result" = dead ]; then kit_sweep kept undo mend servers reserve; else kit_sweep servers; fi
}
