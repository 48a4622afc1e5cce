# A whole transaction on this device, by the kit's own orders, with the device itself as the controller (`self`, epoch 1).
# Rule 1: the same orders in the same order as a controller gives them to a unit of one.
# Rule 2: what is on the disc decides where it goes on. Voted: it is confirmed and finished. Before: it goes back.
#
# shellcheck disable=SC2015,SC2016,SC2034,SC2154,SC2317,SC2329

# run_order ORDER BODY REPLY...: one order; fails, with a cause, unless the answer is the one that REPLY names.
# The body is a function; `:` where there is nothing to do.
run_order() {
  run_doing=$1 run_body=$2 run_lease=''
  shift 2
  run_seq=$((run_seq + 1)) run_answer=''
  case $run_doing in
    prepare) run_lease=86400 ;;
    switch) run_lease=3600 ;;
  esac
  # shellcheck disable=SC2086 # a number, or nothing
  if kit_request "$run_seq" "$run_doing" "$run_tx" 1 self agent "$run_since" $run_lease; then "$run_body"; fi
  [ "$1" != staged ] || set -- staged "$run_prepared" "$run_already" 86400
  kit_reply "$@"
  [ "$run_answer" != "$1" ] || return 0
  run_fail_by_answer
}

# What the kit would tell a controller.
run_hear() {
  case $1 in
    'answer '*)
      run_answer=${1#answer * }
      run_answer=${run_answer%% *}
      run_note "$run_doing: $run_answer"
      ;;
    *' begin '* | 'value '*) ;;
    'step '*) run_step_end=${1% * *} ;;
    *) run_note "${1% * *}" ;;
  esac
}

# Why an order failed that none of its steps explains, in the words that a controller has for it.
run_fail_by_answer() {
  [ -z "$run_cause" ] || return 1
  run_reason=${kit_answer##*reason=}
  run_reason=${run_reason%% *}
  case $kit_answer:$run_reason in
    refused*:locked | *:lock) run_say='another command holds the lock on the device' run_reason=lock ;;
    refused*) run_say="transaction $kit_open holds it" run_reason=busy ;;
    *:changed) run_say='what the switch would replace is no longer as it was when it was backed up' ;;
    *:hold) run_say="the device's own timer could not be disarmed" ;;
    *:drill) run_say='the dead-man timer did not outlive its session in the drill' ;;
    *:stopped) run_say='it was told to stop' ;;
    *:disc) run_say='its disc is full or can not be written' ;;
    *:state) run_say='it is in a state in which this can not be done' ;;
    *) run_say="it says $run_reason" ;;
  esac
  [ -z "$kit_detail" ] || run_say="$run_say: $kit_detail"
  run_fail "device-$run_reason" "$run_say" order
}

# --- forward

# run_transaction TX: the whole way; what is begun already goes on from where the disc says that it is.
run_transaction() {
  run_tx=$1 run_seq=0 run_no=0 run_since=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  run_cause='' run_why='' run_cause_step='' run_cause_line='' run_late='' run_already=0 run_prepared=''
  kit_tx=$kit_home/tx/$run_tx
  v_work=$kit_tx/work
  kit_read_state "$run_tx"
  case $kit_state in
    idle) run_forward ;;
    *) run_go_on ;;
  esac
  run_end
}

run_forward() {
  if run_upward; then run_confirm; else run_back; fi
}
run_upward() {
  run_order prepare run_prepare staged && run_is_ordered prepared "$run_prepared" || return 1
  if [ "$run_already" = 0 ]; then
    run_order switch program_switch armed && run_order verify run_verify verified &&
      run_is_ordered installed "$v_verified__version" || return 1
  fi
  run_order hold : voted
}

run_prepare() {
  program_bindings
  [ -z "$run_services_folder" ] || kit_setting services "$run_services_folder"
  kit_servers "$run_servers"
  program_look && program_check || return 1
  kit_put "$v_device__version .$kit_nl" >"$kit_tx/work/.from"
  run_compare_versions "$v_device__version" "$v_release__version"
  # A release may let devices fall from exactly this version (`downgrade`).
  [ "$v_device__version" != "${run_falls_from-}" ] || run_order=-1
  case $run_order in
    1) run_newer ;;
    0) run_prepared=$v_device__version run_already=1 ;;
    *) program_backup && program_stage && run_read_prepared ;;
  esac || return 1
  run_manage && program_mend
}
run_newer() {
  kit_fail 0 newer
  run_fail newer-version "it has $v_device__version, which is newer than the ordered $v_release__version; a version never falls" order
}
run_read_prepared() {
  v_prepared__version=$v_release__version
  program_prepared && run_prepared=$v_prepared__version
}
run_verify() { program_verify && program_installed verified__version; }

run_is_ordered() {
  [ "$2" = "$v_release__version" ] ||
    run_fail version-mismatch "$1 version $2, ordered was $v_release__version" order
}

# --- after the vote: nothing here leads back

run_confirm() {
  run_order confirm : confirmed || return 0
  run_finish
}
run_finish() {
  kit_read_state "$run_tx"
  [ "$kit_state" = confirmed ] || return 0
  run_stood=$run_cause
  if [ ! -e "$kit_tx/already" ] && [ ! -e "$kit_tx/work/.late-finish" ]; then
    run_order finish program_finish finished || run_warn
  fi
}
# A phase after the end: what fails there is a note.
run_warn() {
  [ -z "$run_stood" ] || return 0
  run_warning=$run_why run_cause='' run_why='' run_cause_step='' run_cause_line=''
  rm -f "$kit_tx/work/.cause"
}

# --- back

run_back() {
  kit_read_state "$run_tx"
  case $kit_state in idle | dead | broken) return 0 ;; esac
  run_order revert : reverted || :
}

# --- going on, by what stands on the disc

run_go_on() {
  run_recall_cause
  run_recall_values
  if [ -e "$kit_tx/work/.from" ]; then read -r v_device__version run_rest <"$kit_tx/work/.from"; fi
  kit_id=$run_tx
  kit_lock 10 || return 0
  kit_read_state "$run_tx"
  [ "$kit_s_boot" = "$kit_boot" ] || kit_settle
  kit_unlock
  kit_read_state "$run_tx"
  case $kit_state in
    voted) run_confirm ;;
    confirmed) run_finish ;;
    # The kit has put it back by itself, after a start of the device or at the guard's deadline.
    dead | broken) run_interrupted ;;
    *)
      run_interrupted
      run_back
      ;;
  esac
}
run_interrupted() {
  [ -n "$run_cause" ] || run_fail interrupted 'it was interrupted: the power was cut, or its process was ended' order
}

# --- the end: what is to be told stands in `ended` before the transaction's own folder is swept

run_end() {
  kit_read_state "$run_tx"
  case $kit_state in
    idle)
      run_tell not-staged
      return 0
      ;;
    confirmed | dead | broken) ;;
    *) return 0 ;;
  esac
  run_outcome=$kit_state
  case $kit_state:$kit_switched in
    confirmed:*) run_outcome=committed ;;
    dead:1) run_outcome=reverted ;;
    dead:*) run_outcome=not-staged ;;
  esac
  [ ! -e "$kit_tx/already" ] || [ "$run_outcome" != committed ] || run_outcome=current
  run_stood=$run_cause
  kit_read_outages
  run_end_outages=$kit_outages
  run_order report run_report reported
}
run_report() {
  if [ ! -e "$kit_tx/work/.late-report" ]; then program_report || run_warn; fi
  kit_failed='' kit_reason='' kit_detail=''
  run_tell "$run_outcome"
  : >"$kit_tx/work/.ended"
}

# run_tell OUTCOME: into `ended`, by one rename; whoever sends results takes it from there.
run_tell() {
  run_installed=$v_device__version
  [ "$1" != committed ] || run_installed=$v_release__version
  {
    kit_put "transaction $run_tx${kit_nl}outcome $1$kit_nl"
    run_tell_if from "$v_device__version"
    run_tell_if to "$v_release__version"
    [ "$1" = broken ] || run_tell_if installed "$run_installed"
    run_tell_if reason "$run_cause"
    run_tell_if step "$run_cause_step"
    run_tell_if line "$run_cause_line"
    [ -z "$run_why" ] || kit_put "why $run_why$kit_nl"
    [ -z "$run_warning" ] || kit_put "warning $run_warning$kit_nl"
    run_tell_outages "$run_end_outages,"
    kit_put "end$kit_nl"
  } >"$run_folder/ended.new"
  kit_sync "$run_folder/ended.new"
  mv -f "$run_folder/ended.new" "$run_folder/ended"
}
run_tell_if() {
  [ -n "$2" ] || return 0
  run_hide_secrets "$2"
  kit_escape "$run_shown"
  kit_put "$1 $kit_escaped$kit_nl"
}
run_tell_outages() {
  run_all=$1
  while [ -n "${run_all#,}" ]; do
    run_item=${run_all%%,*}
    run_all=${run_all#*,}
    run_rest=${run_item%:*}
    kit_put "outage ${run_item%%:*} ${run_rest##*:} ${run_item##*:}$kit_nl"
  done
}
