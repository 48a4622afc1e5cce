# The version servers: their order for this run, and small files from them, by the functions of the primitive `fetch`.

# By weight, drawn anew each time: so the load is spread, and a bad mirror isn't always first.
# Gives the lines in `servers`.
ask_order() {
  read -r ask_draws </proc/sys/kernel/random/uuid
  ask_draws=${ask_draws%%-*}${ask_draws##*-}
  ask_left=$conf_servers ask_weights=$conf_weights ask_ordered=''
  while [ -n "$ask_left" ]; do
    # shellcheck disable=SC2086 # numbers
    ask_draw $ask_weights
    ask_take
  done
  kit_put "$ask_ordered" >"$agent_new/servers"
}
# Seven hex digits for each draw, taken from the front and put back behind. Gives ask_at, which one it hits.
ask_draw() {
  ask_sum=0 ask_at=0
  for ask_weight in "$@"; do ask_sum=$((ask_sum + ask_weight)); done
  ask_rest=${ask_draws#???????}
  ask_hit=$((0x${ask_draws%"$ask_rest"} % ask_sum))
  ask_rest=${ask_rest%% *} ask_draws=$ask_rest${ask_draws%"${ask_draws#???????}"}
  for ask_weight in "$@"; do
    ask_at=$((ask_at + 1)) ask_hit=$((ask_hit - ask_weight))
    [ "$ask_hit" -ge 0 ] || return 0
  done
}
# The server at ask_at goes from what is left to what is in order.
ask_take() {
  ask_rest=$ask_left ask_left='' ask_numbers=$ask_weights ask_weights='' ask_no=0
  while [ -n "$ask_rest" ]; do
    ask_line=${ask_rest%%"$kit_nl"*} ask_rest=${ask_rest#*"$kit_nl"} ask_no=$((ask_no + 1))
    ask_numbers=${ask_numbers# }
    ask_weight=${ask_numbers%% *} ask_numbers=${ask_numbers#"$ask_weight"}
    if [ "$ask_no" = "$ask_at" ]; then
      ask_ordered=$ask_ordered$ask_line$kit_nl
    else
      ask_left=$ask_left$ask_line$kit_nl ask_weights="$ask_weights $ask_weight"
    fi
  done
}

# ask_for MOST PATH FILE [PATH FILE]...: from the server in fetch_url. What can't be had leaves no file; why is asked
# for by ask_was_said and ask_is_gone, before anything else is fetched.
ask_for() {
  fetch_size=$1 fetch_work=$agent_new
  shift
  (fetch_bounded "$@") >"$agent_new/said" 2>&1 3<&-
  ask_status=$?
}
# Whether the last file wasn't there, as the server itself said: not where no connection came about, or one broke off. What
# the tool doesn't tell apart counts as said.
ask_is_gone() {
  case $fetch_tool:$ask_status in
    curl:0 | curl:9 | curl:19 | curl:22 | curl:78) return 0 ;;
    curl:*) return 1 ;;
  esac
  case $ask_why in *' failed: '* | *' timed out'*) return 1 ;; esac
}
# Gives ask_why: the last of it, as plain text. curl says the cause of each file in one line, and advice behind it.
ask_was_said() {
  ask_why=''
  [ "$fetch_tool" != curl ] || ask_why=$(grep '^curl: ' "$agent_new/said" | tail -n 1 | ask_plain)
  [ -n "$ask_why" ] || ask_why=$(ask_plain <"$agent_new/said")
  ask_why=${ask_why% }
}
ask_plain() { LC_ALL=C tr -c ' -~' ' ' | tail -c 300; }

# A file by its hash, into the kit's cache, from whichever server: gives fetch_file.
# ask_cached 'SIZE SHA256 PATH [CHUNKS]'
ask_cached() {
  (
    fetch_take "$1"
    fetch_servers=$agent_new/servers fetch_work=$agent_new fetch_rounds=3
    fetch_cached
  ) >"$agent_new/said" 2>&1 3<&-
  ask_status=$?
  [ "$ask_status" = 0 ] || {
    ask_why=$(ask_plain <"$agent_new/said")
    ask_why=${ask_why% }
    agent_log_file "$agent_new/said"
    return 1
  }
  fetch_take "$1"
  fetch_file=$kit_home/cache/$fetch_sha256
}

# What the binding of `fetch` calls to give up, in the subshells above.
fail() {
  kit_put "$1$kit_nl" >&2
  exit 1
}
