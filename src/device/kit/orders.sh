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
  kit_need_platform
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

# kit_reply WORD ...: the one answer, when what it says is on the disc; then the lock is free.
kit_reply() {
  kit_word=$1
  shift
  if [ -n "$kit_failed" ]; then
    kit_answer="failed state=$kit_state step=$kit_failed reason=$kit_reason"
  elif [ -z "$kit_answer" ]; then
    "kit_reply_$kit_word" "$@" || kit_answer="failed state=$kit_state reason=${kit_reason:-disc}"
  fi
  [ -z "$kit_detail" ] || {
    kit_escape "$kit_detail"
    kit_answer="$kit_answer detail=$kit_escaped"
  }
  kit_sync_state
  kit_say "answer $kit_seq $kit_answer"
  case $kit_answer in more*) ;; *) kit_unlock ;; esac
}

kit_reply_more() { kit_answer='more'; }

kit_reply_standing() {
  kit_print='' kit_made_word=''
  case $kit_state in
    idle) ;;
    staged)
      kit_reason=fingerprint
      kit_fingerprint || return 1
      kit_standing_made
      ;;
    dead) [ ! -e "$kit_tx/old" ] || read -r kit_print <"$kit_tx/old" ;;
    *) [ ! -e "$kit_tx/new" ] || read -r kit_print <"$kit_tx/new" ;;
  esac
  kit_read_outages
  kit_answer="standing state=$kit_state epoch=$kit_s_epoch controller=$kit_s_controller alien=$kit_alien"
  kit_answer="$kit_answer fingerprint=$kit_print outages=$kit_outages$kit_made_word"
}

# kit_reply staged VERSION ALREADY LEASE_S
kit_reply_staged() {
  kit_reason=changed
  kit_store old kept || return 1
  kit_reason=made
  kit_made_store || return 1
  kit_reason=drill
  kit_drilled || return 1
  kit_reason=disc
  kit_put "$1$kit_nl" >"$kit_tx/version" || return 1
  [ "$2" = 0 ] || : >"$kit_tx/already" || return 1
  kit_write_state staged && sync || return 1
  kit_unsynced=''
  kit_deadline "$3"
  kit_say_staged
}
kit_say_staged() {
  read -r kit_print <"$kit_tx/old"
  read -r kit_rest <"$kit_tx/version"
  kit_escape "$kit_rest"
  kit_rest=0
  [ ! -e "$kit_tx/already" ] || kit_rest=1
  kit_say_made
  kit_answer="staged state=staged version=$kit_escaped already=$kit_rest fingerprint=$kit_print$kit_made_word"
}

kit_reply_armed() {
  kit_reason=fingerprint
  kit_store new || return 1
  kit_reason=disc
  kit_write_state armed && sync || return 1
  kit_unsynced=''
  kit_say_armed
}
kit_say_armed() {
  read -r kit_print <"$kit_tx/new"
  kit_read_outages
  kit_answer="armed state=armed fingerprint=$kit_print outages=$kit_outages"
}

kit_reply_verified() { kit_answer="verified state=$kit_state"; }
kit_reply_voted() {
  kit_write_state voted && kit_sync_state || return 1
  kit_answer="voted state=voted"
}
kit_reply_confirmed() { kit_answer="confirmed state=confirmed"; }
kit_reply_finished() { kit_answer="finished state=$kit_state"; }
kit_reply_reported() {
  [ "$kit_state" = broken ] || kit_sweep_tombstone
  kit_sweep_cache
  kit_answer="reported state=$kit_state"
}
kit_reply_downloaded() {
  rm -rf "$kit_tx"
  kit_answer=downloaded
}

kit_reply_reverted() {
  kit_revert
  if [ "$kit_result" = dead ]; then kit_say_reverted; else kit_say_broken; fi
}
kit_say_reverted() {
  kit_print=''
  [ ! -e "$kit_tx/old" ] || read -r kit_print <"$kit_tx/old"
  kit_read_outages
  kit_answer="reverted state=dead fingerprint=$kit_print outages=$kit_outages"
}
kit_say_broken() {
  kit_read_outages
  kit_escape "$kit_tx/kept"
  kit_answer="broken state=broken step=$kit_undo_failed reason=$kit_reason backup=$kit_escaped outages=$kit_outages"
}
