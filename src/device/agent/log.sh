# The log: what happened, a line each with its time; the newest 256 KiB. And what people are told.

# agent_log TEXT: bytes that are no text stay out.
agent_log() {
  time_now
  agent_line="$time_stamp $1"
  case $agent_line in *[!\ -~]*) agent_line=$(kit_put "$agent_line" | LC_ALL=C tr -c ' -~' '?') ;; esac
  { kit_put "$agent_line$kit_nl" >>"$agent_dir/log"; } 2>/dev/null || :
  agent_logged=1
}

# What a program printed, from its file.
agent_log_file() {
  [ -s "$1" ] || return 0
  LC_ALL=C tr -c '\n -~' '?' <"$1" | sed 's/^/  /' >>"$agent_dir/log" 2>/dev/null || :
  agent_logged=1
}

# To the log, and to whoever reads cron's mail.
agent_tell() {
  agent_log "$1"
  kit_put "$1$kit_nl" >&2
}

# The newest of it; half is left when it is cut, so that it is not cut each time.
agent_log_cut() {
  [ -n "${agent_logged-}" ] && [ -s "$agent_dir/log" ] || return 0
  agent_size=$(wc -c <"$agent_dir/log")
  [ "$agent_size" -gt 262144 ] || return 0
  tail -c 131072 "$agent_dir/log" | sed 1d >"$agent_dir/log.new" && mv -f "$agent_dir/log.new" "$agent_dir/log"
}
