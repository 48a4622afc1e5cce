# Conditions, and lists (src/language/evaluate.ts).
# Rule 1: what is evaluated is a list's own quoted item, a checked name or a depth, and nothing else.
#
# shellcheck disable=SC2016,SC2034,SC2154,SC2329

# run_holds TYPE A OP B...: `in` has a list's items as words; other operators compare by the type's own order.
run_holds() {
  run_as=$1 run_left=$2 run_op=$3
  shift 3
  if [ "$run_op" = in ]; then
    for run_right in "$@"; do
      run_compare "$run_as" "$run_left" "$run_right"
      [ "$run_order" != 0 ] || return 0
    done
    return 1
  fi
  run_compare "$run_as" "$run_left" "$1"
  case $run_op:$run_order in '==:0' | '!=:1' | '!=:-1' | '<:-1' | '<=:-1' | '<=:0' | '>:1' | '>=:1' | '>=:0') ;; *) return 1 ;; esac
}
# run_is_in TYPE A ITEMTYPE LIST
run_is_in() {
  run_over in "$3" "$4"
  while run_next in; do
    run_compare "$1" "$2" "$run_item"
    [ "$run_order" != 0 ] || return 0
  done
  return 1
}
# run_make a|b TEXT...: a list of texts, to be compared: gives run_made_a or run_made_b.
run_make() {
  run_side=$1 run_list=''
  shift
  for run_item in "$@"; do run_add text "$run_item"; done
  eval "run_made_$run_side=\$run_list"
}
# run_compare TYPE A B: gives run_order; of texts only whether they are equal.
run_compare() {
  case $1 in
    version) run_compare_versions "$2" "$3" ;;
    debian-version) run_compare_debian_versions "$2" "$3" ;;
    integer | size | duration) run_compare_numbers "$2" "$3" ;;
    'list of '*) run_compare_lists "${1#list of }" "$2" "$3" ;;
    *) case $2 in "$3") run_order=0 ;; *) run_order=1 ;; esac ;;
  esac
}
# Lists are equal if they are as long, and their items are equal.
run_compare_lists() {
  run_list_a=$2 run_list_b=$3 run_order=0
  while [ -n "$run_list_a" ] && [ -n "$run_list_b" ]; do
    run_first_of "$1" "$run_list_a"
    run_item_a=$run_item run_list_a=$run_items
    run_first_of "$1" "$run_list_b"
    run_list_b=$run_items
    run_compare "$1" "$run_item_a" "$run_item"
    [ "$run_order" = 0 ] || return 0
  done
  [ -z "$run_list_a$run_list_b" ] || run_order=1
}

# --- lists: a line for each item, each with its end

# run_first_of TYPE LIST: gives run_item, and run_items, what comes after it.
run_first_of() {
  run_items=${2#*"$kit_nl"}
  run_item=${2%%"$kit_nl"*}
  [ "$1" != text ] || eval "run_item=$run_item"
}
# run_add TYPE ITEM: adds it to the list in run_list.
run_add() {
  if [ "$1" = text ]; then
    kit_quote "$2"
    run_list=$run_list$kit_quoted$kit_nl
  else
    run_list=$run_list$2$kit_nl
  fi
}

# run_over DEPTH TYPE LIST, then `while run_next DEPTH`: a loop over a list, whatever its body does; gives run_item.
run_over() { eval "run_of_$1=\$2 run_list_$1=\$3"; }
run_next() {
  eval "run_list=\$run_list_$1 run_as=\$run_of_$1"
  [ -n "$run_list" ] || return 1
  run_first_of "$run_as" "$run_list"
  eval "run_list_$1=\$run_items"
}
