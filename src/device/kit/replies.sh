# What an order is answered with, when it is on the disc.

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
  # A vote must not stand on records that went away meanwhile.
  kit_read_state "$kit_id"
  kit_reason=state
  [ "$kit_state" = switch-intent ] || return 1
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
  [ -e "$kit_tx/strayed" ] || return 0
  read -r kit_rest <"$kit_tx/strayed"
  kit_escape "$kit_rest"
  kit_answer="$kit_answer strayed=${kit_escaped:-unknown}"
}
kit_say_broken() {
  kit_read_outages
  kit_escape "$kit_tx/kept"
  kit_answer="broken state=broken step=$kit_undo_failed reason=$kit_reason backup=$kit_escaped outages=$kit_outages"
}
