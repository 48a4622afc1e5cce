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

# Over a start of the device: its own start may have started what the switch had stopped: nothing is put back under a service
# that runs. Records of services may have been lost with the power, so they end as the old fingerprint has them.
# kit_each_service FUNCTION: for each managed service, if that is how it is.
kit_each_service() {
  [ -n "$kit_restarted" ] && [ -n "$kit_switched" ] && [ -e "$kit_tx/managed" ] || return 0
  kit_need_platform
  while read -r kit_kind kit_value <&3; do
    [ "$kit_kind" != service ] || ("$1" "$kit_value") </dev/null >"$kit_tx/said" 2>&1 3<&- || return 1
  done 3<"$kit_tx/managed"
}
kit_service_off() { ! service_is_running "$1" || service_stop "$1"; }
kit_service_as_before() {
  case $kit_nl$(cat "$kit_tx/old.listing") in
    *"${kit_nl}running $1"*) service_is_running "$1" || service_start "$1" ;;
    *) kit_service_off "$1" ;;
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
