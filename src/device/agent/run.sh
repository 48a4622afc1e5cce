# The runner: what a program's text calls (docs/agent.md, *The program*). It counts the steps as a controller does,
# hands each to the kit, and reads what they give.
# Rule 1: what was given is on the disc before it is used in another order, so that whoever goes on after a power
#         cut knows it too (`work/.values`); so is why it failed (`work/.cause`).
# Rule 2: no secret in a log, a cause or a value: it is taken out of all that a step prints.
#
# shellcheck disable=SC2015,SC2016,SC2034,SC2154,SC2317,SC2329

# --- steps

# run_line LINE WORDS: the script's line that comes next.
run_line() { run_line_no=$1 run_line_words=$2; }

# run_step PRIMITIVE GIVES TRIES EVERY_S WITHIN_S [name value]... [-- rest...]: gives run_given. Where it fails,
# `run_failed` says why (causes.sh).
run_step() {
  run_no=$((run_no + 1)) run_primitive=$1 run_step_end="step $run_no skipped"
  run_note "line $run_line_no, step $run_no: $run_line_words"
  run_within "$5"
  kit_step "$run_no" "$@" >"$run_said" 2>&1
  run_status=$?
  run_within ''
  run_given=$kit_given
  run_hand_on
  run_note "$run_step_end"
  [ "$run_status" = 0 ]
}

# What the watch reads: until when the step may last, and how it is called; nothing between steps. The device's own
# guard leaves us alone as long.
run_within() {
  if [ -z "$1" ]; then
    : >"$run_limit"
    return 0
  fi
  kit_clock
  kit_put "$((kit_now + $1 * 100 + 200)) $1 $run_no $run_line_no $run_doing $run_primitive .$kit_nl" >"$run_limit"
  run_deadline=''
  { read -r run_deadline <"$kit_tx/deadline"; } 2>/dev/null
  if kit_is_number "$run_deadline" && [ "$run_deadline" -lt $((kit_now + ($1 + 600) * 100)) ]; then
    kit_deadline $(($1 + 3600))
  fi
}

# run_take TYPE NAME: what the step gave, read as its type, in v_NAME; or the step has failed.
run_take() {
  if run_holds_secret "$run_given"; then
    run_bad_value 'it holds a secret'
  elif run_narrow "$1" "$run_given"; then
    run_set "$1" "$2" "$run_value"
    run_keep_value "$2" "$run_value" "$1"
  elif [ "$run_problem" = 'it holds bytes that are not UTF-8' ]; then
    run_bad_value "$run_problem"
  else
    run_show "$run_given" 80
    run_bad_value "$run_shown: $run_problem"
  fi
}
run_bad_value() {
  kit_fail 0 value
  run_fail bad-value "\`$run_primitive\` gave something that can't be used: $1"
}

# run_set TYPE NAME VALUE: of a duration its whole seconds too.
run_set() {
  eval "v_$2=\$3"
  case $1 in
    duration)
      run_seconds "$3"
      eval "s_$2=\$run_rendered"
      ;;
    'list of duration')
      run_over seconds duration "$3"
      run_all=''
      while run_next seconds; do
        run_seconds "$run_item"
        run_all=$run_all$run_rendered$kit_nl
      done
      eval "s_$2=\${run_all%?}"
      ;;
  esac
}
# A line that has no end was never written.
run_keep_value() {
  kit_quote "$2"
  kit_put "run_set $3 $1 $kit_quoted #end$kit_nl" >>"$kit_tx/work/.values"
}
run_recall_values() {
  [ -e "$kit_tx/work/.values" ] || return 0
  while IFS= read -r run_rest; do
    case $run_rest in 'run_set '*' #end') eval "$run_rest" ;; esac
  done <"$kit_tx/work/.values"
}

# run_known NAME...: whether all these names have a value by now.
run_known() {
  for run_name in "$@"; do
    eval "run_rest=\${v_$run_name+known}"
    [ -n "$run_rest" ] || return 1
  done
}

# run_keep ID: the number of the keep begun last; run_restore ID PATH: the next step is undone from that keep.
run_keep() { eval "run_keep_$1=\$run_no"; }
run_restore() {
  eval "run_rest=\$run_keep_$1"
  kit_way restore "$run_rest" "$2"
}

# run_require LINE TEXT: what `require` asked for does not hold.
run_require() {
  run_line_no=$1
  kit_fail 0 require
  run_fail require "$2" line
}

# --- the fingerprint's paths: collected, sorted, and each once

run_managed_path() { run_paths=$run_paths$1$kit_nl; }
run_managed_volatile() { run_volatiles=$run_volatiles$1$kit_nl; }
run_managed_service() { run_services=$run_services$1$kit_nl; }
# run_each_managed KIND LIST: for a step that names a list of them.
run_each_managed() {
  run_over managed path "$2"
  while run_next managed; do "run_managed_$1" "$run_item"; done
}
run_manage() {
  run_paths='' run_volatiles='' run_services=''
  program_managed
  # What lies in a volatile folder counts as its service's.
  run_all=$run_paths run_paths=''
  while [ -n "$run_all" ]; do
    run_item=${run_all%%"$kit_nl"*}
    run_all=${run_all#*"$kit_nl"}
    run_is_steady "$run_item" && run_managed_path "$run_item"
  done
  run_manage_all path "$run_paths"
  run_manage_all volatile "$run_volatiles"
  run_manage_all service "$run_services"
}
run_is_steady() {
  run_rest=$1
  while [ -n "$run_rest" ]; do
    case $kit_nl$run_volatiles in *"$kit_nl$run_rest$kit_nl"*) return 1 ;; esac
    run_rest=${run_rest%/*}
  done
}
run_manage_all() {
  [ -n "$2" ] || return 0
  run_all=$2
  case $2 in *"$kit_nl"?*) run_all=$(kit_put "$2" | sort -u)$kit_nl ;; esac
  while [ -n "$run_all" ]; do
    run_item=${run_all%%"$kit_nl"*}
    kit_managed "$1" "$run_item"
    run_all=${run_all#*"$kit_nl"}
  done
}

# --- what steps print

# It goes to the log, without secrets.
run_hand_on() {
  [ -s "$run_said" ] || return 0
  if [ -n "$run_secrets" ]; then
    run_text=$(cat "$run_said" && kit_put .)
    run_hide_cut "${run_text%.}"
    run_hide_secrets "$run_text"
    kit_put "$run_shown" >"$run_said"
  fi
  # Each line with its end, the last one too.
  awk 1 "$run_said" >>"$run_log"
}
run_note() {
  run_hide_secrets "$1"
  kit_put "$run_shown$kit_nl" >>"$run_log"
}
run_hide_secrets() {
  run_shown=$1
  for run_name in $run_secrets; do
    eval "run_rest=\$v_$run_name"
    [ ${#run_rest} -ge 4 ] || continue
    kit_replace "$run_shown" "$run_rest" '(secret)'
    run_shown=$kit_replaced
  done
}
# Where what was printed has been cut (primitives/posix.sh, `capped`), a secret's beginning is one, too: gives run_text.
run_hide_cut() {
  run_text='' run_all=$1 run_cut=' more bytes were not passed on]'
  while :; do
    case $run_all in *"$run_cut"*) ;; *) break ;; esac
    run_part=${run_all%%"$run_cut"*}
    run_all=${run_all#"$run_part$run_cut"}
    run_number=${run_part##*"${kit_nl}["}
    case $run_number in
      '' | *[!0-9]*) ;;
      *)
        run_part=${run_part%"${kit_nl}[$run_number"}
        run_hide_begun
        run_part="$run_part${kit_nl}[$run_number"
        ;;
    esac
    run_text=$run_text$run_part$run_cut
  done
  run_text=$run_text$run_all
}
run_hide_begun() {
  run_longest=''
  for run_name in $run_secrets; do
    eval "run_rest=\$v_$run_name"
    [ ${#run_rest} -ge 4 ] || continue
    while run_rest=${run_rest%?} && [ ${#run_rest} -gt ${#run_longest} ]; do
      case $run_part in *"$run_rest") run_longest=$run_rest ;; esac
    done
  done
  [ -z "$run_longest" ] || run_part="${run_part%"$run_longest"}(secret)"
}
run_holds_secret() {
  [ -n "$run_secrets" ] || return 1
  run_hide_secrets "$1"
  [ "$run_shown" != "$1" ]
}
