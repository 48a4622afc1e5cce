# One run, and the other commands.

# agent_main COMMAND [--settings FILE] [--boot] [--transaction TX]
agent_main() {
  agent_command=${1-} agent_settings=/etc/cutover/agent agent_boot='' agent_tx='' agent_marks='' agent_falls=''
  [ $# = 0 ] || shift
  while [ $# -gt 0 ]; do
    case $1:$# in
      --boot:*) agent_boot=1 ;;
      --settings:1 | --transaction:1 | --falls-from:1) agent_usage ;;
      --settings:*) agent_settings=$2 && shift ;;
      --transaction:*) agent_tx=$2 && shift ;;
      --falls-from:*) agent_falls=$2 && shift ;;
      *) agent_usage ;;
    esac
    shift
  done
  case $agent_settings in /*) ;; *) agent_settings=$agent_here/$agent_settings ;; esac
  case $agent_command in run | work | status | check-settings) ;; *) agent_usage ;; esac
  conf_read "$agent_settings"
  agent_dir=$conf_home/agent
  agent_new=$agent_dir/new trust_dir=$agent_dir/trust
  trust_new=$agent_new
  case $agent_command in
    run) agent_run ;;
    work) agent_work_here ;;
    status) agent_status ;;
    check-settings) agent_say "$agent_settings: nothing is wrong" ;;
  esac
}
agent_usage() {
  agent_say 'usage: sh agent.sh run [--boot] | status | check-settings   [--settings FILE]' >&2
  exit 1
}

# The folders, and the kit. What stands in the way is said: nothing can be done then.
agent_ready() {
  [ -d "$agent_dir/trust" ] && [ -d "$agent_dir/outbox" ] ||
    { mkdir -p "$agent_dir/trust" "$agent_dir/outbox" && chmod 700 "$conf_home" "$agent_dir"; } || exit 2
  run_home=$conf_home run_services_folder=$conf_services run_warning='' run_end_outages='' run_servers=''
  run_need_kit || {
    agent_say "can't write to $conf_home" >&2
    exit 2
  }
}

# --- run

agent_run() {
  agent_ready
  agent_lock
  agent_code=0
  rm -rf "$agent_new"
  mkdir "$agent_new" || agent_code=2
  [ "$agent_code" != 0 ] || agent_one_run
  agent_log_cut
  agent_unlock
  exit "$agent_code"
}
agent_one_run() {
  time_now
  ask_order
  agent_settle || return 0
  # While the device starts there may be no network, and its start must not wait for one.
  [ -z "$agent_boot" ] || return 0
  agent_policy || return 0
  # While no server is there, results wait with all else.
  agent_recall
  [ "$agent_last" = no-server ] || outbox_send || :
  agent_jitter
  agent_look_for_news || return 0
  agent_go
  outbox_send || :
}

# One at a time: the kit's lock, in a folder of our own.
agent_lock() {
  kit_home=$agent_dir
  kit_lock_look
  if [ -z "$kit_lock_free" ] && [ -n "$kit_lock_holder" ] && kit_lives "$kit_lock_holder" || ! kit_lock 5; then
    agent_say "running since $(date -u -r "$agent_dir/lock.$kit_lock_no" +%Y-%m-%dT%H:%M:%SZ)"
    exit 0
  fi
  case $kit_lock_no in
    *[05])
      kit_lock_swept
      # shellcheck disable=SC2086 # lock.N
      [ -z "$kit_lock_old" ] || (cd "$agent_dir" && rm -f $kit_lock_old)
      ;;
  esac
  kit_home=$conf_home
}
agent_unlock() {
  kit_home=$agent_dir
  kit_unlock
}

# The same seconds each time for a device.
agent_jitter() {
  [ "$conf_jitter" -gt 0 ] || return 0
  agent_hash_of "$conf_name"
  agent_wait=$((agent_digits % conf_jitter))
  [ "$agent_wait" = 0 ] || sleep "$agent_wait"
  time_now
  ask_weights=$conf_weights
  ask_order
}
agent_hash_of() {
  agent_digits=$(kit_put "$1" | sha256sum)
  agent_rest=${agent_digits#???????}
  agent_digits=$((0x${agent_digits%"$agent_rest"}))
}

# What is here to fetch and to verify with, and whether the settings are content with that.
agent_policy() {
  trust_choose_verifier
  fetch_find_tool
  agent_marks=''
  [ "$trust_verifier" != none ] || agent_marks="$agent_marks unsigned"
  case $fetch_tool in wget | ftpget) agent_marks="$agent_marks plain" ;; esac
  case $fetch_tool:$conf_plain in
    none:*) agent_refuse no-tool 'no curl, wget or ftpget is here' ;;
    wget:no | ftpget:no) agent_refuse no-tool "only busybox's downloaders are here, and \`plain\` is \`no\`" ;;
  esac || return 1
  case $trust_verifier:$conf_unsigned:$agent_marks in
    none:no:* | none:*plain) agent_refuse unsigned 'neither ssh-keygen -Y nor OpenSSL 3 is here to verify signatures with' ;;
  esac
}

# --- news

agent_look_for_news() {
  agent_offline='' agent_news=''
  trust_update
  case $? in
    0) ;;
    1)
      agent_refuse "$trust_code" "$trust_why"
      agent_offline=1
      ;;
    2)
      agent_report no-server '' 'no version server can be reached'
      [ -z "$agent_reported" ] || agent_code=2
      agent_offline=1
      ;;
  esac
  # What was seen last holds until it ends, also with no server to ask.
  trust_still_holds || return 1
  agent_is_settled && return 1
  return 0
}
# agent_refuse CODE WHY: told once, until it is another.
agent_refuse() {
  kit_escape "$2"
  agent_report refused "reason $1${kit_nl}why $kit_escaped$kit_nl" "refused: $1: $2"
  agent_code=2
  return 1
}
