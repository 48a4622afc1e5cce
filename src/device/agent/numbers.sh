# Numbers as decimal texts of any length, since the smallest of the shells counts to 2^31 only.
# Rule 1: no process, and nothing is counted that has more than nine digits.
# What a function gives it leaves in a variable (`run_order`, `run_number`), as in the kit.
#
# shellcheck disable=SC2015,SC2016,SC2034,SC2154

# run_digits TEXT: whether it is digits and nothing else.
run_digits() { case $1 in '' | *[!0-9]*) return 1 ;; esac }

# run_plain DIGITS: without leading zeros: gives run_number.
run_plain() {
  run_number=$1
  while :; do case $run_number in 0?*) run_number=${run_number#0} ;; *) return 0 ;; esac done
}

# run_compare_numbers A B, either with a `-` before it: gives run_order, -1, 0 or 1.
run_compare_numbers() {
  case $1:$2 in
    -*:-*) run_compare_digits "${2#-}" "${1#-}" ;;
    -*:*)
      run_compare_digits "${1#-}" 0
      [ "$run_order" = 0 ] && run_compare_digits 0 "$2" || run_order=-1
      ;;
    *:-*)
      run_compare_digits "${2#-}" 0
      [ "$run_order" = 0 ] && run_compare_digits "$1" 0 || run_order=1
      ;;
    *) run_compare_digits "$1" "$2" ;;
  esac
}

# run_compare_digits A B: neither has a sign.
run_compare_digits() {
  run_plain "$1"
  run_a=$run_number
  run_plain "$2"
  run_b=$run_number run_order=0
  if [ ${#run_a} -lt ${#run_b} ]; then run_order=-1; elif [ ${#run_a} -gt ${#run_b} ]; then run_order=1; fi
  while [ "$run_order" = 0 ] && [ -n "$run_a" ]; do
    run_nine "$run_a"
    run_nine_a=$run_number run_a=$run_rest
    run_nine "$run_b"
    run_b=$run_rest
    if [ "1$run_nine_a" -lt "1$run_number" ]; then run_order=-1; fi
    if [ "1$run_nine_a" -gt "1$run_number" ]; then run_order=1; fi
  done
}
# The first nine digits, and what comes after: gives run_number and run_rest.
run_nine() {
  case $1 in
    ??????????*)
      run_rest=${1#?????????}
      run_number=${1%"$run_rest"}
      ;;
    *) run_number=$1 run_rest='' ;;
  esac
}

# run_increment DIGITS: gives run_number.
run_increment() {
  run_number=$1 run_rest=''
  while :; do case $run_number in *9) run_number=${run_number%9} run_rest=0$run_rest ;; *) break ;; esac done
  run_digit=${run_number#"${run_number%?}"}
  run_number=${run_number%?}$((${run_digit:-0} + 1))$run_rest
}

# run_seconds MS...: whole seconds, rounded up, a list's each on its line: gives run_rendered.
run_seconds() {
  run_rendered=''
  for run_ms in "$@"; do
    case $run_ms in
      ????*) run_number=${run_ms%???} ;;
      *) run_number=0 ;;
    esac
    case $run_ms in
      0 | *000) ;;
      *) run_increment "$run_number" ;;
    esac
    run_rendered=$run_rendered$run_number$kit_nl
  done
  run_rendered=${run_rendered%"$kit_nl"}
}
