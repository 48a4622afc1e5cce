# A program's params: its defaults, then what the settings say, each read as its type.
# Rule 1: a value that is missing, unknown or wrong stops everything, before anything is begun.
# Rule 2: a secret comes from a file that only its owner can read, and goes no further than a variable of this shell.
#
# shellcheck disable=SC2015,SC2016,SC2034,SC2154,SC2317,SC2329

run_secrets='' run_given_lists=' '

# run_type_of NAME: gives run_type; fails if the program has no such param.
run_type_of() {
  run_all=$program_params$kit_nl
  while [ -n "$run_all" ]; do
    run_item=${run_all%%"$kit_nl"*}
    run_all=${run_all#*"$kit_nl"}
    if [ "${run_item%% *}" = "$1" ]; then
      run_type=${run_item#* }
      return 0
    fi
  done
  run_problem="the program has no param \`$1\`"
  return 1
}
run_variable_of() {
  kit_replace "$1" - _
  run_variable=$kit_replaced
}

# run_param NAME TEXT: of a list one item, in the order of the calls; they take the default's place.
run_param() {
  run_type_of "$1" || return 1
  run_variable_of "$1"
  run_whole=$run_type
  case $run_type in
    secret)
      run_problem="\`$1\` is a secret: name the file in which it stands"
      return 1
      ;;
    'list of '*)
      case $run_given_lists in
        *" $1 "*) eval "run_list=\$v_$run_variable" ;;
        *) run_list='' run_given_lists="$run_given_lists$1 " ;;
      esac
      run_narrow "${run_type#list of }" "$2" && run_add "${run_whole#list of }" "$run_value" && run_value=$run_list
      ;;
    *) run_narrow "$run_type" "$2" ;;
  esac || {
    run_problem="\`$1\`: $run_problem"
    return 1
  }
  run_set "$run_whole" "$run_variable" "$run_value"
}

# run_secret NAME FILE
run_secret() {
  run_type_of "$1" || return 1
  [ "$run_type" = secret ] || {
    run_problem="\`$1\` is no secret: say \`param $1\`"
    return 1
  }
  run_problem="the file of the secret \`$1\`, $2, must be a plain file of one line that only its owner, root or who runs this, can read"
  [ -f "$2" ] || return 1
  run_rest=$(stat -c '%a %u' "$2" 2>/dev/null) || return 1
  case $run_rest in *00\ 0 | *00\ "$(id -u)") ;; *) return 1 ;; esac
  { IFS= read -r run_value; IFS= read -r run_rest && return 1; } <"$2"
  [ -n "$run_value" ] && [ -z "$run_rest" ] || return 1
  run_variable_of "$1"
  eval "v_$run_variable=\$run_value"
  run_secrets="$run_secrets $run_variable"
}

# run_check_params: whether each has a value, and one that it may have.
run_check_params() {
  run_all=$program_params$kit_nl
  while [ -n "$run_all" ] && [ "$run_all" != "$kit_nl" ]; do
    run_item=${run_all%%"$kit_nl"*}
    run_all=${run_all#*"$kit_nl"}
    run_variable_of "${run_item%% *}"
    run_known "$run_variable" || {
      run_problem="\`${run_item%% *}\` has no value: the settings must say it"
      return 1
    }
  done
  program_limits
}
# run_among NAME TYPE VALUE CHOICE...: VALUE must be one of them.
run_among() {
  run_name=$1 run_type=$2 run_left=$3
  shift 3
  if run_holds "$run_type" "$run_left" in "$@"; then return 0; fi
  run_problem=''
  for run_item in "$@"; do run_problem="$run_problem, \`$run_item\`"; done
  run_problem="\`$run_name\`: it must be one of ${run_problem#, }"
  return 1
}
