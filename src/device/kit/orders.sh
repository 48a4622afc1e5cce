# Orders: { kit_request ... && { ...; }; kit_reply WORD ...; }

# kit_request SEQ ORDER TX EPOCH CONTROLLER OPERATOR SINCE [LEASE_S]
# Takes the lock, asks the fence and the table, and does what comes first. Returns 1 with kit_answer set
# if there is nothing more to do.
kit_request() {
  kit_seq=$1 kit_order=$2 kit_id=$3 kit_epoch=$4 kit_controller=$5 kit_operator=$6 kit_since=${7:--}
  kit_lease=${8-} kit_answer='' kit_failed='' kit_reason='' kit_detail='' kit_ways=''
  kit_tx=$kit_home/tx/$kit_id
  kit_well_formed || {
    kit_answer="failed state=idle reason=malformed"
    return 1
  }
  kit_lock 10 || {
    kit_locked_out
    return 1
  }
  kit_fence && kit_react
}

kit_well_formed() {
  case $kit_id in '' | *[!a-z0-9-]*) return 1 ;; esac
  [ ${#kit_id} -le 64 ] && kit_is_number "$kit_epoch" && kit_is_word "$kit_controller" &&
    kit_is_word "$kit_operator" && kit_is_word "$kit_since" && kit_is_number "${kit_lease:-0}"
}

# Another transaction is open; a lower epoch; an equal one of another controller.
kit_fence() {
  kit_find_open
  if [ -n "$kit_open" ] && [ "$kit_open" != "$kit_id" ]; then
    kit_refuse busy
    return 1
  fi
  kit_open=$kit_id
  kit_read_state "$kit_id"
  [ "$kit_state" != idle ] || return 0
  if [ "$kit_epoch" -lt "$kit_s_epoch" ]; then
    kit_refuse fenced
    return 1
  fi
  if [ "$kit_epoch" = "$kit_s_epoch" ] && [ "$kit_controller" != "$kit_s_controller" ]; then
    kit_refuse fenced
    return 1
  fi
  [ "$kit_s_boot" = "$kit_boot" ] || kit_settle
  [ "$kit_epoch" = "$kit_s_epoch" ] || kit_write_state "$kit_state"
}
kit_refuse() {
  kit_answer="refused reason=$1 state=$kit_state transaction=$kit_open epoch=$kit_s_epoch"
  kit_answer="$kit_answer controller=$kit_s_controller operator=$kit_s_operator since=$kit_s_since"
}

kit_react() {
  if [ "$kit_order" = download ]; then
    kit_enter_download
    return
  fi
  kit_reaction "$kit_state" "$kit_order"
  case $kit_reacts in
    do) "kit_enter_$kit_order" ;;
    answer)
      [ "$kit_order" != inquire ] || return 0
      kit_answer_again
      return 1
      ;;
    *)
      kit_answer="failed state=$kit_state reason=state"
      return 1
      ;;
  esac
}

# What was answered before, from the disc.
kit_answer_again() {
  case $kit_state in
    staged) kit_say_staged ;;
    armed) kit_say_armed ;;
    dead) kit_say_reverted ;;
    *) kit_answer="$kit_state state=$kit_state" ;;
  esac
}

kit_make_folders() {
  mkdir -p "$kit_tx/bindings" "$kit_tx/undo" "$kit_tx/kept" "$kit_tx/work"
}

kit_enter_prepare() {
  kit_sweep_others
  kit_make_folders && kit_make_reserve && kit_put "$kit_id .$kit_nl" >"$kit_home/current" &&
    kit_write_state preparing || {
    kit_answer="failed state=$kit_state reason=disc"
    return 1
  }
  kit_deadline "${kit_lease:-86400}"
  kit_guard_start
}

kit_enter_switch() {
  if [ -e "$kit_tx/already" ]; then
    kit_answer="failed state=$kit_state reason=state"
    return 1
  fi
  if kit_told_to_stop; then
    kit_answer="failed state=$kit_state reason=stopped"
    return 1
  fi
  kit_same old || {
    kit_answer="failed state=$kit_state reason=changed"
    return 1
  }
  kit_made_same || {
    kit_answer="failed state=$kit_state reason=made"
    return 1
  }
  kit_guard_lives || {
    kit_answer="failed state=$kit_state reason=drill"
    return 1
  }
  kit_deadline "${kit_lease:-120}"
  kit_write_state switch-intent || {
    kit_answer="failed state=$kit_state reason=disc"
    return 1
  }
}

kit_enter_hold() {
  if [ "$kit_state" = staged ] && [ ! -e "$kit_tx/already" ]; then
    kit_answer="failed state=$kit_state reason=state"
    return 1
  fi
  kit_write_state held && { [ ! -e "$kit_tx/holds" ] || kit_sync_state; } || {
    kit_answer="failed state=$kit_state reason=disc"
    return 1
  }
  kit_guard_end
  kit_need_platform
  kit_hold_all || {
    kit_answer="failed state=held reason=hold"
    return 1
  }
  kit_same "$(kit_ordered)" || {
    kit_answer="failed state=held reason=changed"
    return 1
  }
}
# The fingerprint that a vote is for.
kit_ordered() { if [ -e "$kit_tx/already" ]; then kit_put old; else kit_put new; fi; }

kit_enter_confirm() {
  kit_write_state confirmed && kit_sync_state || {
    kit_answer="failed state=voted reason=disc"
    return 1
  }
  kit_sweep kept undo mend servers reserve
}

kit_enter_revert() {
  if [ "$kit_state" = idle ]; then
    kit_read_state "$kit_id"
    [ -d "$kit_tx" ] || mkdir -p "$kit_tx"
    kit_write_state dead
    kit_sync_state "$kit_home/tx"
    kit_say_reverted
    # Never asked to prepare; or it was, and its records are lost.
    kit_answer="$kit_answer unknown=1"
    return 1
  fi
}
kit_enter_verify() { :; }
kit_enter_finish() { :; }
kit_enter_report() { :; }
kit_enter_download() {
  if [ "$kit_state" != idle ]; then
    kit_answer="failed state=$kit_state reason=state"
    return 1
  fi
  kit_make_folders
}

# kit_part SEQ: the order that said `more` goes on.
kit_part() {
  kit_seq=$1 kit_answer=''
  kit_lock_look
  [ "$kit_lock_holder:$kit_lock_free" = "$kit_me:" ] && return 0
  kit_answer="failed state=$kit_state reason=lock"
  return 1
}
