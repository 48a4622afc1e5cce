# Why something failed: kept on the disc for whoever goes on, and told in the words that a controller has for it
# (src/language/shown.ts, src/interpreter/step-fault.ts; tests hold both against each other).
# Rule 1: nothing here runs where all goes well: what a step was called with is put into words once it has failed.
# Rule 2: a cause is kept escaped, as the kit escapes a value: so it holds what a shell may not read, and stays one word.
# Rule 3: characters are counted, not bytes.
#
# shellcheck disable=SC2015,SC2016,SC2034,SC2154,SC2317,SC2329

# run_fail CODE WHY [line]: why it fails; only the first counts. With `line` no step has failed, but what stands there.
run_fail() {
  run_hide_secrets "$2"
  kit_escape "$run_shown"
  run_fail_as "$1" "$kit_escaped" "${3-}"
}
# run_fail_as CODE ESCAPED [line]
run_fail_as() {
  {
    kit_put 'failed: '
    run_say_escaped "$2"
    kit_put "$kit_nl"
  } >>"$run_log"
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
  kit_put "$run_cause ${run_cause_step:--} ${run_cause_line:--} ${run_why:--} .$kit_nl" >"$kit_tx/work/.cause"
}
# What an earlier process of ours has left: gives run_cause and the rest.
run_recall_cause() {
  { read -r run_a run_b run_rest run_part run_end <"$kit_tx/work/.cause"; } 2>/dev/null || return 0
  [ "$run_end" = . ] || return 0
  run_cause=$run_a run_cause_step=${run_b#-} run_cause_line=${run_rest#-} run_why=${run_part#-}
}
# run_say_escaped WORD: what was escaped, as text.
run_say_escaped() {
  case $1 in
    *%*) printf '%b' "$(kit_put "$1" | awk "$run_letters$run_octal")" ;;
    *) kit_put "$1" ;;
  esac
}
run_letters='
  function hex(text) { return index("123456789abcdef", substr(text, 1, 1)) * 16 + index("123456789abcdef", substr(text, 2, 1)) }
  function harmful(c) {
    return c < 32 || c >= 127 && c <= 159 || c == 1564 || c >= 8203 && c <= 8207 || c >= 8232 && c <= 8238 ||
      c >= 8288 && c <= 8297 || c == 65279 || c >= 65529 && c <= 65531
  }'
run_octal='
  { while ((at = index($0, "%")) > 0) {
      printf "%s\\0%03o", substr($0, 1, at - 1), hex(substr($0, at + 1, 2))
      $0 = substr($0, at + 3)
    }
    printf "%s", $0 }'

# --- a step that has failed

# run_failed [[LABEL:] KIND VALUE]...: why, with the step's values. KIND is `as` (it stands as it is), `cut` (the end of
# a longer one), `size`, `duration`, `list-of-TYPE`, or `text` for all else. It fails, as the step has.
run_failed() {
  [ "$kit_failed" = "$run_no" ] || return 1
  run_fail_as step-failed "$(run_tell_step "$@" | awk -v primitive="$run_primitive" "$run_letters$run_telling")"
}
# For awk: a line `= WHAT`, then the bytes of it.
run_tell_step() {
  for run_name in $run_secrets; do
    eval "run_rest=\$v_$run_name"
    [ ${#run_rest} -lt 4 ] || run_feed secret "$run_rest"
  done
  while [ $# -gt 1 ]; do
    case $1 in
      *:)
        run_feed label "$1"
        shift
        ;;
    esac
    run_feed_value "$1" "$2"
    shift 2
  done
  kit_put "= said$kit_nl"
  # So many bytes hold the last 2000 characters, wherever the first of them is cut.
  tail -c 8003 "$run_said" | od -An -v -tx1
}
run_feed() {
  kit_put "= $1$kit_nl"
  kit_put "$2" | od -An -v -tx1
}
run_feed_value() {
  case $1 in
    list-of-*)
      run_over told "${1#list-of-}" "$2"
      run_text=''
      while run_next told; do
        run_with_unit "$run_as" "$run_item"
        run_text="$run_text $run_said_with"
      done
      run_feed text "${run_text# }"
      ;;
    size | duration)
      run_with_unit "$1" "$2"
      run_feed as "$run_said_with"
      ;;
    *) run_feed "$1" "$2" ;;
  esac
}
# run_with_unit TYPE VALUE: as it would be written, in the largest unit that is exact: gives run_said_with.
run_with_unit() {
  case $1 in
    size) run_said_with=$(run_in_units "$2" B 1 KiB 1024 MiB 1048576 GiB 1073741824 TiB 1099511627776) ;;
    duration) run_said_with=$(run_in_units "$2" ms 1 s 1000 m 60000 h 3600000 d 86400000) ;;
    *) run_said_with=$2 ;;
  esac
}
run_in_units() {
  awk 'BEGIN {
    value = ARGV[1] + 0
    unit = ARGV[2]
    factor = 1
    for (at = 2; at < ARGC; at += 2) if (value >= ARGV[at + 1] + 0 && value % ARGV[at + 1] == 0) { unit = ARGV[at]; factor = ARGV[at + 1] }
    printf "%.0f%s", value / factor, unit
    exit
  }' "$@"
}

# A character is seven letters (`x` and its number in hexadecimal), so that a text is cut by counting, and found in
# another only where it stands.
run_telling='
  function unit(code) { return sprintf("x%06x", code) }
  function spelt(text, n, units) {
    for (n = 1; n <= length(text); n++) units = units unit(index(ascii, substr(text, n, 1)) + 31)
    return units
  }
  function character(code) { codes[++many] = code; if (code == 10) broken = 1 }
  function byte(b) {
    if (more) {
      if (b >= low && b <= high) {
        code = code * 64 + b - 128; low = 128; high = 191
        if (--more == 0) character(code)
        return
      }
      more = 0; character(65533)
    }
    low = 128; high = 191
    if (b < 128) character(b)
    else if (b >= 194 && b < 224) { code = b - 192; more = 1 }
    else if (b >= 224 && b < 240) { code = b - 224; more = 2; if (b == 224) low = 160; if (b == 237) high = 159 }
    else if (b >= 240 && b < 245) { code = b - 240; more = 3; if (b == 240) low = 144; if (b == 244) high = 143 }
    else character(65533)
  }
  function last(most, n, units) {
    for (n = many > most ? many - most + 1 : 1; n <= many; n++) units = units unit(codes[n])
    return units
  }
  function take() {
    if (more) { more = 0; character(65533) }
    if (what == "secret") secrets[++hidden] = last(many)
    else if (what == "label") label = last(many) blank
    else if (what == "as") show(last(many))
    else if (what == "cut") show(mark last(many))
    else if (what == "text") show(broken ? mark : many > 60 ? mark last(48) : last(many))
    else if (what == "said") said = last(2000)
    many = 0; broken = 0
  }
  function show(units) {
    if (units != "") words = words blank label units
    label = ""
  }
  function hide(n, at, done) {
    for (n = 1; n <= hidden; n++) {
      done = ""
      while ((at = index(words, secrets[n])) > 0) {
        done = done substr(words, 1, at - 1) spelt("(secret)")
        words = substr(words, at + length(secrets[n]))
      }
      words = done words
    }
  }
  function trimmed(units) {
    while (units != "" && index(blanks, substr(units, 1, 7))) units = substr(units, 8)
    while (units != "" && index(blanks, substr(units, length(units) - 6))) units = substr(units, 1, length(units) - 7)
    return units
  }
  function lines(at, one) {
    said = said feed
    while ((at = index(said, feed)) > 0) {
      one = trimmed(substr(said, 1, at - 1))
      said = substr(said, at + 7)
      if (one != "") line[++count] = one
    }
  }
  # Of several tries each gives its reason: once is enough.
  function why(n, told, printed) {
    if (count == 0) return spelt("it failed and printed nothing")
    for (n = count; n > 0 && told < 3; n--)
      if (line[n] != line[count]) { told++; printed = line[n] (told == 1 ? "" : spelt(" / ")) printed }
    if (told == 0) return line[count]
    if (length(printed) > 2800) printed = mark substr(printed, length(printed) - 2799)
    return line[count] spelt("; it printed: ") printed
  }
  function put(text, n) {
    for (n = 1; n <= length(text); n++) printf "%%%02x", index(ascii, substr(text, n, 1)) + 31
  }
  function tell(c) {
    if (c == 10) put("\\n")
    else if (c == 9) put("\\t")
    else if (harmful(c)) put(c < 256 ? sprintf("\\x%02x", c) : sprintf("\\u{%x}", c))
    else if (c < 128) printf "%%%02x", c
    else if (c < 2048) printf "%%%02x%%%02x", 192 + int(c / 64), 128 + c % 64
    else if (c < 65536) printf "%%%02x%%%02x%%%02x", 224 + int(c / 4096), 128 + int(c / 64) % 64, 128 + c % 64
    else printf "%%%02x%%%02x%%%02x%%%02x", 240 + int(c / 262144), 128 + int(c / 4096) % 64, 128 + int(c / 64) % 64, 128 + c % 64
  }
  BEGIN {
    for (n = 32; n < 127; n++) ascii = ascii sprintf("%c", n)
    mark = unit(8230); blank = unit(32); feed = unit(10)
    blanks = unit(32) unit(9) unit(11) unit(12) unit(13)
  }
  $1 == "=" { take(); what = $2; next }
  { for (f = 1; f <= NF; f++) byte(hex($f)) }
  END {
    take(); hide(); lines()
    cause = spelt("`" primitive "`") words spelt(": ") why()
    for (n = 1; n < length(cause); n += 7)
      tell(hex(substr(cause, n + 1, 2)) * 65536 + hex(substr(cause, n + 3, 2)) * 256 + hex(substr(cause, n + 5, 2)))
  }'

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
  run_shown=$(kit_put "$1" | od -An -v -tx1 | awk -v most="$2" "$run_letters$run_showing")
  run_shown=$(printf '%b.' "$run_shown")
  run_shown=${run_shown%.}
}
# Characters as the controller shows them; the text comes out with each byte in octal, so that any awk can say it.
run_showing='
  function plain(text, n, said) {
    for (n = 1; n <= length(text); n++) said = said sprintf("\\0%03o", index(ascii, substr(text, n, 1)) + 31)
    return said
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
