# The guard: one process per transaction, from prepare to the vote, in a session of its own. It proves
# itself with a mark (the drill), and reverts by itself when the deadline has passed.

kit_guard_start() {
  kit_program=$kit_home/kit/$kit_hash.sh
  if command -v setsid >/dev/null; then
    setsid sh "$kit_program" deadman "$kit_home" "$kit_id" </dev/null >/dev/null 2>&1 \
      3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&- &
  else
    (
      trap '' HUP
      sh "$kit_program" deadman "$kit_home" "$kit_id" </dev/null >/dev/null 2>&1 \
        3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&- &
    )
  fi
}

# kit_deadline SECONDS: from now. A guard that sleeps for longer is woken.
kit_deadline() {
  kit_deadline_old=''
  { read -r kit_deadline_old <"$kit_tx/deadline"; } 2>/dev/null
  kit_clock
  kit_put "$((kit_now + $1 * 100))$kit_nl" >"$kit_tx/deadline"
  if [ "${kit_deadline_old:-0}" -gt $((kit_now + $1 * 100)) ]; then kit_guard_wake; fi
}

# Whether this transaction's guard is at work: gives kit_guard.
kit_guard_lives() {
  { read -r kit_guard <"$kit_tx/guard"; } 2>/dev/null && kit_lives "$kit_guard"
}
kit_guard_wake() {
  if kit_guard_lives; then kill -s USR1 "${kit_guard%%:*}" 2>/dev/null; fi
}
kit_guard_end() {
  if kit_guard_lives && [ "$kit_guard" != "$kit_me" ]; then kit_end "$kit_guard"; fi
}

# Waits for the drill's mark.
kit_drilled() {
  kit_clock
  kit_until=$((kit_now + 1000))
  while [ ! -e "$kit_tx/drill" ]; do
    kit_clock
    [ "$kit_now" -lt "$kit_until" ] || return 1
    sleep 0.3 2>/dev/null || sleep 1
  done
}

# The program: sh KIT deadman HOME TX
kit_deadman() {
  kit_id=$1 kit_tx=$kit_home/tx/$1
  kit_woken='' kit_sleep=''
  trap kit_woken USR1
  exec >>"$kit_tx/guard.log" 2>&1
  kit_put "$kit_me$kit_nl" >"$kit_tx/guard"
  kit_drill || exit 1
  while :; do
    kit_read_state "$kit_id"
    case $kit_state in preparing | staged | switch-intent | armed) ;; *) exit 0 ;; esac
    kit_woken=''
    kit_left
    if [ "$kit_remaining" -gt 0 ]; then kit_doze; else kit_fire; fi
  done
}
# The deadline has been moved. Whenever it comes, the sleep that didn't know of it ends.
kit_woken() {
  kit_woken=1
  [ -z "$kit_sleep" ] || kill "$kit_sleep" 2>/dev/null
}

# What the way back relies on: a timer that outlives its session, and a rename that replaces a link to a folder.
kit_drill() {
  sleep 1
  kit_proven || kit_prove || exit 1
  : >"$kit_tx/drill"
}
# The rename is proved once for each kit and each start of the device.
kit_proven() { { read -r kit_rest <"$kit_home/kit/$kit_hash.proven"; } 2>/dev/null && [ "$kit_rest" = "$kit_boot" ]; }
kit_prove() {
  ln -s . "$kit_tx/.drill" && ln -s .. "$kit_tx/.drill-next" &&
    mv -T "$kit_tx/.drill-next" "$kit_tx/.drill" && [ ! -L "$kit_tx/.drill-next" ] &&
    rm "$kit_tx/.drill" && kit_put "$kit_boot$kit_nl" >"$kit_home/kit/$kit_hash.proven"
}

# Centiseconds to the deadline: gives kit_remaining; none where it can't be read.
kit_left() {
  kit_deadline=''
  for kit_word in 1 2 3; do
    { read -r kit_deadline <"$kit_tx/deadline"; } 2>/dev/null || kit_deadline=''
    if kit_is_number "$kit_deadline"; then break; fi
    # Just being written, or lost.
    kit_deadline=0
    sleep 1
  done
  kit_clock
  kit_remaining=$((kit_deadline - kit_now))
}
kit_doze() {
  sleep $((kit_remaining / 100 + 1)) &
  kit_sleep=$!
  [ -z "$kit_woken" ] || kill "$kit_sleep" 2>/dev/null
  wait "$kit_sleep" 2>/dev/null
  kit_sleep=''
}

# The deadline has passed: whoever still holds the lock two seconds later hangs. State and deadline are read
# again under the lock.
kit_fire() {
  if ! kit_lock 2; then
    kit_left
    [ "$kit_remaining" -le 0 ] || return 0
    kit_lock_look
    [ -n "$kit_lock_free" ] || [ -z "$kit_lock_holder" ] || kit_end_holder
    kit_lock 10 || return 0
  fi
  kit_read_state "$kit_id"
  kit_left
  case $kit_state in
    preparing | staged | switch-intent | armed)
      if [ "$kit_remaining" -le 0 ]; then kit_settle_by kit_revert; fi
      ;;
  esac
  kit_unlock
}

