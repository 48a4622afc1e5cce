# Which version: out of the version information file, which has been held to its form already.

# choose_version FILE REVISION INSTALLED: gives choose_to and what belongs to it; choose_to is empty where there is
# nothing to do. Without INSTALLED: the newest that this device might take, to read the installed version by.
choose_version() {
  choose_revision=$2 choose_installed=$3 choose_found='' choose_to='' choose_failed=''
  set -f
  while read -r choose_word choose_a choose_b choose_rest; do
    case $choose_word in
      version | end)
        choose_judge
        [ -z "$choose_found" ] || break
        choose_begin "$choose_a"
        [ "$choose_word" != end ] || break
        ;;
      *) choose_line ;;
    esac
  done <"$1"
  set +f
  [ "$choose_found" = take ] || choose_to=''
}
choose_begin() {
  choose_to=$1 choose_withdrawn='' choose_percent=0 choose_activate='' choose_from='' choose_downs=' '
  choose_program='' choose_packages=''
}
choose_line() {
  case $choose_word:$choose_a in
    withdrawn:*) choose_withdrawn=1 ;;
    channel:"$conf_channel") choose_percent=$choose_b ;;
    activate:*) choose_activate=$choose_a ;;
    from:*) choose_from=$choose_a ;;
    downgrade:*) choose_downs="$choose_downs$choose_a " ;;
    program:"$conf_script") [ "$choose_b" != posix ] || choose_program=$choose_rest ;;
    package:"$conf_script") choose_packages="$choose_packages$choose_b $choose_rest$kit_nl" ;;
  esac
}

# The newest come first: the first that may be taken is taken; the one that is installed, if it is offered, ends it.
choose_judge() {
  [ -n "$choose_to" ] && [ -z "$choose_withdrawn" ] && [ -n "$choose_program" ] && choose_is_among || return 0
  if [ -z "$choose_installed" ]; then
    choose_found=take
    return 0
  fi
  run_compare_versions "$choose_to" "$choose_installed"
  case $run_order in
    0) choose_found=stay ;;
    1) ! choose_is_near || choose_has_failed || choose_found=take ;;
    *) case $choose_downs in *" $choose_installed "*) choose_has_failed || choose_found=take ;; esac ;;
  esac
}
choose_is_near() {
  [ -n "$choose_from" ] || return 0
  run_compare_versions "$choose_from" "$choose_installed"
  [ "$run_order" != 1 ]
}
# Whether this device is one of so many of a hundred.
choose_is_among() {
  case $choose_percent in
    0) return 1 ;;
    100) return 0 ;;
  esac
  choose_hash=$(kit_put "$conf_name $conf_release $choose_to" | sha256sum)
  choose_tail=${choose_hash#???????}
  [ $((0x${choose_hash%"$choose_tail"} % 100)) -lt "$choose_percent" ]
}

# What failed here is not tried again before there is a newer revision: lines `RELEASE VERSION REVISION`. One that
# was broken off from outside (`cut` behind it) is tried three times.
choose_has_failed() {
  [ -e "$agent_dir/failed" ] || return 1
  choose_cuts=0
  while read -r choose_whose choose_which choose_why; do
    case $choose_whose:$choose_which:$choose_why in
      "$conf_release:$choose_to:$choose_revision") choose_cuts=3 ;;
      "$conf_release:$choose_to:$choose_revision cut") choose_cuts=$((choose_cuts + 1)) ;;
    esac
  done <"$agent_dir/failed"
  [ "$choose_cuts" -ge 3 ] && choose_failed=$choose_to
}
# choose_note_failure VERSION REVISION [cut]: of older revisions nothing is kept.
choose_note_failure() {
  {
    ! [ -e "$agent_dir/failed" ] || grep -E "^[^ ]+ [^ ]+ $2( cut)?\$" "$agent_dir/failed"
    kit_put "$conf_release $1 $2${3:+ $3}$kit_nl"
  } >"$agent_dir/failed.new"
  mv -f "$agent_dir/failed.new" "$agent_dir/failed" && kit_sync "$agent_dir"
}

# choose_when: 0: now, after waiting for the very second where it is near; 1: later.
choose_when() {
  [ -n "$choose_activate" ] || return 0
  while :; do
    time_asked=''
    time_now
    time_until "$choose_activate"
    [ "$time_left" -gt 0 ] || return 0
    [ "$time_left" -le 60 ] || return 1
    sleep "$time_left"
  done
}

# The packages of this device, those for its architecture or for any; what else the program wants it fetches itself.
# choose_files FUNCTION: called for each with 'SIZE SHA256 PATH CHUNKS'.
choose_files() {
  choose_left=$choose_packages
  choose_machine=$(uname -m)
  while [ -n "$choose_left" ]; do
    choose_item=${choose_left%%"$kit_nl"*}
    choose_left=${choose_left#*"$kit_nl"}
    choose_item=${choose_item#* }
    case ${choose_item%% *} in
      any | "$choose_machine") "$1" "${choose_item#* }" || return 1 ;;
    esac
  done
}
