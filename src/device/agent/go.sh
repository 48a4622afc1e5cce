# From the versions that are offered to the transaction: which one, its files, and a process that carries it out.
# What begins here, and is broken off, is settled by the next run: so all that it needs lies on the disc first.

agent_go() {
  agent_installed=''
  if [ -e "$agent_dir/program.sh" ]; then
    agent_look "$agent_dir/program.sh" || return 0
  fi
  choose_version "$trust_dir/$conf_release.versions" "$trust_revision" "$agent_installed"
  if [ -z "$agent_installed" ] && [ -n "$choose_to" ]; then
    agent_fetch "$choose_program" && agent_look "$fetch_file" || return 0
    choose_version "$trust_dir/$conf_release.versions" "$trust_revision" "$agent_installed"
  fi
  if [ -z "$choose_to" ]; then
    agent_be_settled -
    agent_stay
    return 0
  fi
  agent_fetch "$choose_program" || return 0
  agent_fetched=$fetch_file
  choose_files agent_fetch || return 0
  choose_when || {
    agent_be_settled "$choose_activate"
    agent_report fetched "to $choose_to${kit_nl}installed $agent_installed$kit_nl" ''
    return 0
  }
  agent_upgrade
}
agent_fetch() {
  agent_has_room "$1" || { agent_refuse disc "$agent_why" || return 1; }
  ask_cached "$1" && return 0
  case $ask_why in
    *' expected '* | 'expected '*) agent_refuse mixed "$ask_why" ;;
    *)
      agent_report no-server '' "$ask_why"
      agent_code=2
      return 1
      ;;
  esac
}

# Whether the disc has room for that file and a MiB more: filled up by us it would stop the device's own services, and what we
# have to say of it. What can't be asked counts as room.
agent_has_room() {
  agent_size=${1%% *} agent_rest=${1#* } agent_have=0
  agent_file=$kit_home/cache/${agent_rest%% *}
  [ ! -e "$agent_file" ] || return 0
  [ ! -e "$agent_file.part" ] || agent_have=$(wc -c <"$agent_file.part")
  agent_why=$(df -kP "$kit_home/" 2>/dev/null | awk -v size="$agent_size" -v have="$agent_have" -v home="$kit_home" '
    NR > 1 { for (n = 2; n <= NF; n++) if ($n ~ /^[0-9]+%$/) {
      if ($(n - 1) * 1024 + have < size + 1048576)
        printf "%s has no room: %s KiB are free, and a file of %s bytes was to be fetched", home, $(n - 1), size
      exit
    } }')
  [ -z "$agent_why" ]
}

# Nothing to do. Where that is so because it failed here, that stays the result. Where nothing was ever offered, no program
# is there to read the installed version by: then no version is told.
agent_stay() {
  if [ -n "$choose_failed" ] && [ -e "$agent_dir/failure" ]; then
    read -r agent_outcome agent_rest <"$agent_dir/failure"
    agent_report "$agent_outcome" "$(sed 1d "$agent_dir/failure")$kit_nl" ''
  elif [ -z "$agent_offline" ]; then
    agent_report current "${agent_installed:+installed $agent_installed$kit_nl}" ''
  fi
}

# The installed version, read as that program reads it: gives agent_installed.
agent_look() {
  agent_installed=$(agent_look_by "$1" 2>"$agent_new/said") && return 0
  agent_why=$(LC_ALL=C tr -c ' -~' ' ' <"$agent_new/said" | tail -c 300)
  # A full disc takes no word of it.
  [ -n "$agent_why" ] || agent_why="nothing was said; can $agent_new be written?"
  kit_escape "$agent_why"
  # The words come first: what is wrong for another reason is told again.
  agent_report not-staged "why $kit_escaped${kit_nl}reason look$kit_nl" "the installed version can't be read: $agent_why"
  agent_code=2
  return 1
}
agent_look_by() {
  agent_load "$1" || return 1
  run_tx=look-$$ run_seq=0 run_no=0 run_since=- run_cause='' run_why=''
  kit_tx=$kit_home/tx/$run_tx
  v_work=$kit_tx/work
  run_order download agent_look_body downloaded || {
    run_say_escaped "$run_why" >&2
    return 1
  }
  kit_put "$v_device__version"
}
agent_look_body() {
  program_bindings
  [ -z "$run_services_folder" ] || kit_setting services "$run_services_folder"
  program_look
}

# A program and what it asks for: of the device, of the release, of the settings.
agent_load() {
  # shellcheck disable=SC1090
  . "$1" || return 1
  if [ "$program_format:$program_script:$program_release" != "1:$conf_script:$conf_release" ]; then
    agent_say "the program is of format $program_format for $program_script of $program_release" >&2
    return 1
  fi
  v_device__name=$conf_name v_device__address=localhost v_device__platform=$program_platform
  { read -r v_device__architecture </proc/sys/kernel/arch; } 2>/dev/null || v_device__architecture=$(uname -m)
  v_release__name=$program_release v_release__version=$program_version
  program_defaults
  program_artifacts
  agent_each "$conf_params" run_param && agent_each "$conf_secrets" run_secret && run_check_params || {
    agent_say "$agent_settings: $run_problem" >&2
    return 1
  }
}
# agent_each LINES FUNCTION: of each line the first word, and the rest.
agent_each() {
  agent_lines=$1
  while [ -n "$agent_lines" ]; do
    agent_line=${agent_lines%%"$kit_nl"*}
    agent_lines=${agent_lines#*"$kit_nl"}
    "$2" "${agent_line%% *}" "${agent_line#* }" || return 1
  done
}

# The transaction, in a process of its own; the program lies where the next run finds it, before anything is begun.
agent_upgrade() {
  cp "$agent_fetched" "$agent_dir/program.new" && kit_sync "$agent_dir/program.new" &&
    mv -f "$agent_dir/program.new" "$agent_dir/program.sh" && kit_sync "$agent_dir" || {
    agent_refuse disc "$agent_dir/program.sh can't be written"
    return 0
  }
  run_compare_versions "$choose_to" "$agent_installed"
  [ "$run_order" = 1 ] || agent_falls=$agent_installed
  agent_hash
  agent_log "upgrade from $agent_installed to $choose_to"
  agent_work "self-$(date -u +%Y%m%d-%H%M%S)-$$"
}
agent_work() {
  set -- "$1" sh "$agent_self" work --transaction "$1" --settings "$agent_settings"
  [ -z "$agent_falls" ] || set -- "$@" --falls-from "$agent_falls"
  run_work "$@" || {
    agent_tell "transaction $1 did not come to its end; the next run settles it"
    agent_code=2
    return 0
  }
  agent_ended
}

# In the process of its own.
agent_work_here() {
  agent_ready
  agent_load "$agent_dir/program.sh" || exit 2
  time_now
  agent_new=$agent_dir/work
  mkdir -p "$agent_new"
  ask_order
  run_servers=$ask_ordered run_falls_from=$agent_falls
  run_transaction "$agent_tx"
}

# What an earlier run had begun. Fails where a controller is at work: then we keep off.
agent_settle() {
  run_find_begun
  if [ -n "$run_foreign" ]; then
    agent_log_once "transaction $run_foreign of $kit_s_operator is open: it is left alone"
    return 1
  fi
  if [ -z "$run_tx" ]; then
    # It had ended, and nobody was told.
    [ ! -e "$run_folder/ended" ] || agent_ended
    return 0
  fi
  agent_log "$run_tx was broken off: it is settled first"
  # Without a program the kit alone can settle it.
  if [ -e "$agent_dir/program.sh" ]; then agent_work "$run_tx"; else kit_boot_program; fi
  [ -n "$agent_boot" ] || outbox_send || :
  return 1
}
