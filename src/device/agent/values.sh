# Texts from outside the language (what a step gives, a param in the settings) read as a type, and conditions:
# what src/language/values/narrow.ts and evaluate.ts do for a controller. Tests hold both against each other.
# Rule 1: nothing is mended but blanks around it, and nothing at all in a `text`.
# Rule 2: a value is never code: the only text that is evaluated is a quoted item of a list of texts, and
#         this file and the compiler are the only ones that quote there.
#
# How values stand in variables: a size is bytes, a duration milliseconds (and whole seconds, rounded up, in `s_NAME`),
# a list has a line for each item; in a list of texts each line is a quoted word, since a text may hold line ends.
#
# shellcheck disable=SC1083,SC2016,SC2034,SC2154,SC2329

# run_narrow TYPE TEXT: gives run_value, as it stands in a variable; or fails, with run_problem.
run_narrow() {
  run_type=$1 run_value=$2 run_problem='' run_units=${#2} run_hidden=no
  case $run_type in
    secret)
      run_problem='a secret comes only from the store'
      return 1
      ;;
    artifact)
      run_problem='an artifact comes only from the release'
      return 1
      ;;
    text) case $2 in *[!\ -~"$kit_tab$kit_nl"]*) run_measure text || return 1 ;; esac ;;
    *) case $2 in *[!!-~]*) run_measure trim || return 1 ;; esac ;;
  esac
  case $run_type in
    text) run_shape_text ;;
    path | file) run_shape_path ;;
    name) run_shape_name ;;
    host) run_shape_host ;;
    url) run_shape_url ;;
    version)
      run_is_version "$run_value" || run_problem='it is not a version such as `3.0` or `3.0.1-rc.2`'
      ;;
    debian-version)
      run_is_debian_version "$run_value" ||
        run_problem='it is not a Debian version such as `1:2.36-9+deb12u4`'
      ;;
    integer) run_read_integer ;;
    boolean) case $run_value in true | false) ;; *) run_problem='it is neither `true` nor `false`' ;; esac ;;
    size) run_read_quantity "$run_value" 15 'a size such as `2GiB`, or bytes' ;;
    duration) run_read_quantity "$run_value" 12 'a duration such as `30s`, or seconds' ;;
    *) run_problem="no text can be read as a $run_type" ;;
  esac
  [ -z "$run_problem" ]
}

# What is not plain ASCII without blanks is looked at byte by byte: gives run_value without the blanks around it, its
# run_units (as UTF-16 counts them), and run_hidden if it holds what hides, moves or commands.
run_measure() {
  run_measured=$(kit_put "$run_value" | od -An -v -tx1 | awk "$run_measuring") || run_measured='1 0 0 bad no'
  # shellcheck disable=SC2086 # five words
  run_measured_as $1 $run_measured
}
run_measured_as() {
  run_units=$4 run_hidden=$6
  if [ "$5" = bad ]; then
    run_problem='it holds bytes that are not UTF-8'
    return 1
  fi
  [ "$1" = trim ] || return 0
  run_value=$(kit_put "$run_value" | tail -c "+$2" | head -c "$3")
}
# For each character: where it begins, its number; then the blanks of both ends are left out (the same as JavaScript's).
run_measuring='
  function hex(text) { return index("123456789abcdef", substr(text, 1, 1)) * 16 + index("123456789abcdef", substr(text, 2, 1)) }
  function blank(c) {
    return c == 32 || c >= 9 && c <= 13 || c == 160 || c == 5760 || c >= 8192 && c <= 8202 ||
      c == 8232 || c == 8233 || c == 8239 || c == 8287 || c == 12288 || c == 65279
  }
  function hides(c) {
    return c < 32 || c >= 127 && c <= 159 || c == 173 || c == 1564 || c == 6158 || c == 8203 || c == 8206 ||
      c == 8207 || c >= 8232 && c <= 8238 || c >= 8288 && c <= 8303 || c == 65279 || c >= 65529 && c <= 65531 ||
      c >= 917504 && c <= 917631
  }
  function begin(b) {
    at[++n] = bytes
    if (b < 128) { code[n] = b; more = 0 }
    else if (b >= 194 && b < 224) { code[n] = b - 192; more = 1; least = 128 }
    else if (b >= 224 && b < 240) { code[n] = b - 224; more = 2; least = 2048 }
    else if (b >= 240 && b < 245) { code[n] = b - 240; more = 3; least = 65536 }
    else bad = 1
  }
  function go_on(b) {
    if (b < 128 || b > 191) bad = 1
    code[n] = code[n] * 64 + b - 128
    if (--more == 0 && (code[n] < least || code[n] >= 55296 && code[n] <= 57343 || code[n] > 1114111 || code[n] == 65533)) bad = 1
  }
  { for (f = 1; f <= NF; f++) { bytes++; if (more) go_on(hex($f)); else begin(hex($f)) } }
  END {
    if (more) bad = 1
    at[n + 1] = bytes + 1
    for (first = 1; first <= n && blank(code[first]); first++) ;
    for (last = n; last >= first && blank(code[last]); last--) ;
    for (c = first; c <= last; c++) { units += code[c] > 65535 ? 2 : 1; if (hides(code[c])) hidden = 1 }
    print at[first], at[last + 1] - at[first], units + 0, bad ? "bad" : "good", hidden ? "yes" : "no"
  }'

run_shape_text() {
  [ ${#run_value} -gt 32750 ] || return 0
  run_rest=$(kit_put "$run_value" | wc -c)
  [ $((run_rest)) -le 131000 ] || run_problem='it is longer than 131000 bytes'
}

run_shape_name() {
  case $run_value in
    '' | [!A-Za-z0-9_]* | *[!A-Za-z0-9_.@:+~-]*) ;;
    *) [ ${#run_value} -gt 255 ] || return 0 ;;
  esac
  run_problem='a name is of letters, digits and `_ . @ : + ~ -`, and begins with a letter, a digit or `_`'
}

run_shape_host() {
  if [ ${#run_value} -le 253 ] && run_is_labels "${run_value%.}"; then return 0; fi
  run_rest=${run_value%%%*}
  if [ ${#run_rest} -ge 2 ] && [ ${#run_rest} -le 39 ]; then
    run_part=${run_value#"$run_rest"}
    case $run_rest in *[!0-9A-Fa-f:]*) ;; *:*) run_is_zone "$run_part" && return 0 ;; esac
  fi
  run_problem='it is neither a host name nor an address'
}
run_is_zone() { case $1 in '') ;; % | %*[!A-Za-z0-9]*) return 1 ;; esac }
run_is_labels() {
  case $1 in *[!A-Za-z0-9_.-]*) return 1 ;; esac
  run_dotted "$1" || return 1
  run_rest=$1.
  while [ -n "$run_rest" ]; do
    case ${run_rest%%.*} in -* | *-) return 1 ;; esac
    run_part=${run_rest%%.*}
    [ ${#run_part} -le 63 ] || return 1
    run_rest=${run_rest#*.}
  done
}

run_shape_url() {
  if [ "$run_units" -gt 2048 ]; then
    run_problem='a url has at most 2048 characters'
    return 0
  fi
  run_rest=${run_value#*://}
  case ${run_value%%:*} in
    [!a-z]* | '' | *[!a-z0-9+.-]*) ;;
    *)
      case $run_value in
        "${run_value%%:*}"://*) case $run_rest in '' | *[!!-~]* | *[\"\<\>\\^\`{\|}]*) ;; *) return 0 ;; esac ;;
      esac
      ;;
  esac
  run_problem='a url looks like `http://127.0.0.1:8080/health`, without blanks'
}

run_shape_path() {
  run_rest=$run_value
  case $run_value in
    /*) ;;
    *)
      run_part=${run_value%%:*}
      case ${#run_part}:$run_value in
        [1-8]:*:/*) case $run_part in *[!A-Za-z]*) ;; *) run_rest=${run_value#*:} ;; esac ;;
      esac
      case $run_rest in
        /*) ;;
        *)
          run_problem='a path is absolute: it begins with `/`'
          return 0
          ;;
      esac
      ;;
  esac
  if [ "$run_units" -gt 1024 ]; then
    run_problem='a path has at most 1024 characters'
  elif [ "$run_hidden" = yes ]; then
    run_problem='a path holds no control or invisible characters'
  else
    run_shape_segments
  fi
}
run_shape_segments() {
  case $run_value in
    *[*?[]* | *]*)
      run_problem='a path holds no wildcards: a folder is all that is in it'
      return 0
      ;;
    *\\*)
      run_problem='a path is written with `/` on every platform'
      return 0
      ;;
  esac
  [ "$run_rest" != / ] || return 0
  case $run_rest/ in
    */../*) run_problem='a path never goes up with `..`' ;;
    */./*) run_problem='a path has no `.` in it' ;;
    *//*) run_problem='a path has no `//` in it and no `/` at its end' ;;
  esac
}

run_read_integer() {
  run_part=${run_value#-}
  if ! run_digits "$run_part" || [ ${#run_part} -gt 15 ]; then
    run_problem='it is not an integer'
    return 0
  fi
  run_compare_digits "$run_part" 2147483647
  if [ "$run_order" = 1 ]; then
    run_problem='an integer is at most 2147483647'
    return 0
  fi
  run_plain "$run_part"
  case $run_number:$run_value in
    0:* | *:[!-]*) run_value=$run_number ;;
    *) run_value=-$run_number ;;
  esac
}

# run_read_quantity TEXT DIGITS WANTED: a number alone is bytes, or seconds.
run_read_quantity() {
  run_part=${1%%[!0-9]*}
  run_unit=${1#"$run_part"}
  run_problem="it is not $3"
  case $run_type:$run_unit in
    size:) run_unit=1 ;;
    duration:) run_unit=1000 ;;
    *) run_factor "$run_type:$run_unit" && set -- "$1" 15 "$3" || return 0 ;;
  esac
  run_digits "$run_part" && [ ${#run_part} -le "$2" ] || return 0
  case $run_unit in
    1) run_product=$run_part ;;
    1000) run_product=${run_part}000 ;;
    *) run_product=$(awk "BEGIN { printf \"%.0f\", $run_part * $run_unit }") ;;
  esac
  run_compare_digits "$run_product" 9007199254740991
  run_plain "$run_product"
  [ "$run_order" = 1 ] || run_problem='' run_value=$run_number
}
run_factor() {
  case $1 in
    size:B | duration:ms) run_unit=1 ;;
    size:KiB) run_unit=1024 ;;
    size:MiB) run_unit=1048576 ;;
    size:GiB) run_unit=1073741824 ;;
    size:TiB) run_unit=1099511627776 ;;
    duration:s) run_unit=1000 ;;
    duration:m) run_unit=60000 ;;
    duration:h) run_unit=3600000 ;;
    duration:d) run_unit=86400000 ;;
    *) return 1 ;;
  esac
}
