# `sh agent.sh upgrade --settings FILE`: the program that is joined with this text, carried out on a device without a
# server. `settle` ends only what an earlier call had begun (for a start of the device); `look` says the installed
# version; `work` is the process that does it (work.sh).
# Rule 1: it ends with 0 if the device is on the program's version, with 3 if everything is as it was before, with
#         5 if the device is broken, with 1 where the settings are wrong, with 2 where it could not begin.
#
# shellcheck disable=SC2015,SC2016,SC2034,SC2154,SC2317,SC2329

agent_nl='
'
agent_tab='	'
agent_say() { printf '%s\n' "$1"; }
alone_say() { printf '%s\n' "$1" >&2; }

alone_main() {
  alone_command=${1-}
  [ $# = 0 ] || shift
  alone_settings_file=/etc/cutover/agent run_tx='' run_warning='' run_end_outages=''
  while [ $# -gt 0 ]; do
    case $1 in
      --settings) alone_settings_file=${2-} && shift ;;
      --transaction) run_tx=${2-} && shift ;;
      *) alone_usage && return 1 ;;
    esac
    [ $# = 0 ] || shift
  done
  case $alone_settings_file in /*) ;; *) alone_settings_file=$PWD/$alone_settings_file ;; esac
  case $alone_command in
    upgrade) alone_ready && alone_settle && alone_upgrade ;;
    settle) alone_ready && alone_settle ;;
    work) alone_ready && alone_give_params && run_transaction "$run_tx" ;;
    look) alone_ready && alone_give_params && alone_look ;;
    *)
      alone_usage
      return 1
      ;;
  esac
}
alone_usage() { alone_say 'usage: sh agent.sh upgrade|settle|look --settings FILE'; }

alone_ready() {
  conf_read "$alone_settings_file"
  run_home=$conf_home run_services_folder=$conf_services run_servers=''
  if [ "$conf_script" != "$program_script" ]; then
    alone_say "the settings are for the script $conf_script; this is $program_script"
    return 1
  fi
  run_need_kit || {
    alone_say "can't write to $run_home"
    return 2
  }
}

# What a program knows of its device, and its params.
alone_give_params() {
  v_device__name=$conf_name v_device__address=localhost v_device__platform=$program_platform
  { read -r v_device__architecture </proc/sys/kernel/arch; } 2>/dev/null || v_device__architecture=$(uname -m)
  v_release__name=$program_release v_release__version=$program_version
  program_defaults
  program_artifacts
  alone_each "$conf_params" run_param && alone_each "$conf_secrets" run_secret && run_check_params || {
    alone_say "$alone_settings_file: $run_problem"
    return 1
  }
}
# alone_each LINES FUNCTION: of each line the first word, and the rest.
alone_each() {
  alone_rest=$1
  while [ -n "$alone_rest" ]; do
    alone_line=${alone_rest%%"$agent_nl"*}
    alone_rest=${alone_rest#*"$agent_nl"}
    alone_value=''
    case $alone_line in *' '*) alone_value=${alone_line#* } ;; esac
    "$2" "${alone_line%% *}" "$alone_value" || return 1
  done
}

# What is wrong in the settings is said before anything is begun.
alone_settle() {
  (alone_give_params) || return 1
  run_find_begun
  if [ -n "$run_foreign" ]; then
    alone_say "transaction $run_foreign of $kit_s_operator is open: it is left alone"
    return 2
  fi
  [ -n "$run_tx" ] || return 0
  alone_say "$run_tx was interrupted: it is settled first"
  alone_work
  [ $? != 2 ]
}
alone_upgrade() {
  [ -n "$program_version" ] || {
    alone_say 'this text was made to be read: it names no version and no packages'
    return 2
  }
  alone_cache
  run_tx=self-$(date -u +%Y%m%d-%H%M%S)-$$
  alone_work
}
alone_work() {
  run_work "$run_tx" "sh" "$alone_program" work --transaction "$run_tx" --settings "$alone_settings_file" || {
    alone_say "it did not come to its end; the next call settles it (log: $run_log)"
    return 2
  }
  cat "$run_folder/ended"
  while read -r alone_word alone_value; do
    case $alone_word in
      outcome) alone_outcome=$alone_value ;;
      why) alone_tell_why "$alone_value" ;;
    esac
  done <"$run_folder/ended"
  case $alone_outcome in
    committed | current) return 0 ;;
    not-staged) return 2 ;;
    reverted) return 3 ;;
    *) return 5 ;;
  esac
}

# It stands in `ended` byte by byte; whoever sits there reads words.
alone_tell_why() {
  alone_say "$(run_say_escaped "$1" | LC_ALL=C tr -c ' -~' '?') (log: $run_log)"
}

# Packages that lie in a folder go into the cache; `fetch` verifies them there.
alone_cache() {
  [ -n "$conf_packages" ] || return 0
  mkdir -p "$run_home/cache"
  program_packages | while read -r alone_variant alone_size alone_sha256 alone_path alone_chunks; do
    [ ! -e "$run_home/cache/$alone_sha256" ] || continue
    for alone_file in "$conf_packages/$alone_path" "$conf_packages/${alone_path##*/}"; do
      [ -f "$alone_file" ] || continue
      cp "$alone_file" "$run_home/cache/$alone_sha256.part" &&
        mv -f "$run_home/cache/$alone_sha256.part" "$run_home/cache/$alone_sha256"
      break
    done
  done
}

# The installed version, read as the program reads it; nothing stays behind.
alone_look() {
  run_tx=look-$$ run_seq=0 run_no=0 run_since=- run_cause='' run_why=''
  kit_tx=$kit_home/tx/$run_tx v_work=$kit_home/tx/look-$$/work
  run_order download alone_look_body downloaded || {
    run_say_escaped "$run_why" >&2
    alone_say ''
    return 2
  }
  kit_put "$v_device__version$kit_nl"
}
alone_look_body() {
  program_bindings
  [ -z "$run_services_folder" ] || kit_setting services "$run_services_folder"
  program_look
}
