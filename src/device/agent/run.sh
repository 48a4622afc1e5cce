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

# run_step PRIMITIVE GIVES TRIES EVERY_S WITHIN_S [name value]... [-- rest...]: gives run_given.
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
  [ "$run_status" != 0 ] || return 0
  if [ "$kit_failed" = "$run_no" ]; then run_fail step-failed "\`$run_primitive\`: $(run_last_said)"; fi
  return 1
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

# --- causes

# run_fail CODE WHY [line]: why it fails; only the first counts. With `line` no step has failed, but what stands there.
run_fail() {
  run_note "failed: $2"
  if [ -n "$run_cause" ]; then return 1; fi
  run_cause=$1 run_why=$2 run_cause_line='' run_cause_step=''
  case $1:${3-} in
    step-failed: | bad-value: | time-limit:) run_cause_step=$run_no run_cause_line=$run_line_no ;;
    *:line) run_cause_line=$run_line_no ;;
  esac
  run_store_cause
  return 1
}
run_store_cause() {
  [ -d "$kit_tx/work" ] || return 0
  kit_escape "$run_why"
  kit_put "$run_cause ${run_cause_step:--} ${run_cause_line:--} ${kit_escaped:--} .$kit_nl" >"$kit_tx/work/.cause"
}
# What an earlier process of ours has left: gives run_cause and the rest, the reason as it is to be told.
run_recall_cause() {
  { read -r run_a run_b run_rest run_part run_end <"$kit_tx/work/.cause"; } 2>/dev/null || return 0
  [ "$run_end" = . ] || return 0
  run_cause=$run_a run_cause_step=${run_b#-} run_cause_line=${run_rest#-}
  run_unescape "${run_part#-}"
  run_why=$run_unescaped
}
run_unescape() {
  case $1 in
    *%*)
      run_unescaped=$(run_octal "$1")
      run_unescaped=$(printf '%b.' "$run_unescaped")
      run_unescaped=${run_unescaped%.}
      ;;
    *) run_unescaped=$1 ;;
  esac
}
run_octal() {
  kit_put "$1" | awk '
    function hex(text) { return index("123456789abcdef", substr(text, 1, 1)) * 16 + index("123456789abcdef", substr(text, 2, 1)) }
    { while ((at = index($0, "%")) > 0) {
        printf "%s\\0%03o", substr($0, 1, at - 1), hex(substr($0, at + 1, 2))
        $0 = substr($0, at + 3)
      }
      printf "%s", $0 }'
}

# --- what steps print

# It goes to the log, without secrets.
run_hand_on() {
  [ -s "$run_said" ] || return 0
  if [ -n "$run_secrets" ]; then
    run_hide_secrets "$(cat "$run_said")"
    kit_put "$run_shown$kit_nl" >"$run_said"
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
run_holds_secret() {
  [ -n "$run_secrets" ] || return 1
  run_hide_secrets "$1"
  [ "$run_shown" != "$1" ]
}

# The last line that says something.
run_last_said() {
  run_last=''
  tail -c 2000 "$run_said" >"$run_said.end"
  while IFS= read -r run_rest || [ -n "$run_rest" ]; do
    run_part=${run_rest##*[!"$run_blanks"]}
    run_rest=${run_rest%"$run_part"}
    [ -z "$run_rest" ] || run_last=$run_rest
  done <"$run_said.end"
  [ -n "$run_last" ] || run_last='it failed and printed nothing'
  run_show "$run_last" 2000
  kit_put "$run_shown"
}

# run_show TEXT MOST: on one line, what commands a terminal as escapes: gives run_shown.
run_show() {
  run_shown=$1
  case ${#1}:$1 in
    *:*[!\ -~]*) ;;
    *)
      if [ ${#1} -gt "$2" ]; then run_shown=$(kit_put "$1" | head -c "$2"); fi
      return 0
      ;;
  esac
  run_shown=$(kit_put "$1" | od -An -v -tx1 | awk -v most="$2" "$run_showing")
  run_shown=$(printf '%b.' "$run_shown")
  run_shown=${run_shown%.}
}
# Characters as the controller shows them; the text comes out with each byte in octal, so that any awk can say it.
run_showing='
  function hex(text) { return index("123456789abcdef", substr(text, 1, 1)) * 16 + index("123456789abcdef", substr(text, 2, 1)) }
  function plain(text, n, said) {
    for (n = 1; n <= length(text); n++) said = said sprintf("\\0%03o", index(ascii, substr(text, n, 1)) + 31)
    return said
  }
  function harmful(c) {
    return c < 32 || c >= 127 && c <= 159 || c == 1564 || c >= 8203 && c <= 8207 || c >= 8232 && c <= 8238 ||
      c >= 8288 && c <= 8297 || c == 65279 || c >= 65529 && c <= 65531
  }
  function character() {
    if (units >= most) return
    units += code > 65535 ? 2 : 1
    if (code == 10) printf "%s", plain("\\n")
    else if (code == 9) printf "%s", plain("\\t")
    else if (!harmful(code)) printf "%s", bytes
    else printf "%s", plain(code < 256 ? sprintf("\\x%02x", code) : sprintf("\\u{%x}", code))
  }
  BEGIN { for (n = 32; n < 127; n++) ascii = ascii sprintf("%c", n) }
  { for (f = 1; f <= NF; f++) {
      b = hex($f)
      if (b < 128) { code = b; more = 0; bytes = "" }
      else if (b < 192) { code = code * 64 + b - 128; more-- }
      else { bytes = ""; if (b < 224) { code = b - 192; more = 1 } else if (b < 240) { code = b - 224; more = 2 } else { code = b - 240; more = 3 } }
      bytes = bytes sprintf("\\0%03o", b)
      if (more == 0) character()
  } }'
