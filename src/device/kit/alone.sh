# What a device does by itself, under the lock: its lines in the state stay under the epoch that it has.

# kit_settle_by FUNCTION
kit_settle_by() {
  kit_asked="$kit_epoch $kit_controller $kit_operator $kit_since"
  kit_epoch=$kit_s_epoch kit_controller=$kit_s_controller kit_operator=$kit_s_operator kit_since=$kit_s_since
  "$1"
  # shellcheck disable=SC2086 # four words
  kit_settled $kit_asked
}
kit_settled() { kit_epoch=${1-} kit_controller=${2-} kit_operator=${3-} kit_since=${4-}; }

# The device has started again since its last line of state: no timer runs, and what was asked is long gone.
kit_settle() {
  case $kit_state in
    preparing | staged | switch-intent | armed | revert-intent) kit_settle_by kit_revert ;;
    held) kit_settle_by kit_vote_alone ;;
  esac
}

# Held: it has not answered yet; the hold functions again, then the comparison.
kit_vote_alone() {
  kit_need_platform
  if kit_hold_all && kit_same "$(kit_ordered)"; then
    kit_write_state voted && kit_sync_state
  else
    kit_revert
  fi
}
