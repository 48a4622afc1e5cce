# What is reported, and when: what is new at once, what stays as it is once an hour. And what is remembered for that.

# The text that is running: gives agent_sha. Asked for before anything can replace the file.
agent_hash() {
  [ -z "${agent_sha-}" ] || return 0
  agent_sha=$(sha256sum <"$agent_self")
  agent_sha=${agent_sha%% *}
}

# What was reported last, `OUTCOME DAY SECOND KEY`: gives agent_last and what belongs to it.
agent_recall() {
  agent_last='' agent_last_day=0 agent_last_second=0 agent_last_key=''
  { read -r agent_last agent_last_day agent_last_second agent_last_key <"$agent_dir/reported"; } 2>/dev/null || :
}
agent_remember() {
  kit_put "$1 $time_today $time_clock $2$kit_nl" >"$agent_dir/reported.new" &&
    mv -f "$agent_dir/reported.new" "$agent_dir/reported"
}
# agent_hour_since DAY SECOND: whether an hour has passed, or the clock has been set back.
agent_hour_since() {
  [ "$1" -eq "$time_today" ] || [ "$1" -eq $((time_today - 1)) ] || return 0
  agent_age=$(((time_today - $1) * 86400 + time_clock - $2))
  [ "$agent_age" -lt 0 ] || [ "$agent_age" -ge 3600 ]
}

# agent_report OUTCOME LINES SENTENCE: into the outbox if it is new: gives agent_reported. What is no transaction's end
# is the same while its first line is.
agent_report() {
  agent_reported='' agent_key=${2%%"$kit_nl"*}
  agent_recall
  case $1:$agent_last in current:committed) agent_last=current ;; esac
  if [ "$1 $agent_key" = "$agent_last $agent_last_key" ]; then
    case $1 in refused | no-server) return 0 ;; esac
    agent_hour_since "$agent_last_day" "$agent_last_second" || return 0
  fi
  agent_reported=1
  if [ -n "$3" ]; then agent_tell "$3"; else agent_log "$1${agent_key:+: $agent_key}"; fi
  outbox_put "$1" "$2"
  agent_remember "$1" "$agent_key"
}

# For what isn't worth a result.
agent_log_once() {
  agent_rest=''
  { read -r agent_rest <"$agent_dir/said-once"; } 2>/dev/null || :
  [ "$agent_rest" != "$1" ] || return 0
  kit_put "$1$kit_nl" >"$agent_dir/said-once"
  agent_log "$1"
}

# Until there is news nothing needs looking at: `REVISION CHANNEL SCRIPT DAY SECOND ACTIVATE`; once an hour all the same.
agent_be_settled() {
  kit_put "$trust_revision $conf_channel $conf_script $time_today $time_clock $1$kit_nl" >"$agent_dir/settled.new" &&
    mv -f "$agent_dir/settled.new" "$agent_dir/settled"
}
agent_is_settled() {
  [ -z "$trust_news" ] && [ -e "$agent_dir/settled" ] || return 1
  read -r agent_a agent_b agent_c agent_d agent_e agent_f <"$agent_dir/settled"
  [ "$agent_a $agent_b $agent_c" = "$trust_revision $conf_channel $conf_script" ] || return 1
  ! agent_hour_since "$agent_d" "$agent_e" || return 1
  # What is told once an hour needs looking at then.
  agent_recall
  if [ -z "$agent_offline" ]; then
    # A server that is right is there again: that is news, and what waits goes up with it.
    case $agent_last in no-server | refused) return 1 ;; esac
    ! agent_hour_since "$agent_last_day" "$agent_last_second" || return 1
  fi
  [ "$agent_f" != - ] || return 0
  time_until "$agent_f"
  [ "$time_left" -gt 60 ]
}

# A transaction has ended: what the runner left in `ended` is the result.
agent_ended() {
  agent_outcome=broken agent_lines='' agent_to='' agent_reason='' agent_at='' agent_why=''
  while read -r agent_word agent_rest; do
    case $agent_word in
      outcome) agent_outcome=$agent_rest ;;
      installed) agent_at=$agent_rest ;;
      to) agent_to=$agent_rest ;;
      reason) agent_reason=$agent_rest ;;
      why) agent_why=": $(run_say_escaped "$agent_rest" | LC_ALL=C tr -c ' -~' '?')" ;;
      warning) agent_log "warning: $agent_rest" ;;
    esac
    case $agent_word in
      from | to | installed | reason | step | line | why | outage) agent_lines="$agent_lines$agent_word $agent_rest$kit_nl" ;;
    esac
  done <"$run_folder/ended"
  case $agent_outcome in refused) agent_outcome=not-staged ;; esac
  time_now
  if [ -z "$agent_reason" ]; then agent_log "$agent_outcome"; else agent_tell "$agent_outcome: $agent_reason$agent_why"; fi
  outbox_put "$agent_outcome" "$agent_lines"
  case $agent_outcome in
    committed | current)
      agent_remember "$agent_outcome" "installed $agent_at"
      [ ! -e "$agent_dir/failure" ] || rm -f "$agent_dir/failure"
      ;;
    *) agent_failed ;;
  esac
  rm -f "$run_folder/ended"
}
agent_failed() {
  case $agent_outcome in
    not-staged) agent_code=2 ;;
    broken) agent_code=5 ;;
    *) agent_code=3 ;;
  esac
  agent_remember "$agent_outcome" "${agent_lines%%"$kit_nl"*}"
  kit_put "$agent_outcome$kit_nl$agent_lines" >"$agent_dir/failure"
  trust_still_holds || return 0
  case $agent_reason in
    device-busy | device-lock) ;;
    # Neither says anything of the version: a guard that was killed, or too late on a device that was too busy.
    interrupted | device-drill) choose_note_failure "$agent_to" "$trust_revision" cut ;;
    *) choose_note_failure "$agent_to" "$trust_revision" ;;
  esac
}

agent_status() {
  agent_ready
  time_now
  agent_say "device $conf_name, script $conf_script, release $conf_release, channel $conf_channel"
  if trust_load_root; then agent_say "root $trust_version, until $trust_root_expires"; else agent_say "$trust_why"; fi
  if trust_still_holds; then
    agent_say "revision $trust_revision of $conf_release, until $trust_p_expires"
  else
    agent_say "no version information file that holds"
  fi
  agent_recall
  [ -z "$agent_last" ] || agent_say "last result: $agent_last${agent_last_key:+, $agent_last_key}"
  outbox_newest
  [ "$outbox_count" = 0 ] || agent_say "results that wait for a server: $outbox_count"
  kit_home=$agent_dir
  kit_lock_look
  if [ -z "$kit_lock_free" ] && kit_lives "$kit_lock_holder"; then
    agent_say "running since $(date -u -r "$agent_dir/lock.$kit_lock_no" +%Y-%m-%dT%H:%M:%SZ)"
  fi
}
