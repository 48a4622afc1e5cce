# Versions and their order, by the very rules of the language (docs: src/language/values/version.ts and
# debian-version.ts say them; a test holds both against each other).
#
# shellcheck disable=SC2015,SC2016,SC2034,SC2154

# run_split_version TEXT: gives run_core, run_pre (empty where there is none); fails if it is no version.
run_split_version() {
  run_core=${1#v} run_pre=''
  [ ${#1} -le 128 ] || return 1
  case $run_core in
    *+*)
      run_words "${run_core#*+}" || return 1
      run_core=${run_core%%+*}
      ;;
  esac
  case $run_core in
    *-*)
      run_pre=${run_core#*-} run_core=${run_core%%-*}
      run_words "$run_pre" && run_dotted "$run_pre" || return 1
      ;;
  esac
  case $run_core in *[!0-9.]*) return 1 ;; esac
  run_dotted "$run_core" || return 1
  run_rest=$run_core.
  while [ -n "$run_rest" ]; do
    case ${run_rest%%.*} in ????????????????*) return 1 ;; esac
    run_rest=${run_rest#*.}
  done
}
run_words() { case $1 in '' | *[!0-9A-Za-z.-]*) return 1 ;; esac }
# No part between the dots is empty.
run_dotted() { case $1 in '' | .* | *. | *..*) return 1 ;; esac }

run_is_version() { run_split_version "$1"; }

# run_compare_versions A B: gives run_order, -1, 0 or 1. What is no version is below all that are.
run_compare_versions() {
  run_split_version "$1" || {
    run_split_version "$2" && run_order=-1 || run_order=0
    return 0
  }
  run_core_a=$run_core. run_pre_a=$run_pre
  run_split_version "$2" || {
    run_order=1
    return 0
  }
  run_core_b=$run_core. run_pre_b=$run_pre
  while [ -n "$run_core_a$run_core_b" ]; do
    run_part=${run_core_a%%.*}
    run_other=${run_core_b%%.*}
    run_compare_digits "${run_part:-0}" "${run_other:-0}"
    [ "$run_order" = 0 ] || return 0
    run_core_a=${run_core_a#*.} run_core_b=${run_core_b#*.}
  done
  run_compare_pre
}

# A version with a pre-release is below the one without.
run_compare_pre() {
  run_order=0
  case $run_pre_a:$run_pre_b in
    :) return 0 ;;
    :*) run_order=1 ;;
    *:) run_order=-1 ;;
  esac
  [ "$run_order" = 0 ] || return 0
  run_pre_a=$run_pre_a. run_pre_b=$run_pre_b.
  while :; do
    case $run_pre_a:$run_pre_b in
      :) return 0 ;;
      :*) run_order=-1 ;;
      *:) run_order=1 ;;
      *) run_compare_identifiers "${run_pre_a%%.*}" "${run_pre_b%%.*}" ;;
    esac
    [ "$run_order" = 0 ] || return 0
    run_pre_a=${run_pre_a#*.} run_pre_b=${run_pre_b#*.}
  done
}

# Numbers are below words; of a number, zeros before it and what comes after fifteen digits don't count.
run_compare_identifiers() {
  if run_digits "$1"; then
    run_digits "$2" || {
      run_order=-1
      return 0
    }
    run_fifteen "$1"
    run_part=$run_number
    run_fifteen "$2"
    run_compare_digits "$run_part" "$run_number"
  elif run_digits "$2"; then
    run_order=1
  else
    run_compare_letters "$1" "$2" '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  fi
}
run_fifteen() {
  run_plain "$1"
  case $run_number in
    ????????????????*)
      run_rest=${run_number#???????????????}
      run_number=${run_number%"$run_rest"}
      ;;
  esac
}

# run_compare_letters A B ALPHABET: by the alphabet's order; a blank stands in it for the end, else the end is below all.
run_compare_letters() {
  run_a=$1 run_b=$2 run_order=0
  while [ -n "$run_a$run_b" ]; do
    run_rank "$run_a" "$3"
    run_part=$run_ranked
    run_rank "$run_b" "$3"
    if [ "$run_part" -lt "$run_ranked" ]; then run_order=-1; fi
    if [ "$run_part" -gt "$run_ranked" ]; then run_order=1; fi
    [ "$run_order" = 0 ] || return 0
    run_a=${run_a#?} run_b=${run_b#?}
  done
}
# The first letter's place: gives run_ranked; the end is where the alphabet has a blank, or before it.
run_rank() {
  run_letter=${1%"${1#?}"}
  case $2 in
    *"${run_letter:= }"*)
      run_before=${2%%"$run_letter"*}
      run_ranked=${#run_before}
      ;;
    *) run_ranked=-1 ;;
  esac
}

# run_split_debian TEXT: gives run_epoch, run_core, run_revision; fails if it is no Debian version.
run_split_debian() {
  run_epoch=0 run_core=$1 run_revision=0
  [ ${#1} -le 256 ] || return 1
  case $1 in [!0-9]* | '' | *[!A-Za-z0-9.+~:-]*) return 1 ;; esac
  run_rest=${1%%:*}
  if [ "$run_rest" != "$1" ] && run_digits "$run_rest" && [ ${#run_rest} -le 9 ]; then
    case ${1#*:} in [0-9]*) run_epoch=$run_rest run_core=${1#*:} ;; esac
  fi
  case ${run_core##*-} in
    "$run_core" | '' | *:*) ;;
    *) run_revision=${run_core##*-} run_core=${run_core%-*} ;;
  esac
}

run_is_debian_version() { run_split_debian "$1"; }

# run_compare_debian_versions A B: gives run_order.
run_compare_debian_versions() {
  run_split_debian "$1" || {
    run_split_debian "$2" && run_order=-1 || run_order=0
    return 0
  }
  run_epoch_a=$run_epoch run_core_a=$run_core run_revision_a=$run_revision
  run_split_debian "$2" || {
    run_order=1
    return 0
  }
  run_compare_digits "$run_epoch_a" "$run_epoch"
  [ "$run_order" != 0 ] || run_compare_turns "$run_core_a" "$run_core"
  [ "$run_order" != 0 ] || run_compare_turns "$run_revision_a" "$run_revision"
}

# By turns a run of what is no digit, and a number: `~` below the end, the end below letters, letters below all else.
run_compare_turns() {
  run_turn_a=$1 run_turn_b=$2 run_order=0
  while [ -n "$run_turn_a$run_turn_b" ]; do
    run_compare_letters "${run_turn_a%%[0-9]*}" "${run_turn_b%%[0-9]*}" \
      '~ ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-.:'
    [ "$run_order" = 0 ] || return 0
    run_turn_a=${run_turn_a#"${run_turn_a%%[0-9]*}"} run_turn_b=${run_turn_b#"${run_turn_b%%[0-9]*}"}
    run_part=${run_turn_a%%[!0-9]*} run_other=${run_turn_b%%[!0-9]*}
    run_turn_a=${run_turn_a#"$run_part"} run_turn_b=${run_turn_b#"$run_other"}
    run_compare_digits "${run_part:-0}" "${run_other:-0}"
    [ "$run_order" = 0 ] || return 0
  done
}
