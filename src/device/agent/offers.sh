# The version information file: what is offered, version by version. Every line is held to its shape and its
# place here, so that choosing can take it as it stands.

trust_line_versions() {
  case $trust_at:$1:$# in
    first:release:2) trust_is_release "$2" && trust_p_release=$2 trust_at=revision ;;
    revision:revision:2) trust_take_counter "$2" && trust_at=published ;;
    published:published:2) trust_take_published "$2" && trust_at=expires ;;
    expires:expires:2) trust_take_expires "$2" && trust_at=0 ;;
    [0-9]:version:2) trust_take_version "$2" ;;
    [0-9]:end:1) trust_at=end ;;
    1:withdrawn:2) time_of "$2" && trust_at=9 ;;
    [1-8]:*) trust_line_offer "$@" ;;
    *) return 1 ;;
  esac
}

trust_take_version() {
  trust_is_version "$1" || return 1
  case $trust_p_names in *" $1 "*) return 1 ;; esac
  trust_versions=$((trust_versions + 1)) trust_at=1 trust_p_names="$trust_p_names$1 "
  trust_channels=' ' trust_downs=0 trust_own=' '
  [ "$trust_versions" -le 200 ]
}

# The lines of a version, in their order; a number says how far it is.
trust_line_offer() {
  case $1:$# in
    channel:3) trust_is_name "$2" && conf_number "$3" 0 100 && trust_one_channel "$2" && trust_goes_to 2 1 ;;
    activate:2) time_of "$2" && trust_goes_to 3 0 ;;
    from:2) trust_is_version "$2" && trust_goes_to 4 0 ;;
    downgrade:2) trust_is_version "$2" && trust_one_downgrade && trust_goes_to 5 1 ;;
    program:6) trust_is_name "$2" && trust_is_name "$3" && trust_take_file "$4" "$5" "$6" && trust_once "$1 $2 $3" && trust_goes_to 6 1 ;;
    package:8)
      trust_is_name "$2" && trust_is_name "$3" && trust_is_name "$4" && trust_take_file "$5" "$6" "$7" &&
        { [ "$8" = - ] || trust_is_hash "$8"; } && trust_once "$1 $2 $3 $4" && trust_goes_to 7 1
      ;;
    *) return 1 ;;
  esac
}
# trust_goes_to PLACE MORE: not back, and to the same place only where there may be more of it.
trust_goes_to() {
  [ "$trust_at" -lt "$1" ] || { [ "$trust_at" = "$1" ] && [ "$2" = 1 ]; } || return 1
  trust_at=$1
}
trust_one_channel() {
  case $trust_channels in *" $1 "*) return 1 ;; esac
  trust_channels="$trust_channels$1 "
}
trust_one_downgrade() {
  trust_downs=$((trust_downs + 1))
  [ "$trust_downs" -le 16 ]
}
trust_take_file() {
  trust_files=$((trust_files + 1))
  [ "$trust_files" -le 1000 ] && trust_is_size "$1" && trust_is_hash "$2" && trust_is_path "$3"
}
# Twice the same would be two answers to one question. Only our own kind's lines are asked for.
trust_once() {
  case $1 in *" $conf_script "*) ;; *) return 0 ;; esac
  case $trust_own in *" $1,"*) return 1 ;; esac
  trust_own="$trust_own $1,"
}
